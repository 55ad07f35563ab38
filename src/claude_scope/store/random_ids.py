"""INSERT of a row whose id is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from claude_scope.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session as Tx

    from claude_scope.store.tables import Credential, Session, User

MAX_TRIES = 5
"""How often a new id is drawn: one is taken once in a million times when there are three million rows."""


def insert_new(tx: Tx, table: type[User | Session | Credential], prefix: str, values: Mapping[str, Any]) -> str:
    """Insert a row by names of columns; its new id. Raises IntegrityError for what is wrong with the values."""
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
