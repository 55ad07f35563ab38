"""Cache the scene and the shapes of the last picture for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.vision.incremental.changed_regions import is_still
from claude_scope.vision.scene.text_style import STYLE_REACH_PX, TextStyle, measure_style

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.values import Image, Reading
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.scene.scene import Scene, Shapes


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture with its lines of text in reading order, and its shapes (None if they are not known here).

    `reader` is the name of the reader of the lines.
    """

    image: Image
    lines: list[TextLine]
    shapes: Shapes | None
    reader: str


class FrameCache:
    """The last reading, with its scene and the lines and shapes of its picture."""

    def __init__(self, reading: Reading, scene: Scene, seen: Seen) -> None:
        self.reading = reading
        self.scene = scene
        self.seen = seen
        self._styles = {id(style.line): style for style in scene.styles}

    def measure_style(self, image: Image, line: TextLine, within: Rect | None) -> TextStyle:
        """The style of a line in the next picture; reused if it is a known line and nothing around it changed."""
        known = self._styles.get(id(line))
        if known is None or self._panel(known) != within:
            return measure_style(image, line, within)
        place = line.box.grown(STYLE_REACH_PX, image.shape[1], image.shape[0])
        return known if is_still(self.scene.image, image, place) else measure_style(image, line, within)

    def _panel(self, known: TextStyle) -> Rect | None:
        panel = self.scene.panel(known)
        return None if panel is None else panel.box
