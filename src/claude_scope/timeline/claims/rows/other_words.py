"""Finds rows in which one word was repainted and changed: "is disabled" became "is enabled".

Such rows are so similar that `row_diff` would otherwise treat them as two readings of the same row.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow

SURE = 0.95
"""Minimum confidence of both readings."""
MIN_EDITS = 2
"""Minimum number of letters that differ: a single letter is misread more often than it changes."""
MIN_LETTERS = 4


def other_words(
    before: Sequence[TextRow], after: Sequence[TextRow], is_repainted: Callable[[Box], bool]
) -> Iterator[tuple[TextRow, TextRow]]:
    """Pairs of rows that begin at the same place and differ in one word, if `is_repainted` holds for its place."""
    bands = RowBands(before)
    for new in after:
        if new.confidence >= SURE and " " in new.text:
            for old in bands.beside(new.box):
                at = _differing_word(old, new) if old.confidence >= SURE and _begin_together(old, new) else None
                if at is not None and is_repainted(_place_of_word(new, at)):
                    yield old, new


def is_other_word(old: TextRow, new: TextRow) -> bool:
    """Whether two rows, both read with high confidence, differ in one word."""
    return min(old.confidence, new.confidence) >= SURE and _differing_word(old, new) is not None


def _begin_together(old: TextRow, new: TextRow) -> bool:
    return abs(old.box.x - new.box.x) <= new.box.height / 2 and abs(old.box.y - new.box.y) <= new.box.height / 2


def _differing_word(old: TextRow, new: TextRow) -> int | None:
    """The position of the only word that differs; None if others differ too, or if it differs in a single letter."""
    was, now = old.text.split(), new.text.split()
    differing = [at for at, words in enumerate(zip(was, now, strict=False)) if words[0] != words[1]]
    if len(was) != len(now) or len(differing) != 1:
        return None
    at = differing[0]
    is_long = min(sum(map(str.isalpha, was[at])), sum(map(str.isalpha, now[at]))) >= MIN_LETTERS
    return at if is_long and _edits(was[at].casefold(), now[at].casefold()) >= MIN_EDITS else None


def _edits(one: str, other: str) -> int:
    """The number of letters that were replaced, added or removed."""
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for step, i1, i2, j1, j2 in steps if step != "equal")


def _place_of_word(row: TextRow, at: int) -> Box:
    """The place of a word in a row, assuming that all letters have the same width."""
    words = row.text.split()
    start = sum(len(word) + 1 for word in words[:at])
    width = row.box.width / max(1, len(row.text))
    return Box(row.box.x + start * width, row.box.y, len(words[at]) * width, row.box.height)
