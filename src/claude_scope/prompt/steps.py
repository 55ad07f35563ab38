"""The steps that lead to a state, inferred from where the pointer was and which fields changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.boxes import centre, holds
from claude_scope.clock import clock
from claude_scope.prompt.fence import quote, whole_locator
from claude_scope.prompt.rows import INTERACTIVE_TYPES, named
from claude_scope.values import EventKind, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Change, Moment, Timeline, UiElement

FIELDS = frozenset({"input", "select"})
TOGGLES = frozenset({"checkbox", "radio"})
_CLICKED = INTERACTIVE_TYPES - FIELDS
_GAP = "(what led to it was not seen)"
SURE = 0.6
"""Below this confidence, what was under the pointer may be a plain text that looks like a control."""
MOVED_PX = 6
"""A pointer that rests wobbles by less."""
NEAR_PX = 90
"""About two rows: words further away say nothing about where the pointer was."""
MIN_NAME = 5
"""A shorter heading may be the beginning of many a link."""


@dataclass(frozen=True, slots=True)
class _Click:
    """The last click that was told: where the pointer was and on what, if that was read."""

    pointer: tuple[int, int]
    target: str
    state: int


def steps(timeline: Timeline, seed_url: str, limit: int, text_limit: int) -> tuple[str, ...]:
    """One line a step, over the whole recording: what was done, where, which state came of it.

    The state in which it went wrong is only inferred, so the steps after it are told too. Where something changed and
    no action can be told, the gap is named; what merely went away needs no action.
    """
    suspected = {suspect.moment for suspect in timeline.also_wrong}
    lines = [f"open {quote(seed_url, 2 * text_limit)}"]
    for index, line in _steps(timeline, text_limit):
        mark = "; went wrong here (inferred)" if index == timeline.wrong else ""
        lines.append(line + (mark or ("; may have gone wrong here (inferred)" if index in suspected else "")))
    if len(lines) > limit:
        lines = [lines[0], f"({len(lines) - limit} steps not shown)", *lines[len(lines) - limit + 1 :]]
    return tuple(f"{n}. {line}" for n, line in enumerate(lines, 1))


def known(timeline: Timeline) -> bool:
    """Whether any step is known, if only by a guess."""
    return any(not line.startswith(_GAP) for _, line in _steps(timeline, 1))


def _steps(timeline: Timeline, text_limit: int) -> Iterator[tuple[int, str]]:
    """The lines with the index of the moment that each led to."""
    moments = timeline.moments
    last: _Click | None = None
    pointer: tuple[int, int] | None = moments[0].keyframe.pointer if moments else None
    for index in range(1, len(moments)):
        before, moment = moments[index - 1], moments[index]
        where = f" (state {index + 1}, {clock(moment.keyframe.since_ms)})"
        here = moment.keyframe.pointer
        typed = [text for item in moment.changes if (text := _used(item, text_limit))]
        target = _target(before, moment)
        stepper = any(item.element.role == "spinbutton" for item in moment.changes if item.what == "value")
        if typed and not (stepper and target is not None):
            yield from ((index, text + where) for text in typed)
            last = None
        elif here is not None and last and not _moved(here, last.pointer) and _follows(before, moment, last):
            yield index, f"(no new click was seen: it followed from that of state {last.state}){where}"
        elif line := _clicked(before, moment, target, pointer, text_limit):
            again = last is not None and here is not None and not _moved(here, last.pointer)
            yield index, line.replace("@where", where) + (", or it followed from the click before" if again else "")
            last = _Click(here, target.id if target else "", index + 1) if here is not None else None
        elif _needs_a_cause(moment):
            yield index, f"{_GAP}{where}"
        pointer = here or pointer


def _needs_a_cause(moment: Moment) -> bool:
    return any(item.kind != "removed" and item.what != "place" for item in moment.changes)


def _moved(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) > MOVED_PX


def _target(before: Moment, moment: Moment) -> UiElement | None:
    """The control that was under the pointer, if it is plausible as one."""
    target = moment.pointed
    if target is None or target.type not in _CLICKED or "disabled" in target.state:
        return None
    if target.source is Source.PIXELS and target.confidence < SURE and not _supports(moment, target):
        return None
    return _opened(before, moment) or target


def _supports(moment: Moment, target: UiElement) -> bool:
    """Whether what changed speaks for a click: the control itself did."""
    return any(item.element.id == target.id for item in moment.changes)


def _opened(before: Moment, moment: Moment) -> UiElement | None:
    """The one link of the view before that is called like the heading of the view that opened: it was followed.

    The pointer goes on moving while a view loads, so that it may be over the next row of a list by then.
    """
    if moment.kind is not EventKind.NAVIGATION:
        return None
    headings = [c.element.label.casefold() for c in moment.changes if c.kind == "added" and c.element.type == "heading"]
    links = [e for e in before.elements if e.type in ("link", "button") and e.label]
    called = [e for h in headings if len(h) >= MIN_NAME for e in links if e.label.casefold().startswith(h)]
    return called[0] if len(called) == 1 else None


def _follows(before: Moment, moment: Moment, click: _Click) -> bool:
    """Whether a change came of the click before without another: what was clicked is busy, changed with it, or gone."""
    target = next((e for e in before.elements if e.id == click.target), None)
    if target is None:
        return bool(click.target) and _needs_a_cause(moment)
    changed_then = any(item.element.id == target.id for item in before.changes)
    changed_now = any(item.element.id == target.id for item in moment.changes)
    return "disabled" in target.state or (changed_then and (changed_now or moment.kind is EventKind.ERROR))


def _clicked(
    before: Moment, moment: Moment, target: UiElement | None, last: tuple[int, int] | None, text_limit: int
) -> str:
    """What was clicked to get here, with `@where` for the state; empty if that cannot be told."""
    if target is not None:
        why = "from the pointer" if target is moment.pointed else "the view that opened is headed alike"
        return f"click {_place(target, text_limit)}@where, guessed{' ' if target is moment.pointed else ': '}{why}"
    renamed = next((item for item in moment.changes if item.what == "text" and item.element.type == "button"), None)
    if renamed is not None:
        button = replace(renamed.element, label=renamed.before, name="")
        return f"click {_place(button, text_limit)}@where, guessed: its text changed"
    here = moment.keyframe.pointer
    if here is None or not _needs_a_cause(moment) or _on_a_field(moment):
        return ""
    if last is not None and not _moved(here, last):
        return ""
    near = _nearest(here, before)
    beside = f", near {named(near, text_limit)}" if near else ""
    return f"click at ({here[0]}, {here[1]}) px of the frame{beside}@where, guessed from the pointer"


def _on_a_field(moment: Moment) -> bool:
    """Whether the pointer rests on a field: a click there changes nothing but the focus."""
    return moment.pointed is not None and moment.pointed.type in FIELDS


def _nearest(point: tuple[int, int], moment: Moment) -> UiElement | None:
    """What was read nearest to a point, in its row first."""
    near = [
        e for e in moment.elements if (e.label or e.name) and e.type != "dialog" and holds(e.box, point, slack=NEAR_PX)
    ]
    in_row = [e for e in near if holds(e.box, (centre(e.box)[0], point[1]), slack=4)]
    return min(
        in_row or near,
        key=lambda e: abs(centre(e.box)[0] - point[0]) + abs(centre(e.box)[1] - point[1]),
        default=None,
    )


def _used(item: Change, text_limit: int) -> str:
    element = item.element
    if item.kind != "changed":
        return ""
    if item.what == "value" and element.type in FIELDS and item.after:
        return f"set {_place(element, text_limit)} to {quote(item.after, text_limit)}"
    if item.what == "state" and element.type in TOGGLES and "focus" not in item.after:
        return f"toggle {_place(element, text_limit)} ({quote(item.before, 40)} -> {quote(item.after, 40)})"
    return ""


def _place(element: UiElement, text_limit: int) -> str:
    return whole_locator(element.locator) or f"{named(element, text_limit)} (no locator known)"
