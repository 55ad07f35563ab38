"""How long `capture mask` covers a place: until the frame that reported it, or the browser, says that it is gone."""

from __future__ import annotations

import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.record.masked.check_covered import check_covered
from claude_scope.browser.record.masked_copy import copy_masked
from claude_scope.errors import BadInput, WorkFailed
from claude_scope.serialization import masked_places, shown_pages
from claude_scope.serialization.masked_places import EARLY_MS, LATE_MS, MaskedPlaces
from tests.browser.record.driven import read_manifest
from tests.browser.record.mask_captures import BLACK, GREY, WHITE, begun, capture, levels, masked, shown, video
from tests.capture.build import START, at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.capture.build import Event

STILL = dict.fromkeys(range(0, 6_000, 200), WHITE)
BOX = (100, 50, 80, 40)


def covered(folder: Path, pictures: Mapping[int, int], events: Sequence[Event]) -> dict[int, bool]:
    """Whether the middle of `BOX` is covered, at the time of each picture of the copy."""
    copy = folder / "copy.scope"
    copy_masked(capture(folder / "one.scope.part", pictures, events), copy, with_video=True)
    with zipfile.ZipFile(copy) as packed:
        packed.extract("video.webm", folder / "unpacked")
    return {ms: level < 40 for ms, level in levels(folder / "unpacked" / "video.webm", 140, 70).items()}


@pytest.mark.attack("captures")
@pytest.mark.parametrize("document", ["d1", ""], ids=["by host", "by script"])
def test_a_frame_of_another_origin_ends_no_covering(document: str, tmp_path: Path) -> None:
    """An ad that loads later used to count as a new document of the page, which uncovered the password."""
    advertisement = masked(2_000, (0, 0, 5, 5), frame="f2", document=document, inside=True)
    seen = covered(tmp_path, STILL, [shown(0), begun(0), masked(100, BOX), advertisement])
    assert all(seen.values())


@pytest.mark.attack("captures")
def test_a_note_of_another_frame_ends_no_covering(tmp_path: Path) -> None:
    """A frame may forge its reports, but the host determines which frame sent them."""
    forged = [masked(2_000 + n, frame="f2", inside=n % 2 == 0) for n in range(4)]
    assert all(covered(tmp_path, STILL, [shown(0), begun(0), masked(100, BOX), *forged]).values())


def test_a_covering_ends_when_its_frame_says_so(tmp_path: Path) -> None:
    """Or when another document of the page begins; at most a second later."""
    gone = covered(tmp_path / "gone", STILL, [shown(0), begun(0), masked(100, BOX), masked(2_000)])
    left = covered(
        tmp_path / "left", STILL, [shown(0), begun(0), masked(100, BOX), masked(2_000, document="d2", frame="d2")]
    )
    for seen in (gone, left):
        assert all(seen[ms] for ms in seen if ms < 3_000)


@pytest.mark.attack("captures")
def test_a_document_begins_after_what_was_noted_before_it() -> None:
    """A page cannot uncover the previous one by claiming an old time."""
    shown_places = MaskedPlaces()
    for event in (masked(100, BOX), masked(4_000, BOX, (0, 0, 9, 9)), masked(50, frame="d2", document="d2")):
        shown_places.add(event)
    assert min(place.until_ms for place in shown_places.places() if place.box[0] == BOX[0]) >= START + 5_000


def test_a_place_that_is_noted_again_since_earlier_is_covered_from_then() -> None:
    """The letters of a key are a secret only when the key is complete; their place may have been noted before that."""
    places = MaskedPlaces()
    for event in (shown(0), begun(0), masked(5_000, BOX), masked(5_400, BOX, since=START + 3_000)):
        places.add(event)
    assert min(place.since_ms for place in places.places()) == START + 3_000 - EARLY_MS


def test_a_picture_that_is_written_again_stays_covered(tmp_path: Path) -> None:
    """A window that never paints leaves the previous page in the video; the recorder repeats its picture."""
    events = [shown(0), begun(0), masked(100, BOX), shown(1_000, "p2")]
    seen = covered(tmp_path, {0: WHITE, 500: WHITE, 900: WHITE, 5_000: WHITE, 5_500: GREY}, events)
    assert seen[5_000]
    assert not seen[5_500]


def test_a_place_that_begins_in_a_still_is_covered_from_then(tmp_path: Path) -> None:
    """The picture is written again at that time; the earlier one stays as it was."""
    seen = covered(tmp_path, {0: WHITE, 5_000: WHITE}, [shown(0), begun(0), masked(50), masked(3_000, BOX)])
    assert not seen[0]
    first = min(ms for ms, is_covered in seen.items() if is_covered)
    assert 2_600 < first <= 2_750


def test_a_copy_that_shows_a_masked_place_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the covering is detected by a check of the copy that shares no code with it."""
    monkeypatch.setattr(masked_places.MaskedPlaces, "places", lambda _: [])
    folder = capture(tmp_path / "one.scope.part", STILL, [shown(0), begun(0), masked(1_000, BOX)])
    with pytest.raises(
        WorkFailed, match=r"show a masked place at 0:01\.0 \(page p1, 78x38 pixels at 101, 51\).*--no-video"
    ):
        copy_masked(folder, tmp_path / "copy.scope", with_video=True)
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize(
    "events",
    [
        [shown(0), begun(0), masked(100), masked(5_700, BOX)],
        [shown(0), begun(0), masked(100, BOX), masked(400)],
        [shown(0), begun(0), masked(100, frames=[[7, *BOX]]), masked(900, (1, 1, 5, 5), frame="f2", inside=True)],
        [shown(0, "p2"), shown(3_000), begun(0), masked(100, BOX)],
        [begun(0), masked(100, BOX)],
    ],
    ids=["at the end", "soon gone", "a frame that holds some", "a tab shown later", "no page said to be shown"],
)
def test_the_check_of_a_copy_finds_each_place(events: list[Event], tmp_path: Path) -> None:
    film = video(tmp_path / "film.webm", STILL)
    with pytest.raises(WorkFailed, match="show a masked place"):
        check_covered(film, events, START)


@pytest.mark.parametrize(
    "events",
    [
        [shown(0), begun(0), masked(100), masked(5_900, BOX)],
        [shown(0), begun(0), masked(100, (-100, 0, 90, 50), (400, 10, 50, 50))],
        [shown(0), begun(0), masked(100, frames=[[7, *BOX]])],
        [shown(0), shown(50, "p2"), begun(0), masked(100, BOX)],
    ],
    ids=["after the video", "outside of the viewport", "a frame that holds none", "a tab that is not shown"],
)
def test_the_check_of_a_copy_asks_for_nothing_else(events: list[Event], tmp_path: Path) -> None:
    check_covered(video(tmp_path / "film.webm", STILL), events, START)


@pytest.mark.parametrize(
    ("events", "unrecorded"),
    [
        ([shown(0), begun(0), masked(100), shown(1_000, "p2")], [{"page": "p2", "since": START, "until": None}]),
        ([shown(0), begun(0), masked(100)], [{"page": "p1", "since": START + 2_000, "until": START + 2_100}]),
        ([shown(0), begun(0), masked(100)], ["nonsense"]),
        ([shown(0), begun(0)], []),
        ([shown(0), begun(0), masked(100), begun(2_000, "d2")], []),
        ([shown(0), begun(0), masked(100, document="d1", frame="f2", inside=True)], []),
    ],
    ids=["to the end", "for a while", "unreadable", "no note", "no note of a second document", "only of a frame"],
)
def test_a_video_of_a_page_that_noted_nothing_is_not_copied(
    events: list[Event], unrecorded: list[Any], tmp_path: Path
) -> None:
    folder = capture(tmp_path / "one.scope.part", {0: WHITE}, events, unrecorded=unrecorded)
    with pytest.raises(BadInput, match=r"has no masked places from 0:0\d\.0 on, because its page.*--no-video"):
        copy_masked(folder, tmp_path / "copy.scope", with_video=True)
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize(
    ("events", "unrecorded"),
    [
        ([shown(0), begun(0), masked(100), shown(2_000, "p2")], []),
        (
            [
                shown(0),
                begun(0),
                masked(100),
                begun(2_000, "d2"),
                begun(2_800, "d3"),
                masked(2_900, document="d3", frame="d3"),
            ],
            [],
        ),
        ([shown(0), begun(0), masked(100), begun(2_000, page="p2")], []),
        ([shown(0), begun(0), masked(100)], [{"page": "p2", "since": START, "until": None}]),
        ([shown(0), begun(0), masked(100)], [{"page": "p1", "since": START - 9_000, "until": START - 10}]),
    ],
    ids=["a blank tab", "a document that is soon gone", "a tab behind", "silent behind", "silent before the video"],
)
def test_a_page_that_was_not_in_the_video_needs_no_notes(
    events: list[Event], unrecorded: list[Any], tmp_path: Path
) -> None:
    folder = capture(tmp_path / "one.scope.part", {0: WHITE}, events, unrecorded=unrecorded)
    copy_masked(folder, tmp_path / "copy.scope", with_video=True)
    assert read_manifest(tmp_path / "copy.scope")["videoMasked"] is True


def test_the_time_of_a_copy_is_linear_in_boxes_events_and_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four times as many used to take sixteen times as long."""
    monkeypatch.setattr(masked_places, "MAX_BOXES", 40_000)

    def seconds(name: str, events: list[Event]) -> float:
        folder = capture(tmp_path / name / "one.scope.part", {0: WHITE, 2_000: WHITE}, [shown(0), begun(0), *events])
        began = time.process_time()
        copy_masked(folder, tmp_path / name / "copy.scope", with_video=True)
        return time.process_time() - began

    def many_boxes(count: int) -> list[Event]:
        return [masked(100, *((n % 300, n // 300 % 180, 9, 9) for n in range(count)))]

    def many_events(count: int) -> list[Event]:
        tabs = [shown(n * 1_900 / count, f"p{1 + n % 2}") for n in range(count // 10)]
        return [*tabs, *(masked(n * 1_900 / count, BOX, (n % 300, 9, 9, 9), frame=f"d{n % 3}") for n in range(count))]

    def many_shows(count: int) -> list[Event]:
        """Places that last, each present in all time spans in which its tab is shown."""
        return [*(shown(n * 3_000, f"p{1 + n % 2}") for n in range(count // 4)), *many_boxes(count)]

    for make in (many_boxes, many_events, many_shows):
        few, many = (seconds(f"{make.__name__}-{count}", make(count)) for count in (4_000, 16_000))
        assert many < 8 * few + 0.5, make.__name__


def test_the_time_of_the_check_is_that_of_the_boxes_and_that_of_the_pictures(tmp_path: Path) -> None:
    """A picture in which few boxes appear or disappear costs the same, however many boxes stay."""

    def seconds(boxes: int, pictures: int) -> float:
        film = video(tmp_path / f"{boxes}-{pictures}.webm", dict.fromkeys(range(0, 10_000, 10_000 // pictures), BLACK))
        stay = masked(0, *((n % 300, n // 300 % 180, 9, 9) for n in range(boxes)))
        move = (masked(n * 50, (n, 9, 9, 9), frame="f2") for n in range(200))
        events = [shown(0), begun(0), stay, *move]
        began = time.process_time()
        check_covered(film, events, START)
        return time.process_time() - began

    assert seconds(40_000, 200) < 2 * (seconds(40_000, 2) + seconds(10, 200)) + 0.5


@pytest.mark.parametrize("level", [36, 56])
def test_the_check_finds_dim_letters_on_black(level: int, tmp_path: Path) -> None:
    """A dark theme has letters that are only a little brighter than the covering."""
    film = video(tmp_path / "film.webm", dict.fromkeys(range(0, 1_000, 200), level))
    with pytest.raises(WorkFailed, match="show a masked place"):
        check_covered(film, [shown(0), begun(0), masked(100, BOX)], START)


def test_the_check_follows_many_tabs_and_reports_only_the_one_that_is_shown(tmp_path: Path) -> None:
    """Also when the video returns to a tab."""
    film = video(tmp_path / "film.webm", dict.fromkeys(range(0, 2_000, 100), BLACK) | {2_000: WHITE, 2_100: BLACK})
    tabs = [shown(100 * n, f"p{n % 7}") for n in range(22)]
    boxes = [masked(0, (n, 9, 9, 9)) | {"page": f"p{n}"} for n in range(7)]
    with pytest.raises(WorkFailed, match=r"at 0:02\.0 \(page p6, 7x7 pixels at 7, 10\)"):
        check_covered(film, [*tabs, *boxes], START)
    check_covered(film, [*tabs, *(box for box in boxes if box["page"] != "p6")], START)


def test_a_place_that_is_split_into_too_many_parts_is_covered_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masked_places, "MAX_BOXES", 5)
    places = MaskedPlaces()
    for event in (*(shown(n * 5_000, f"p{1 + n % 2}") for n in range(8)), masked(0, BOX, (0, 0, 9, 9))):
        places.add(event)
    spans = [(place.since_ms - START, place.until_ms - START) for place in places.places()]
    assert len(spans) == 5
    assert spans.count((-250, 36_000)) == 1


@pytest.mark.attack("captures")
@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([shown(0), masked(100, BOX), masked(2_000, BOX, BOX, BOX)], "500,000 places"),
        ([*(shown(n * 100, f"p{1 + n % 2}") for n in range(4)), masked(500, BOX)], "5,000 changes of the page"),
    ],
    ids=["places", "shows"],
)
def test_more_than_the_bounds_is_refused(
    events: list[Event], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader of masked places covers the whole page from there on, whichever page is shown."""
    monkeypatch.setattr(masked_places, "MAX_BOXES", 3)
    monkeypatch.setattr(shown_pages, "MAX_SHOWS", 3)
    folder = capture(tmp_path / "one.scope.part", {0: WHITE}, [begun(0), *events])
    with pytest.raises(BadInput, match=says + ".*leave the video out with --no-video"):
        copy_masked(folder, tmp_path / "copy.scope", with_video=True)
    places = MaskedPlaces()
    for event in events:
        places.add(event)
    assert any(place.box[2] > 1_000 and place.until_ms == float("inf") for place in places.places())


@pytest.mark.attack("captures")
def test_times_and_boxes_that_make_no_sense_are_passed_over(tmp_path: Path) -> None:
    """And do not prevent the others from being covered."""
    odd: list[Event] = [
        at(
            500,
            "masked",
            since=None,
            boxes=[[1, 2], None, [1, 2, 3, 4, float("nan")], [1, "2", 3, 4, 5]],
            viewport=None,
        ),
        at(500, "masked", boxes={"a": 1}, frames=5, viewport=[0, 0]) | {"t": float("inf"), "page": None},
    ]
    for event in odd:
        event["frame"] = "f2"
    assert all(covered(tmp_path, STILL, [shown(0), begun(0), masked(100, BOX), *odd]).values())


def test_a_document_ends_those_before_it_when_it_is_painted() -> None:
    """The browser shows the old page until then, however long the new one takes."""
    places = MaskedPlaces()
    events = [masked(100, BOX), masked(1_000, frame="d2", document="d2") | {"painted": False}]
    events.append(masked(4_000, frame="d2", document="d2") | {"painted": True})
    for event in events:
        places.add(event)
    assert [place.until_ms for place in places.places()] == [START + 4_000 + LATE_MS]
