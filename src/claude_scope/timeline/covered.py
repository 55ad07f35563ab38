"""Tells a label that is partly covered, by the pointer or a dialog, from one that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.geometry import holds
from claude_scope.timeline.text import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import UiElement

MIN_LEFT = 3
"""So many letters must be left of a covered label to know it again."""
POINTER_PX = 32
"""The pointer's tip is at most its own size away from the letters it covers."""


def covered(pairs: Sequence[tuple[UiElement, UiElement]], pointer: tuple[int, int] | None) -> set[int]:
    """The indices of pairs (before, after) in which one label is the other with a piece missing that was covered.

    The piece must lie under the pointer, or two or more labels lose their ends at once: then something covers them.
    """
    cut = [i for i, (old, new) in enumerate(pairs) if is_cut(old.label, new.label) or is_cut(new.label, old.label)]
    at_ends = [i for i in cut if _at_an_end(*pairs[i])]
    under_pointer = {i for i in cut if pointer and any(holds(e.box, pointer, POINTER_PX) for e in pairs[i])}
    return under_pointer | (set(at_ends) if len(at_ends) > 1 else set())


def is_cut(whole: str, rest: str) -> bool:
    """Whether `rest` is `whole` without one piece of it, at either end or within: "Place oer" of "Place order"."""
    a, b = skeleton(whole), skeleton(rest)
    if not MIN_LEFT <= len(b) < len(a):
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(b))
    return a.endswith(b[start:])


def _at_an_end(old: UiElement, new: UiElement) -> bool:
    longer, shorter = sorted((skeleton(old.label), skeleton(new.label)), key=len, reverse=True)
    return len(longer) - len(shorter) > 1 and (longer.startswith(shorter) or longer.endswith(shorter))
