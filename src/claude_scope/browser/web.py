"""Addresses of web pages, and how they are shown to people."""

from __future__ import annotations

from urllib.parse import urlsplit

from claude_scope.browser.plain import plain

_LONGEST = 2_000
"""Longer addresses carry data, not a place."""


def is_web_address(url: str) -> bool:
    """Whether this is an http or https address with a host; anything else could get past the guard proxy."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def shown(url: str) -> str:
    """An address as people see it: without user name and password, on one line, and not too long."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")._replace(path="an address that cannot be read")
    text = "".join(plain(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
