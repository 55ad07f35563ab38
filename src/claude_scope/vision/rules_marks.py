"""Rules for checkboxes and radio buttons: a small closed square or circle with text right of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.vision.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.rect import Rect
    from claude_scope.vision.looks import Look
    from claude_scope.vision.marks import Mark
    from claude_scope.vision.scene import Scene

FARTHEST = 1.6
"""A label begins at most this many font sizes right of its mark."""
TALLEST = 3.2
"""A mark is at most this many font sizes high (GOV.UK: 44 px beside 19 px), and at least `LOWEST`."""
LOWEST = 0.62


def typed_marks(scene: Scene, signs: Sequence[Typed]) -> list[Typed]:
    """Checkboxes, radio buttons and round badges; each label serves one mark. `signs` are taken already."""
    found: list[Typed] = []
    used = {id(look) for sign in signs for look in sign.looks}
    for mark in scene.marks:
        if any(sign.box.has(*mark.box.centre) for sign in signs):
            continue
        count = _count(scene, mark)
        if count is not None:
            found.append(Typed("text", mark.box, (count,), 0.8))
            continue
        label = _label(scene, mark)
        if (
            label is None
            or id(label) in used
            or any(label in other.looks or _near(mark.box, other.box) for other in found)
        ):
            continue
        state = ("checked",) if mark.marked else ()
        found.append(Typed("radio" if mark.is_round else "checkbox", mark.box, (label,), 0.8, state))  # type: ignore[arg-type]
    return found


def _count(scene: Scene, mark: Mark) -> Look | None:
    """The line that lies in the mark as a whole: the mark is a badge."""
    return next((look for look in scene.looks if mark.is_round and mark.box.contains(look.box)), None)


def _label(scene: Scene, mark: Mark) -> Look | None:
    """The line that begins right of the mark, beside its middle, unless other text ends just left of the mark."""
    box = mark.box
    middle = (box.top + box.bottom) / 2
    beside = [
        look for look in scene.looks if look.box.top - 0.3 * look.size <= middle <= look.box.bottom + 0.3 * look.size
    ]
    if any(look.box.left < box.left - 2 and look.box.right > box.left - 0.8 * look.size for look in beside):
        return None
    right = [look for look in beside if _fits(look, box)]
    return min(right, key=lambda look: look.box.left, default=None)


def _fits(look: Look, box: Rect) -> bool:
    """Whether the line may be the mark's label. The recogniser often takes the mark for the first letter."""
    if not LOWEST * look.size <= box.height <= TALLEST * look.size:
        return False
    if look.box.left >= box.right - 2:
        return look.box.left - box.right <= max(FARTHEST * look.size, 0.8 * box.width)
    return abs(look.box.left - box.left) <= 3 and look.box.width > 2.2 * box.width and _alone(look, box)


def _alone(look: Look, box: Rect) -> bool:
    """Whether nothing but the mark stands in the line's first letter's place: its next letter keeps a distance."""
    centres = [x for x in look.line.centres if x > box.right]
    return bool(centres) and centres[0] - box.right >= 0.32 * look.size


def _near(one: Rect, other: Rect) -> bool:
    return abs(one.left - other.left) < 6 and abs(one.top - other.top) < 6
