"""The result of the rules: a candidate with a type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.values import ElementType, State
    from claude_scope.vision.scene.text_style import TextStyle


@dataclass(frozen=True, slots=True, eq=False)
class Classified:
    """An element with its type, its lines of text (`styles`), and the confidence of the rules (0..1).

    `label` replaces the text of the lines: it is the meaning of an icon, or the text that names the row.
    """

    type: ElementType
    box: Rect
    styles: tuple[TextStyle, ...]
    confidence: float
    state: tuple[State, ...] = ()
    label: str = ""
