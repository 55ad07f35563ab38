"""Formats a count with its noun: "1 button", "3 buttons", "1,204 nodes"."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`number` with `one`, or with `many` (by default `one` with an s) unless it is 1."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
