"""INSERT ... ON CONFLICT, which SQLAlchemy knows for each database apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx


def is_postgresql(tx: Tx) -> bool:
    """Whether this is a server rather than one person's file."""
    return tx.get_bind().dialect.name == "postgresql"


def upsert(tx: Tx) -> Any:
    """The `insert` that has `on_conflict_do_update`."""
    return (postgresql if is_postgresql(tx) else sqlite).insert
