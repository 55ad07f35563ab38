"""Finds an enabled button on which the pointer came to rest and of which nothing came. It is a guess, and says so.

A click that leads to nothing leaves no trace but the pointer, which stays there: a person waits, and clicks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.boxes import holds
from claude_scope.clock import clock, length
from claude_scope.timeline.events import describe
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Keyframe, Moment, Rest, UiElement

WAITED_MS = 1_600
"""Who only reads a button, or passes by, is gone sooner; an answer of a page comes sooner, or a spinner does."""
LATE_MS = 1_500
"""What changed so soon after the pointer left may still be the answer."""


def nothing(moments: Sequence[Moment], ended_ms: int | None) -> dict[int, tuple[Observation, ...]]:
    """What was waited for in vain, by the index of the moment; `ended_ms` is the recording's end."""
    found: dict[int, tuple[Observation, ...]] = {}
    for index, moment in enumerate(moments):
        waits = [rest for rest in moment.keyframe.rests if _is_in_vain(rest, moment.keyframe, ended_ms)]
        tried = {button.id: (button, rest) for rest in waits if (button := _button(rest, moment)) is not None}
        if tried:
            found[index] = tuple(_told(button, rest) for button, rest in tried.values())
    return found


def _is_in_vain(rest: Rest, keyframe: Keyframe, ended_ms: int | None) -> bool:
    """Whether the pointer waited there and the state went on, also for a while after it had left."""
    if rest.until_ms - rest.since_ms < WAITED_MS or keyframe.moving:
        return False
    stood_until = keyframe.until_ms if keyframe.until_ms is not None else ended_ms
    is_last = keyframe.until_ms is None
    return stood_until is not None and (is_last or stood_until >= rest.until_ms + LATE_MS)


def _button(rest: Rest, moment: Moment) -> UiElement | None:
    """The enabled button at a place, where a dialog does not lie over it."""
    under = [e for e in moment.elements if holds(e.box, (rest.x, rest.y)) and e.type != "dialog"]
    button = min(under, key=lambda e: e.box.width * e.box.height, default=None)
    is_button = button is not None and button.type == "button" and bool(button.label)
    return button if is_button and button is not None and not {"disabled", "selected"} & set(button.state) else None


def _told(button: UiElement, rest: Rest) -> Observation:
    text = (
        f"The pointer rested on the enabled {describe(button)} for {length(rest.until_ms - rest.since_ms)} from "
        f"{clock(rest.since_ms)} on and nothing changed (a guess: it was clicked and did nothing)"
    )
    return Observation("nothing", text, button.box)
