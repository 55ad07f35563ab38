"""Decides whether a control shows the beginning of its name: "Renew" in a row, for "Renew: Emma" in the tree."""

from __future__ import annotations

from claude_scope.timeline.text_compare import same_text, similarity, skeleton

MIN_BEGINNING_SIMILARITY = 0.8
"""Minimum similarity of a text and the beginning of a name, which allows for a wrong or missing letter."""
MAX_LENGTH_RATIO = 1.5
"""If the ratio of their lengths is larger, two texts are less similar than `MIN_BEGINNING_SIMILARITY`."""
MIN_LETTERS = 3
"""Minimum number of letters of a text, because shorter words begin many names by chance."""


def shows_name(name: str, text: str) -> bool:
    """Whether a text is the beginning, up to the end of a word, of the accessible name of the control that shows it."""
    read = skeleton(text)
    if len(read) < MIN_LETTERS:
        return False
    longest = min(len(name), round(len(text) * MAX_LENGTH_RATIO) + 1)
    beginnings = (name[:end] for end in range(round(len(text) / MAX_LENGTH_RATIO), longest) if not name[end].isalnum())
    return any(same_text(begin, text) or similarity(begin, text, MIN_BEGINNING_SIMILARITY) > 0 for begin in beginnings)
