"""Accounts, sessions and frames for tests of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from claude_scope.store.ids import new_id, now
from claude_scope.store.queries import files, sessions, users
from claude_scope.store.queries.files import StoredFile
from claude_scope.store.tables import Frame, Session

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


def column(database: Database, session_id: str, name: str) -> Any:
    """A column of a session as it is stored."""
    with database.transaction() as tx:
        return tx.scalar(select(Session.__table__.c[name]).where(Session.id == session_id))


def file(database: Database, user_id: str | None, session_id: str | None, **values: Any) -> str:
    """The id of a new row of a file, for which there is no file."""
    file_id = new_id("ast")
    row = {"kind": "frame", "sha256": file_id, "mime_type": "image/png", "size_bytes": 7, "state": "ready", **values}
    with database.transaction() as tx:
        files.add(tx, StoredFile(file_id, user_id, session_id, key=f"x/{file_id}", **row))
    return file_id


def frame(database: Database, user_id: str, session_id: str, number: int, **values: Any) -> str:
    """The id of a new frame of a session, with a picture of its own."""
    image = file(database, user_id, session_id)
    frame_id = f"frm_{session_id[5:]}_{number}"
    row = {"session_id": session_id, "number": number, "timestamp_ms": 1000 * number, "created_at": now(), **values}
    with database.transaction() as tx:
        tx.execute(insert(Frame).values(id=frame_id, image_id=image, thumbnail_id=image, **row))
    return frame_id
