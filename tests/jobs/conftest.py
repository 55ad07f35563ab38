"""A stage for each test, on SQLite and on PostgreSQL, and recordings that are made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.jobs.stage import Stage
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A basket in three states."""
    return three_states(tmp_path_factory.mktemp("recording") / "basket.webm")


@pytest.fixture
def stage(database_url: str, tmp_path: Path) -> Iterator[Stage]:
    """On SQLite, and again on PostgreSQL."""
    made = Stage.at(database_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def sqlite_stage(migrated_sqlite_url: str, tmp_path: Path) -> Iterator[Stage]:
    """On SQLite, where the database makes no difference."""
    made = Stage.at(migrated_sqlite_url, tmp_path)
    yield made
    made.close()
