"""Classify all candidates of a scene by rules, in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.classify.rules.checkboxes import classify_marks
from claude_scope.vision.classify.rules.panels import classify_panels
from claude_scope.vision.classify.rules.sign_buttons import classify_signs
from claude_scope.vision.classify.rules.text import classify_text

if TYPE_CHECKING:
    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Scene


def classify(scene: Scene) -> list[Classified]:
    """Return every element of the scene with its type; each line of text is part of at least one."""
    signs = classify_signs(scene)
    marks = classify_marks(scene, signs)
    used = {id(style) for mark in (*signs, *marks) for style in mark.styles}
    panels = [panel for panel in classify_panels(scene) if not any(id(style) in used for style in panel.styles)]
    panels = [
        panel
        for panel in panels
        if not any(panel.box.has(*sign.box.centre) and _is_same_control(panel, sign) for sign in signs)
    ]
    panels = [panel for panel in panels if panel.type not in ("input", "select") or not _holds_any(panel, marks)]
    found = [*signs, *marks, *_remove_covered(panels)]
    return [*found, *classify_text(scene, found)]


def _holds_any(field: Classified, marks: list[Classified]) -> bool:
    """Whether a box that looks like a field is the row of a switch or a checkbox."""
    return any(mark.type == "checkbox" and field.box.has(*mark.box.centre) for mark in marks)


def _remove_covered(panels: list[Classified]) -> list[Classified]:
    """Remove fields that a dialog cuts off: the visible part of a card's header looks like a field."""
    dialogs = [panel.box for panel in panels if panel.type == "dialog"]
    return [panel for panel in panels if panel.type != "input" or not any(_is_cut(panel.box, box) for box in dialogs)]


def _is_cut(box: Rect, dialog: Rect) -> bool:
    """Whether a box with its centre outside of a dialog touches the dialog, within 4 pixels."""
    if dialog.has(*box.centre):
        return False
    return box.touches(Rect(dialog.left - 4, dialog.top - 4, dialog.right + 4, dialog.bottom + 4))


def _is_same_control(one: Classified, sign: Classified) -> bool:
    return one.type != "dialog" and one.box.height <= 1.5 * sign.box.height and not one.styles
