"""The `Service` object that routes use. `server.wiring` builds it once, and the app keeps it in `app.state`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.api.auth.access_tokens import Tokens
    from claude_scope.jobs.job_runner import JobRunner
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.assets.assets import AssetStore
    from claude_scope.store.assets.files import Files
    from claude_scope.store.database import Database
    from claude_scope.store.encryption.secret_keys import Secrets

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that a route needs: settings, database, files, job runner, tokens and secret keys."""

    settings: ServiceSettings
    database: Database
    files: Files
    assets: AssetStore
    jobs: JobRunner
    tokens: Tokens
    secrets: Secrets

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query of one statement. With SQLite no thread is used: starting one takes longer than the query."""
        if self.database.is_sqlite:
            return self._read(query, *args, **kwargs)
        return await self.database.in_time(lambda: self._read(query, *args, **kwargs))

    async def write(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query that writes or has several statements. It runs in a thread, because it may wait for a lock."""
        return await asyncio.to_thread(lambda: self._write(query, *args, **kwargs))

    def _read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.database.reading() as tx:
            return query(tx, *args, **kwargs)

    def _write(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.database.transaction() as tx:
            return query(tx, *args, **kwargs)


async def service_of(request: Request) -> Service:
    """The app's service. The function is async, because FastAPI would run a sync dependency in a thread."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(service_of)]
