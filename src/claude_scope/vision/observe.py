"""What a person would point out on one picture: an error text, a disabled button, text that is cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.values import Observation
from claude_scope.vision.colours import is_red

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element
    from claude_scope.vision.scene import Scene

ERROR = re.compile(
    r"\b(error|failed|failure|invalid|could not|couldn't|can't|cannot|unable|wrong|denied|not found|forbidden|"
    r"required|exception|timed? ?out|try again|must be|does not match|problems? with)\b",
    re.IGNORECASE,
)
"""Words of an error message; alone they prove nothing, so they count only in red or in an alert."""
ELLIPSIS = ("...", "…")


def observe(scene: Scene, elements: Sequence[Element]) -> tuple[Observation, ...]:
    """Observations in the order of the elements they rest on."""
    found = [*_errors(scene, elements), *_disabled(elements), *_invalid(elements), *_cut(scene), *_overlapping(scene)]
    return tuple(found)


def _errors(scene: Scene, elements: Sequence[Element]) -> list[Observation]:
    """Red text that is a sentence or names an error, and alerts that name one."""
    found = [
        Observation("error", f'An error is shown: "{one.label}"', one.box)
        for one in elements
        if one.type == "alert" and ERROR.search(one.label)
    ]
    told = " ".join(one.text for one in found)
    for look in scene.looks:
        red = is_red(look.ink, 70) and look.contrast >= 60
        if red and look.text not in told and (ERROR.search(look.text) or _is_sentence(look.text)):
            found.append(Observation("error", f'A text in red: "{look.text}"', look.line.box.box()))
    return found


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 3


def _disabled(elements: Sequence[Element]) -> list[Observation]:
    return [
        Observation("disabled", f'The button "{one.label}" looks disabled', one.box)
        for one in elements
        if one.type == "button" and "disabled" in one.state and one.label
    ]


def _invalid(elements: Sequence[Element]) -> list[Observation]:
    return [
        Observation("invalid", f'The field "{one.label or one.value}" is marked as invalid', one.box)
        for one in elements
        if one.type in ("input", "select") and "invalid" in one.state
    ]


def _cut(scene: Scene) -> list[Observation]:
    """Text that ends in an ellipsis in the middle of a word or of a sentence."""
    return [
        Observation("cut-off", f'Text is cut off: "{look.text}"', look.line.box.box())
        for look in scene.looks
        if look.text.endswith(ELLIPSIS) and len(look.text.split()) >= 3
    ]


def _overlapping(scene: Scene) -> list[Observation]:
    """Two lines whose ink shares more than a third of the smaller one's place."""
    found = []
    for index, one in enumerate(scene.looks):
        for other in scene.looks[index + 1 : index + 12]:
            width = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
            height = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
            smaller = min(one.box.width * one.box.height, other.box.width * other.box.height)
            if width > 0 and height > 0 and width * height > smaller / 3:
                found.append(Observation("overlap", f'"{one.text}" and "{other.text}" overlap', one.line.box.box()))
    return found
