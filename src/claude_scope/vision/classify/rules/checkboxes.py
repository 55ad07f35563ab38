"""Classify checkboxes, radio buttons and switches: small closed shapes, mostly with a label next to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.headings import MIN_BOLD_WEIGHT, MIN_HEADING_SIZE
from claude_scope.vision.classify.rules.navigation import HEADER_HEIGHT
from claude_scope.vision.scene.panel_features import colour_above, fill_colour
from claude_scope.vision.shapes.colours import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle
    from claude_scope.vision.shapes.checkbox_shapes import Mark
    from claude_scope.vision.shapes.switches import Switch

MAX_LABEL_GAP = 1.6
"""Largest distance between a mark and its label, in font sizes."""
MIN_TEXT_GAP = 0.3
"""Minimum distance between a mark and the text to its left, in font sizes; a closer mark is part of that text."""
MAX_MARK_HEIGHT = 3.2
"""Largest height of a mark in font sizes (GOV.UK: 44 px next to 19 px); `MIN_MARK_HEIGHT` is the smallest."""
MIN_MARK_HEIGHT = 0.62
BARE_SIDES_PX = (11, 26)
"""Smallest and largest side, in pixels, of a checkbox without a label, as in table rows."""
MAX_UNLABELLED = 200
"""At most this many squares without a label are checkboxes; more are a drawing, such as the grid of a node editor,
whose 3,000 dots filled 17 MB of session.json. A table of 20 rows with 10 choices each has exactly as many."""
MAX_NAME_GAP_PX = 420
"""Largest distance between a checkbox or switch and the text that names it in its row, in pixels."""
COLUMN_PX = 4
"""Largest difference of position and size between checkboxes of one column, in pixels."""
MIN_KEY_PX = 26
"""Smallest side, in pixels, of a square button with text, such as a page number below a table; badges are smaller."""
MIN_ARROW_BUTTON_PX = 20
"""Smallest side, in pixels, of a button with an icon."""

MAX_FILLED_SIDES = (26, 1.3)
"""Largest side of a filled checkbox, in pixels and in font sizes of its label; browsers and libraries draw 0.8 to 1.2
font sizes."""
MIN_FILL_DIFF = 40
"""Minimum difference (0..255) between a filled square and its surroundings."""

MIN_TICK_WIDTH = 0.4
"""Minimum width of a tick, as a share of its box; "‹" on a button of 34 pixels has 0.2."""


def classify_marks(scene: Scene, signs: Sequence[Classified]) -> list[Classified]:
    """Return checkboxes, radio buttons, switches, and squares that contain text; each label names one mark.

    `signs` are the elements that are already classified.
    """
    found = [
        _switch(scene, switch) for switch in scene.switches if not any(switch.box.touches(sign.box) for sign in signs)
    ]
    used = {id(style) for sign in signs for style in sign.styles}
    unlabelled = []
    for mark in scene.marks:
        if any(other.box.has(*mark.box.centre) for other in (*signs, *found)) or _holds_arrow(scene, mark):
            continue
        inside = next((style for style in scene.styles if mark.box.contains(style.box)), None)
        if inside is not None:
            found += _with_text(mark, inside)
            continue
        label = _label(scene, mark)
        if label is None or id(label) in used or any(label in other.styles for other in found):
            unlabelled.append(mark)
        elif not (
            any(_is_near(mark.box, other.box) for other in found)
            or _is_logo(scene, mark, label)
            or _is_sign(scene, mark, label)
        ):
            found.append(_classified_mark(mark, (label,), 0.8))
    return [*found, *_unlabelled(scene, unlabelled, found)]


def _classified_mark(mark: Mark, styles: tuple[TextStyle, ...], sure: float, label: str = "") -> Classified:
    state = ("checked",) if mark.marked and not mark.disc else ()
    return Classified("radio" if mark.is_round else "checkbox", mark.box, styles, sure, state, label)  # type: ignore[arg-type]


def _holds_arrow(scene: Scene, mark: Mark) -> bool:
    """Whether a square is large enough for a button and contains something narrower than a tick."""
    box = mark.box
    if mark.is_round or box.width < MIN_ARROW_BUTTON_PX:
        return False
    return any(
        element.box.has(*box.centre) and element.sign.box.width < MIN_TICK_WIDTH * box.width for element in scene.boxed
    )


def _with_text(mark: Mark, inside: TextStyle) -> list[Classified]:
    """Classify a mark with text: a circle is a badge or an avatar, a square with a short text is a button."""
    if mark.is_round:
        return [Classified("text", mark.box, (inside,), 0.8)]
    if len(inside.text) > 3:
        return []
    return [
        Classified("button" if min(mark.box.width, mark.box.height) >= MIN_KEY_PX else "text", mark.box, (inside,), 0.6)
    ]


def _is_sign(scene: Scene, mark: Mark, label: TextStyle) -> bool:
    """Whether a mark is a dot of one colour, or the icon of a button whose icon and text are centred together."""
    if mark.disc and not _is_radio_disc(mark, scene.marks):
        return True
    panel = scene.panel(label)
    while panel is not None and panel.box.height <= 64:
        left, right = mark.box.left - panel.box.left, panel.box.right - label.box.right
        if panel.box.contains(mark.box) and left > 2.5 * mark.box.width and abs(left - right) <= 0.1 * panel.box.width:
            return True
        panel = panel.around
    return False


def _is_logo(scene: Scene, mark: Mark, label: TextStyle) -> bool:
    """Whether a mark is a filled square that is too large for its label, or next to the page's name: a logo.

    Large checkboxes, such as GOV.UK's, have the page's colour inside.
    """
    if mark.is_round or not mark.marked:
        return False
    if apart(fill_colour(scene, mark.box), colour_above(scene, mark.box)) < MIN_FILL_DIFF:
        return False
    large = mark.box.height > MAX_FILLED_SIDES[0] and mark.box.height > MAX_FILLED_SIDES[1] * label.size
    stressed = label.weight >= MIN_BOLD_WEIGHT * scene.weight or label.size >= MIN_HEADING_SIZE * scene.size
    in_header = mark.box.centre[1] < HEADER_HEIGHT * scene.height
    return large or (in_header and stressed and len(scene.row(label)) >= 3 and scene.row(label)[0] is label)


def _is_radio_disc(disc: Mark, marks: Sequence[Mark]) -> bool:
    """Whether a disc is a selected radio button: a ring of the same size is in its row or column."""
    box = disc.box
    return any(
        not other.disc
        and other.is_round
        and abs(other.box.width - box.width) <= 2
        and (abs(other.box.left - box.left) <= 3 or abs(other.box.top - box.top) <= 3)
        for other in marks
    )


# --- switches ---------------------------------------------------------------------------------------------------------


def _switch(scene: Scene, switch: Switch) -> Classified:
    """Return a switch as a checkbox, named by the text to its right, otherwise by the start of its row."""
    y = switch.box.centre[1]
    beside = [style for style in scene.styles if style.box.top - 4 <= y <= style.box.bottom + 4]
    right = [element for element in beside if 0 <= element.box.left - switch.box.right <= MAX_LABEL_GAP * element.size]
    state = ("checked",) if switch.is_on else ()
    if right:
        return Classified("checkbox", switch.box, (min(right, key=lambda element: element.box.left),), 0.8, state)  # type: ignore[arg-type]
    first = _row_name(scene, switch.box)
    return Classified("checkbox", switch.box, (), 0.8, state, "" if first is None else first.text)  # type: ignore[arg-type]


def _row_name(scene: Scene, box: Rect) -> TextStyle | None:
    """The text to the left of a switch; of two lines, the upper one."""
    reach = max(box.height, 2 * scene.size)
    left = [
        style
        for style in scene.styles
        if style.box.right <= box.left
        and style.box.left >= box.left - 0.7 * scene.width
        and abs(style.box.centre[1] - box.centre[1]) <= reach
    ]
    if not left:
        return None
    edge = max(left, key=lambda element: element.box.right).box.left
    return min((element for element in left if abs(element.box.left - edge) <= 8), key=lambda element: element.box.top)


# --- without a label --------------------------------------------------------------------------------------------------


def _unlabelled(scene: Scene, marks: Sequence[Mark], found: Sequence[Classified]) -> list[Classified]:
    """Return checkboxes without a label: squares that form a column with others, or that begin a row."""
    low, high = BARE_SIDES_PX
    fit = [
        mark
        for mark in marks
        if not mark.is_round
        and low <= mark.box.height <= high
        and not any(element.box.touches(mark.box) for element in found)
        and not any(style.line.box.touches(mark.box) for style in scene.styles)
    ]
    if len(fit) > MAX_UNLABELLED:
        return []
    fit = [mark for i, mark in enumerate(fit) if not any(_is_near(mark.box, other.box) for other in fit[:i])]
    known = [element.box for element in found if element.type == "checkbox"]
    rows = [
        mark
        for mark in fit
        if _in_column(mark.box, [*(element.box for element in fit if element is not mark), *known])
        or _begins_row(scene, mark)
    ]
    return [_classified_mark(mark, (), 0.6, _beside(scene, mark.box)) for mark in rows]


def _begins_row(scene: Scene, mark: Mark) -> bool:
    """Whether a mark is an empty square at the start of a row of several texts."""
    row = scene.row_at(mark.box.centre[1])
    return not mark.marked and len(row) >= 2 and all(style.box.left > mark.box.right for style in row)


def _in_column(box: Rect, others: Sequence[Rect]) -> bool:
    return any(
        abs(other.left - box.left) <= COLUMN_PX
        and abs(other.height - box.height) <= COLUMN_PX
        and abs(other.top - box.top) > box.height
        for other in others
    )


def _beside(scene: Scene, box: Rect) -> str:
    """The first text to the right of a box in its row; "" if there is none."""
    row = [
        style
        for style in scene.styles
        if style.box.top <= box.centre[1] <= style.box.bottom
        and 0 <= style.box.left - box.right <= MAX_NAME_GAP_PX
        and any(letter.isalnum() for letter in style.text)
    ]
    return min(row, key=lambda element: element.box.left).text if row else ""


# --- labels -----------------------------------------------------------------------------------------------------------


def _label(scene: Scene, mark: Mark) -> TextStyle | None:
    """The line to the right of a mark, level with its centre; None if other text ends just left of the mark."""
    box = mark.box
    middle = (box.top + box.bottom) / 2
    beside = [
        style
        for style in scene.styles
        if style.box.top - 0.3 * style.size <= middle <= style.box.bottom + 0.3 * style.size
    ]
    if any(
        style.box.left < box.left - 2 and style.box.right > box.left - MIN_TEXT_GAP * style.size for style in beside
    ):
        return None
    right = [style for style in beside if _fits(style, box)]
    return min(right, key=lambda style: style.box.left, default=None)


def _fits(style: TextStyle, box: Rect) -> bool:
    """Whether a line may be the label of a mark: its box begins to the right of the mark, or where the mark begins."""
    if not MIN_MARK_HEIGHT * style.size <= box.height <= MAX_MARK_HEIGHT * style.size or not any(
        letter.isalnum() for letter in style.text
    ):
        return False
    if style.box.left >= box.right - 2:
        return style.box.left - box.right <= max(MAX_LABEL_GAP * style.size, 0.8 * box.width)
    return abs(style.box.left - box.left) <= 3 and style.box.width > 2.2 * box.width and _is_not_a_letter(style, box)


def _is_not_a_letter(style: TextStyle, box: Rect) -> bool:
    """Whether a mark is not the first letter of the text; that letter may be as broad as the B of a heading."""
    centres = style.line.centres
    return bool(centres) and centres[0] - box.right >= 0.15 * style.size


def _is_near(one: Rect, other: Rect) -> bool:
    return abs(one.left - other.left) < 6 and abs(one.top - other.top) < 6
