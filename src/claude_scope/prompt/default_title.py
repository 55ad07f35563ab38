"""What a recording is called that nobody named: ours, so that a prompt does not take it for the developer's words."""

from __future__ import annotations

from urllib.parse import urlsplit


def default_title(seed_url: str) -> str:
    """`Recording of shop.example`."""
    return f"Recording of {urlsplit(seed_url).hostname}"
