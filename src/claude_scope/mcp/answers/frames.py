"""Chooses the pictures that answer `get_frames`, and labels them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.errors import BadInput, NotFound
from claude_scope.mcp.answers.states import moment_of, state_at

if TYPE_CHECKING:
    from claude_scope.mcp.sources.session import Session
    from claude_scope.prompt.sheets.layout import Sheet

MAX_IN_OVERVIEW = 24
"""Maximum number of states of one overview: at 1,456 px each is then 291 px wide, and large texts are legible."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Pictures to show: the numbers of their states, whether they form one grid, and the sentence above them."""

    states: tuple[int, ...]
    labels: tuple[str, ...]
    is_grid: bool
    text: str


@dataclass(frozen=True, slots=True)
class ShownSheets:
    """Sheets of changes to draw from the frames of these `states`, and the sentence above them."""

    sheets: tuple[Sheet, ...]
    states: tuple[int, ...]
    text: str


def choose_sheets(session: Session) -> ShownSheets:
    """Choose the sheets of a recording; raises NotFound if the timeline describes every change in words."""
    from claude_scope.prompt.sheets.layout import change_sheets

    sheets = change_sheets(session.analysis.timeline)
    if not sheets:
        raise NotFound("The timeline describes every change of this session in words; ask for a state instead.")
    states = sorted({cell.state for sheet in sheets for cell in sheet.cells})
    numbers = ", ".join(str(number) for sheet in sheets for number in sheet.states)
    text = f"Session {session.entry.id}: what changed in states {numbers}, each before and after."
    return ShownSheets(sheets, tuple(states), text)


def choose_frames(session: Session, state: int | None, time: str) -> Shown:
    """Choose an overview, the pictures before and after a state, or the picture at a time.

    Raises BadInput if both `state` and `time` are given, NotFound if there is no such state or time.
    """
    if state is not None and time:
        raise BadInput("`state` and `time` both say which frame; give one of them.")
    if time:
        number = state_at(session, time)
        return _pictures(session, (number,), f"Session {session.entry.id} at {time.strip()[:20]}: {{0}}.")
    if state is not None:
        moment_of(session, state)
        if state == 1:
            return _pictures(session, (1,), f"Session {session.entry.id}: {{0}}, the first; nothing was before it.")
        return _pictures(session, (state - 1, state), f"Session {session.entry.id}: {{0}}, before; then {{1}}, after.")
    return _overview(session)


def _pictures(session: Session, states: tuple[int, ...], text: str) -> Shown:
    labels = tuple(_label(session, number) for number in states)
    return Shown(states, labels, False, text.format(*labels))


def _overview(session: Session) -> Shown:
    count = len(session.analysis.timeline.moments)
    step = max(1, -(-count // MAX_IN_OVERVIEW))
    wrong = session.analysis.timeline.wrong
    states = tuple(n for n in range(1, count + 1) if (n - 1) % step == 0 or n == count or n - 1 == wrong)
    every = "all states" if step == 1 else f"{len(states)} of {count} states"
    labels = tuple(_label(session, number) for number in states)
    text = f"Session {session.entry.id}: {every}, each below its number and time. get_frames(state=N) shows one large."
    return Shown(states, labels, True, text)


def _label(session: Session, number: int) -> str:
    return f"state {number}, {clock(moment_of(session, number).keyframe.since_ms)}"
