"""Decides whether a text may have changed into another text, or was replaced by something unrelated."""

from __future__ import annotations

from claude_scope.timeline.text_compare import similarity

RELATED = 0.4
"""Texts with a lower similarity are not related."""


def is_related(old: str, new: str) -> bool:
    """Whether one text may have changed into the other: both are numbers, or they share some letters.

    Words with digits that both texts contain do not count, because OCR may join a number with a cell next to it.
    """
    shared = {word for word in old.split() if any(map(str.isdigit, word))}.intersection(new.split())
    before, after = (" ".join(word for word in text.split() if word not in shared) for text in (old, new))
    return (_is_number(before) and _is_number(after)) or similarity(before, after, RELATED) > 0


def _is_number(text: str) -> bool:
    """Whether a text has no more letters than digits, such as an amount with its unit."""
    return 0 < sum(map(str.isdigit, text)) >= sum(map(str.isalpha, text))
