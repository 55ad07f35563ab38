"""Finds requests to the recorded application itself, as opposed to requests for analytics and to other sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from claude_scope.values import NetworkRequest

SITE_LABELS = 2
"""The last labels of a host name, this many, identify a site: `api.example.com` and `app.example.com` are one site."""
_STORING = frozenset({"POST", "PUT", "PATCH"})
_PARTS = frozenset({"image", "stylesheet", "script", "font", "media"})
_ICON = re.compile(r"/(?:favicon[^/]*|apple-touch-icon[^/]*)$")
_MEASURING = re.compile(r"\b(?:analytics|telemetry|beacon|collect|metrics|sentry|pixel|track(?:ing)?)\b", re.IGNORECASE)
"""Words in the paths of analytics requests."""


def is_to_application(request: NetworkRequest, page: str) -> bool:
    """Whether a request goes to the site of its page and is not for analytics; `page` is a URL, "" if unknown."""
    return _site(page) in ("", _site(request.url)) and _MEASURING.search(_parts(request.url).path) is None


def is_stored(request: NetworkRequest, page: str) -> bool:
    """Whether a request sent the application something to store, and was not refused."""
    return request.method in _STORING and not request.failed and is_to_application(request, page)


def is_missing_part(request: NetworkRequest, page: str) -> bool:
    """Whether a failed request leaves a page without a picture, style sheet, script, font, audio or video of its own.

    Icons do not count, because browsers look for them at fixed addresses by themselves.
    """
    if not request.failed or request.kind not in _PARTS or not is_to_application(request, page):
        return False
    return _ICON.search(_parts(request.url).path) is None


def _site(url: str) -> str:
    """The site of a URL, whatever its port, since a page and its API often use two; "" if the URL is invalid."""
    host = _parts(url).hostname or ""
    return host if host.replace(".", "").isdecimal() else ".".join(host.split(".")[-SITE_LABELS:])


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
