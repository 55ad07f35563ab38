"""Find cards, columns beside the page, and fields with their error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.values import Region
from claude_scope.vision.classify.rules.fields.invalid_fields import MESSAGE_ASIDE_PX
from claude_scope.vision.scene.landmarks import FIELDS, MAX_BANNER_BOTTOM, MAX_BANNER_TOP
from claude_scope.vision.scene.panel_features import all_styles
from claude_scope.vision.scene.red_text import field_for_message, is_red_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.values import Element
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.spatial_index import SpatialIndex
    from claude_scope.vision.scene.text_style import TextStyle

MIN_CARD_PX = (90, 40)
"""Width and height of the smallest card in pixels."""
MAX_CARD_WIDTH = 0.75
"""Wider surfaces, as a share of the picture, are the page or a band of it."""
PAGE_SHARES = (0.8, 0.6)
"""A surface with this share of all elements and of the picture's width is the page's background."""
MIN_BAND_WIDTH = 0.9
"""A surface with this share of a dialog's width is a part of the dialog."""
MAX_JOIN_PX = 4
"""Largest distance of a picture or header to the rest of its card, in pixels."""
MIN_DRAWING_PX = 60
"""Least height of a drawing that is the upper part of a card, in pixels; lower surfaces without text are cells."""
MIN_UNNAMED_ELEMENTS = 3
"""Least number of elements of a card without a heading."""
SIDEBAR_SHARES = (0.4, 0.3)
"""Largest width and least height of a column beside the page, as shares of the picture's."""
MIN_SIDEBAR_ELEMENTS = 6
"""Least number of elements in the column, and beside it."""
MAX_TITLE_OFFSET = 3.5
"""Largest distance of its heading to its upper edge, in font sizes."""
MAX_LABEL_OFFSET_PX = 60
"""Largest distance of a field to the start of its label above, in pixels."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def cards(scene: Scene, spatial: SpatialIndex, taken: Sequence[Rect]) -> list[Region]:
    """The cards of a picture; surfaces in `taken` are something else."""
    found: list[Rect] = []
    seen: set[tuple[int, ...]] = set()
    tops = _card_headers(scene, spatial)
    for panel in scene.panels:
        if (
            panel.box.width < MIN_CARD_PX[0]
            or panel.box.height < MIN_CARD_PX[1]
            or panel.box.width > MAX_CARD_WIDTH * scene.width
        ):
            continue
        box = next((panel.box.union(one) for one in tops if _is_card_header(one, panel.box)), panel.box)
        inside = tuple(spatial.inside(box))
        if inside not in seen and _is_card(scene, spatial, box, inside, taken):
            seen.add(inside)
            found.append(box)
    return [_region(scene, spatial, box, found) for box in found]


def _card_headers(scene: Scene, spatial: SpatialIndex) -> list[Rect]:
    """Possible upper parts of a card: pictures, and drawings, which are surfaces without text."""
    pictures = [spatial.boxes[one] for one in spatial.all("image")]
    return pictures + [one.box for one in scene.panels if one.box.height >= MIN_DRAWING_PX and not all_styles(one)]


def _is_card_header(upper: Rect, lower: Rect) -> bool:
    """Whether a rectangle ends where one of the same width begins."""
    level = abs(upper.left - lower.left) <= MAX_JOIN_PX and abs(upper.right - lower.right) <= MAX_JOIN_PX
    return level and abs(upper.bottom - lower.top) <= MAX_JOIN_PX


def _is_card(scene: Scene, spatial: SpatialIndex, box: Rect, inside: Sequence[int], taken: Sequence[Rect]) -> bool:
    many, wide = PAGE_SHARES
    if len(inside) >= many * len(spatial.elements) and box.width >= wide * scene.width:
        return False
    if any(_is_same(box, one) for one in taken) or _belongs_to_element(spatial, box):
        return False
    if box.bottom <= MAX_BANNER_BOTTOM * scene.height and box.top <= MAX_BANNER_TOP * scene.height:
        return False
    return len(inside) >= (2 if spatial.of(inside, "heading") else MIN_UNNAMED_ELEMENTS)


def _is_same(box: Rect, other: Rect) -> bool:
    return box.contains(other, slack=MAX_JOIN_PX) and other.contains(box, slack=MAX_JOIN_PX)


def _belongs_to_element(spatial: SpatialIndex, box: Rect) -> bool:
    """Whether a surface is an element or lies on one; a dialog has parts as wide as itself."""
    for index in spatial.touching(box):
        one, kind = spatial.boxes[index], spatial.elements[index].type
        if kind == "dialog":
            if box.width >= MIN_BAND_WIDTH * one.width or not one.contains(box):
                return True
        elif one.contains(box, slack=MAX_JOIN_PX):
            return True
    return False


def _region(scene: Scene, spatial: SpatialIndex, box: Rect, all_cards: Sequence[Rect]) -> Region:
    title = spatial.title(box)
    if title is None:
        return Region("group", box.box())
    aside = spatial.boxes[title].top - box.top <= MAX_TITLE_OFFSET * scene.size and _is_column(
        scene, spatial, box, all_cards
    )
    return Region("complementary" if aside else "group", box.box(), spatial.elements[title].label)


def _is_column(scene: Scene, spatial: SpatialIndex, box: Rect, all_cards: Sequence[Rect]) -> bool:
    """Whether a card is a column beside the rest of the page, not one of a set of cards."""
    wide, tall = SIDEBAR_SHARES
    if (
        box.width > wide * scene.width
        or box.height < tall * scene.height
        or len(spatial.inside(box)) < MIN_SIDEBAR_ELEMENTS
    ):
        return False
    level = [one for one in spatial.boxes if _overlaps(one, box)]
    left, right = sum(one.right <= box.left for one in level), sum(one.left >= box.right for one in level)
    others = [one for one in all_cards if not box.contains(one) and _overlaps(one, box)]
    alone = not any(_is_same_set(one, box) for one in others)
    return alone and min(left, right) == 0 and max(left, right) >= MIN_SIDEBAR_ELEMENTS


def _overlaps(one: Rect, other: Rect) -> bool:
    """Whether two rectangles share rows of pixels."""
    return one.top < other.bottom and other.top < one.bottom


def _is_same_set(one: Rect, other: Rect) -> bool:
    """Whether two cards belong to one set: equal width or equal top."""
    return min(abs(one.width - other.width), abs(one.top - other.top)) <= 2 * MAX_JOIN_PX


def fields_with_errors(scene: Scene, spatial: SpatialIndex) -> list[Region]:
    """Each field with its label and its error: red text right below it, or text of any colour if it is invalid."""
    indices = spatial.all(*FIELDS)
    fields, labels = [spatial.elements[one] for one in indices], {one: _label_of(spatial, one) for one in indices}
    texts = [one for one in spatial.all("text", "alert") if one not in labels.values()]
    found: dict[int, list[int]] = {}
    for style in scene.styles:
        field = field_for_message(style, fields)
        if field is None or not _LETTERS.search(style.text) or not _is_about(style, field):
            continue
        text = next((one for one in spatial.at(style.line.box) if one in texts), None)
        if text is not None:
            found.setdefault(spatial.index(field), []).append(text)
    return [_field(spatial, field, labels[field], errors) for field, errors in found.items()]


def _is_about(style: TextStyle, field: Element) -> bool:
    """Whether a line near a field is its error."""
    if style.box.top < field.box.y + field.box.height - MAX_JOIN_PX:
        return False
    level = abs(style.box.left - field.box.x) <= MESSAGE_ASIDE_PX
    return is_red_text(style) or ("invalid" in field.state and level)


def _field(spatial: SpatialIndex, field: int, label: int | None, errors: Sequence[int]) -> Region:
    parts = [field, *errors, *([] if label is None else [label])]
    name = spatial.elements[field].label
    is_error = label is None and any(spatial.elements[one].label == name for one in spatial.all("text"))
    return Region("group", spatial.around(parts).box(), "" if is_error else name)


def _label_of(spatial: SpatialIndex, field: int) -> int | None:
    """The text that names a field; None if another text stands between them."""
    box, label = spatial.boxes[field], spatial.elements[field].label
    texts = [
        one for one in spatial.all("text") if -MAX_LABEL_OFFSET_PX <= spatial.boxes[one].top - box.top <= box.height
    ]
    named = [one for one in texts if label and spatial.elements[one].label == label]
    if not named:
        return None
    end = spatial.boxes[named[-1]].bottom
    between = [
        one for one in texts if end - MAX_JOIN_PX <= spatial.boxes[one].top and spatial.boxes[one].bottom <= box.top
    ]
    over = [one for one in between if spatial.boxes[one].left < box.right and spatial.boxes[one].right > box.left]
    return None if over else named[-1]
