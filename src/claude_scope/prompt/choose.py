"""Which states get a picture in the prompt, and which rows stay when there is no room for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.values import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Moment, Timeline


def important(timeline: Timeline) -> tuple[int, ...]:
    """The indices of all moments, the most important first.

    The one in which it went wrong, the ones before and after it, the last, the first, errors and transients, then those
    with most changes; ties go to the earlier one. Without a wrong one the last counts most: people stop recording when
    they have seen the bug.
    """
    return tuple(dict.fromkeys(_candidates(timeline)))


def _candidates(timeline: Timeline) -> Iterator[int]:
    moments, wrong = timeline.moments, timeline.wrong
    indices = range(len(moments))
    if wrong is not None and wrong in indices:
        yield from (i for i in (wrong, wrong - 1, wrong + 1) if i in indices)
    yield from (i for i in (len(moments) - 1, 0) if i in indices)
    yield from sorted(indices, key=lambda i: (not _special(moments[i]), -len(moments[i].changes), i))


def _special(moment: Moment) -> bool:
    return moment.kind in {EventKind.ERROR, EventKind.TRANSIENT}


def chosen(timeline: Timeline, limit: int) -> tuple[int, ...]:
    """At most `limit` indices, in time order."""
    return tuple(sorted(important(timeline)[: max(0, limit)]))
