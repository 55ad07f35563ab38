"""Byte ranges and validators of stored files, which never change (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.datastructures import Headers

_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from `start` (inclusive) to `end` (exclusive)."""

    start: int
    end: int


def is_known(headers: Headers, etag: str) -> bool:
    """Whether the client has this content already (If-None-Match)."""
    known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    return etag in known or "*" in known


def part_of(headers: Headers, etag: str, size: int) -> Part | None:
    """The requested range; None for the whole file, an empty Part for a range outside the file.

    Several ranges or an invalid range also return None, as the RFC allows.
    """
    asked = _RANGE.fullmatch(headers.get("range", "").strip())
    if not asked or headers.get("if-range", etag) != etag:
        return None
    first, last, suffix = asked.groups()
    if suffix is not None:
        return Part(max(0, size - int(suffix)), size if int(suffix) else 0)
    end = min(size, int(last) + 1) if last else size
    if last and int(last) < int(first):
        return None
    return Part(int(first), end) if int(first) < size else Part(0, 0)
