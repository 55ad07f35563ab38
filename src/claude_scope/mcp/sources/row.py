"""Makes a list entry from a session's row in the API or the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.clock import length
from claude_scope.mcp.sources.session import Entry
from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping


def entry_of(row: Mapping[str, Any], where: str) -> Entry:
    """The entry of a row with the API's field names; raises KeyError or TypeError for other data."""
    details = {
        "complete": f"{counted(row['frameCount'], 'state')} in {length(row['duration'] * 1000)}",
        "error": row["lastError"] or "it failed; open it in the web app",
    }
    detail = details.get(row["status"], "being analyzed; ask again in some seconds")
    return Entry(row["id"], row["title"], row["seedUrl"], row["updatedAt"], row["status"], detail, where)
