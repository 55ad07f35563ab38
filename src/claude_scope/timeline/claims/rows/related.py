"""Whether a text may have become another one, or something else stands in its place."""

from __future__ import annotations

from claude_scope.timeline.text_compare import similarity

RELATED = 0.4
"""Two texts that have less in common are not related."""


def is_related(old: str, new: str) -> bool:
    """Whether one text may have become the other: both are numbers, or they share some of their letters.

    A number that both have does not count: OCR may join the cell beside it to another cell.
    """
    shared = {word for word in old.split() if any(map(str.isdigit, word))}.intersection(new.split())
    before, after = (" ".join(word for word in text.split() if word not in shared) for text in (old, new))
    return (_is_number(before) and _is_number(after)) or similarity(before, after, RELATED) > 0


def _is_number(text: str) -> bool:
    """Whether a text has no more letters than digits, as an amount with its unit."""
    return 0 < sum(map(str.isdigit, text)) >= sum(map(str.isalpha, text))
