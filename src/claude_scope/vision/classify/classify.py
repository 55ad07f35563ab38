"""Candidates to types, by rules. A trained model may replace this function: it takes a `Scene` and returns `Typed`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Typed
from claude_scope.vision.classify.rules.button_groups import grouped
from claude_scope.vision.classify.rules.checkboxes import typed_marks
from claude_scope.vision.classify.rules.disclosures import details, typed_disclosures, with_read_arrows
from claude_scope.vision.classify.rules.fields.underlined_fields import typed_underlined
from claude_scope.vision.classify.rules.flat_buttons import with_flat_buttons
from claude_scope.vision.classify.rules.icon_buttons import typed_boxes, typed_drawings
from claude_scope.vision.classify.rules.images import whole_pictures
from claude_scope.vision.classify.rules.navigation.current_page import with_current
from claude_scope.vision.classify.rules.navigation.menus import typed_menus
from claude_scope.vision.classify.rules.panels import typed_panels
from claude_scope.vision.classify.rules.sliders_and_progress import typed_bars
from claude_scope.vision.classify.rules.text import typed_text
from claude_scope.vision.classify.rules.toasts import crosses

if TYPE_CHECKING:
    from claude_scope.vision.scene.scene import Scene


def typed(scene: Scene) -> list[Typed]:
    """Every element of the scene with its type; each line of text is part of at least one."""
    signs = [*typed_boxes(scene), *details(scene)]
    marks = typed_marks(scene, signs)
    used = {id(look) for mark in (*signs, *marks) for look in mark.looks}
    panels = [one for one in typed_panels(scene) if not any(id(look) in used for look in one.looks)]
    panels = [one for one in panels if not any(one.box.has(*sign.box.centre) and _alike(one, sign) for sign in signs)]
    panels = [one for one in panels if one.type not in ("input", "select") or not _holds_any(one, marks)]
    taken = _with_menus(scene, [*signs, *marks, *_without_covered(panels)])
    taken += typed_underlined(scene, taken)
    taken += [*crosses(scene, taken), *typed_disclosures(scene, taken)]
    taken += typed_bars(scene, taken)
    taken += [Typed("image", box, (), 0.5) for box in whole_pictures(scene)]
    texts = with_flat_buttons(scene, taken, typed_text(scene, taken))
    taken = with_read_arrows(taken)
    found = grouped(scene, [*taken, *texts, *typed_drawings(scene, taken)])
    return with_current(scene, found)


def _holds_any(field: Typed, marks: list[Typed]) -> bool:
    """Whether a box that looks like a field is the row of a switch or a checkbox."""
    return any(mark.type in ("checkbox", "radio") and field.box.has(*mark.box.centre) for mark in marks)


def _with_menus(scene: Scene, found: list[Typed]) -> list[Typed]:
    """With the open menus instead of what was made of their parts, and what opened each marked as expanded."""
    for menu, opener, items in typed_menus(scene, found):
        found = [one for one in found if not menu.box.contains(one.box, slack=4)]
        found = [replace(one, state=(*one.state, "expanded")) if one is opener else one for one in found]
        found += [menu, *items]
    return found


def _without_covered(panels: list[Typed]) -> list[Typed]:
    """Without the fields that a dialog cuts off: what is left of a card's head looks like one."""
    dialogs = [one.box for one in panels if one.type == "dialog"]
    return [one for one in panels if one.type != "input" or not any(_is_cut(one.box, box) for box in dialogs)]


def _is_cut(box: Rect, dialog: Rect) -> bool:
    """Whether a box outside of a dialog ends where the dialog begins."""
    if dialog.has(*box.centre):
        return False
    return box.touches(Rect(dialog.left - 4, dialog.top - 4, dialog.right + 4, dialog.bottom + 4))


def _alike(one: Typed, other: Typed) -> bool:
    return one.type not in ("dialog", "alert") and one.box.height <= 1.5 * other.box.height and not one.looks
