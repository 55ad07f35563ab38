"""Groups the states of a capture: one span per act, with all states until the next act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.values import HISTORY_MOVES, LOAD_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claude_scope.values import Act, CapturedState, PageEvent

LOADED = "loaded "
HISTORY = ("reloaded ", *HISTORY_MOVES)
"""How the texts of navigations begin that reload a page, or go back or forward."""
HISTORY_MS = 500.0
"""A page that calls `history.back()` after an act does so within this time."""
REPORTED_MS = 500.0
"""The browser reports a navigation at most this long after the first state of its document."""
EARLY_MS = 60.0
"""An act may be recorded this long after its effect: a `select` event follows its own change, a `check` its click."""


@dataclass(frozen=True, slots=True)
class Span:
    """Acts, and the positions of the states that followed, `first` to `last`; `before` is the position before them.

    The span begins at `since_ms`. For the first span of a tab `before` is None. If the span began without an act,
    `origin` is the position of the state before the last act, otherwise None.
    """

    acts: tuple[Act, ...]
    since_ms: float
    first: int
    last: int
    before: int | None
    origin: int | None = None

    def joined(self, other: Span) -> Span:
        """This span merged with the next one."""
        return replace(self, acts=(*self.acts, *other.acts), last=other.last)

    def until(self, last: int) -> Span:
        """This span without the states after `last`."""
        return replace(self, last=last)

    def after(self, first: int, since_ms: float) -> Span:
        """The rest of this span, from the state `first` on, without acts."""
        return Span((), since_ms, first, self.last, first - 1, self.before if self.origin is None else self.origin)


def by_browser(events: Sequence[PageEvent], acts: Sequence[Act]) -> list[PageEvent]:
    """The navigations by the browser's own controls: Back, Forward, reload, another address."""
    found = []
    for event in events:
        if event.kind != "navigation" or not event.text.startswith((*HISTORY, LOADED)):
            continue
        most_ms = HISTORY_MS if event.text.startswith(HISTORY) else LOAD_MS
        if event.time_ms > 0 and not any(-EARLY_MS <= event.time_ms - act.until_ms <= most_ms for act in acts):
            found.append(event)
    return found


def act_spans(
    states: Sequence[CapturedState], acts: Sequence[Act], events: Sequence[PageEvent], tabs: Mapping[str, str]
) -> list[Span]:
    """The spans in time order; `tabs` has the tab of each document.

    An act that no state follows joins the next span or, at the end, the last span.
    """
    spans: list[Span] = []
    waiting: tuple[Act, ...] = ()
    begun: list[tuple[float, tuple[Act, ...]]] = [(act.time_ms - EARLY_MS, (act,)) for act in acts]
    begun += [(_begins_ms(event, states, tabs), ()) for event in by_browser(events, acts)]
    begun.sort(key=lambda pair: pair[0])
    ends = [*(time_ms for time_ms, _ in begun), float("inf")]
    at = 0
    for (_, done), until_ms in zip([(0.0, ()), *begun], ends, strict=True):
        first = at
        while at < len(states) and states[at].since_ms < until_ms:
            at += 1
        waiting += done
        if at == first:
            continue
        since_ms = waiting[0].time_ms if waiting else states[first].since_ms
        spans.append(Span(waiting, since_ms, first, at - 1, _before(states, first, at - 1, tabs)))
        waiting = ()
    if waiting and spans:
        spans[-1] = replace(spans[-1], acts=(*spans[-1].acts, *waiting))
    return spans


def _begins_ms(event: PageEvent, states: Sequence[CapturedState], tabs: Mapping[str, str]) -> float:
    """When a navigation begins: with its document, whose first state may be a little earlier than the event."""
    began_ms: dict[str, float] = {}
    for state in states:
        if tabs.get(state.document) == event.page:
            began_ms.setdefault(state.document, state.since_ms)
    earlier = (time_ms for time_ms in began_ms.values() if event.time_ms - REPORTED_MS <= time_ms <= event.time_ms)
    return max(earlier, default=event.time_ms)


def split_at_closed_tabs(
    span: Span,
    states: Sequence[CapturedState],
    tabs: Mapping[str, str],
    closed_ms: Mapping[str, float],
    has_changed: Callable[[int, int], bool],
) -> list[Span]:
    """Split a span at each closed tab that changed in the span: what the tab showed last gets a span of its own.

    `closed_ms` has the times at which tabs were closed, `has_changed` compares two states by their positions.
    """
    for at in range(span.first + 1, span.last + 1):
        gone = tabs.get(states[at - 1].document, "")
        if closed_ms.get(gone, float("inf")) > states[at].since_ms + EARLY_MS:
            continue
        before = _before(states, span.first, at - 1, tabs)
        if tabs.get(states[at].document, "") != gone and before is not None and has_changed(before, at - 1):
            rest = Span((), states[at].since_ms, at, span.last, span.before)
            return [
                replace(span, last=at - 1, before=before),
                *split_at_closed_tabs(rest, states, tabs, closed_ms, has_changed),
            ]
    return [span]


def _before(states: Sequence[CapturedState], first: int, last: int, tabs: Mapping[str, str]) -> int | None:
    """The last state before `first` of the tab that the span ends in."""
    tab = tabs.get(states[last].document, "")
    return next((at for at in range(first - 1, -1, -1) if tabs.get(states[at].document, "") == tab), None)
