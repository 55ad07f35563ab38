"""Finds elements that came and went between two keyframes, without OCR noise, scrolling and occlusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains, grown, holds
from claude_scope.timeline.diff.moved import SCROLLED_PX, Offset
from claude_scope.timeline.pixels.changed_pixels import is_rewritten
from claude_scope.timeline.pixels.occlusion import MIN_LEFT, find_half_hidden, is_pointer
from claude_scope.timeline.text_compare import has_words, normalise

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from claude_scope.timeline.diff.reordered import ReorderedRows
    from claude_scope.timeline.pixels.matching import Matches
    from claude_scope.timeline.pixels.occlusion import Overlays
    from claude_scope.values import Box, Keyframe, UiElement

UNSURE = 0.5
"""A picture or sign of lower confidence may be the pointer."""
ARROW_PX = 22
ARROW_SHAPE = (1.3, 2.0)
"""A pointer of the usual size is 12 to 20 pixels wide, and higher than wide."""
EDGE_PX = 4
"""What the edge of the screen cuts ends there, give or take the wobble of OCR boxes."""
HALF_LINE_PX = 12
"""OCR's box of a line of the smallest usual font is higher; at an edge, what is lower is half a line."""

Elements = list["UiElement"]


def find_removed_and_added(
    before: Sequence[UiElement],
    after: Sequence[UiElement],
    matches: Matches,
    keyframe: Keyframe,
    height: float,
    over: Overlays,
    known: Container[str],
) -> tuple[Elements, Elements]:
    """The unpaired elements (removed, added) that are real changes."""
    dx, dy = matches.shift if max(map(abs, matches.shift)) >= SCROLLED_PX else (0, 0)
    removed = [
        e for i in matches.removed if _is_change(e := before[i], keyframe, (dx, dy), height) and not over.hides(e)
    ]
    added = [e for j in matches.added if _is_change(e := after[j], keyframe, (-dx, -dy), height) and not over.cuts(e)]
    added = [e for e in added if not (e.id in known and over.bares(e)) and not is_pointer(e, keyframe.pointer)]
    removed, added = [e for e in removed if not _is_rest(e, after)], [e for e in added if not _is_rest(e, before)]
    fields = [e.box for side in (before, after) for e in side if e.type in ("input", "select")]
    removed, added = ([e for e in side if not _is_fragment(e, height, fields)] for side in (removed, added))
    halves = find_half_hidden(removed, added, keyframe.pointer)
    gone, come = {id(old) for old, _ in halves}, {id(new) for _, new in halves}
    return [e for e in removed if id(e) not in gone], [e for e in added if id(e) not in come]


def _is_rest(element: UiElement, wholes: Sequence[UiElement]) -> bool:
    """Whether a text is the end of one that was or is at its place: "ckgeben" beside a dialog."""
    rest = element.label
    if element.type not in ("text", "heading") or len(rest) < MIN_LEFT or not rest[0].islower():
        return False
    return any(
        e.label[:1].isupper() and _begins_within_word(e.label, rest) and contains(grown(e.box, EDGE_PX), element.box)
        for e in wholes
    )


def _begins_within_word(whole: str, rest: str) -> bool:
    """Whether a text begins inside a word of another one and continues like it."""
    lost = len(whole) - len(rest)
    return lost > 1 and normalise(whole).endswith(normalise(rest)) and whole[lost - 1].isalpha()


def _is_change(element: UiElement, keyframe: Keyframe, shift: Offset, height: float) -> bool:
    """Whether an unpaired element is a change: no icon read as a letter, not scrolled out of view."""
    elsewhere = element.box.y + shift[1]
    in_view = shift == (0, 0) or 0 <= elsewhere <= height - element.box.height
    says = element.type != "text" or has_words(element.label)
    return in_view and says and is_rewritten(element, keyframe)


def _is_fragment(element: UiElement, height: float, fields: Sequence[Box]) -> bool:
    """Whether an element is half a line at a screen edge, or a nameless picture inside a field."""
    box = element.box
    is_picture = element.type in ("image", "icon") and not (element.label or element.name)
    if is_picture and (_is_arrow(element) or any(holds(field, centre(box)) for field in fields)):
        return True
    at_edge = box.y <= EDGE_PX or box.y + box.height >= height - EDGE_PX
    if at_edge and not (element.label or element.value or element.name):
        return True  # the frame of half a card
    return element.type in ("text", "heading") and at_edge and box.height < HALF_LINE_PX


def _is_arrow(element: UiElement) -> bool:
    """Whether a small picture of low confidence has the shape of a pointer."""
    box = element.box
    shape = box.height / box.width if box.width else 0.0
    return element.confidence < UNSURE and box.width <= ARROW_PX and ARROW_SHAPE[0] <= shape <= ARROW_SHAPE[1]


def drop_moved(
    removed: Sequence[UiElement], added: Sequence[UiElement], rows: ReorderedRows
) -> tuple[list[UiElement], list[UiElement]]:
    """The removed and added elements without those that moved with their row."""
    come = list(added)
    gone = []
    for old in removed:
        again = next((new for new in come if rows.explains(old, new)), None)
        if again is None:
            gone.append(old)
        else:
            come.remove(again)
    return gone, come
