"""Build the scene of a picture: text lines, panels and shapes, and how they nest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.scene.text_style import TextStyle, measure_style
from claude_scope.vision.shapes.checkbox_shapes import Mark, marks, squares
from claude_scope.vision.shapes.foreground import largest
from claude_scope.vision.shapes.image_regions import Pictures, pictures
from claude_scope.vision.shapes.patterns import find_patterns
from claude_scope.vision.shapes.small_shapes import boxed
from claude_scope.vision.shapes.surface import Surface
from claude_scope.vision.shapes.surfaces import colour_steps, surfaces
from claude_scope.vision.shapes.switches import Switch, switches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from claude_scope.geometry import Rect
    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.shapes.patterns import Pattern
    from claude_scope.vision.shapes.small_shapes import BoxedIcon

    Colour = npt.NDArray[np.float32]
    MeasureStyle = Callable[[Image, TextLine, Rect | None], TextStyle]

STRONG_SHARE = 0.8
"""This share of the texts has at most the contrast of strong text."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A surface with its box, the panel around it, the panels inside, and the lines that are in no inner panel."""

    box: Rect
    surface: Surface
    around: Panel | None
    styles: list[TextStyle] = field(default_factory=list)
    inner: list[Panel] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The parts of a picture; `size` (pixels), `weight` and `ink` are those of the body text, `page` the page's colour.

    `strong` is the contrast that `STRONG_SHARE` of the texts have at most. `middles` has the y of the middle of each
    text, and `panel_boxes` a row for each panel: these are arrays because a page may have a thousand of either, and all
    pairs are compared.
    """

    image: Image
    styles: list[TextStyle]
    panels: list[Panel]
    marks: list[Mark]
    size: float
    weight: float
    ink: Colour
    page: Colour
    strong: float
    middles: npt.NDArray[np.float64]
    panel_boxes: npt.NDArray[np.int32]
    panel_of: dict[int, Panel]
    boxed: list[BoxedIcon]
    switches: list[Switch]

    @property
    def width(self) -> int:
        """Width of the picture in pixels."""
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        """Height of the picture in pixels."""
        return int(self.image.shape[0])

    def panel(self, style: TextStyle) -> Panel | None:
        """The smallest panel under a line."""
        return self.panel_of.get(id(style))

    def row(self, style: TextStyle) -> list[TextStyle]:
        """The lines in the same row, including this one, from left to right."""
        middle = (style.box.top + style.box.bottom) / 2
        level = np.flatnonzero(np.abs(self.middles - middle) <= 0.45 * style.size).tolist()
        return sorted((self.styles[index] for index in level), key=lambda other: other.box.left)

    def row_at(self, y: float) -> list[TextStyle]:
        """The lines that the row of pixels `y` crosses."""
        return [style for style in self.styles if style.box.top <= y <= style.box.bottom]


def holds(outer: Rect, line: Rect) -> bool:
    """Whether `outer` contains a line of text: its centre, and most of its width."""
    if not outer.has(*line.centre):
        return False
    common = min(outer.right, line.right) - max(outer.left, line.left)
    return common >= 0.7 * line.width and outer.height >= 0.6 * line.height


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """The shapes of a picture, except its text and the shapes of its `patterns`; `surfaces` has the largest first."""

    surfaces: list[Surface]
    marks: list[Mark]
    boxed: list[BoxedIcon]
    switches: list[Switch]
    pictures: Pictures
    patterns: tuple[Pattern, ...] = ()


def find_shapes(image: Image, known: Sequence[Pattern] = ()) -> Shapes:
    """Return the shapes of an RGB picture; surfaces, half of the work, are found in a second thread.

    `known` are the patterns of the whole picture if this is a crop: a crop may contain too little of a pattern to find
    it.
    """
    far = colour_steps(image)
    patterns = tuple(dict.fromkeys((*known, *find_patterns(far))))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(surfaces, image, far, patterns)
        closed, turned, shown = (
            marks(image, far, patterns),
            switches(image, far),
            pictures(image),
        )
        flat = waiting.result()
    closed = [*closed, *squares(flat, closed)]
    return Shapes(flat, closed, boxed(image, flat, closed), turned, shown, patterns)


def build_scene(image: Image, lines: Sequence[TextLine], found: Shapes, measure: MeasureStyle = measure_style) -> Scene:
    """Build the scene of an RGB picture from its lines and shapes; `measure` returns the style of a line."""
    shown = found.pictures.without_text([line.box for line in lines])
    panels = _nest([surface for surface in found.surfaces if not shown.holds(surface.box)])
    panel_boxes = as_array([panel.box for panel in panels])
    styles, panel_of = _place_lines(image, lines, panels, panel_boxes, measure)
    middles = np.array([(style.box.top + style.box.bottom) / 2 for style in styles], np.float64)
    marks = [mark for mark in found.marks if not shown.holds(mark.box)]
    signs = [element for element in found.boxed if not shown.holds(element.box)]
    strong = sorted(style.contrast for style in styles)[int(STRONG_SHARE * (len(styles) - 1))] if styles else 0.0
    body = _body_style(image, styles)
    return Scene(image, styles, panels, marks, *body, strong, middles, panel_boxes, panel_of, signs, found.switches)


def _nest(found: Sequence[Surface]) -> list[Panel]:
    """Return panels with the smallest panel around each; `found` has the largest first."""
    panels: list[Panel] = []
    boxes = as_array([surface.box for surface in found])
    for index, surface in enumerate(found):
        at = last_around(boxes[:index], surface.box)
        around = None if at is None else panels[at]
        panel = Panel(surface.box, surface, around)
        if around is not None:
            around.inner.append(panel)
        panels.append(panel)
    return panels


def as_array(boxes: Sequence[Rect]) -> npt.NDArray[np.int32]:
    """Boxes as an array of shape (count, 4)."""
    return np.array(boxes, np.int32).reshape(-1, 4)


def last_around(boxes: npt.NDArray[np.int32], inner: Rect, slack: int = 2) -> int | None:
    """The index of the last box that contains `inner`, with a tolerance of `slack` pixels."""
    grown = boxes + np.array([-slack, -slack, slack, slack], np.int32)
    begins, ends = (grown[:, :2] <= inner[:2]).all(axis=1), (grown[:, 2:] >= inner[2:]).all(axis=1)
    return _last(begins & ends)


def _last_holding(boxes: npt.NDArray[np.int32], line: Rect) -> int | None:
    """The index of the last box that contains a line of text, in the sense of `holds`."""
    (x, y), (left, top, right, bottom) = line.centre, boxes.T
    has_centre = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    common = np.minimum(right, line.right) - np.maximum(left, line.left)
    return _last(has_centre & (common >= 0.7 * line.width) & (bottom - top >= 0.6 * line.height))


def _last(flags: npt.ArrayLike) -> int | None:
    at = np.flatnonzero(flags)
    return int(at[-1]) if len(at) else None


def _place_lines(
    image: Image,
    lines: Sequence[TextLine],
    panels: Sequence[Panel],
    boxes: npt.NDArray[np.int32],
    measure: MeasureStyle,
) -> tuple[list[TextStyle], dict[int, Panel]]:
    styles: list[TextStyle] = []
    panel_of: dict[int, Panel] = {}
    for line in lines:
        at = _last_holding(boxes, line.box)
        panel = None if at is None else panels[at]
        one = measure(image, line, None if panel is None else panel.box)
        styles.append(one)
        if panel is not None:
            panel.styles.append(one)
            panel_of[id(one)] = panel
    return styles, panel_of


def _body_style(image: Image, styles: Sequence[TextStyle]) -> tuple[float, float, Colour, Colour]:
    """The font size, weight and colour of most of the text, and the colour of the page."""
    small = image[::8, ::8].reshape(-1, 3)
    keys = (small >> 3).astype(np.int32) @ np.array([1024, 32, 1])
    values, counts = np.unique(keys, return_counts=True)
    page = np.median(small[keys == values[counts.argmax()]], axis=0).astype(np.float32)
    if not styles:
        return 16.0, 0.1, 255 - page, page
    letters = np.array([len(style.text) for style in styles], float)
    size = _weighted_median(np.array([style.size for style in styles]), letters)
    weight = _weighted_median(np.array([style.weight for style in styles]), letters)
    inks = np.array([style.ink for style in styles])
    on_page = np.array([float(np.abs(style.behind - page).max()) < 40 for style in styles])
    grey = np.ptp(inks, axis=1) < 60
    chosen = on_page & grey if (on_page & grey).any() else np.ones(len(styles), bool)
    order = largest(np.abs(inks - page))
    middle = _weighted_median(order[chosen], letters[chosen])
    ink = inks[chosen][np.abs(order[chosen] - middle).argmin()].astype(np.float32)
    return size, weight, ink, page


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])
