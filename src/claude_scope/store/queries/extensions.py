"""Paired browsers of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select, update

from claude_scope.store.ids import now
from claude_scope.store.random_ids import insert_new
from claude_scope.store.tables import Extension as Row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Extension(NamedTuple):
    """A row: see `tables.Extension`."""

    id: str
    name: str
    created_at: str
    last_used_at: str | None


_COLUMNS = tuple(getattr(Row, name) for name in Extension._fields)


def add(tx: Session, user_id: str, name: str, expires_at: str) -> str:
    """Insert a paired browser; returns its new id."""
    return insert_new(tx, Row, "ext", {"user_id": user_id, "name": name, "created_at": now(), "expires_at": expires_at})


def every(tx: Session, user_id: str) -> list[Extension]:
    """The paired browsers of an account, the oldest first."""
    found = select(*_COLUMNS).where(Row.user_id == user_id, Row.expires_at > now())
    return [Extension(*row) for row in tx.execute(found.order_by(Row.created_at, Row.id))]


def get(tx: Session, user_id: str, extension_id: str) -> Extension | None:
    """A paired browser that was not revoked and has not expired."""
    wanted = (Row.id == extension_id, Row.user_id == user_id, Row.expires_at > now())
    row = tx.execute(select(*_COLUMNS).where(*wanted)).one_or_none()
    return Extension(*row) if row else None


def mark_used(tx: Session, extension_id: str) -> None:
    """Record that a paired browser was used now."""
    tx.execute(update(Row).where(Row.id == extension_id).values(last_used_at=now()))


def remove(tx: Session, user_id: str, extension_id: str) -> bool:
    """Revoke a paired browser; False if there is none."""
    gone = delete(Row).where(Row.id == extension_id, Row.user_id == user_id).returning(Row.id)
    return tx.scalar(gone) is not None


def remove_all_of(tx: Session, user_id: str) -> None:
    """Revoke all paired browsers of an account."""
    tx.execute(delete(Row).where(Row.user_id == user_id))


def remove_expired(tx: Session, before: str) -> None:
    """Delete paired browsers that expired before a time."""
    tx.execute(delete(Row).where(Row.expires_at < before))
