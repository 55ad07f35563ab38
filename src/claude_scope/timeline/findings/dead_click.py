"""Finds an enabled button on which the pointer rested while nothing happened. A guess: it was clicked and did nothing.

A dead click leaves no trace but the pointer: a person waits there, and clicks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import clock, length
from claude_scope.geometry import holds
from claude_scope.timeline.events.events import describe_element
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Keyframe, Moment, Rest, UiElement

MIN_WAIT_MS = 1_600
"""A person who only reads the button leaves sooner; the page or a spinner responds sooner."""
MAX_ANSWER_MS = 1_500
"""A change this soon after the pointer left may still be the response."""


def find_dead_clicks(moments: Sequence[Moment], _: int | None = None) -> dict[int, tuple[Observation, ...]]:
    """Dead clicks, by the index of the moment."""
    found: dict[int, tuple[Observation, ...]] = {}
    for index, moment in enumerate(moments):
        waits = [rest for rest in moment.keyframe.rests if _is_dead(rest, moment.keyframe)]
        tried = {button.id: (button, rest) for rest in waits if (button := _button(rest, moment)) is not None}
        if tried:
            found[index] = tuple(_describe(button, rest) for button, rest in tried.values())
    return found


def _is_dead(rest: Rest, keyframe: Keyframe) -> bool:
    """Whether the pointer waited there, and the state lasted until some time after it left."""
    if rest.until_ms - rest.since_ms < MIN_WAIT_MS or keyframe.moving:
        return False
    return keyframe.until_ms is None or keyframe.until_ms >= rest.until_ms + MAX_ANSWER_MS


def _button(rest: Rest, moment: Moment) -> UiElement | None:
    """The enabled button under a rest, unless a dialog covers it."""
    under = [e for e in moment.elements if holds(e.box, (rest.x, rest.y)) and e.type != "dialog"]
    button = min(under, key=lambda e: e.box.width * e.box.height, default=None)
    if button is None or button.type != "button" or not button.label:
        return None
    return None if {"disabled", "selected"} & set(button.state) else button


def _describe(button: UiElement, rest: Rest) -> Observation:
    text = (
        f"The pointer rested on the enabled {describe_element(button)} for {length(rest.until_ms - rest.since_ms)} "
        f"from {clock(rest.since_ms)} on and nothing changed (a guess: it was clicked and did nothing)"
    )
    return Observation("nothing", text, button.box)
