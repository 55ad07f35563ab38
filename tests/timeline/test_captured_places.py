"""All boxes in the timeline of a capture are in pixels of the frames, and elements are named by a tree."""

from __future__ import annotations

from pathlib import Path

from claude_scope.timeline.captured.build import build_captured_timeline
from claude_scope.values import (
    Act,
    Box,
    Capture,
    CapturedState,
    Document,
    Instant,
    Keyframe,
    Keyframes,
    Node,
    Rebuilt,
    Source,
    Target,
    Timeline,
)
from tests.capture.states import nothing_read

VIEWPORT = (1280, 720)
HERE = Path("frame.png")


def state(at: float, name: str) -> CapturedState:
    button = Node("button", name, box=Box(10, 20, 100, 30), ref="n7")
    return CapturedState(at, at + 50, "d1", Node("main", ref="n5", children=(button,)), "", viewport=VIEWPORT)


def timeline(scale: float) -> Timeline:
    click = Act("click", 1_000, 1_000, "p1", Target("d1", 7, role="button", name="Save"), point=(60, 35))
    far = Act("key", 2_000, 2_000, "p1", Target("d1", 99), key="Enter")
    document = Document("d1", "p1", "http://localhost/", 0, HERE)
    states = (state(0, "Save"), state(1_000, "Saved"), state(2_000, "Saved"))
    instants = tuple(Instant(state.since_ms, state.time_ms, "d1") for state in states)
    capture = Capture(None, 0, 3_000, "http://localhost/", "", "", VIEWPORT, documents=(document,), instants=instants)
    frames = tuple(Keyframe(round(state.time_ms), 1, "", HERE) for state in states)
    pictures = Keyframes(frames, round(VIEWPORT[0] * scale), round(VIEWPORT[1] * scale), 3_000, 3)
    return build_captured_timeline(capture, Rebuilt(states, (click, far)), pictures, pictures, nothing_read)


def test_acts_are_placed_in_pixels_of_the_frame() -> None:
    _, clicked, pressed = timeline(2).moments
    [click], [key] = clicked.acts, pressed.acts
    assert click.point == (120, 70)
    assert click.target.box == Box(20, 40, 200, 60)
    assert (key.point, key.target.box) == (None, None)


def test_a_tree_names_its_elements_by_their_ids() -> None:
    for moment in timeline(1).moments:
        [element] = moment.elements
        [button] = moment.tree.children
        assert (button.ref, button.source) == (element.id, Source.DOM)
        assert moment.tree.ref == ""


def test_a_state_lasts_until_the_next_one_begins() -> None:
    assert [moment.keyframe.until_ms for moment in timeline(1).moments] == [1_000, 2_000, None]
