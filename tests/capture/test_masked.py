"""The masked places of a capture are read up to a limit: beyond it more is covered, never less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.capture import masked
from claude_scope.capture.masked import EARLY_MS, LATE_MS, MaskedTimes
from claude_scope.capture.read import read_capture
from claude_scope.values import Box, MaskedPlace
from tests.capture.build import START, at, element, loaded, page, text, write_capture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.capture.build import Event


def noted(ms: float, *boxes: list[float]) -> Event:
    return at(ms, "masked", since=START + ms - 100, boxes=list(boxes), frames=[], viewport=[1280, 720], inside=False)


def found(*events: Event) -> tuple[MaskedPlace, ...]:
    times = MaskedTimes(START)
    for event in events:
        times.add(event)
    return times.found()


def covers(place: MaskedPlace, ms: float, box: Box) -> bool:
    inner, outer = box, place.box
    is_in = outer.x <= inner.x and outer.y <= inner.y
    is_in &= inner.x + inner.width <= outer.x + outer.width and inner.y + inner.height <= outer.y + outer.height
    return is_in and place.since_ms <= ms <= place.until_ms


def test_places_are_those_of_the_record_in_video_time(tmp_path: Path) -> None:
    tree = page(element(10, "p", text(11, "Saved")))
    events = [*loaded(100, tree), noted(1_000, [1, 10, 20, 30, 40]), noted(2_000)]
    (place,) = read_capture(write_capture(tmp_path / "one", events), tmp_path / "read").masked
    assert (place.box, place.viewport) == (Box(10, 20, 30, 40), (1280, 720))
    assert (place.since_ms, place.until_ms) == (900 - EARLY_MS, 2_000 + LATE_MS)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({"field": 2, "query": 1}, 3), ({"field": 10**12}, 100_000), ({"field": -1, "text": "9", "other": 5}, 0), (7, 0)],
)
def test_the_number_of_masked_secrets_is_that_of_the_recorder(tmp_path: Path, counts: object, expected: int) -> None:
    """Of a hostile capture it is within bounds."""
    capture = write_capture(tmp_path / "one", loaded(100, page()), masked=counts)
    assert read_capture(capture, tmp_path / "read").masked_secrets == expected


def test_places_that_make_no_sense_are_left_out() -> None:
    bad: list[Event] = [{"boxes": 5}, {"boxes": [[1, 2]]}, {"boxes": [[1, None, 2, 3, 4]]}, {"t": None}, {}]
    assert found(*(noted(1_000) | item for item in bad)) == ()


def test_each_of_too_many_places_is_still_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with two columns of fields that is scrolled for a long time."""
    monkeypatch.setattr(masked, "MAX_PLACES", 50)
    steps = [(1_000 + 100 * n, Box(x, 700 - n, 90, 20)) for n in range(400) for x in (100, 500)]
    events = [noted(ms, [1, *box], [2, 500, *box[1:]]) for ms, box in steps[::2]]
    places = found(*events)
    assert len(places) <= 51
    assert [(ms, box) for ms, box in steps if not any(covers(place, ms, box) for place in places)] == []
    assert not any(covers(place, 20_000, Box(300, 600, 10, 10)) for place in places), "the rest can be seen"


def test_after_too_many_boxes_everything_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masked, "MAX_BOXES", 10)
    places = found(*(noted(1_000 * n, [1, 10, 10, 20, 20]) for n in range(1, 20)))
    whole = Box(0, 0, 1280, 720)
    assert not any(covers(place, 2_000, whole) for place in places)
    assert all(any(covers(place, ms, whole) for place in places) for ms in (7_000, 100_000, 1e9))
