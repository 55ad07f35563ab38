"""Every test of the store that has a database is on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.accounts import account

if TYPE_CHECKING:
    from claude_scope.store.database import Database


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Once for each: a database of its own for one test, with all tables."""
    url: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return url


@pytest.fixture
def ana(database: Database) -> str:
    """The id of an account."""
    return account(database, "ana")


@pytest.fixture
def ben(database: Database) -> str:
    """The id of another account."""
    return account(database, "ben")
