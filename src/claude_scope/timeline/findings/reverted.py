"""Finds changes that reverted by themselves: a status that went back, an entry that came and went. An inference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import length
from claude_scope.geometry import grown, has_moved, holds, intersection
from claude_scope.lexicon.loading_words import is_loading_message
from claude_scope.lexicon.message_words import DONE
from claude_scope.timeline.element_types import TOGGLE_TYPES
from claude_scope.timeline.events.events import describe_element, quote
from claude_scope.timeline.pixel_distances import ALIGNED_PX
from claude_scope.timeline.pixels.changed_pixels import box_with_words
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Change, Moment, UiElement

MAX_REVERT_MS = 6_000
"""A request is refused within seconds; what goes back later is another matter."""
TEXT_GROWTH_PX = 12
"""A text of another length may be read as an element of its own beside the rest."""
MIN_TOGGLE_DISTANCE_PX = 40
"""From this distance on, the pointer is not on a checkbox or its label."""
MIN_LIST_ENTRIES = 3
"""Two entries and the one that came are the shortest list that is known as one."""
ENTRY_SPACING_TOLERANCE = 0.15
"""Entries of a list differ in their distances by at most this share."""
BUTTON_TYPES = frozenset({"button", "link", "tab", "menu"})


def find_reverted_changes(
    moments: Sequence[Moment], _ended_ms: int | None = None
) -> dict[int, tuple[Observation, ...]]:
    """Changes that reverted by themselves, by the index of the moment after."""
    found: dict[int, tuple[Observation, ...]] = {}
    for index in range(2, len(moments)):
        then, now = moments[index - 1], moments[index]
        observations = _flipped(then, now)
        if _is_left_alone(then, now):
            observations += [o for change in now.changes if (o := _undone(change, then, now)) is not None]
            observations += _entry(then, now)
        if observations:
            found[index] = tuple(observations)
    return found


def _is_left_alone(then: Moment, now: Moment) -> bool:
    """Whether nobody seems to have acted: the pointer rests, and not on a control that may undo the change."""
    on = then.pointed  # an unknown target may be a checkbox that the pointer covers
    rested = not has_moved(now.keyframe, then.keyframe.pointer) and on is not None and on.type in BUTTON_TYPES
    toggles = any(c.element.type in TOGGLE_TYPES for c in (*then.changes, *now.changes))
    return rested and not toggles and _is_soon(then, now)


def _undone(change: Change, then: Moment, now: Moment) -> Observation | None:
    """The observation of a text that went back to its value before the last state."""
    if change.kind != "changed" or change.what not in ("text", "value") or change.element.type in BUTTON_TYPES:
        return None
    first = next((c for c in then.changes if _is_undone(c, change)), None)
    if first is None:
        return None
    if any(is_loading_message(t) or DONE.search(t) for t in (change.before, first.before)):
        return None
    stood_ms = now.keyframe.since_ms - then.keyframe.since_ms
    beside = f" (at {quote(change.element.near)})" if change.element.near else ""
    text = (
        f"{quote(change.before)} went back to {quote(change.after)}{beside} after {length(stood_ms)} while the pointer "
        "rested (inferred: nobody undid it)"
    )
    return Observation("reverted", text, change.element.box)


def _flipped(then: Moment, now: Moment) -> list[Observation]:
    """The observations of checkboxes that went back while the pointer was on no control."""
    pointer = now.keyframe.pointer
    if pointer is None or now.pointed is not None or not _is_soon(then, now):
        return []
    first = {c.element.id: c for c in then.changes if c.what == "state" and c.element.type == "checkbox"}
    return [
        Observation("reverted", _describe_flip(first[c.element.id], then, now), c.element.box)
        for c in now.changes
        if c.what == "state"
        and c.element.id in first
        and (first[c.element.id].before, first[c.element.id].after) == (c.after, c.before)
        and not holds(grown(box_with_words(c.element), MIN_TOGGLE_DISTANCE_PX), pointer)
    ]


def _describe_flip(first: Change, then: Moment, now: Moment) -> str:
    stood_ms = now.keyframe.since_ms - then.keyframe.since_ms
    return (
        f"{describe_element(first.element)} became {first.after} and went back after {length(stood_ms)} while the "
        "pointer was elsewhere (inferred: nobody undid it)"
    )


def _is_soon(then: Moment, now: Moment) -> bool:
    soon = now.keyframe.since_ms - then.keyframe.since_ms <= MAX_REVERT_MS
    return soon and not then.keyframe.skipped and not now.keyframe.skipped


def _is_undone(first: Change, second: Change) -> bool:
    """Whether the second change reverts the first one, at the same place."""
    is_near = intersection(grown(first.element.box, TEXT_GROWTH_PX), second.element.box) > 0
    back = same_text(first.before, second.after) and not same_text(first.before, second.before)
    return is_near and first.what == second.what and back


def _entry(then: Moment, now: Moment) -> list[Observation]:
    """The observation of an entry that came into a list and went again, alone."""
    came = [c.element for c in then.changes if c.kind == "added"]
    gone = [c.element for c in now.changes if c.kind == "removed"]
    if len(came) != 1 or len(gone) != 1 or came[0].id != gone[0].id or not _is_entry(came[0], then.elements):
        return []
    if is_loading_message(came[0].label) or DONE.search(came[0].label):
        return []
    stood_ms = now.keyframe.since_ms - then.keyframe.since_ms
    text = (
        f"The entry {quote(came[0].label)} came into a list and went again after {length(stood_ms)} while the pointer "
        "rested (inferred: nobody took it out)"
    )
    return [Observation("reverted", text, came[0].box)]


def _is_entry(element: UiElement, elements: Sequence[UiElement]) -> bool:
    """Whether a text is a list entry: it has the same spacing as its neighbours."""
    texts = [e for e in elements if e.type == "text" and abs(e.box.x - element.box.x) <= ALIGNED_PX]
    column = sorted(e.box.y for e in texts)
    if element.type != "text" or len(column) < MIN_LIST_ENTRIES or element.box.y not in column:
        return False
    k = column.index(element.box.y)
    ways = [column[k - n] for n in range(3)] if k >= 2 else [], column[k : k + 3] if k + 2 < len(column) else []
    return any(
        abs(abs(way[1] - way[0]) - abs(way[2] - way[1])) <= ENTRY_SPACING_TOLERANCE * abs(way[2] - way[1])
        for way in ways
        if len(way) == 3
    )
