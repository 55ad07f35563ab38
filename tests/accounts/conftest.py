"""A service with accounts over SQLite and over PostgreSQL."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.auth.signing_keys import KeyRing
from claude_scope.store.database import Database
from tests.accounts.service import Client, Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys that were made once: it takes a third of a second."""
    folder = tmp_path_factory.mktemp("made") / "keys"
    KeyRing(folder)
    return folder


@pytest.fixture
def keys(made_keys: Path, tmp_path: Path) -> Path:
    """A copy of them for one test."""
    return shutil.copytree(made_keys, tmp_path / "keys")


@pytest.fixture
def service(database: Database, keys: Path) -> Iterator[Service]:
    running = Service(database, keys)
    yield running
    running.passwords.close()


@pytest.fixture
def local(migrated_sqlite_url: str, keys: Path) -> Iterator[Service]:
    """The same over SQLite alone, for claims in which the database has no part."""
    connected = Database(migrated_sqlite_url)
    running = Service(connected, keys)
    yield running
    running.passwords.close()
    connected.close()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[Client]:
    async with service.client() as connected:
        yield connected
