"""Finds the characters of a text that masking replaced; picture masks use them."""

from __future__ import annotations

import re

_HINT = re.compile(r"\[masked: [a-zA-Z ]{1,40}\]")


def masked_spans(text: str, masked: str) -> list[tuple[int, int]]:
    """The spans of `text` that `masked` replaces with hints; ends are exclusive.

    Text between two hints may occur more than once; then both spans are as wide as possible.
    """
    if text == masked:
        return []
    between = _HINT.split(masked)
    starts, ends = _ends_of(text, between[:-1]), _starts_of(text, between[1:])
    if starts is None or ends is None or any(start >= end for start, end in zip(starts, ends, strict=True)):
        return [(0, len(text))]  # `masked` was not made from this text alone
    return list(zip(starts, ends, strict=True))


def _ends_of(text: str, pieces: list[str]) -> list[int] | None:
    """The earliest end of each piece; the first begins the text, and at least one letter separates two pieces."""
    ends: list[int] = []
    for piece in pieces:
        found = text.find(piece, ends[-1] + 1) if ends else 0 if text.startswith(piece) else -1
        if found < 0:
            return None
        ends.append(found + len(piece))
    return ends


def _starts_of(text: str, pieces: list[str]) -> list[int] | None:
    """The latest start of each piece; the last one ends the text."""
    mirrored = _ends_of(text[::-1], [piece[::-1] for piece in reversed(pieces)])
    return None if mirrored is None else [len(text) - end for end in reversed(mirrored)]
