"""Classify fields that are only an underline, with a smaller label above the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.shapes.colours import apart, chroma, is_red
from claude_scope.vision.shapes.foreground import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.values import State
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

MAX_NAME_SIZE = 0.88
"""Largest font size of the floating label, per value: Material's has 0.75 to 0.8."""
MAX_NAME_GAP = 1.1
"""Largest distance of the label above the value, in its font sizes."""
MAX_LINE_GAP = 1.3
"""Largest distance of the line below the value, in its font sizes."""
MIN_LINE_PX = 100
"""Least length of the line in pixels; an underline of a text ends with it."""
ALIGNMENT_PX = 5
"""Largest difference of the left edges of label, value and line, in pixels."""
MAX_INSET_PX = 20
"""Largest inset of the text of a filled field, in pixels: Material's is 16."""
MAX_VALUE_SIZE = 1.2
"""Largest font size of such a value, per body text: larger ones are figures on cards."""
MIN_LINE_CONTRAST = 24
"""Least difference (0..255) of the line to its background."""


def classify_underlined(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Fields without a border, as Material draws them."""
    used = {id(style) for one in taken for style in one.styles}
    fields = [_field(scene, style) for style in scene.styles if id(style) not in used]
    return [one for one in fields if one is not None and not any(one.box.touches(other.box) for other in taken)]


def _field(scene: Scene, value: TextStyle) -> Classified | None:
    names = [style.box.bottom for style in scene.styles if _names(scene, style, value)]
    if not names:
        return None
    line = _line_below(scene, value)
    if line is None:
        return None
    box = Rect(line.left, max(*names, round(value.box.top - 0.5 * value.size)), line.right, line.bottom)
    return Classified(
        "input", box, (value,), 0.5, _state(scene.image[line.top, round(line.centre[0])].astype(np.float32))
    )


def _names(scene: Scene, style: TextStyle, value: TextStyle) -> bool:
    above = 0 <= value.box.top - style.box.bottom <= MAX_NAME_GAP * value.size
    aligned = abs(style.box.left - value.box.left) <= ALIGNMENT_PX
    return above and aligned and style.size <= MAX_NAME_SIZE * value.size and scene.panel(style) is scene.panel(value)


def _line_below(scene: Scene, value: TextStyle) -> Rect | None:
    """The line under a text with the same left edge: longer than the text, and at most three pixels high."""
    left, top = value.box.left, value.box.bottom + 2
    x = min(scene.width - 1, left + MIN_LINE_PX // 2)
    for y in range(top, min(scene.height - 4, top + round(MAX_LINE_GAP * value.size))):
        row = scene.image[y].astype(np.float32)
        colour = row[x]
        if apart(colour, value.behind) < MIN_LINE_CONTRAST:
            continue
        begin, end = _extent(row, colour, x)
        thin = apart(scene.image[y + 4, x].astype(np.float32), value.behind) < MIN_LINE_CONTRAST
        long = end - begin >= max(MIN_LINE_PX, 1.2 * value.box.width)
        boxed = 0 <= left - begin <= MAX_INSET_PX and value.size <= MAX_VALUE_SIZE * scene.size
        return Rect(begin, y, end, y + 1) if thin and long and (boxed or abs(begin - left) <= ALIGNMENT_PX) else None
    return None


def _extent(row: npt.NDArray[np.float32], colour: Colour, at: int) -> tuple[int, int]:
    """Start and end (exclusive) of one colour in a row around a pixel."""
    other = largest(np.abs(row - colour)) >= MIN_LINE_CONTRAST
    before, after = np.flatnonzero(other[:at]), np.flatnonzero(other[at:])
    return (int(before[-1]) + 1 if len(before) else 0), at + int(after[0]) if len(after) else len(row)


def _state(line: Colour) -> tuple[State, ...]:
    if is_red(line, 60):
        return ("invalid",)
    return ("focused",) if chroma(line) >= 70 else ()
