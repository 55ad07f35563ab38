"""Find visible landmarks: banner, navigation, sidebars, footer, tab lists.

Uncertain parts are left out: a wrong landmark sends the reader to the wrong place.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.lexicon.footer_words import FOOTER
from claude_scope.values import Region
from claude_scope.vision.classify.rules.navigation.current_page import (
    MAX_ENTRY_GAP,
    MAX_PITCH_VARIATION,
    MIN_LISTED_LINKS,
)
from claude_scope.vision.classify.rules.navigation.navigation import MIN_BAR_CONTRAST
from claude_scope.vision.shapes.colours import apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.values import RegionRole
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.spatial_index import SpatialIndex

MAX_BANNER_TOP, MAX_BANNER_BOTTOM = 0.02, 0.18
"""A banner begins and ends within these shares of the picture's height."""
MAX_HEADER_LINKS_TOP = 0.12
"""A row of links without a bar is navigation within this share of the picture's height; lower ones are as often
tabs."""
FULL_WIDTH = 0.97
"""Least width of a bar across the page, as a share of the picture's."""
EDGE_PX = 8
"""Largest distance of a sidebar, and of the ends of a bar, to the picture's edge."""
MAX_LINK_LEFT = 0.05
"""Largest left edge of a column of links outside of a sidebar, as a share of the picture's width."""
SIDEBAR_WIDTHS, MIN_SIDEBAR_HEIGHT = (0.1, 0.3), 0.5
"""Width and height of a sidebar, as shares of the picture's."""
MIN_BANNER_LINKS = 2
"""With this many links a bar at the top is the page's banner; with fewer it may be a tool bar."""
MAX_LINK_PITCH = 3.5
"""Largest distance of links in a column, from centre to centre, in font sizes."""
MAX_SIZE_DIFFERENCE = 0.3
"""Largest difference of the font sizes of neighbours in a row, as a share; an accent or a misread height adds to it."""
MIN_BRAND_SIZE, MIN_BRAND_WEIGHT = 1.08, 1.25
"""The brand has letters this many times as large, or strokes this many times as wide, as the links after it."""
MIN_LINK_SHARE = 0.7
"""A sidebar with this share of links is navigation."""
_MARK = re.compile(r"©|\(c\)|^[@&Oo0] ?(19|20)\d\d\b", re.IGNORECASE)
"""Marks a footer; OCR reads © as @, & or O."""
CONTROLS = ("button", "link", "tab", "input", "select", "icon")
FIELDS = ("input", "select", "checkbox", "radio")
PICTURES = ("image", "icon")


def landmarks(scene: Scene, spatial: SpatialIndex) -> list[Region]:
    """Banner, navigation, sidebars, footer, and tab lists."""
    sides = [
        _sidebar_role(spatial, one.box)
        for one in scene.panels
        if _is_sidebar(scene, one) and not _is_element(spatial, one.box)
    ]
    columns = [box for _, box in sides]
    top = next((panel.box for panel in scene.panels if _is_banner(scene, spatial, panel, columns)), None)
    footer = next((panel.box for panel in scene.panels if _is_footer(scene, spatial, panel)), None)
    bars = [one for one in (top, footer) if one is not None]
    found: list[tuple[RegionRole, Rect]] = list(sides)
    found += [("banner", top)] if top else []
    found += [("contentinfo", footer)] if footer else []
    lines = spatial.lines(range(len(spatial.elements)))
    found += [("navigation", box) for box in _rows_of_links(scene, spatial, lines, bars)]
    found += [("navigation", box) for box in _columns_of_links(scene, spatial, columns)]
    found += [("tablist", box) for box in _rows_of_tabs(spatial, lines)]
    return [Region(role, box.box(), _name(spatial, box) if role == "complementary" else "") for role, box in found]


def _name(spatial: SpatialIndex, box: Rect) -> str:
    title = spatial.title(box)
    return "" if title is None else spatial.elements[title].label


def _is_sidebar(scene: Scene, panel: Panel) -> bool:
    """Whether a panel is a column along the left or the right edge of the picture."""
    box = panel.box
    narrow = (
        SIDEBAR_WIDTHS[0] * scene.width <= box.width <= SIDEBAR_WIDTHS[1] * scene.width
        and box.height >= MIN_SIDEBAR_HEIGHT * scene.height
    )
    return narrow and (box.left <= EDGE_PX or box.right >= scene.width - EDGE_PX)


def _sidebar_role(spatial: SpatialIndex, box: Rect) -> tuple[RegionRole, Rect]:
    """Role of a sidebar: navigation if it is mostly links, otherwise complementary."""
    inside = [one for one in spatial.inside(box) if spatial.elements[one].type not in PICTURES]
    links = spatial.of(inside, "link")
    return ("navigation" if len(links) >= max(3, MIN_LINK_SHARE * len(inside)) else "complementary"), box


def _is_banner(scene: Scene, spatial: SpatialIndex, panel: Panel, columns: Sequence[Rect]) -> bool:
    """Whether a panel is a bar across the top with links, or with any control on a strong colour.

    A bar of fields is a filter, one of buttons alone is a tool bar, and one that is an element is a message.
    """
    box = panel.box
    if (
        box.top > MAX_BANNER_TOP * scene.height
        or box.bottom > MAX_BANNER_BOTTOM * scene.height
        or not _spans_page(scene, box, columns)
    ):
        return False
    inside = spatial.inside(box)
    if len(inside) < 2 or _is_element(spatial, box) or len(spatial.of(inside, *FIELDS)) > 1:
        return False
    first = min(inside, key=lambda one: spatial.boxes[one].left)
    links = len(spatial.of(inside, "link"))
    is_strong = apart(panel.surface.fill, scene.page) >= MIN_BAR_CONTRAST and bool(spatial.of(inside, *CONTROLS))
    return spatial.elements[first].type not in FIELDS and (is_strong or links >= MIN_BANNER_LINKS)


def _spans_page(scene: Scene, box: Rect, columns: Sequence[Rect]) -> bool:
    """Whether a bar spans the page, or the space beside a sidebar."""
    left = min([0, *(one.right for one in columns if one.left <= EDGE_PX)], key=lambda edge: abs(edge - box.left))
    right = min(
        [scene.width, *(one.left for one in columns if one.right >= scene.width - EDGE_PX)],
        key=lambda edge: abs(edge - box.right),
    )
    return abs(box.left - left) <= EDGE_PX and abs(box.right - right) <= EDGE_PX and box.width >= scene.width / 2


def _is_footer(scene: Scene, spatial: SpatialIndex, panel: Panel) -> bool:
    """Whether a panel spans the end of the page and holds words of a footer."""
    box = panel.box
    if box.bottom < scene.height - EDGE_PX or box.top < scene.height / 2 or box.width < FULL_WIDTH * scene.width:
        return False
    labels = [spatial.elements[one].label for one in spatial.of(spatial.inside(box), "text", "link")]
    return any(_MARK.search(label) or FOOTER.search(label) for label in labels)


def _is_element(spatial: SpatialIndex, box: Rect) -> bool:
    """Whether a panel is an element itself, as a message is."""
    return any(one.contains(box) and box.contains(one, slack=EDGE_PX) for one in spatial.boxes)


def _rows_of_links(
    scene: Scene, spatial: SpatialIndex, lines: Sequence[list[int]], bars: Sequence[Rect]
) -> Iterable[Rect]:
    """Rows of links: three at the top of the page or in a bar, or two at the start of a bar's line."""
    lowest = MAX_HEADER_LINKS_TOP * scene.height
    for line in lines:
        if spatial.boxes[line[0]].top > lowest and not any(bar.has(*spatial.boxes[line[0]].centre) for bar in bars):
            continue
        for at, run in enumerate(_runs(spatial, line, "link")):
            links = _remove_brand(spatial, line, run)
            box = spatial.around(links)
            in_bar = any(bar.contains(box, slack=EDGE_PX) for bar in bars)
            if len(links) >= (2 if in_bar and not at else 3):
                yield box


def _rows_of_tabs(spatial: SpatialIndex, lines: Sequence[list[int]]) -> Iterable[Rect]:
    """Consecutive tabs, one of them selected, in a line of buttons alone; none behind a dialog."""
    dialogs = [spatial.boxes[one] for one in spatial.all("dialog")]
    for line in lines:
        if len(spatial.of(line, "tab", "button", *PICTURES)) < len(line):
            continue
        for run in _runs(spatial, line, "tab"):
            in_front = all(dialog.contains(spatial.boxes[run[0]]) for dialog in dialogs)
            if in_front and len(run) > 1 and sum("selected" in spatial.elements[one].state for one in run) == 1:
                yield spatial.around(run)


def _runs(spatial: SpatialIndex, line: Sequence[int], kind: str) -> list[list[int]]:
    """Consecutive elements of one type in a line, in one font size."""
    runs: list[list[int]] = [[]]
    for one in line:
        last = runs[-1][-1] if runs[-1] else None
        if spatial.elements[one].type != kind:
            runs.append([])
        elif last is None or _follows(spatial, last, one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [run for run in runs if run]


def _follows(spatial: SpatialIndex, one: int, other: int) -> bool:
    size, next_size = spatial.size(one), spatial.size(other)
    near = spatial.boxes[other].left - spatial.boxes[one].right <= MAX_ENTRY_GAP * min(size, next_size)
    return near and abs(size - next_size) <= MAX_SIZE_DIFFERENCE * max(size, next_size)


def _remove_brand(spatial: SpatialIndex, line: Sequence[int], run: list[int]) -> list[int]:
    """Remove the first link of a line if it is larger or bolder than the others: it is the page's name."""
    first = next((one for one in line if spatial.elements[one].type not in PICTURES), None)
    if run[0] != first or len(run) < 2:
        return run
    size = median(spatial.size(one) for one in run[1:])
    weight = median(spatial.weight(one) for one in run[1:])
    return (
        run[1:]
        if spatial.size(first) >= MIN_BRAND_SIZE * size or spatial.weight(first) >= MIN_BRAND_WEIGHT * weight
        else run
    )


def _columns_of_links(scene: Scene, spatial: SpatialIndex, columns: Sequence[Rect]) -> Iterable[Rect]:
    """Columns of at least `MIN_LISTED_LINKS` links at the left edge, evenly spaced, with nothing beside them."""
    links = [
        one
        for one in spatial.all("link")
        if spatial.boxes[one].left <= MAX_LINK_LEFT * scene.width
        and not any(box.contains(spatial.boxes[one]) for box in columns)
    ]
    for run in _aligned(spatial, links):
        box = spatial.around(run)
        beside = Rect(0, box.top, box.right + round(MAX_ENTRY_GAP * scene.size), box.bottom)
        others = [
            one for one in spatial.touching(beside) if one not in run and spatial.elements[one].type not in PICTURES
        ]
        if len(run) >= MIN_LISTED_LINKS and not others:
            yield box


def _aligned(spatial: SpatialIndex, links: Sequence[int]) -> list[list[int]]:
    """Links with the same left edge at equal distances."""
    runs: list[list[int]] = []
    for one in sorted(links, key=lambda index: spatial.boxes[index].top):
        run = next((run for run in runs if _continues_column(spatial, run, one)), None)
        if run is None:
            runs.append([one])
        else:
            run.append(one)
    return runs


def _continues_column(spatial: SpatialIndex, run: Sequence[int], one: int) -> bool:
    box, last = spatial.boxes[one], spatial.boxes[run[-1]]
    step = box.centre[1] - last.centre[1]
    if abs(box.left - last.left) > EDGE_PX or not 0 < step <= MAX_LINK_PITCH * spatial.size(one):
        return False
    first = spatial.boxes[run[1]].centre[1] - spatial.boxes[run[0]].centre[1] if len(run) > 1 else step
    return abs(step - first) <= MAX_PITCH_VARIATION * first
