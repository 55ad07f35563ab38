"""What the typing answers: a candidate with a type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.values import ElementType, State
    from claude_scope.vision.scene.text_style import TextStyle


@dataclass(frozen=True, slots=True, eq=False)
class Classified:
    """An element before it has a label: the lines of text that are part of it, and how sure the rules are (0..1).

    `label` is what a sign stands for, where there are no letters.
    """

    type: ElementType
    box: Rect
    styles: tuple[TextStyle, ...]
    confidence: float
    state: tuple[State, ...] = ()
    label: str = ""
