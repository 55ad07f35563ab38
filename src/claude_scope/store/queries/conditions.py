"""Conditions that several queries share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.store.tables import File

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def ready_video(session_id: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions for the stored video of a session; `session_id` is a column or an id."""
    return File.session_id == session_id, File.kind == "video", File.state == "ready"
