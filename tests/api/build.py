"""Builds the service of a test, and people who use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.api.keys import KeyRing
from claude_scope.api.service import Service
from claude_scope.api.tokens import Tokens
from claude_scope.store.assets_local import LocalAssets
from claude_scope.store.files import Files
from claude_scope.store.queries import users
from claude_scope.store.secrets import Secrets
from tests.api.jobs import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.database import Database


@dataclass(frozen=True)
class Person:
    """An account and what its requests carry."""

    id: str
    headers: dict[str, str]


def build_service(settings: ServiceSettings, database: Database, keys: Path) -> Service:
    assets = LocalAssets(settings.data_dir / "files")
    files = Files(database, assets)
    tokens = Tokens(KeyRing(keys), lifetime_s=3600)
    return Service(settings, database, files, assets, Workers(database, files), tokens, Secrets.of(settings))


def sign_up(service: Service, email: str) -> Person:
    """An account without a password, as an identity provider makes them."""
    with service.database.transaction() as tx:
        row = users.add(tx, email=email, name=email.partition("@")[0], issuer="test", subject=email)
    return Person(row.id, {"Authorization": f"Bearer {service.tokens.issue(row.id, row.tokens_valid_from_ms)}"})
