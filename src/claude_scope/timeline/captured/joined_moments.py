"""Joins moments that a person takes for one: an act and its late answer, a field and what is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.captured import events
from claude_scope.timeline.captured.pixel_check import CONTRADICTION
from claude_scope.timeline.captured.tree_diff import FOCUSED
from claude_scope.values import FIELD_ROLES, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Box, Moment

    Found = tuple[Moment, tuple[Box, ...]]
    """A moment, and the boxes of what the DOM says nothing about in it."""

LOAD_MS = 10_000
"""A document that a click leads to is there by then."""
ANSWER_MS = 1_000
"""A change within this time of an act is its answer; until then the page showed nothing of it."""
_OF_NOTHING = frozenset({events.DEAD_CLICK, CONTRADICTION})
"""What is inferred of a state in which nothing changed yet does not hold of its answer."""
_INTO_FIELD, _FILLS = frozenset({"click", "key"}), frozenset({"type", "select"})


def joined_moments(found: Sequence[Found]) -> Iterator[Found]:
    """The moments, with two that a person takes for one as one.

    These are an act after which nothing changed at first with the change that soon followed, and the focus of a field
    with what was typed into it.
    """
    waiting: Found | None = None
    for moment, blind in found:
        if waiting is None:
            pass
        elif _follows(waiting[0], moment) or _fills(waiting[0], moment) or _loads(waiting[0], moment):
            moment = _joined(waiting[0], moment)
        else:
            yield waiting
        waiting = moment, blind
    if waiting is not None:
        yield waiting


def _follows(before: Moment, now: Moment) -> bool:
    """Whether the page answered an act of the state before, in which it did not change yet."""
    waited = now.keyframe.since_ms - max([before.keyframe.since_ms, *(act.until_ms for act in before.acts)])
    return _is_open(before) and not now.acts and bool(now.changes) and before.url == now.url and waited <= ANSWER_MS


def _is_open(moment: Moment) -> bool:
    """Whether nothing followed an act yet; what is inferred of that does not count."""
    seen = [one for one in moment.inferred if one.kind not in _OF_NOTHING]
    return bool(moment.acts) and not moment.changes and not seen


def _fills(before: Moment, now: Moment) -> bool:
    """Whether an act only went into a field, and the next one types or chooses there: a focus is no result.

    Nor is the field that the first letter opens, as in a cell of a table.
    """
    if not before.acts or not now.acts or now.acts[0].kind not in _FILLS or before.url != now.url:
        return False
    into, typed = before.acts[-1], now.acts[0]
    is_same = into.target.node == typed.target.node and into.target.document == typed.target.document
    only_focus = all(change.what == "state" and change.after == FOCUSED for change in before.changes)
    if into.kind in _INTO_FIELD and only_focus and (is_same or bool(before.changes)):
        return True
    opened = any(change.kind == "added" and change.element.role in FIELD_ROLES for change in before.changes)
    return into.kind == "key" and len(into.key) == 1 and opened


def _loads(before: Moment, now: Moment) -> bool:
    """Whether an act of the state before led to the document that was loaded now."""
    waited = now.keyframe.since_ms - before.keyframe.since_ms
    is_loaded = any(event.text.startswith(events.LOADED) for event in now.events)
    return _is_open(before) and not now.acts and is_loaded and waited <= LOAD_MS


def _joined(before: Moment, now: Moment) -> Moment:
    return replace(
        now,
        keyframe=replace(now.keyframe, began_ms=before.keyframe.began_ms),
        kind=EventKind.INTERACTION if now.kind is EventKind.STATE_CHANGE else now.kind,
        evidence=tuple(text for text in now.evidence if not text.startswith("after ")),
        inferred=(*(one for one in before.inferred if one.kind not in _OF_NOTHING), *now.inferred),
        acts=(*before.acts, *now.acts),
        log=(*before.log, *now.log),
        requests=(*before.requests, *now.requests),
        events=(*before.events, *now.events),
    )
