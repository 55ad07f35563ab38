"""Real servers for the tests, each temporary: PostgreSQL, and S3 by SeaweedFS."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.store.assets.local import LocalAssets
from claude_scope.store.assets.s3 import S3Assets
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import migrate
from tests.postgres_server import Postgres
from tests.processes import folder_for_anyone
from tests.s3_server import BUCKET, S3Place, SeaweedFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.store.assets.assets import AssetStore

TEMPLATE = "migrated"
"""A database with all tables, copied for every test: 40 ms instead of 300."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server that the tests share."""
    with folder_for_anyone() as folder:
        server = Postgres(folder)
        server.start()
        try:
            server.run(f"CREATE DATABASE {TEMPLATE}")
            made = Database(server.url(TEMPLATE))
            migrate(made)
            made.close()
            yield server
        finally:
            server.stop()


def _fresh(server: Postgres, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """An empty database for one test."""
    yield from _fresh(postgres, "template0")


@pytest.fixture
def migrated_postgres_url(postgres: Postgres) -> Iterator[str]:
    """The same with all tables."""
    yield from _fresh(postgres, TEMPLATE)


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()  # closing the last connection writes the log into the file, which can then be copied
    return path


@pytest.fixture
def migrated_sqlite_url(tmp_path: Path, _migrated_file: Path) -> str:
    """An SQLite database with all tables for one test."""
    shutil.copy(_migrated_file, tmp_path / "claude-scope.db")
    return f"sqlite:///{tmp_path / 'claude-scope.db'}"


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with all tables for one test: SQLite, unless a test is marked `on_both_databases`.

    The tests of tests/store use both, which covers every query; callers of a query behave the same with either.
    """
    url: str = request.getfixturevalue(f"migrated_{getattr(request, 'param', 'sqlite')}_url")
    return url


on_both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same database, connected."""
    connected = Database(database_url)
    yield connected
    connected.close()


@pytest.fixture(scope="session")
def seaweedfs() -> Iterator[SeaweedFS]:
    """The S3 server that the tests share."""
    with folder_for_anyone() as folder:
        server = SeaweedFS(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def s3(seaweedfs: SeaweedFS) -> S3Place:
    """An own prefix for one test in the bucket of a real S3 server."""
    return S3Place(f"s3://{BUCKET}/test-{uuid.uuid4().hex}", seaweedfs.endpoint)


@pytest.fixture(params=["folder", "s3"])
def assets(request: pytest.FixtureRequest, tmp_path: Path) -> AssetStore:
    """An empty place for stored files: once a folder and once S3."""
    if request.param == "folder":
        return LocalAssets(tmp_path / "files")
    place: S3Place = request.getfixturevalue("s3")
    return S3Assets.of(place.settings(tmp_path))
