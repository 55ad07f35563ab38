"""INSERT ... ON CONFLICT, for which SQLAlchemy has a function per database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx


def is_postgresql(tx: Tx) -> bool:
    """Whether this is PostgreSQL rather than SQLite."""
    return tx.get_bind().dialect.name == "postgresql"


def upsert(tx: Tx) -> Any:
    """The `insert` that has `on_conflict_do_update`."""
    return (postgresql if is_postgresql(tx) else sqlite).insert
