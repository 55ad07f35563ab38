"""Tells a field whose error went away from one that only looks so: a ring of focus covers the red of its border."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Change, UiElement

ERROR_WORDS = re.compile(
    r"\b(errors?|failed|failure|invalid|incorrect|unable to|could not|couldn.t|went wrong|not found|denied|forbidden|"
    r"unauthori[sz]ed|timed ?out|is required|(are|field) required|enter a valid|exception|declined)\b",
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


def _has_error(box: Box, elements: Sequence[UiElement]) -> bool:
    bottom = box.y + box.height
    return any(
        ERROR_WORDS.search(e.label)
        and -box.height / 2 <= e.box.y - bottom <= BELOW_LINES * box.height
        and e.box.x < box.x + box.width
        and box.x < e.box.x + e.box.width
        for e in elements
        if e.type in ("text", "alert")
    )
