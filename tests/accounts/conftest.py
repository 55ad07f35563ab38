"""A service with accounts over a real database."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.auth.signing_keys import KeyRing
from tests.accounts.service import Client, Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from claude_scope.store.database import Database


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys that are made once, since that takes a third of a second."""
    folder = tmp_path_factory.mktemp("made") / "keys"
    KeyRing(folder)
    return folder


@pytest.fixture
def keys(made_keys: Path, tmp_path: Path) -> Path:
    """A copy of the keys for one test."""
    return shutil.copytree(made_keys, tmp_path / "keys")


@pytest.fixture
def service(database: Database, keys: Path) -> Iterator[Service]:
    running = Service(database, keys)
    yield running
    running.passwords.close()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[Client]:
    async with service.client() as connected:
        yield connected
