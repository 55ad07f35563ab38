"""Rules for what is only text: links, headings, tabs; all other lines are text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.rect import Rect
from claude_scope.vision.colours import apart, chroma, is_cool, is_red
from claude_scope.vision.ink import ink, runs
from claude_scope.vision.looks import Look, words
from claude_scope.vision.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.scene import Panel, Scene

    Colour = npt.NDArray[np.float32]

HEADER_HEIGHT = 0.14
"""A page's header ends within this share of the picture's height."""
FARTHEST_TAB = 5.0
"""Tabs follow each other at most this many font sizes apart."""
LARGE = 1.15
"""A heading's font is at least this much larger than the body's; Bootstrap's h5 has 1.25, Primer's h4 1.14."""
LARGE_LINK = 1.35
"""What looks like a link is a heading only from this size on: a line under letters makes them look larger."""
BOLD = 1.3
"""Bold strokes are at least this much wider than the body's (measured: 1.35 to 1.8)."""
NUMBER = re.compile(r"^[\W\d]*\d[\W\d]*[A-Za-z%]{0,2}$")
"""An amount, a date or a count, which is large on dashboards without being a heading."""


def typed_text(scene: Scene, taken: Sequence[Typed]) -> list[Typed]:
    """Types for the lines that no element has as its text yet."""
    used = {id(look) for element in taken for look in element.looks}
    free = [look for look in scene.looks if id(look) not in used]
    header = _header(scene, free)
    tabs = _tabs(scene, [look for look in free if id(look) not in header])
    accents = _accents(taken, scene)
    found: list[Typed] = []
    for look in free:
        found += _typed(scene, look, header, tabs, accents, taken)
    for element in taken:
        if element.type in ("checkbox", "radio", "alert"):
            found += [link for look in element.looks for link in _links_within(scene, look, accents)]
    return found


def _typed(
    scene: Scene, look: Look, header: set[int], tabs: dict[int, bool], accents: list[Colour], taken: Sequence[Typed]
) -> list[Typed]:
    if id(look) in tabs:
        return [Typed("tab", look.line.box, (look,), 0.6, ("selected",) if tabs[id(look)] else ())]
    if id(look) in header:
        return [Typed("link", look.line.box, (look,), 0.6)]
    heading, link = _is_heading(scene, look, taken), is_link(scene, look, accents)
    if heading and not (link and look.size < LARGE_LINK * scene.size):
        return [Typed("heading", look.line.box, (look,), 0.7)]
    if link:
        return [Typed("link", look.line.box, (look,), 0.75)]
    return [Typed("text", look.line.box, (look,), look.line.confidence), *_links_within(scene, look, accents)]


# --- links ------------------------------------------------------------------------------------------------------------


def _accents(taken: Sequence[Typed], scene: Scene) -> list[Colour]:
    """The strong colours that buttons have on this page: its links have them too, even when they are red or green."""
    return [
        look.behind
        for element in taken
        if element.type == "button"
        for look in element.looks
        if chroma(look.behind) >= 80
    ]


def is_link(scene: Scene, look: Look, accents: Sequence[Colour], body: Colour | None = None) -> bool:
    """Whether text has a link's colour or a line under it."""
    ordinary = scene.ink if body is None else body
    if look.contrast < 30 or not any(letter.isalnum() for letter in look.text):
        return False
    if look.underlined and len(look.text) > 1:
        return True
    if chroma(look.ink) < 45 or apart(look.ink, ordinary) < 45 or chroma(look.behind) > 25:
        return False
    if is_cool(look.ink):
        return True
    return any(apart(look.ink, accent) < 40 for accent in accents)


def _links_within(scene: Scene, look: Look, accents: Sequence[Colour]) -> list[Typed]:
    """Links that are a few words of a line: runs of words that look like a link among words that do not."""
    if not _mixed(scene, look):
        return []
    parts = words(scene.image, look.line)
    flags = [is_link(scene, part, accents) for part in parts]
    if all(flags) or not any(flags):
        return []
    found = []
    for start, end in runs(np.array(flags)):
        piece = parts[start:end]
        if not _like_one(piece):
            continue
        box = Rect(piece[0].box.left, look.line.box.top, piece[-1].box.right, look.line.box.bottom)
        found.append(Typed("link", box, tuple(piece), 0.6))
    return found


def _like_one(piece: Sequence[Look]) -> bool:
    return sum(len(part.text) for part in piece) >= 3


def _mixed(scene: Scene, look: Look) -> bool:
    """Whether part of the line is coloured, or part of it has a line under it."""
    box = look.box
    piece = scene.image[box.top : box.bottom, box.left : box.right]
    mask = ink(piece, look.behind)
    if not mask.any():
        return False
    coloured = float((np.ptp(piece[mask].astype(np.int16), axis=1) > 60).mean())
    if 0.04 < coloured < 0.96:
        return True
    lower = mask[int(mask.shape[0] * 0.65) :]
    longest = max((end - start for row in lower for start, end in runs(row)), default=0)
    return longest > 1.5 * look.size


def _header(scene: Scene, free: Sequence[Look]) -> set[int]:
    """Lines of the page's header that are links by their place: the top row of a bar, or a row of short words."""
    top = [look for look in free if (look.box.top + look.box.bottom) / 2 < HEADER_HEIGHT * scene.height]
    found: set[int] = set()
    for look in top:
        row = [one for one in scene.row(look) if one in top]
        short = [one for one in row if len(one.text) <= 24 and one.size <= 1.9 * scene.size]
        if len(short) < len(row) or len(row) < 2:
            continue
        if _bar(scene, look) is not None or (len(row) >= 3 and not _table_like(scene, row)):
            found.update(id(one) for one in row)
    side = [panel for panel in scene.panels if _is_sidebar(scene, panel)]
    for panel in side:
        looks = [
            look for look in panel.looks if look in free and len(look.text) <= 28 and look.size < LARGE * scene.size
        ]
        if len(looks) >= 3:
            found.update(id(look) for look in looks if not look.text.isupper())
    return found


def _bar(scene: Scene, look: Look) -> Panel | None:
    """The bar at the top of the page that a line stands on: wide, low, and with a colour of its own."""
    panel = scene.panel(look)
    while panel is not None:
        box = panel.box
        if box.width >= 0.85 * scene.width and box.height <= 0.17 * scene.height and box.top < 0.06 * scene.height:
            return panel
        panel = panel.around
    return None


def _table_like(scene: Scene, row: Sequence[Look]) -> bool:
    """Whether rows of text follow with the same left edges, as under the head of a table."""
    lefts = [look.box.left for look in row]
    below = [
        look
        for look in scene.looks
        if row[0].box.bottom < look.box.top < row[0].box.bottom + 6 * row[0].size
        and any(abs(look.box.left - left) <= 3 for left in lefts)
    ]
    return len(below) >= max(3, len(row))


def _is_sidebar(scene: Scene, panel: Panel) -> bool:
    box = panel.box
    narrow = 0.08 * scene.width <= box.width <= 0.27 * scene.width and box.height >= 0.5 * scene.height
    return narrow and (box.left <= 8 or box.right >= scene.width - 8)


# --- tabs -------------------------------------------------------------------------------------------------------------


def _tabs(scene: Scene, free: Sequence[Look]) -> dict[int, bool]:
    """Lines that are tabs: a row of short texts of which exactly one has another edge below it than the rest."""
    found: dict[int, bool] = {}
    for look in free:
        if id(look) in found or len(look.text) > 24:
            continue
        row = _side_by_side(scene, look, free)
        if len(row) < 2 or len(row) > 9:
            continue
        edges = [_edge_below(scene, one) for one in row]
        odd = [index for index, edge in enumerate(edges) if _differs(edge, edges, index)]
        if len(odd) == 1:
            found.update({id(one): index == odd[0] for index, one in enumerate(row)})
    return found


def _side_by_side(scene: Scene, first: Look, free: Sequence[Look]) -> list[Look]:
    """Short lines that follow `first` in its row at small distances; empty when another one comes right before it."""
    row = [one for one in scene.row(first) if one in free and _neighbours(one, first)]
    start = row.index(first)
    if start and first.box.left - row[start - 1].box.right <= FARTHEST_TAB * first.size:
        return []
    group = [first]
    for one in row[start + 1 :]:
        if one.box.left - group[-1].box.right > FARTHEST_TAB * first.size:
            break
        group.append(one)
    return group


def _neighbours(one: Look, other: Look) -> bool:
    return len(one.text) <= 24 and abs(one.size - other.size) <= 0.25 * other.size


def _edge_below(scene: Scene, look: Look) -> Colour:
    """The colour that differs most from the background on the rows just below the text, over its whole width."""
    box = look.box
    strip = scene.image[box.bottom + 3 : box.bottom + int(1.6 * look.size), box.left : box.right].astype(np.float32)
    if strip.size == 0:
        return look.behind
    rows = np.median(strip, axis=1)
    flat = np.abs(strip - rows[:, None]).max(axis=2).mean(axis=1) < 6
    far = np.abs(rows - look.behind).max(axis=1) * flat
    colour: Colour = rows[int(far.argmax())].astype(np.float32)
    return colour


def _differs(edge: Colour, edges: Sequence[Colour], index: int) -> bool:
    others = [other for at, other in enumerate(edges) if at != index]
    same = all(apart(others[0], other) < 14 for other in others)
    return same and apart(edge, others[0]) >= 24


# --- headings ---------------------------------------------------------------------------------------------------------


def _is_heading(scene: Scene, look: Look, taken: Sequence[Typed]) -> bool:
    text = look.text
    if len(text) < 2 or len(text) > 80 or NUMBER.match(text) or text.endswith((".", ",", ";")):
        return False
    letters = sum(letter.isalpha() for letter in text)
    if letters < 2 or look.contrast < 60 or is_red(look.ink):
        return False
    panel = scene.panel(look)
    if panel is not None and panel.box.height < 2.4 * look.size and panel.box.width < 0.5 * scene.width:
        return False
    ground = scene.page if panel is None else panel.surface.fill
    if apart(look.behind, ground) >= 60 and chroma(look.behind) >= 40:
        return False  # a badge whose edges a codec has washed away
    if look.size >= LARGE * scene.size and look.size >= 15:
        return True
    if look.weight < BOLD * scene.weight or look.size < 0.85 * scene.size or chroma(look.behind) >= 40:
        return False
    return not _in_columns(scene, look) and not _names_a_field(look, taken)


def _in_columns(scene: Scene, look: Look) -> bool:
    """Whether other lines on the same panel stand beside it: the head of a table, a label with its amount."""
    panel = _home(scene, look)
    return any(
        other is not look and _home(scene, other) is panel and abs(other.size - look.size) < 0.2 * look.size
        for other in scene.row(look)
    )


def _home(scene: Scene, look: Look) -> Panel | None:
    """The smallest panel around a line that has room for more than this line: not a cell, not a badge."""
    panel = scene.panel(look)
    while panel is not None and panel.box.height < 3.2 * look.size:
        panel = panel.around
    return panel


def _names_a_field(look: Look, taken: Sequence[Typed]) -> bool:
    """Whether a field follows below or to the right, so that the line is its label."""
    box = look.box
    for element in taken:
        if element.type not in ("input", "select", "checkbox", "radio"):
            continue
        other = element.box
        below = abs(other.left - box.left) <= 14 and -4 <= other.top - box.bottom <= 1.4 * look.size
        beside = other.top <= (box.top + box.bottom) / 2 <= other.bottom and 0 <= other.left - box.right <= 160
        if (below and element.type in ("input", "select")) or beside:
            return True
    return False
