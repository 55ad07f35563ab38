"""INSERT with a random id, retried on collision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from claude_scope.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session as Tx

    from claude_scope.store.tables import Credential, Extension, Session, Upload, User

MAX_TRIES = 5
"""Attempts to find a free id: with three million rows one in a million ids is taken."""


def insert_new(
    tx: Tx, table: type[User | Session | Credential | Upload | Extension], prefix: str, values: Mapping[str, Any]
) -> str:
    """Insert a row with values by column name, and return its new id. Raises IntegrityError for invalid values."""
    for _ in range(MAX_TRIES):
        row_id = new_id(prefix)
        try:
            with tx.begin_nested():
                tx.execute(insert(table).values(id=row_id, **values))
        except IntegrityError:
            if tx.scalar(select(table.id).where(table.id == row_id)) is None:
                raise
        else:
            return row_id
    raise RuntimeError(f"No free id {prefix}_... was found.")
