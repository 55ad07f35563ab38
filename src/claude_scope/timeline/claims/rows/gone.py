"""Recognises rows that certainly disappeared: a removed item, a toast that vanished, a dialog that closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.claims.rows.readings import repainted
from claude_scope.timeline.claims.rows.text_rows import WORD
from claude_scope.timeline.text_compare import similarity, skeleton

if TYPE_CHECKING:
    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.timeline.claims.rows.text_rows import TextRow

SURE, MIN_REPAINTED, MIN_LETTERS = 0.9, 0.3, 4
ALIKE = 0.85
"""Minimum similarity of two readings of the same text; "Settings saved" is not a reading of "Settings"."""
MAX_SHIFTED = 0.5
"""If a larger share of the rows moved one way, the content may have scrolled."""
MAX_CAME = 6
"""If more rows appeared, they may cover the row."""


def is_surely_gone(row: TextRow, pair: Pair) -> bool:
    """Whether a row of the previous state is nowhere to be found now, and nothing covers its place.

    The row was read with high confidence, its place was repainted, and neither new texts nor the pointer can cover it.
    """
    if row.confidence < SURE or not WORD.search(row.text) or len(skeleton(row.text)) < MIN_LETTERS:
        return False
    changed = pair.after.keyframe.changed
    if not changed or repainted(row.box, changed) < MIN_REPAINTED:
        return False
    if pair.is_pointed(row.box) and not pair.before.keyframe.transient:  # a toast may be mistaken for a pointer
        return False
    if len(pair.diff.came) > MAX_CAME or pair.diff.shift[2] > MAX_SHIFTED * len(pair.rows_after):
        return False
    own = skeleton(row.text)
    return not any(own in skeleton(item.text) or similarity(row.text, item.text, ALIKE) for item in pair.rows_after)
