"""Loads the analysis of a stored session, for the API and the MCP server."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import Conflict
from claude_scope.jobs.session.upload_texts import DERIVED_TITLE
from claude_scope.prompt.default_title import default_title
from claude_scope.prompt.session_json import load_session

if TYPE_CHECKING:
    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import Analysis

PICTURES = Path("pictures")
"""The folder of pictures in a loaded analysis; the name of each is the id of its stored file."""


def analysis_of(kept: StoredSession) -> Analysis:
    """Load the analysis; raises Conflict while there is none, and always for a session without a video."""
    if not kept.analysis:
        raise Conflict("There is no analysis of this session; upload a recording, or wait until it is complete.")
    analysis = load_session(json.loads(kept.analysis), PICTURES)
    return replace(analysis, title=title_of(kept))


def title_of(kept: StoredSession) -> str:
    """The user's title of a session, which they may have changed since the analysis, or the default one."""
    title: str = kept.session["title"]
    return default_title("") if title == kept.options.get(DERIVED_TITLE) else title


def removed(kept: StoredSession) -> set[int]:
    """The numbers of the frames that the user removed."""
    return {frame.number for frame in kept.frames if frame.removed}
