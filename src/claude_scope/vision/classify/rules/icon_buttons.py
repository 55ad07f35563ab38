"""Classify elements without text: steppers, icon buttons, single icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.navigation.navigation import HEADER_HEIGHT
from claude_scope.vision.ocr.badge_counts import is_count
from claude_scope.vision.scene.panel_features import colour_above, fill_colour
from claude_scope.vision.shapes.colours import apart
from claude_scope.vision.shapes.icon_glyphs import BARS, DOTS, GLYPH_OF_LETTER, MINUS, PLUS, TIMES, glyph
from claude_scope.vision.shapes.small_shapes import steppers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle
    from claude_scope.vision.shapes.icon_glyphs import Glyph
    from claude_scope.vision.shapes.small_shapes import BoxedIcon

MIN_SIGN_BOX_PX = 22
"""Smaller boxes with a dash or a cross are checkboxes: browsers draw 13, libraries 16 to 20 pixels."""
MIN_ICON_BUTTON_PX = 26
"""Smallest side, in pixels, of a button with an icon: smaller boxes are dots."""
INK_SHARES = (0.08, 0.75)
"""Share of its box that the ink of an icon covers; less is dust, more is a block of colour."""
MIN_TEXT_GAP = 1.2
"""Least distance of a lone icon to text beside it, in its heights."""
MAX_CONTROL_GAP_PX = 60
"""An icon this near to another icon or control of its row is a control too, in pixels."""
MAX_RAIL_PX = 90
"""Largest width of a bar of icons in pixels: usual are 48 to 72."""
MIN_BADGE_DIFF = 40
"""Least difference (0..255) of a badge to its surroundings."""
MAX_BADGE_GAP, MAX_BADGE_HEIGHT = 0.8, 1.9
"""Largest distance of a badge to its text, and its largest height, in font sizes."""
MIN_TARGET_PX = 28
"""Smallest side of the clickable area around an icon without a border, in pixels."""
MIN_SHAPE_GAP_PX = 12
"""Least distance of a lone icon to other shapes, in pixels: drawings consist of several."""
MIN_CORNERED_PX = 100
"""Shorter side, in pixels, of a panel whose rounded corners may be found as shapes of their own."""


def classify_boxed_icons(scene: Scene) -> list[Classified]:
    """Plus, minus and close buttons, and the number between a minus and a plus."""
    found = []
    for one in scene.boxed:
        label = _label(scene, one)
        if label in (PLUS, MINUS, TIMES, BARS, DOTS) and min(one.box.width, one.box.height) >= MIN_SIGN_BOX_PX:
            found.append(Classified("button", one.box, _on(scene, one.box), 0.7, label=label))
    return [*found, *_numbers(scene, found)]


def _label(scene: Scene, one: BoxedIcon) -> str:
    """The icon's name, by its shape or as OCR read it."""
    read = [GLYPH_OF_LETTER.get(style.text, "?") for style in _on(scene, one.box)]
    return one.sign.name or (read[0] if len(read) == 1 else "")


def _on(scene: Scene, box: Rect) -> tuple[TextStyle, ...]:
    return tuple(style for style in scene.styles if box.has(*style.box.centre))


def _numbers(scene: Scene, buttons: Sequence[Classified]) -> list[Classified]:
    """The numbers between the buttons of a stepper: fields where they have a border, otherwise texts."""
    found = []
    known = {one.box for one in buttons}
    for minus, plus in steppers(scene.boxed):
        between = Rect(minus.box.right - 2, minus.box.top - 6, plus.box.left + 2, minus.box.bottom + 6)
        styles = tuple(style for style in scene.styles if between.has(*style.box.centre) and is_count(style.text))
        if len(styles) != 1 or not {minus.box, plus.box} <= known:
            continue
        own = [
            panel.box
            for panel in scene.panels
            if between.contains(panel.box, slack=4) and panel.box.has(*styles[0].box.centre) and panel.box.width >= 20
        ]
        if own:
            found.append(Classified("input", max(own, key=lambda box: box.width * box.height), styles, 0.6))
        else:
            found.append(Classified("text", styles[0].line.box, styles, 0.7))
    return found


def classify_icons(scene: Scene, taken: Sequence[Classified]) -> list[Classified]:
    """Icon buttons, and icons that stand alone, where there is no element yet."""
    found: list[Classified] = []
    grounds = {panel.box for panel in scene.panels}
    closed = [
        one.box
        for one in taken
        if one.type not in ("dialog", "alert", "menu") and not (one.type == "image" and one.box in grounds)
    ]
    for one in scene.boxed:
        if any(box.has(*one.box.centre) or one.box.has(*box.centre) for box in closed):
            continue
        if any(style.line.box.touches(one.box) for style in scene.styles):
            continue  # the inside of a letter
        if _is_count(scene, one):
            continue
        plain = one.sign.plain and INK_SHARES[0] <= one.sign.share <= INK_SHARES[1]
        if plain and min(one.box.width, one.box.height) >= MIN_ICON_BUTTON_PX:
            found.append(Classified("button", one.box, (), 0.5, label=one.sign.name))
    closed += [one.box for one in found]
    return [*found, *_lone_icons(scene, closed)]


def _is_count(scene: Scene, one: BoxedIcon) -> bool:
    """Whether it holds an unreadable number: between − and +, or on a badge right after a text."""
    if any(
        minus.box.right <= one.box.centre[0] <= plus.box.left and minus.box.has(minus.box.left, one.box.centre[1])
        for minus, plus in steppers(scene.boxed)
    ):
        return True
    if apart(fill_colour(scene, one.box), colour_above(scene, one.box)) < MIN_BADGE_DIFF:
        return False
    return any(
        0 <= one.box.left - style.box.right <= MAX_BADGE_GAP * style.size
        and style.box.top <= one.box.centre[1] <= style.box.bottom
        and one.box.height <= MAX_BADGE_HEIGHT * style.size
        for style in scene.styles
    )


def _lone_icons(scene: Scene, closed: Sequence[Rect]) -> list[Classified]:
    signs = _lone_glyphs(scene, closed)
    rail = _in_rail(scene, [sign.box for sign in signs])
    return [
        _as_control(scene, sign, [*(other.box for other in signs if other is not sign), *closed], rail)
        for sign in signs
    ]


def _lone_glyphs(scene: Scene, closed: Sequence[Rect]) -> list[Glyph]:
    """Small one-coloured drawings with no text and no other drawing beside them."""
    texts = [style.line.box for style in scene.styles]
    shapes = [box for box in scene.blobs if not any(box.touches(other) for other in (*closed, *texts))]
    free = [box for box in shapes if not _is_corner(scene, box)]
    found = []
    for box in free:
        if any(other is not box and _is_near(box, other, MIN_SHAPE_GAP_PX) for other in free):
            continue
        if any(_beside(box, text) for text in texts):
            continue
        sign = glyph(scene.image, box.grown(4, scene.width, scene.height))
        if (
            sign is None
            or not sign.plain
            or not INK_SHARES[0] <= sign.share <= INK_SHARES[1]
            or not box.contains(sign.box, slack=3)
        ):
            continue
        if sign.name in (TIMES, BARS, DOTS) or (
            sign.name not in (PLUS, MINUS) and max(sign.box.width, sign.box.height) >= 10
        ):
            found.append(sign)
    return found


def _is_corner(scene: Scene, box: Rect) -> bool:
    """Whether it is the rounded corner of a card or a dialog."""
    cards = [panel.box for panel in scene.panels if min(panel.box.width, panel.box.height) >= MIN_CORNERED_PX]
    return any(
        box.has(x, y) for card in cards for x in (card.left, card.right - 1) for y in (card.top, card.bottom - 1)
    )


def _as_control(scene: Scene, sign: Glyph, others: Sequence[Rect], rail: Sequence[Rect]) -> Classified:
    """Classify an icon by its place: a button in a header or a row of controls, a link in a sidebar."""
    box = _target_box(sign.box)
    if sign.box in rail:
        return Classified("link", box, (), 0.5, label=sign.name)
    in_header = sign.box.centre[1] < HEADER_HEIGHT * scene.height
    in_row = any(
        abs(other.centre[1] - sign.box.centre[1]) <= 6
        and _is_near(sign.box, other, MAX_CONTROL_GAP_PX)
        and other.height <= 48
        for other in others
    )
    if sign.name in (TIMES, BARS, DOTS) or in_header or in_row:
        return Classified("button", box, (), 0.5, label=sign.name)
    return Classified("icon", sign.box, (), 0.4, label=sign.name)


def _in_rail(scene: Scene, signs: Sequence[Rect]) -> list[Rect]:
    """The icons that stand with at least two others below each other at the side of the picture."""
    edge = [box for box in signs if box.right <= MAX_RAIL_PX or box.left >= scene.width - MAX_RAIL_PX]
    return [one for one in edge if sum(abs(one.centre[0] - other.centre[0]) <= 3 for other in edge) >= 3]


def _target_box(box: Rect) -> Rect:
    """The clickable area around an icon."""
    x, y = box.centre
    half = max(MIN_TARGET_PX, box.width, box.height) // 2
    return Rect(max(0, int(x) - half), max(0, int(y) - half), int(x) + half, int(y) + half)


def _is_near(one: Rect, other: Rect, distance: int) -> bool:
    return one.grown(distance, 1 << 20, 1 << 20).touches(other)


def _beside(box: Rect, text: Rect) -> bool:
    """Whether a line of text stands right or left of it, as beside a bullet or an arrow."""
    within = text.top <= box.centre[1] <= text.bottom or box.top <= text.centre[1] <= box.bottom
    return within and min(abs(text.left - box.right), abs(box.left - text.right)) <= MIN_TEXT_GAP * box.height
