"""The title of a recording without one. A prompt recognises it and does not quote it as the developer's words."""

from __future__ import annotations

from urllib.parse import urlsplit


def default_title(seed_url: str) -> str:
    """`Recording of shop.example`; `Recording of a page` if the page is unknown."""
    try:
        host = urlsplit(seed_url).hostname
    except ValueError:  # a capture may name any address
        host = None
    return f"Recording of {host or 'a page'}"


def is_default_title(title: str, seed_url: str) -> bool:
    """Whether a title is none of the developer's; that of a capture without one does not name the page."""
    return title in (default_title(seed_url), default_title(""))
