"""Classify buttons without border and fill: aligned with buttons, or in capitals as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.navigation.navigation import HEADER_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Scene

MAX_LABEL_WORDS = 3
"""Most words of a button's label."""
SAME_ROW_PX = 3
"""Largest difference of the centres of buttons in a row, in pixels."""
MAX_BUTTON_GAP_PX = 40
"""Largest gap of buttons in a row, in pixels."""
MAX_OFFSET_PX = 3
"""Largest distance of a text to where the label of the next button would be, in pixels."""
MIN_CAPITALS = 3
"""Least number of capitals of such a label; fewer are an abbreviation."""
PADDING_PX = 12
"""Clickable pixels around a label without a border; Material's has 8, Milligram's 30."""


def classify_flat_buttons(scene: Scene, taken: Sequence[Classified], texts: Sequence[Classified]) -> list[Classified]:
    """Classify the texts and links that are flat buttons."""
    buttons = [one for one in taken if one.type == "button" and len(one.styles) == 1 and one.styles[0].text]
    return [_flat(scene, one, buttons) or one for one in texts]


def _flat(scene: Scene, one: Classified, buttons: Sequence[Classified]) -> Classified | None:
    if one.type not in ("text", "link") or len(one.styles) != 1 or len(one.styles[0].text.split()) > MAX_LABEL_WORDS:
        return None
    if one.styles[0].box.centre[1] < HEADER_HEIGHT * scene.height:
        return None  # entries of a header are aligned too
    style = one.styles[0]
    alike = [other for other in buttons if abs(other.styles[0].size - style.size) <= 0.12 * style.size]
    row = [other for other in alike if abs(other.styles[0].box.centre[1] - style.box.centre[1]) <= SAME_ROW_PX]
    left = sorted((other for other in row if other.box.right <= style.box.left), key=lambda other: other.box.left)
    if len(left) >= 2 and _continues(left[-2], left[-1], style.box):
        inset = left[-1].styles[0].box.left - left[-1].box.left
        return Classified("button", _boxed(scene, style.box, left[-1].box.height, inset), (style,), 0.5)
    capital = [other for other in alike if _in_capitals(other.styles[0].text)]
    if _in_capitals(style.text) and capital and (one.type == "link" or any(other in row for other in capital)):
        return Classified("button", _boxed(scene, style.box, capital[0].box.height, PADDING_PX), (style,), 0.5)
    return None


def _continues(first: Classified, second: Classified, text: Rect) -> bool:
    """Whether a text stands where the label of a third button would."""
    gap, inset = second.box.left - first.box.right, second.styles[0].box.left - second.box.left
    return 0 <= gap <= MAX_BUTTON_GAP_PX and abs(text.left - (second.box.right + gap + inset)) <= MAX_OFFSET_PX


def _boxed(scene: Scene, text: Rect, height: int, inset: int) -> Rect:
    """The box that a button of this height would have around its label."""
    top = round(text.centre[1] - height / 2)
    return Rect(max(0, text.left - inset), max(0, top), min(scene.width, text.right + inset), top + height)


def _in_capitals(text: str) -> bool:
    return text.isupper() and sum(letter.isalpha() for letter in text) >= MIN_CAPITALS
