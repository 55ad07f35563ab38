"""A stage for each test, and recordings that are made once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.jobs.stage import Stage
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.s3_server import S3Place

STORAGE = ("assets", "s3_endpoint", "s3_access_key_id", "s3_secret_access_key")


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A basket in three states."""
    return three_states(tmp_path_factory.mktemp("recording") / "basket.webm")


@pytest.fixture
def stage(database_url: str, tmp_path: Path) -> Iterator[Stage]:
    """On SQLite, or on the database of the test's mark: see `database_url`."""
    made = Stage.at(database_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def team_stage(migrated_postgres_url: str, s3: S3Place, tmp_path: Path) -> Iterator[Stage]:
    """On PostgreSQL with files in S3, as several workers share it."""
    settings = s3.settings(tmp_path).model_dump(include={*STORAGE})
    made = replace(Stage.at(migrated_postgres_url, tmp_path, **settings), environment=s3.environment())
    yield made
    made.close()


@pytest.fixture(params=["laptop", "team"])
def place(request: pytest.FixtureRequest) -> Stage:
    """Once as on a laptop, with SQLite and a folder, and once as for a team; for tests of what is stored where."""
    stage: Stage = request.getfixturevalue("sqlite_stage" if request.param == "laptop" else "team_stage")
    return stage


@pytest.fixture
def sqlite_stage(migrated_sqlite_url: str, tmp_path: Path) -> Iterator[Stage]:
    """On SQLite, for tests that do not depend on the database."""
    made = Stage.at(migrated_sqlite_url, tmp_path)
    yield made
    made.close()
