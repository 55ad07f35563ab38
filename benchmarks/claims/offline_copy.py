"""Copies pages that load fonts or scripts from other servers, without those."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FETCHED = (
    (re.compile(r'<link\b[^>]*href="?(https?:)?//[^>]*>'), ""),
    (re.compile(r'<script\b[^>]*src="?(https?:)?//[^>]*>\s*</script>'), ""),
    (re.compile(r"""url\(["']?https?://[^)]*\)"""), "url(data:,)"),
)
"""A pattern, and its replacement."""


def offline_copy(source: Path, target: Path) -> None:
    """Mirror a folder: pages and styles are copied, everything else is linked."""
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        elif path.suffix in (".html", ".css"):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(_offline(path.read_text()))
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)


def _offline(text: str) -> str:
    for pattern, instead in _FETCHED:
        text = pattern.sub(instead, text)
    return text
