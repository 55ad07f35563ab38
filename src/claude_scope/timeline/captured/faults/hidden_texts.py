"""Finds texts of a page at rest that are missing in two pictures that were taken at least a second apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope import pictures as pictures_file
from claude_scope.errors import NotAnImage
from claude_scope.timeline.captured.pixel_check import not_shown
from claude_scope.timeline.captured.visible_elements import elements_of, scaled_box

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.captured.visible_elements import Seen
    from claude_scope.values import CapturedState, Keyframe, Observation

APART_MS = 1_000
"""The minimum time between the two pictures; the picture of a page in constant motion may be late, but by less."""


class HiddenTexts:
    """Finds hidden texts, each once per recording; `pictures` has the picture of each state by the state's time."""

    def __init__(self, states: Sequence[CapturedState], pictures: Mapping[float, Keyframe]) -> None:
        self._states, self._pictures = states, pictures
        self._found: set[str] = set()

    def of(self, elements: Sequence[Seen], at: int, picture: Keyframe, scale: float) -> tuple[Observation, ...]:
        """The hidden texts among the elements that appeared in the state at position `at`, which `picture` shows."""
        later = self._seen_later(at, picture)
        found = _not_on(picture, elements, scale) if later is not None else ()
        if later is None or not found:
            return ()
        there = {(element.ref, element.text, element.box) for element in elements_of(later.tree)}
        still = [element for element in elements if (element.ref, element.text, element.box) in there]
        agreed = {
            observation.text for observation in _not_on(self._pictures[later.time_ms], still, scale)
        } - self._found
        self._found |= agreed
        return tuple(item for item in found if item.text in agreed)

    def _seen_later(self, at: int, picture: Keyframe) -> CapturedState | None:
        """The next state of the same document whose picture is late enough."""
        for state in self._states[at + 1 :]:
            apart_ms = self._pictures[state.time_ms].timestamp_ms - picture.timestamp_ms
            if state.document == self._states[at].document and apart_ms >= APART_MS:
                return state
        return None


def _not_on(picture: Keyframe, elements: Sequence[Seen], scale: float) -> tuple[Observation, ...]:
    """The texts that a picture does not show; empty if the picture cannot be read."""
    try:
        image = pictures_file.load(picture.path, pictures_file.OURS)
    except NotAnImage:
        return ()
    return not_shown(elements, [scaled_box(element.box, scale) for element in elements], image)
