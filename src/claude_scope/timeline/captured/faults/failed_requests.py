"""Failed requests that the page waited for, without those that fail on healthy pages too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.captured.events import DATA_KINDS, was_given_up
from claude_scope.timeline.captured.faults.application_requests import is_to_application

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Moment, NetworkRequest

SERVER_ERROR, NOT_SIGNED_IN, NOT_FOUND = 500, 401, 404
MIN_WAIT_MS = 5_000.0
"""A request without an answer is a reason only if the recording goes on for this long after it."""
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def is_telling(request: NetworkRequest, moment: Moment, *, is_seen: bool) -> bool:
    """Whether a failed request is a reason to suspect its row: the server failed, or refused an act.

    `is_seen` says whether the page shows a fault too. Only then, failed requests that a healthy page might make count.
    """
    if request.kind not in DATA_KINDS or was_given_up(request):
        return False
    if _may_fail(request, moment):
        return is_seen
    if request.status >= SERVER_ERROR or request.failure or request.kind == "document":
        return True
    return bool(moment.acts) and not any(event.kind == "navigation" for event in moment.events)


def unanswered(moments: Sequence[Moment], duration_ms: float) -> Iterator[tuple[int, NetworkRequest, float]]:
    """The requests that an act sent to change something and that got no answer: the row, the request, the wait in ms.

    A later navigation ends the requests of its page, so those before it are left out.
    """
    loads = (at for at, moment in enumerate(moments) if any(event.kind == "navigation" for event in moment.events))
    for at in range(max(loads, default=-1) + 1, len(moments)):
        for request in moments[at].requests if moments[at].acts else ():
            waited_ms = duration_ms - request.start_ms
            is_open = request.end_ms is None and not request.status and not request.failed
            if is_open and waited_ms >= MIN_WAIT_MS and _is_change(request, moments[at]):
                yield at, request, waited_ms


def _is_change(request: NetworkRequest, moment: Moment) -> bool:
    return request.method in _CHANGES and request.kind in DATA_KINDS and is_to_application(request, moment.url)


def _may_fail(request: NetworkRequest, moment: Moment) -> bool:
    """Whether a healthy page may make such a failing request.

    It is for analytics or to another site; it asks who is signed in, or whether something exists; or it is an event
    stream that reconnects.
    """
    if not is_to_application(request, moment.url):
        return True
    if request.method == "HEAD" or (request.kind == "eventsource" and request.failure):
        return True
    is_lookup = request.status == NOT_FOUND and {act.kind for act in moment.acts} == {"type"}
    return request.method == "GET" and (request.status == NOT_SIGNED_IN or is_lookup)
