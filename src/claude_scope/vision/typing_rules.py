"""Candidates to types, by rules. A trained model may replace this function: it takes a `Scene` and returns `Typed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.rules_marks import typed_marks
from claude_scope.vision.rules_panels import typed_panels
from claude_scope.vision.rules_text import typed_text

if TYPE_CHECKING:
    from claude_scope.vision.scene import Scene
    from claude_scope.vision.typed import Typed


def typed(scene: Scene) -> list[Typed]:
    """Every element of the scene with its type; each line of text is part of at least one."""
    marks = typed_marks(scene)
    used = {id(look) for mark in marks for look in mark.looks}
    panels = [one for one in typed_panels(scene) if not any(id(look) in used for look in one.looks)]
    taken = [*marks, *panels]
    return [*taken, *typed_text(scene, taken)]
