"""Rules for fields that are only a line: a value over it, and above the value its name in smaller letters."""

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
"""Of the value's font size, the most that the name has once it has made room: Material's has 0.75 to 0.8."""
MAX_NAME_GAP = 1.1
"""Of the value's font size: the name ends at most so far above it."""
MAX_LINE_GAP = 1.3
"""Of the value's font size: the line lies at most so far below it."""
MIN_LINE_PX = 100
"""Pixels of the shortest line; what underlines a text ends with it."""
ALIGNMENT_PX = 5
"""Name, value and line begin at most so many pixels apart."""
MAX_INSET_PX = 20
"""In a field with a box the line begins so many pixels left of them at most: Material's is 16."""
MAX_VALUE_SIZE = 1.2
"""Such a value is at most so many times as large as the body's letters: larger ones are figures on cards."""
MIN_LINE_CONTRAST = 24
"""Least difference (0..255) of the line to what it lies on."""


def classify_underlined(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Fields without a box, as Material draws them."""
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
    """The line under a text that begins where it begins, goes on after it, and is at most three pixels high."""
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
    """From where to where (exclusive) a row has one colour around a pixel."""
    other = largest(np.abs(row - colour)) >= MIN_LINE_CONTRAST
    before, after = np.flatnonzero(other[:at]), np.flatnonzero(other[at:])
    return (int(before[-1]) + 1 if len(before) else 0), at + int(after[0]) if len(after) else len(row)


def _state(line: Colour) -> tuple[State, ...]:
    if is_red(line, 60):
        return ("invalid",)
    return ("focused",) if chroma(line) >= 70 else ()
