"""Content that style sheets alone show and hide at the pointer."""

from __future__ import annotations

from pathlib import Path

from claude_scope.timeline.captured.pointed_states import CLOSED, OPENED, PointedStates
from claude_scope.values import Box, Keyframe

TOOLTIP = Box(112, 48, 192, 48)


def changed(since_ms: int, box: Box = TOOLTIP) -> Keyframe:
    return Keyframe(since_ms + 800, 0.9, "", Path("frame.png"), changed=(box,), changed_share=0.007, began_ms=since_ms)


def test_a_tooltip_closes_while_the_pointer_moves_away() -> None:
    way_there = [(3400.0 + 16 * step, 164.0, 35.0) for step in range(12)]
    way_off = [(5400.0 + 16 * step, 256.0 + 30 * step, 26.0) for step in range(40)]
    states = PointedStates([*way_there, *way_off])
    assert states.why(changed(3870), (), 1.0) == OPENED
    assert states.why(changed(5720), (), 1.0) == CLOSED


def test_what_the_pointer_passes_is_not_opened() -> None:
    states = PointedStates([(3400.0 + 16 * step, 100.0 + step, 35.0) for step in range(100)])
    assert states.why(changed(3870), (), 1.0) == ""
