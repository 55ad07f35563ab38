"""Whether a control shows the beginning of its name: a list shows "Renew" in each row, the tree has "Renew: Emma"."""

from __future__ import annotations

from claude_scope.timeline.text_compare import same_text, similarity, skeleton

MIN_BEGINNING_SIMILARITY = 0.8
"""The minimum similarity of a text and the beginning of a name, with a wrong or missing letter."""
MAX_LENGTH_RATIO = 1.5
"""Texts with a larger ratio of lengths are less similar than `MIN_BEGINNING_SIMILARITY`."""
MIN_LETTERS = 3
"""Minimum number of letters of a text: shorter words are in many names by chance."""


def shows_name(name: str, text: str) -> bool:
    """Whether a control with this accessible name shows the text: its beginning, up to the end of a word."""
    read = skeleton(text)
    if len(read) < MIN_LETTERS:
        return False
    longest = min(len(name), round(len(text) * MAX_LENGTH_RATIO) + 1)
    beginnings = (name[:end] for end in range(round(len(text) / MAX_LENGTH_RATIO), longest) if not name[end].isalnum())
    return any(same_text(begin, text) or similarity(begin, text, MIN_BEGINNING_SIMILARITY) > 0 for begin in beginnings)
