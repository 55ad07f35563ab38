"""Preferences of an account. Without a row an account has the defaults of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from claude_scope.store.tables import UserSettings
from claude_scope.store.upsert import upsert

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

_PREFERENCES = (
    UserSettings.default_agent,
    UserSettings.include_screenshots,
    UserSettings.inline_aria_tree,
    UserSettings.include_raw_diff,
    UserSettings.max_recording_length,
)


def preferences(tx: Transaction, user_id: str) -> dict[str, Any]:
    """All preferences of an account, by column name."""
    row = tx.execute(select(*_PREFERENCES).where(UserSettings.user_id == user_id)).mappings().first()
    return dict(row) if row else defaults()


def defaults() -> dict[str, Any]:
    """The preferences of an account that has changed none."""
    columns = UserSettings.__table__.columns
    return {column.key: columns[column.key].default.arg for column in _PREFERENCES}


def change(tx: Transaction, user_id: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Change the given preferences of an account; returns all of its preferences."""
    if changes:
        statement = upsert(tx)(UserSettings).values(user_id=user_id, **changes)
        tx.execute(statement.on_conflict_do_update(index_elements=[UserSettings.user_id], set_=changes))
    return preferences(tx, user_id)
