"""Characters that a person cannot see: they split words for programs, and not for those who read them."""

from __future__ import annotations

import re

_PICTOGRAPH = "[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_LONE_JOINER = f"(?<!{_PICTOGRAPH})(?<!{_PICTOGRAPH}\ufe0f)\u200d|\u200d(?!{_PICTOGRAPH})"
"""A zero-width joiner that does not make one emoji of two."""
_INVISIBLE = re.compile(
    f"{_LONE_JOINER}|"
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Control, zero-width, bidirectional, filler, variation, surrogate and tag characters: what a person cannot see."""
CONTROL_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""A control sequence (ECMA-48, section 5.4), as programs colour their output with; it goes as a whole."""


def visible(text: str) -> str:
    """The text without the characters that cannot be seen; those that join two emoji to one stay. Idempotent."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def one_line(text: str) -> str:
    """A stranger's words for a terminal, a log or a page: what can be seen of them, on one line."""
    return " ".join(visible(CONTROL_SEQUENCE.sub("", text)).split())
