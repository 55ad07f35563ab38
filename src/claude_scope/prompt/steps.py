"""The steps that lead to a state, inferred from where the pointer was and which fields changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.prompt.fence import quote, whole_locator
from claude_scope.prompt.rows import INTERACTIVE_TYPES, named

if TYPE_CHECKING:
    from claude_scope.values import Change, Moment, Timeline, UiElement

FIELDS = frozenset({"input", "select"})
TOGGLES = frozenset({"checkbox", "radio"})
_CLICKED = INTERACTIVE_TYPES - FIELDS
_GAP = "(what led to it was not seen)"


def steps(timeline: Timeline, seed_url: str, limit: int, text_limit: int) -> tuple[str, ...]:
    """One line a step, over the whole recording: what was done, where, which state came of it.

    The state in which it went wrong is only inferred, so the steps after it are told too. Where something changed and
    no action can be told, the gap is named; what merely went away needs no action.
    """
    moments = timeline.moments
    suspected = {suspect.moment for suspect in timeline.also_wrong}
    lines = [f"open {quote(seed_url, 2 * text_limit)}"]
    for index, (before, moment) in enumerate(pairwise(moments), 1):
        mark = "; went wrong here (inferred)" if index == timeline.wrong else ""
        mark = mark or ("; may have gone wrong here (inferred)" if index in suspected else "")
        lines += [f"{line}{mark}" for line in _step(before, moment, index, text_limit)]
    if len(lines) > limit:
        lines = [lines[0], f"({len(lines) - limit} steps not shown)", *lines[len(lines) - limit + 1 :]]
    return tuple(f"{n}. {line}" for n, line in enumerate(lines, 1))


def known(timeline: Timeline) -> bool:
    """Whether any step is known, if only by a guess."""
    pairs = enumerate(pairwise(timeline.moments), 1)
    return any(not line.startswith(_GAP) for i, (a, b) in pairs for line in _step(a, b, i, 1))


def _step(before: Moment, moment: Moment, index: int, text_limit: int) -> list[str]:
    where = f" (state {index + 1}, {clock(moment.keyframe.since_ms)})"
    typed = [line + where for item in moment.changes if (line := _used(item, text_limit))]
    target = moment.pointed
    stepper = any(item.element.role == "spinbutton" for item in moment.changes if item.what == "value")
    if typed and not (stepper and target is not None and target.type in _CLICKED):
        return typed
    if target is not None and target.type in _CLICKED:
        return [f"click {_place(target, text_limit)}{where}, guessed from the pointer"]
    renamed = next((item for item in moment.changes if item.what == "text" and item.element.type == "button"), None)
    if renamed is not None:
        button = replace(renamed.element, label=renamed.before, name="")
        return [f"click {_place(button, text_limit)}{where}, guessed: its text changed"]
    if any(item.kind != "removed" and item.what != "place" for item in moment.changes):
        return [f"{_GAP}{where}"]
    return []


def _used(item: Change, text_limit: int) -> str:
    element = item.element
    if item.kind != "changed":
        return ""
    if item.what == "value" and element.type in FIELDS and item.after:
        return f"set {_place(element, text_limit)} to {quote(item.after, text_limit)}"
    if item.what == "state" and element.type in TOGGLES:
        return f"toggle {_place(element, text_limit)} ({quote(item.before, 40)} -> {quote(item.after, 40)})"
    return ""


def _place(element: UiElement, text_limit: int) -> str:
    return whole_locator(element.locator) or f"{named(element, text_limit)} (no locator known)"
