"""Which states of a screen become keyframes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.keyframes.film import film, keyframes, page, shots, times, with_badge, with_pointer, with_toast

if TYPE_CHECKING:
    from pathlib import Path


def test_each_settled_state_is_kept_once_in_the_order_seen(tmp_path: Path) -> None:
    """Three states make three keyframes, the return to the first included, each taken while it was on screen."""
    first, second = page(), page((24, 300, "Your order was sent."))
    found = keyframes(film(tmp_path / "a.webm", shots((0, first), (2000, second), (4000, first)), end_ms=6000))
    assert times(found) == [0, 2000, 4000]
    assert [frame.path.name for frame in found.frames] == ["000000000.png", "000002000.png", "000004000.png"]
    assert all(frame.path.exists() for frame in found.frames)
    assert [frame.until_ms for frame in found.frames] == [2000, 4000, None]


def test_a_badge_that_counts_up_is_a_state(tmp_path: Path) -> None:
    """One digit of 12 pixels is enough, and the region that changed is the badge."""
    found = keyframes(
        film(tmp_path / "a.webm", shots((0, with_badge(page(), 0)), (2000, with_badge(page(), 1))), end_ms=4000)
    )
    assert times(found) == [0, 2000]
    (box,) = found.frames[1].changed
    assert 560 <= box.x <= 592
    assert box.y <= 16


def test_a_toast_of_250_ms_is_kept_and_marked(tmp_path: Path) -> None:
    """Shorter than a state needs to settle, but it came, stood still and went away by itself."""
    scenes = shots((0, page()), (2000, with_toast(page())), (2250, page()))
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))
    assert times(found) == [0, 2000, 2250]
    assert [frame.transient for frame in found.frames] == [False, True, False]


def test_a_pointer_that_moves_is_no_change(tmp_path: Path) -> None:
    """It rests in three places for a second each, having been learned on its way there."""
    path = [(30 + 14 * step, 120 + 6 * step) for step in range(30)]
    scenes = shots((0, with_pointer(page(), *path[0])))
    at_ms = 1500
    for rest in range(3):
        for place in path[rest * 10 : rest * 10 + 10]:
            scenes += shots((at_ms, with_pointer(page(), *place)))
            at_ms += 75
        at_ms += 1000
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=at_ms + 1000))
    assert times(found) == [0]
