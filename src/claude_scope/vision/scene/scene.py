"""The candidates of one picture and how they lie to each other: what the typing looks at, without an opinion."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.scene.text_style import Look, look
from claude_scope.vision.shapes.checkbox_shapes import Mark, marks, squares
from claude_scope.vision.shapes.foreground import largest
from claude_scope.vision.shapes.image_regions import Pictures, pictures
from claude_scope.vision.shapes.small_shapes import blobs, boxed
from claude_scope.vision.shapes.surface import Surface
from claude_scope.vision.shapes.surfaces import steps, surfaces
from claude_scope.vision.shapes.switches import Switch, switches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from claude_scope.geometry import Rect
    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.shapes.small_shapes import Boxed

    Colour = npt.NDArray[np.float32]
    LookAt = Callable[[Image, TextLine, Rect | None], Look]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A surface with what lies on it: lines of text that no smaller panel holds as well, and the panel around it."""

    surface: Surface
    around: Panel | None
    looks: list[Look] = field(default_factory=list)
    inner: list[Panel] = field(default_factory=list)

    @property
    def box(self) -> Rect:
        """Its place."""
        return self.surface.box


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A picture taken apart. `size` is the font size of its body text in pixels, `ink` and `page` its colours."""

    image: Image
    looks: list[Look]
    panels: list[Panel]
    marks: list[Mark]
    size: float
    weight: float
    ink: Colour
    page: Colour
    panel_of: dict[int, Panel]
    boxed: list[Boxed]
    blobs: list[Rect]
    switches: list[Switch]
    pictures: list[Rect]

    @property
    def width(self) -> int:
        """Width of the picture in pixels."""
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        """Height of the picture in pixels."""
        return int(self.image.shape[0])

    def panel(self, look: Look) -> Panel | None:
        """The smallest panel that a line stands on."""
        return self.panel_of.get(id(look))

    def row(self, look: Look) -> list[Look]:
        """The lines beside this one, itself included, left to right."""
        middle = (look.box.top + look.box.bottom) / 2
        return sorted(
            (
                other
                for other in self.looks
                if other is look or abs((other.box.top + other.box.bottom) / 2 - middle) <= 0.45 * look.size
            ),
            key=lambda other: other.box.left,
        )

    def row_at(self, y: float) -> list[Look]:
        """The lines through which the row of pixels `y` runs."""
        return [look for look in self.looks if look.box.top <= y <= look.box.bottom]


def holds(outer: Rect, line: Rect) -> bool:
    """Whether a line of text stands on `outer`: its middle, and most of its width."""
    if not outer.has(*line.centre):
        return False
    common = min(outer.right, line.right) - max(outer.left, line.left)
    return common >= 0.7 * line.width and outer.height >= 0.6 * line.height


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """What a picture holds besides text: flat rectangles, the largest first, and small squares and circles, signs."""

    surfaces: list[Surface]
    marks: list[Mark]
    boxed: list[Boxed]
    blobs: list[Rect]
    switches: list[Switch]
    pictures: Pictures


def shapes(image: Image) -> Shapes:
    """The shapes of an RGB picture; flat rectangles, half of the work, are looked for beside the others."""
    far = steps(image)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(surfaces, image, far)
        closed, alone, turned, shown = marks(image, far), blobs(far), switches(image, far), pictures(image)
        flat = waiting.result()
    closed = [*closed, *squares(flat, closed)]
    return Shapes(flat, closed, boxed(image, flat, closed), alone, turned, shown)


def scene(image: Image, lines: Sequence[TextLine], found: Shapes, seen: LookAt = look) -> Scene:
    """Take an RGB picture apart, given its lines of text and its shapes; `seen` tells how a line looks."""
    shown = found.pictures.without_text([line.box for line in lines])
    panels = _nested([one for one in found.surfaces if not shown.holds(one.box)])
    looks, panel_of = _placed(image, lines, panels, seen)
    marks = [one for one in found.marks if not shown.holds(one.box)]
    signs = [one for one in found.boxed if not shown.holds(one.box)]
    blobs = [one for one in found.blobs if not shown.holds(one)]
    drawn = signs, blobs, found.switches, shown.boxes
    return Scene(image, looks, panels, marks, *_body(image, looks), panel_of, *drawn)


def _nested(found: Sequence[Surface]) -> list[Panel]:
    """Panels with the smallest panel around each; `found` has the largest first."""
    panels: list[Panel] = []
    for surface in found:
        around = next((panel for panel in reversed(panels) if panel.box.contains(surface.box)), None)
        panel = Panel(surface, around)
        if around is not None:
            around.inner.append(panel)
        panels.append(panel)
    return panels


def _placed(
    image: Image, lines: Sequence[TextLine], panels: Sequence[Panel], seen: LookAt
) -> tuple[list[Look], dict[int, Panel]]:
    looks: list[Look] = []
    panel_of: dict[int, Panel] = {}
    for line in lines:
        panel = next((one for one in reversed(panels) if holds(one.box, line.box)), None)
        one = seen(image, line, None if panel is None else panel.box)
        looks.append(one)
        if panel is not None:
            panel.looks.append(one)
            panel_of[id(one)] = panel
    return looks, panel_of


def _body(image: Image, looks: Sequence[Look]) -> tuple[float, float, Colour, Colour]:
    """Font size, weight and colour of the text that there is most of, and the colour of the page."""
    small = image[::8, ::8].reshape(-1, 3)
    keys = (small >> 3).astype(np.int32) @ np.array([1024, 32, 1])
    values, counts = np.unique(keys, return_counts=True)
    page = np.median(small[keys == values[counts.argmax()]], axis=0).astype(np.float32)
    if not looks:
        return 16.0, 0.1, 255 - page, page
    letters = np.array([len(one.text) for one in looks], float)
    size = _weighted_median(np.array([one.size for one in looks]), letters)
    weight = _weighted_median(np.array([one.weight for one in looks]), letters)
    inks = np.array([one.ink for one in looks])
    on_page = np.array([float(np.abs(one.behind - page).max()) < 40 for one in looks])
    grey = np.ptp(inks, axis=1) < 60
    chosen = on_page & grey if (on_page & grey).any() else np.ones(len(looks), bool)
    order = largest(np.abs(inks - page))
    middle = _weighted_median(order[chosen], letters[chosen])
    ink = inks[chosen][np.abs(order[chosen] - middle).argmin()].astype(np.float32)
    return size, weight, ink, page


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])
