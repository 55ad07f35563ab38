"""The usage of an account, and the sessions whose deletion would free most."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from claude_scope.store.tables import File, Session, Upload

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session as Transaction


class Usage(NamedTuple):
    """Sessions of an account, and the bytes of their files and of unfinished resumable uploads.

    An upload that arrives in one request does not count yet.
    """

    sessions: int
    size_bytes: int


class Candidate(NamedTuple):
    """A session that could be deleted."""

    title: str
    updated_at: str
    size_bytes: int


def usage(tx: Transaction, user_id: str) -> Usage:
    """The usage of an account, read in one statement."""
    sessions = select(func.count()).where(Session.user_id == user_id).scalar_subquery()
    size = select(func.coalesce(func.sum(File.size_bytes), 0)).where(*_counted(user_id)).scalar_subquery()
    row = tx.execute(select(sessions, size + _unfinished(user_id).scalar_subquery())).one()
    return Usage(int(row[0]), int(row[1]))


def unfinished_bytes(tx: Transaction, user_id: str) -> int:
    """The bytes of unfinished resumable uploads."""
    return tx.scalar(_unfinished(user_id)) or 0


def oldest(tx: Transaction, user_id: str, limit: int) -> list[Candidate]:
    """The sessions whose last change was longest ago."""
    size = select(func.coalesce(func.sum(File.size_bytes), 0)).where(File.session_id == Session.id).scalar_subquery()
    found = (
        select(Session.title, Session.updated_at, size)
        .where(Session.user_id == user_id)
        .order_by(Session.updated_at, Session.id)
        .limit(limit)
    )
    return [Candidate(title, updated_at, int(size)) for title, updated_at, size in tx.execute(found)]


def largest(tx: Transaction, user_id: str, limit: int) -> list[Candidate]:
    """The sessions whose files take the most space."""
    size = func.sum(File.size_bytes).label("size")
    of_each = select(File.session_id, size).where(*_counted(user_id)).group_by(File.session_id)
    sizes = of_each.order_by(size.desc()).limit(limit).subquery()
    found = select(Session.title, Session.updated_at, sizes.c.size).join(sizes, sizes.c.session_id == Session.id)
    rows = tx.execute(found.order_by(sizes.c.size.desc(), Session.id))
    return [Candidate(title, updated_at, int(size)) for title, updated_at, size in rows]


def _unfinished(user_id: str) -> Select[int]:
    return select(func.coalesce(func.sum(Upload.received), 0)).where(
        Upload.user_id == user_id, Upload.session_id.is_(None)
    )


def _counted(user_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Files of an account's sessions: neither those of uploads under way nor those that are being deleted."""
    return File.user_id == user_id, File.session_id.is_not(None)
