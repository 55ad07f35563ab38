"""Removes invisible characters, which can hide or split words for programs."""

from __future__ import annotations

import re

_PICTOGRAPH = "[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_LONE_JOINER = f"(?<!{_PICTOGRAPH})(?<!{_PICTOGRAPH}\ufe0f)\u200d|\u200d(?!{_PICTOGRAPH})"
"""A zero-width joiner that does not join two emoji."""
_INVISIBLE = re.compile(
    f"{_LONE_JOINER}|"
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Control, zero-width, bidirectional, filler, variation, surrogate and tag characters."""
CONTROL_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""A control sequence (ECMA-48, section 5.4), such as a terminal colour; it is removed as a whole."""


def visible(text: str) -> str:
    """Remove invisible characters, except joiners between two emoji. Idempotent."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def one_line(text: str) -> str:
    """Make untrusted text safe for a terminal, a log or a page: visible characters only, on one line."""
    return " ".join(visible(CONTROL_SEQUENCE.sub("", text)).split())
