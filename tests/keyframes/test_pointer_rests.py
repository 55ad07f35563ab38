"""Where the pointer came to rest is told with the state that stood then, in pixels of the frame, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.keyframes.pointer.pointer_rests import PointerRests
from claude_scope.values import Rest
from tests.keyframes.film import film, keyframes, page, shots, with_pointer

if TYPE_CHECKING:
    from pathlib import Path


def test_a_rest_is_reported_with_its_place_and_times(tmp_path: Path) -> None:
    way = [(60 + 30 * step, 300 - 20 * step) for step in range(10)]
    moves = shots(*((1_000 + 100 * step, with_pointer(page(), *place)) for step, place in enumerate(way)))
    answer = shots((4_000, with_pointer(page((24, 240, "All was saved")), *way[-1])))
    first, second = keyframes(film(tmp_path / "rest.webm", [*moves, *answer], end_ms=6_000)).frames
    (rest,) = first.rests
    assert max(abs(rest.x - way[-1][0]), abs(rest.y - way[-1][1])) <= 4
    assert abs(rest.since_ms - 1_900) <= 150
    assert rest.until_ms >= 4_000
    assert second.rests == ()


def test_who_passes_by_does_not_rest_and_a_wobble_is_no_move() -> None:
    rests = PointerRests()
    for at_ms, place in ((0, None), (100, (5, 5)), (300, (90, 40)), (500, (92, 41)), (1_200, (300, 200))):
        rests.note(at_ms, place)
    assert rests.all(1_400) == (Rest(90, 40, 300, 1_200),)
