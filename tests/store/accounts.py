"""Accounts and sessions for tests of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.store.queries import sessions, users

if TYPE_CHECKING:
    from claude_scope.store.database import Database


def account(database: Database, name: str) -> str:
    """The id of a new account."""
    with database.transaction() as tx:
        return users.add(tx, email=f"{name}@example.com", name=name).id


def session(database: Database, user_id: str, **values: Any) -> str:
    """The id of a new session of an account."""
    row = {"title": "A", "status": "processing", "agent_target": "RAW", **values}
    with database.transaction() as tx:
        return sessions.create(tx, user_id, row)
