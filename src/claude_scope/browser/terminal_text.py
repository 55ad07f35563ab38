"""Removes characters from page text that control a terminal or reorder its lines."""

from __future__ import annotations

import re

from claude_scope.invisible_characters import CONTROL_SEQUENCE

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 controls except white space, and the marks that change the direction of text (UAX #9)."""


def strip_controls(text: str) -> str:
    """The text on one line, without control characters and direction marks."""
    return " ".join(_CONTROLS.sub("", CONTROL_SEQUENCE.sub("", text)).split())
