"""Tells a field whose error went away from one that only looks so: a ring of focus covers the red of its border."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Change, UiElement

ERROR_WORDS = re.compile(
    r"\b(errors?|failed|failure|invalid|incorrect|unable to|could not|couldn.t|went wrong|not found|denied|forbidden|"
    r"unauthori[sz]ed|timed ?out|is required|(are|field) required|enter a valid|exception|declined|"
    r"too (short|long)|(needs?|must (be|have|contain)|enter|use) at least)\b",
    re.IGNORECASE,
)
"""Words of error texts on the screen itself; one of them in a text that just appeared is evidence of an error."""
BELOW_LINES = 1.5
"""An error stands at most so many heights of its field below it."""


def only_looks_valid(change: Change, before: Sequence[UiElement], after: Sequence[UiElement]) -> bool:
    """Whether a field changed by its colours only: its error stood there before and stands there now."""
    if change.what != "state" or "invalid" not in (change.before, change.after):
        return False
    box = change.element.box
    return _has_error(box, before) and _has_error(box, after)


def complaints(changes: Sequence[Change]) -> list[str]:
    """Texts that appeared right under a field that became invalid with them, whatever words they use."""
    wrong = [c.element.box for c in changes if c.what == "state" and c.after == "invalid"]
    texts = [c.element for c in changes if c.kind == "added" and c.element.type in ("text", "alert")]
    return [e.label for e in texts if any(_is_below(e.box, box) for box in wrong)]


def _has_error(box: Box, elements: Sequence[UiElement]) -> bool:
    return any(
        ERROR_WORDS.search(e.label)
        and _is_below(e.box, box)
        and e.box.x < box.x + box.width
        and box.x < e.box.x + e.box.width
        for e in elements
        if e.type in ("text", "alert")
    )


def _is_below(text: Box, field: Box) -> bool:
    """Whether a text stands right under a field, or under the words beside it that name it."""
    return -field.height <= text.y - field.y - field.height <= BELOW_LINES * field.height
