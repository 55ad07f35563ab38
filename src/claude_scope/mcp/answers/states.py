"""Finds states by number and by time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.errors import BadInput, NotFound

if TYPE_CHECKING:
    from claude_scope.mcp.sources.session import Session
    from claude_scope.values import Moment

_TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)\s*s?")


def moment_of(session: Session, state: int) -> Moment:
    """The state with a number, counted from 1; raises NotFound with the number of states."""
    moments = session.analysis.timeline.moments
    if not 1 <= state <= len(moments):
        raise NotFound(f"There is no state {state}; this session has states 1 to {len(moments)}.")
    return moments[state - 1]


def state_at(session: Session, time: str) -> int:
    """The number of the state that was on the screen at a time such as `0:12.3` or `12.3`.

    Raises BadInput for an invalid time, NotFound for one after the end.
    """
    match = _TIME.fullmatch(time.strip())
    if match is None:
        raise BadInput(f"{time[:40]!r} is not a time; write it as in the timeline, such as 0:12.3.")
    hours, minutes, seconds = match.groups()
    ms = round((int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds)) * 1000)
    moments = session.analysis.timeline.moments
    last_ms = max(session.analysis.keyframes.duration_ms, session.analysis.recording.duration_ms or 0)
    if not moments or ms > last_ms + 1000:
        raise NotFound(f"The recording ends at {clock(last_ms)}, before {time[:40]}.")
    begun = [number for number, moment in enumerate(moments, 1) if moment.keyframe.since_ms <= ms]
    return begun[-1] if begun else 1
