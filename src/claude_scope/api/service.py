"""What every route works with, built once in `wiring.py` and kept by the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

if TYPE_CHECKING:
    from claude_scope.api.tokens import Tokens
    from claude_scope.jobs.runner import JobRunner
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.assets import AssetStore
    from claude_scope.store.database import Database
    from claude_scope.store.files import Files
    from claude_scope.store.secrets import Secrets


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the service."""

    settings: ServiceSettings
    database: Database
    files: Files
    assets: AssetStore
    jobs: JobRunner
    tokens: Tokens
    secrets: Secrets


async def service_of(request: Request) -> Service:
    """The service that this app was created with; async, since FastAPI runs other dependencies in threads."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(service_of)]
