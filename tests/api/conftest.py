"""The app over a real store, called over HTTP without a network; a fake runner replaces the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.api.app import create_app
from claude_scope.api.auth.signing_keys import KeyRing
from claude_scope.settings import ServiceSettings
from claude_scope.store.database import Database
from tests.api.build import build_service, sign_up
from tests.jobs.fake_runner import FakeRunner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person


@pytest.fixture
def settings(tmp_path: Path) -> ServiceSettings:
    return ServiceSettings(data_dir=tmp_path / "data", requests_per_minute=100_000, sign_ins_per_minute=100_000)


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Making a key pair takes a third of a second."""
    folder = tmp_path_factory.mktemp("made") / "keys"
    KeyRing(folder)
    return folder


@pytest.fixture
def service_url(database_url: str) -> str:
    """The database of the service; a module may override it."""
    return database_url


@pytest.fixture
async def service(settings: ServiceSettings, service_url: str, made_keys: Path) -> AsyncIterator[Service]:
    database = Database(service_url)
    made = build_service(settings, database, made_keys)
    yield made
    assert isinstance(made.jobs, FakeRunner)
    await made.jobs.close()
    database.close()


@pytest.fixture
def runner(service: Service) -> FakeRunner:
    """Ends sessions at once, unless a test pauses it."""
    assert isinstance(service.jobs, FakeRunner)
    return service.jobs


@pytest.fixture
def app(service: Service) -> FastAPI:
    return create_app(service)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8765") as client:
        yield client


@pytest.fixture
def ana(service: Service) -> Person:
    return sign_up(service, "ana@example.com")


@pytest.fixture
def ben(service: Service) -> Person:
    return sign_up(service, "ben@example.com")
