"""Every test of the store that has a database is on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Once for each: a database of its own for one test, with all tables."""
    url: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return url
