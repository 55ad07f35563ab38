"""The default title of a recording. A prompt recognises it and does not quote it as the developer's words."""

from __future__ import annotations

from urllib.parse import urlsplit


def default_title(seed_url: str) -> str:
    """Return `Recording of shop.example`, or `Recording of a page` if the page is unknown."""
    try:
        host = urlsplit(seed_url).hostname
    except ValueError:  # a capture may contain an invalid address
        host = None
    return f"Recording of {host or 'a page'}"


def is_default_title(title: str, seed_url: str) -> bool:
    """Whether a title is a default one, with or without the page: the default title of a capture does not name it."""
    return title in (default_title(seed_url), default_title(""))
