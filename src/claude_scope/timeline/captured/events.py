"""The events of a state: acts, requests, console lines, and what followed from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import around
from claude_scope.timeline.captured.act_spans import HISTORY, LOADED
from claude_scope.timeline.captured.faults.application_requests import is_missing_part
from claude_scope.values import LOAD_MS, EventKind, Observation
from claude_scope.wording.acts import NOTHING_ELSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Act, Capture, Keyframe, LogLine, NetworkRequest, PageEvent, PageFact

RESPONSE_TO_CHANGE_MS, LOG_TO_CHANGE_MS = 150.0, 20.0
"""A change within this time after a response or console line is its consequence, because scripts render at once."""
LATE_MS = 500.0
NOTHING_CHANGED = "Nothing that the page shows changed."
MASKED_VALUE = "The value of the field is masked, so whether it changed is not known; no other text, name or state did."
_DOT = "\u2022"
NEW_LOOK_SHARE, FEW_CHANGES = 0.5, 5
"""If at least this share of the picture changed, at most this many facts do not explain it: the page has another theme,
or an overlay."""
DATA_KINDS = frozenset({"xhr", "fetch", "document", "eventsource"})
"""Requests that the page's code waits for, unlike icons."""


@dataclass(frozen=True, slots=True)
class Happened:
    """The events of a state from `since_ms` to `until_ms`, when the next state began.

    `dom_changes` counts all changes of its DOM, visible or not. `is_pending` says whether a request or navigation
    began in this state whose result a later state shows.
    """

    since_ms: float
    until_ms: float
    acts: tuple[Act, ...]
    log: tuple[LogLine, ...]
    requests: tuple[NetworkRequest, ...]
    events: tuple[PageEvent, ...]
    cause: NetworkRequest | None
    dom_changes: int = 0
    is_pending: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether there was no act, request, console line or page event."""
        return not (self.acts or self.log or self.requests or self.events)


def happened(
    capture: Capture,
    acts: Sequence[Act],
    since_ms: float,
    until_ms: float,
    *,
    is_first: bool,
    began_ms: Sequence[tuple[str, float]] = (),
) -> Happened:
    """Collect the events of a state; the first state also has all earlier events.

    A request belongs to the state in which it ended. A console line belongs to the change that follows at once, because
    error handlers log an error and then show it. A navigation belongs to the first state of its document; `began_ms`
    has the URLs and times of documents.
    """
    start = float("-inf") if is_first else since_ms

    def within(time_ms: float) -> bool:
        return start <= time_ms < until_ms

    requests = tuple(r for r in capture.requests if within(r.start_ms if r.end_ms is None else r.end_ms))
    ended = [
        r for r in capture.requests if r.end_ms is not None and since_ms - RESPONSE_TO_CHANGE_MS <= r.end_ms <= since_ms
    ]
    return Happened(
        since_ms,
        until_ms,
        tuple(acts),
        tuple(line for line in capture.log if within(line.time_ms + LOG_TO_CHANGE_MS)),
        tuple(r for r in requests if r.kind in DATA_KINDS or r.failed),
        tuple(event for event in capture.events if within(_shown_ms(event, began_ms))),
        next((r for r in reversed(ended) if r.kind in DATA_KINDS), None),
        is_pending=any(within(r.start_ms) and not within(r.end_ms or r.start_ms) for r in capture.requests)
        or any(within(event.time_ms) for event in capture.events if not within(_shown_ms(event, began_ms))),
    )


def _shown_ms(event: PageEvent, began_ms: Sequence[tuple[str, float]]) -> float:
    """The time at which the page showed an event; for a navigation, the first time that its document had a DOM."""
    if event.kind != "navigation" or not event.text.startswith((LOADED, *HISTORY)):
        return event.time_ms
    following = (since for url, since in began_ms if url == event.url and -LATE_MS <= since - event.time_ms <= LOAD_MS)
    return max(event.time_ms, next(following, event.time_ms))


def kind_of(happened: Happened, facts: Sequence[PageFact], *, is_first: bool, is_other_page: bool) -> EventKind:
    """The kind of a row, from facts alone."""
    if is_first:
        return EventKind.INITIAL
    if any(fact.kind == "error" for fact in facts):
        return EventKind.ERROR
    if is_other_page:
        return EventKind.NAVIGATION
    return EventKind.INTERACTION if happened.acts else EventKind.STATE_CHANGE


def summary_of(
    happened: Happened,
    facts: Sequence[PageFact],
    *,
    is_first: bool,
    painted: Keyframe | None = None,
    has_own: bool = False,
) -> str:
    """A sentence on what followed, if no fact describes it.

    `painted` is a change of the picture without a change of the page's tree. `has_own`: the act changed only its own
    target, as typing does.
    """
    if facts:
        return ""
    if is_first:
        return "The page as the recording began."
    if any(act.value and not act.value.strip(_DOT) for act in happened.acts):
        return MASKED_VALUE
    if has_own:
        return NOTHING_ELSE
    if painted is not None:
        return painted_summary(painted)
    if happened.dom_changes:
        return "The page's DOM changed; no text, name or state of it did."
    return NOTHING_CHANGED


def painted_summary(keyframe: Keyframe) -> str:
    """The size and place of a change of the picture alone."""
    share = f"{max(keyframe.changed_share, 0.001):.1%}"
    box = around(keyframe.changed) if keyframe.changed else None
    where = f", at {box.x:.0f},{box.y:.0f} {box.width:.0f}x{box.height:.0f} px" if box else ""
    return f"The picture changed ({share} of it{where}); no text, name or state of the page did."


def evidence_of(happened: Happened, facts: Sequence[PageFact], painted: Keyframe | None) -> tuple[str, ...]:
    """The evidence for what caused the state, and for any visual change that the facts do not explain."""
    found = []
    if painted is not None and painted.changed_share >= NEW_LOOK_SHARE and 0 < len(facts) <= FEW_CHANGES:
        found.append(f"{painted.changed_share:.0%} of the picture changed")
    if happened.cause is not None and not happened.acts and happened.cause not in happened.requests:
        found.append(f"after {describe_request(happened.cause)}")
    return tuple(found)


def describe_request(request: NetworkRequest) -> str:
    """A request in words, such as `POST /api/cart was answered with 500 after 340 ms`."""
    answer = request.failure or (f"was answered with {request.status}" if request.status else "got no answer")
    took = f" after {request.end_ms - request.start_ms:.0f} ms" if request.end_ms is not None else ""
    return f"{request.method} {request.url} {answer}{took}"


def faults(happened: Happened, page: str = "") -> tuple[Observation, ...]:
    """Uncaught errors, and failed requests of the page at the URL `page`."""
    thrown = [line for line in happened.log if line.kind.startswith("uncaught")]
    failed = [
        request
        for request in happened.requests
        if request.failed
        and (request.kind in DATA_KINDS or is_missing_part(request, page))
        and not was_given_up(request)
    ]
    return (
        *(Observation(line.kind, f"the script threw {_quote(line.text)}") for line in thrown),
        *(Observation("failed request", f"the request {describe_request(request)}") for request in failed),
    )


def _quote(text: str, limit: int = 80) -> str:
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'


def was_given_up(request: NetworkRequest) -> bool:
    """Whether the page aborted a request, or a browser extension blocked it."""
    return any(word in request.failure.upper() for word in ("ABORTED", "CANCEL", "BLOCKED_BY_CLIENT"))
