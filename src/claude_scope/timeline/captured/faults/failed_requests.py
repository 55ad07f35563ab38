"""Failed requests that the page waited for, without those that fail on healthy pages too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from claude_scope.timeline.captured.events import DATA_KINDS, was_given_up

if TYPE_CHECKING:
    from claude_scope.values import Moment, NetworkRequest

SERVER_ERROR, NOT_SIGNED_IN, NOT_FOUND = 500, 401, 404
SITE_LABELS = 2
"""The labels of a host name that identify a site: `api.example.com` and `app.example.com` are one site."""
_MEASURING = re.compile(r"\b(?:analytics|telemetry|beacon|collect|metrics|sentry|pixel|track(?:ing)?)\b", re.IGNORECASE)
"""In the paths of analytics requests."""


def is_telling(request: NetworkRequest, moment: Moment, *, is_seen: bool) -> bool:
    """Whether a failed request is a reason: the server failed, or refused an act.

    `is_seen`: the page shows a fault too. Requests that a healthy page might make count only then.
    """
    if request.kind not in DATA_KINDS or was_given_up(request):
        return False
    if _may_fail(request, moment):
        return is_seen
    if request.status >= SERVER_ERROR or request.failure or request.kind == "document":
        return True
    return bool(moment.acts) and not any(event.kind == "navigation" for event in moment.events)


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


def is_to_application(request: NetworkRequest, page: str) -> bool:
    """Whether a request goes to the site of its page, "" if that is unknown, and is not for analytics."""
    same_site = not page or _site(request.url) == _site(page)
    return same_site and _MEASURING.search(_parts(request.url).path) is None


def _site(url: str) -> str:
    """The site of a URL, whatever its port, since a page and its API often use two; "" if the URL is invalid."""
    host = _parts(url).hostname or ""
    return host if host.replace(".", "").isdecimal() else ".".join(host.split(".")[-SITE_LABELS:])


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
