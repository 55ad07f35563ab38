"""Rules for checkboxes, radio buttons and switches: small closed shapes, mostly with text beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.classify.classified import Typed
from claude_scope.vision.classify.rules.headings import MIN_BOLD_WEIGHT, MIN_HEADING_SIZE
from claude_scope.vision.classify.rules.navigation.navigation import HEADER_HEIGHT
from claude_scope.vision.scene.panel_features import around_of, fill_of
from claude_scope.vision.shapes.colours import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.geometry import Rect
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import Look
    from claude_scope.vision.shapes.checkbox_shapes import Mark
    from claude_scope.vision.shapes.switches import Switch

MAX_LABEL_GAP = 1.6
"""A label begins at most this many font sizes right of its mark."""
MIN_TEXT_GAP = 0.3
"""Text that ends left of a mark keeps so many font sizes from it; closer, the mark is a sign in that text."""
MAX_MARK_HEIGHT = 3.2
"""A mark is at most this many font sizes high (GOV.UK: 44 px beside 19 px), and at least `MIN_MARK_HEIGHT`."""
MIN_MARK_HEIGHT = 0.62
BARE_SIDES_PX = (11, 26)
"""Smallest and largest side, in pixels, of a checkbox without a label, as in the rows of a table."""
MAX_NAME_GAP_PX = 420
"""What names such a checkbox, or a switch, stands at most this many pixels from it in its row."""
COLUMN_PX = 4
"""Checkboxes below each other differ by at most this many pixels in place and size."""
MIN_KEY_PX = 26
"""Smallest side, in pixels, of a square that holds text and is a button: the "2" below a table. Smaller are badges."""
MIN_ARROW_BUTTON_PX = 20
"""A square of so many pixels is large enough for a button with a sign."""

MAX_FILLED_SIDES = (26, 1.3)
"""Side in pixels, and in font sizes of its label, that no filled checkbox exceeds; browsers and libraries draw 0.8 to
1.2 sizes."""
MIN_FILL_DIFF = 40
"""Difference (0..255) to the surroundings of a square that is filled with a colour of its own."""

MIN_TICK_WIDTH = 0.4
"""A tick is at least this share of its box wide; "‹" on a button of 34 pixels has 0.2."""


def typed_marks(scene: Scene, signs: Sequence[Typed]) -> list[Typed]:
    """Checkboxes, radio buttons, switches, and squares that hold a text; each label serves one mark.

    `signs` are taken already.
    """
    found = [_switch(scene, one) for one in scene.switches if not any(one.box.touches(sign.box) for sign in signs)]
    used = {id(look) for sign in signs for look in sign.looks}
    bare = []
    for mark in scene.marks:
        if any(sign.box.has(*mark.box.centre) for sign in (*signs, *found)) or _holds_arrow(scene, mark):
            continue
        inside = next((look for look in scene.looks if mark.box.contains(look.box)), None)
        if inside is not None:
            found += _with_text(mark, inside)
            continue
        label = _label(scene, mark)
        if label is None or id(label) in used or any(label in other.looks for other in found):
            bare.append(mark)
        elif not any(_near(mark.box, other.box) for other in found):
            if _is_logo(scene, mark, label):
                found.append(Typed("icon", mark.box, (), 0.5))
            elif not _is_sign(scene, mark, label):
                found.append(_choice(mark, (label,), 0.8))
    return [*found, *_bare(scene, bare, found)]


def _choice(mark: Mark, looks: tuple[Look, ...], sure: float, label: str = "") -> Typed:
    state = ("checked",) if mark.marked and not mark.disc else ()
    return Typed("radio" if mark.is_round else "checkbox", mark.box, looks, sure, state, label)  # type: ignore[arg-type]


def _holds_arrow(scene: Scene, mark: Mark) -> bool:
    """Whether a square is large enough for a button and holds something narrower than a tick."""
    box = mark.box
    if mark.is_round or box.width < MIN_ARROW_BUTTON_PX:
        return False
    return any(one.box.has(*box.centre) and one.sign.box.width < MIN_TICK_WIDTH * box.width for one in scene.boxed)


def _with_text(mark: Mark, inside: Look) -> list[Typed]:
    """A circle with text is a badge or stands for a person; a square with a short one is a button."""
    if mark.is_round:
        return [Typed("text", mark.box, (inside,), 0.8)]
    if len(inside.text) > 3:
        return []
    return [Typed("button" if min(mark.box.width, mark.box.height) >= MIN_KEY_PX else "text", mark.box, (inside,), 0.6)]


def _is_sign(scene: Scene, mark: Mark, label: Look) -> bool:
    """Whether it is a spot of one colour, or the picture on a button: both stand together in the button's middle."""
    if mark.disc and not _is_one_of(mark, scene.marks):
        return True
    panel = scene.panel(label)
    while panel is not None and panel.box.height <= 64:
        left, right = mark.box.left - panel.box.left, panel.box.right - label.box.right
        if panel.box.contains(mark.box) and left > 2.5 * mark.box.width and abs(left - right) <= 0.1 * panel.box.width:
            return True
        panel = panel.around
    return False


def _is_logo(scene: Scene, mark: Mark, label: Look) -> bool:
    """Whether it is a filled square that is larger than a checkbox beside such letters, or beside a page's name.

    Large checkboxes, as GOV.UK's, have the page's colour inside.
    """
    if mark.is_round or not mark.marked:
        return False
    if apart(fill_of(scene, mark.box), around_of(scene, mark.box)) < MIN_FILL_DIFF:
        return False
    large = mark.box.height > MAX_FILLED_SIDES[0] and mark.box.height > MAX_FILLED_SIDES[1] * label.size
    stressed = label.weight >= MIN_BOLD_WEIGHT * scene.weight or label.size >= MIN_HEADING_SIZE * scene.size
    in_header = mark.box.centre[1] < HEADER_HEIGHT * scene.height
    return large or (in_header and stressed and len(scene.row(label)) >= 3 and scene.row(label)[0] is label)


def _is_one_of(disc: Mark, marks: Sequence[Mark]) -> bool:
    """Whether a disc is a radio button, as one of the same size beside or below it is no disc but chosen."""
    box = disc.box
    return any(
        not other.disc
        and other.is_round
        and abs(other.box.width - box.width) <= 2
        and (abs(other.box.left - box.left) <= 3 or abs(other.box.top - box.top) <= 3)
        for other in marks
    )


# --- switches ---------------------------------------------------------------------------------------------------------


def _switch(scene: Scene, switch: Switch) -> Typed:
    """A checkbox that is named by what stands right of it, else by what begins its row."""
    y = switch.box.centre[1]
    beside = [look for look in scene.looks if look.box.top - 4 <= y <= look.box.bottom + 4]
    right = [one for one in beside if 0 <= one.box.left - switch.box.right <= MAX_LABEL_GAP * one.size]
    state = ("checked",) if switch.is_on else ()
    if right:
        return Typed("checkbox", switch.box, (min(right, key=lambda one: one.box.left),), 0.8, state)  # type: ignore[arg-type]
    first = _row_name(scene, switch.box)
    return Typed("checkbox", switch.box, (), 0.8, state, "" if first is None else first.text)  # type: ignore[arg-type]


def _row_name(scene: Scene, box: Rect) -> Look | None:
    """The text left of a switch, of two lines the upper one."""
    reach = max(box.height, 2 * scene.size)
    left = [
        look
        for look in scene.looks
        if look.box.right <= box.left
        and look.box.left >= box.left - 0.7 * scene.width
        and abs(look.box.centre[1] - box.centre[1]) <= reach
    ]
    if not left:
        return None
    edge = max(left, key=lambda one: one.box.right).box.left
    return min((one for one in left if abs(one.box.left - edge) <= 8), key=lambda one: one.box.top)


# --- without a label --------------------------------------------------------------------------------------------------


def _bare(scene: Scene, marks: Sequence[Mark], found: Sequence[Typed]) -> list[Typed]:
    """Squares without text beside them: several below each other, or one that begins a row."""
    low, high = BARE_SIDES_PX
    fit = [
        mark
        for mark in marks
        if not mark.is_round
        and low <= mark.box.height <= high
        and not any(one.box.touches(mark.box) for one in found)
        and not any(look.line.box.touches(mark.box) for look in scene.looks)
    ]
    fit = [mark for i, mark in enumerate(fit) if not any(_near(mark.box, other.box) for other in fit[:i])]
    known = [one.box for one in found if one.type == "checkbox"]
    rows = [
        mark
        for mark in fit
        if _in_column(mark.box, [*(one.box for one in fit if one is not mark), *known]) or _begins_row(scene, mark)
    ]
    return [_choice(mark, (), 0.6, _beside(scene, mark.box)) for mark in rows]


def _begins_row(scene: Scene, mark: Mark) -> bool:
    """Whether it is an empty square, and the first thing of a row of several texts."""
    row = scene.row_at(mark.box.centre[1])
    return not mark.marked and len(row) >= 2 and all(look.box.left > mark.box.right for look in row)


def _in_column(box: Rect, others: Sequence[Rect]) -> bool:
    return any(
        abs(other.left - box.left) <= COLUMN_PX
        and abs(other.height - box.height) <= COLUMN_PX
        and abs(other.top - box.top) > box.height
        for other in others
    )


def _beside(scene: Scene, box: Rect) -> str:
    """What the row says first."""
    row = [
        look
        for look in scene.looks
        if look.box.top <= box.centre[1] <= look.box.bottom
        and 0 <= look.box.left - box.right <= MAX_NAME_GAP_PX
        and any(letter.isalnum() for letter in look.text)
    ]
    return min(row, key=lambda one: one.box.left).text if row else ""


# --- labels -----------------------------------------------------------------------------------------------------------


def _label(scene: Scene, mark: Mark) -> Look | None:
    """The line that begins right of the mark, beside its middle, unless other text ends just left of the mark."""
    box = mark.box
    middle = (box.top + box.bottom) / 2
    beside = [
        look for look in scene.looks if look.box.top - 0.3 * look.size <= middle <= look.box.bottom + 0.3 * look.size
    ]
    if any(look.box.left < box.left - 2 and look.box.right > box.left - MIN_TEXT_GAP * look.size for look in beside):
        return None
    right = [look for look in beside if _fits(look, box)]
    return min(right, key=lambda look: look.box.left, default=None)


def _fits(look: Look, box: Rect) -> bool:
    """Whether the line may be the mark's label: its box begins right of the mark, or at it."""
    if not MIN_MARK_HEIGHT * look.size <= box.height <= MAX_MARK_HEIGHT * look.size or not any(
        one.isalnum() for one in look.text
    ):
        return False
    if look.box.left >= box.right - 2:
        return look.box.left - box.right <= max(MAX_LABEL_GAP * look.size, 0.8 * box.width)
    return abs(look.box.left - box.left) <= 3 and look.box.width > 2.2 * box.width and _alone(look, box)


def _alone(look: Look, box: Rect) -> bool:
    """Whether the mark was not read as a letter: one that the text has is a letter, as broad as the B of a heading."""
    centres = look.line.centres
    return bool(centres) and centres[0] - box.right >= 0.15 * look.size


def _near(one: Rect, other: Rect) -> bool:
    return abs(one.left - other.left) < 6 and abs(one.top - other.top) < 6
