"""The steps that lead to a state, inferred from where the pointer was and which fields changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.prompt.fence import quote, whole_locator
from claude_scope.prompt.rows import INTERACTIVE_TYPES, clock, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Change, Moment, Timeline, UiElement

FIELDS = frozenset({"input", "select"})
TOGGLES = frozenset({"checkbox", "radio"})
_CLICKED = INTERACTIVE_TYPES - FIELDS


def steps(timeline: Timeline, seed_url: str, limit: int, text_limit: int) -> tuple[str, ...]:
    """One line a step, up to the state in which it went wrong (else the last): what was done, where, which state.

    A step whose action cannot be told is left out, except that its state is named when nothing else leads to it.
    """
    last = timeline.wrong if timeline.wrong is not None else len(timeline.moments) - 1
    lines = [f"open {quote(seed_url, 2 * text_limit)}"]
    lines += [
        line for i in range(1, last + 1) for line in _step(timeline.moments[i - 1], timeline.moments[i], i, text_limit)
    ]
    if len(lines) > limit:
        lines = [lines[0], f"({len(lines) - limit} steps not shown)", *lines[len(lines) - limit + 1 :]]
    return tuple(f"{n}. {line}" for n, line in enumerate(lines, 1))


def _step(before: Moment, moment: Moment, index: int, text_limit: int) -> Iterator[str]:
    where = f" (state {index + 1}, {clock(moment.keyframe.timestamp_ms)})"
    target = pointed_at(before, moment)
    if target is not None and target.type in _CLICKED:
        yield f"click {_place(target, text_limit)}{where}, guessed from the pointer"
        return
    for item in moment.changes:
        if line := _used(item, text_limit):
            yield line + where


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


def pointed_at(before: Moment, moment: Moment) -> UiElement | None:
    """The smallest usable element of the state before that was under the pointer when this state came about."""
    if moment.keyframe.pointer is None:
        return None
    x, y = moment.keyframe.pointer
    under = [
        e
        for e in before.elements
        if e.type in INTERACTIVE_TYPES
        and e.box.x <= x <= e.box.x + e.box.width
        and e.box.y <= y <= e.box.y + e.box.height
    ]
    return min(under, key=lambda e: e.box.width * e.box.height, default=None)
