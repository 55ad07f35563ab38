"""Names elements without words by text near them: a total by the "Total" in its row, a badge by its link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains
from claude_scope.timeline.element_types import TEXT_TYPES
from claude_scope.timeline.pixel_distances import ALIGNED_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Element

_WORD = re.compile(r"[^\W\d_]{2,}")
ABOVE_LINES = 2.5
"""A label stands at most this many line heights above what it names."""
BESIDE_SHARE = 0.5
"""A label in the same row is at most this share of the screen's width away: a total stands far from its name."""
CLOSE_LINES = 3
"""A name in the same row, but this many text heights away, belongs to another card if a title stands right above."""
OWN_TITLE = 2.25
"""A text right above and in line is the title of the figure's own card, and comes before what stands under it."""
OWN_TITLE_SHARE = 0.75
"""...if it is no further than this share of the figure's height: the heading of a row of cards is further away."""
BEFORE_TITLE = 2.5
"""A caption under a figure comes before other texts above it: those belong to what is around, as tabs do."""
CAPTION_SHARE = 0.8
"""Under a large figure its name stands in smaller letters."""
AFTER_TITLE = 3.5
FAR_RIGHT = 4.5
"""What stands far to the right is seldom a name: it comes after a name far to the left."""
FAR_LINES = 8
"""A label in the same row but so many text heights away gives way to a title right above: the caption of a card is
nearer than a menu at the side."""
LAST_BESIDE = 5
"""...and a name at the other end of a row comes just before a text above that is no title."""
CARD_LINES = 8
"""So many heights of its title at most a card reaches down, as far as what stands side by side with others is in it."""
FAR_PENALTY = 3
"""What being far costs: such a label comes after those that are near, in the same order."""


def name_from_neighbours(element: Element, elements: Sequence[Element], width: float) -> str:
    """The words beside or above an element that has none itself ("$93.90", "2", an icon); "" if there are none.

    What surrounds it comes first, then the nearest in its row (those to its left before those to its right), then the
    nearest above. `width` is that of the screen, in the unit of the boxes.
    """
    if _WORD.search(element.label) or element.type in ("dialog", "menu", "image"):
        return ""
    titles = _card_titles(element.box, elements)
    column = _column(element.box, titles)
    here = [e for e in elements if _column(e.box, titles) == column or contains(e.box, element.box)]
    best = min(
        ((rank, other.label) for other in here if (rank := _rank(element.box, other, width)) is not None),
        default=(None, ""),
    )
    return best[1] or (titles[column].label if 0 <= column < len(titles) else "")


def _card_titles(box: Box, elements: Sequence[Element]) -> list[Element]:
    """The headings of the cards that stand side by side, above an element, from left to right; [] if there are none."""
    above = [e for e in elements if e.type == "heading" and _WORD.search(e.label) and e.box.y + e.box.height <= box.y]
    lowest = max(above, key=lambda e: e.box.y, default=None)
    if lowest is None:
        return []
    row = [e for e in above if abs(e.box.y - lowest.box.y) <= lowest.box.height / 2]
    is_near = box.y - lowest.box.y - lowest.box.height <= CARD_LINES * lowest.box.height
    return sorted(row, key=lambda e: e.box.x) if len(row) > 1 and is_near else []


def _column(box: Box, titles: Sequence[Element]) -> int:
    """The index of the title above something: the last one that does not begin right of it, or -1."""
    return sum(title.box.x - ALIGNED_PX <= box.x for title in titles) - 1


def _rank(box: Box, other: Element, width: float) -> tuple[float, float] | None:
    """The rank of an element as a name, lowest is best; None if it is no name."""
    if other.box == box or not _WORD.search(other.label):
        return None
    (x, y), (ox, oy) = centre(box), centre(other.box)
    if contains(other.box, box):
        return 0, other.box.width
    if abs(y - oy) < max(box.height, other.box.height) / 2:
        gap = box.x - other.box.x - other.box.width if ox < x else other.box.x - box.x - box.width
        if gap > width * BESIDE_SHARE:
            return (
                (LAST_BESIDE, gap) if ox < x else None
            )  # settings: the name at one end of a row, its control at the other
        if ox < x and CLOSE_LINES * box.height < gap <= FAR_LINES * box.height:
            return AFTER_TITLE, gap
        if ox > x and gap > CLOSE_LINES * box.height:
            return FAR_RIGHT, gap
        return (1 if ox < x else 2) + (FAR_PENALTY if gap > FAR_LINES * box.height else 0), gap
    gap = box.y - other.box.y - other.box.height
    overlaps = other.box.x < box.x + box.width and box.x < other.box.x + other.box.width
    below = other.box.y - box.y - box.height
    is_caption = other.box.height <= CAPTION_SHARE * box.height and abs(box.x - other.box.x) <= box.height / 2
    if overlaps and is_caption and abs(below) <= other.box.height / 2:
        return BEFORE_TITLE, below
    if not overlaps or not 0 <= gap <= ABOVE_LINES * box.height:
        return None
    titles = abs(box.x - other.box.x) <= box.height / 2 or abs(x - ox) <= box.height / 2
    if titles and other.type in TEXT_TYPES and gap <= OWN_TITLE_SHARE * box.height:
        return OWN_TITLE, gap
    return (3 if titles else 3 + FAR_PENALTY), gap
