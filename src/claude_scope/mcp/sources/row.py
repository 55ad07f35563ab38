"""Makes a list entry from a session's row in the API or the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.clock import length
from claude_scope.mcp.sources.session import Entry
from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

MIN_MS = 100
"""A shorter duration means that the recording is a single picture."""


def states_in(states: int, duration_ms: int) -> str:
    """`5 states in 12.3 s`, or only the number of states if the duration is not known."""
    return counted(states, "state") + (f" in {length(duration_ms)}" if duration_ms >= MIN_MS else "")


def entry_of(row: Mapping[str, Any], where: str) -> Entry:
    """The entry of a row with the API's field names; raises KeyError or TypeError for other data."""
    details = {
        "complete": states_in(row["frameCount"], row["duration"] * 1000),
        "error": row["lastError"] or "it failed; open it in the web app",
    }
    detail = details.get(row["status"], "being analyzed; ask again in some seconds")
    return Entry(row["id"], row["title"], row["seedUrl"], row["updatedAt"], row["status"], detail, where)
