"""Loads the analysis of a stored session, for the API and the MCP server."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import Conflict
from claude_scope.prompt.session_json import load_session

if TYPE_CHECKING:
    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import Analysis

PICTURES = Path("pictures")
"""Where the analysis says that its pictures are: below it each is named by the id of its stored file."""


def analysis_of(kept: StoredSession) -> Analysis:
    """The analysis; raises Conflict while there is none, and for good of a session without a video."""
    if not kept.analysis:
        raise Conflict("There is no analysis of this session; upload a recording, or wait until it is complete.")
    analysis = load_session(json.loads(kept.analysis), PICTURES)
    return replace(analysis, title=kept.session["title"])  # it may have been renamed since


def removed(kept: StoredSession) -> set[int]:
    """The numbers of the frames that are left out."""
    return {frame.number for frame in kept.frames if frame.removed}
