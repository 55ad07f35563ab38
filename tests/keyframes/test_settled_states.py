"""Which states of a screen become keyframes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from claude_scope.intake.probe import probe
from claude_scope.keyframes.keyframes_json import as_json
from claude_scope.keyframes.select import find_keyframes
from tests.keyframes.film import (
    FONT,
    HEIGHT,
    WIDTH,
    film,
    keyframes,
    page,
    seen,
    shots,
    times,
    with_badge,
    with_pointer,
    with_toast,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.keyframes.film import Shot


def test_each_settled_state_is_kept_once_in_the_order_seen(tmp_path: Path) -> None:
    """Three states give three keyframes, including the return to the first, each taken while it was on screen."""
    first, second = page(), page((24, 300, "Your order was sent."))
    found = keyframes(film(tmp_path / "a.webm", shots((0, first), (2000, second), (4000, first)), end_ms=6000))
    assert times(found) == [0, 2000, 4000]
    assert [frame.path.name for frame in found.frames] == ["000000000.png", "000002000.png", "000004000.png"]
    assert all(frame.path.exists() for frame in found.frames)
    assert [frame.until_ms for frame in found.frames] == [2000, 4000, None]


def test_a_badge_that_counts_up_is_a_state(tmp_path: Path) -> None:
    """One digit of 12 pixels is enough, and the changed region is the badge."""
    found = keyframes(
        film(tmp_path / "a.webm", shots((0, with_badge(page(), 0)), (2000, with_badge(page(), 1))), end_ms=4000)
    )
    assert times(found) == [0, 2000]
    (box,) = found.frames[1].changed
    assert 560 <= box.x <= 592
    assert box.y <= 16


def test_a_toast_of_250_ms_is_kept_and_marked(tmp_path: Path) -> None:
    """Shorter than a state needs to settle, but it appeared, stood still and disappeared by itself."""
    scenes = shots((0, page()), (2000, with_toast(page())), (2250, page()))
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))
    assert times(found) == [0, 2000, 2250]
    assert [frame.transient for frame in found.frames] == [False, True, False]


def test_a_pointer_that_moves_is_not_a_change(tmp_path: Path) -> None:
    """It rests in three places for a second each, and is recognised by its movement between them."""
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


def every(step_ms: int, first_ms: int, last_ms: int, draw: Callable[[int], Image.Image]) -> list[Shot]:
    """Frames at this interval, each drawn from its number."""
    return shots(*((at, draw(number)) for number, at in enumerate(range(first_ms, last_ms, step_ms))))


def with_spinner(picture: Image.Image, number: int) -> Image.Image:
    """An arc of 24 pixels, turned by 30 degrees per frame."""
    ImageDraw.Draw(picture).arc((200, 200, 224, 224), 30 * number, 30 * number + 270, fill=(40, 90, 220), width=3)
    return picture


def test_a_spinner_that_never_stops_hides_nothing(tmp_path: Path) -> None:
    """It turns all the time; the page behind it settles twice."""
    scenes = every(50, 0, 4000, lambda number: with_spinner(page(), number))
    scenes += every(50, 4000, 8000, lambda number: with_spinner(page((24, 300, "Sent to the printer.")), number))
    assert seen(keyframes(film(tmp_path / "a.webm", scenes)), (0, 4000), (4000, 8000))


def test_a_caret_that_blinks_is_not_a_change(tmp_path: Path) -> None:
    """One pixel wide and 16 high, on and off every half second."""

    def draw(number: int) -> Image.Image:
        picture = page()
        if number % 2:
            ImageDraw.Draw(picture).line((120, 300, 120, 316), fill=(0, 0, 0))
        return picture

    assert len(keyframes(film(tmp_path / "a.webm", every(530, 0, 6000, draw))).frames) == 1


def test_typing_is_one_state_when_it_is_done(tmp_path: Path) -> None:
    """A letter every 120 ms: the empty field and the full one are kept, nothing between."""
    text = "jane.roe@example.org"
    scenes = every(500, 0, 2000, lambda _: page())
    scenes += every(120, 2000, 2000 + 120 * len(text), lambda number: page((24, 300, text[: number + 1])))
    done = scenes[-1][0]
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=done + 2000))
    assert seen(found, (0, 2000), (done, done + 2000))


def test_a_panel_that_slides_in_is_kept_once_it_stops(tmp_path: Path) -> None:
    """Half a second of movement: no frame of it is kept."""

    def draw(number: int) -> Image.Image:
        picture = page()
        left = max(400, 640 - 20 * number)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((left, 33, 640, 368), fill=(240, 244, 255))
        draw.text((left + 20, 80), "Filters", fill=(20, 20, 30), font=FONT)
        return picture

    scenes = [*shots((0, page()), (1000, page())), *every(40, 2000, 2600, draw)]
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=4000))
    assert seen(found, (0, 2000), (2480, 4000))


def test_a_page_that_was_not_painted_yet_is_not_a_state(tmp_path: Path) -> None:
    """Recordings begin with a white second; a white page later on is a state."""
    white = Image.new("RGB", (WIDTH, HEIGHT), "white")
    scenes = shots((0, white), (1000, page()), (3000, white))
    assert times(keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))) == [1000, 3000]


def test_a_dark_mode_is_a_state(tmp_path: Path) -> None:
    """The same page in other colours: everything changed."""
    found = keyframes(film(tmp_path / "a.webm", shots((0, page()), (2000, page(dark=True))), end_ms=4000))
    assert times(found) == [0, 2000]
    assert found.frames[1].changed_share > 0.8


def test_never_more_than_asked_for(tmp_path: Path) -> None:
    """Six states for a limit of three: those with the smallest differences are dropped, and counted."""
    one, two = page(), page(dark=True)
    scenes = shots(
        (0, one),
        (1500, with_badge(page(), 1)),
        (3000, two),
        (4500, with_badge(page(dark=True), 1)),
        (6000, page((24, 230, "All of them"), (24, 260, "are on their way"), (24, 290, "to the customer."))),
        (7500, with_badge(page((24, 230, "All of them"), (24, 260, "are on their way"), (24, 290, "to you.")), 1)),
    )
    path = film(tmp_path / "a.webm", scenes, end_ms=9000)
    assert len(keyframes(path).frames) == 6
    found = keyframes(path, max_frames=3)
    assert times(found) == [0, 3000, 6000]
    assert found.dropped == 3
    assert ([frame.skipped for frame in found.frames], found.skipped_after) == ([0, 1, 1], 1)


def test_dropped_pictures_are_not_on_disk(tmp_path: Path) -> None:
    """Pictures that are not keyframes are not in the folder either."""
    scenes = shots(*((1500 * state, page((24, 230 + 20 * state, "Next line"))) for state in range(6)))
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=9000), max_frames=2)
    assert {file.name for file in (tmp_path / "frames").iterdir()} == {frame.path.name for frame in found.frames}
    assert (len(found.frames), found.dropped) == (2, 4)


def test_as_json(tmp_path: Path) -> None:
    """The keys that the command line documents, and times that match the file names."""
    found = keyframes(film(tmp_path / "a.webm", shots((0, page()), (2000, page(dark=True))), end_ms=4000))
    told = as_json(found)
    assert list(told) == ["keyframes", "duration_ms", "decoded_frames", "dropped", "notes"]
    assert [entry["timestamp_ms"] for entry in told["keyframes"]] == [0, 2000]
    assert [entry["file"] for entry in told["keyframes"]] == ["000000000.png", "000002000.png"]
    assert all(0 <= entry["ssim"] <= 1 and entry["reason"] for entry in told["keyframes"])
    assert told["duration_ms"] == 4000


def _with_field(text: str, *, focused: bool) -> Image.Image:
    """A page with a text field, which has a thick border while it is focused."""
    picture = page((34, 306, text))
    colour, width = ((30, 90, 230), 3) if focused else ((200, 200, 205), 1)
    ImageDraw.Draw(picture).rectangle((24, 296, 400, 330), outline=colour, width=width)
    return picture


def test_a_field_that_was_filled_in_is_not_transient(tmp_path: Path) -> None:
    """Its border reverts when the next field has the focus, but the text stays."""
    scenes = shots(
        (0, _with_field("", focused=False)),
        (2000, _with_field("Ada", focused=True)),
        (4000, _with_field("Ada", focused=False)),
    )
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=6000))
    assert times(found) == [0, 2000, 4000]
    assert not any(frame.transient for frame in found.frames)


def test_a_pointer_that_comes_before_it_is_known_is_not_a_state(tmp_path: Path) -> None:
    """It appears and rests; only later does it move and can be recognised. The state with a badge in the meantime is
    kept.
    """
    resting = (420, 200)
    way = [(420 - 30 * step, 200 + 12 * step) for step in range(1, 9)]
    scenes = shots((0, page()), *((at_ms, with_pointer(page(), *resting)) for at_ms in range(1500, 7000, 1000)))
    scenes += shots(*((7000 + 100 * step, with_pointer(page(), *place)) for step, place in enumerate(way)))
    moved = film(tmp_path / "moved.webm", scenes, end_ms=10_000)
    assert times(keyframes(moved)) == [0]
    badge = film(tmp_path / "badge.webm", shots((0, page()), (2000, with_badge(page(), 1))), end_ms=5000)
    found = keyframes(badge)
    assert times(found) == [0, 2000]
    assert [frame.until_ms for frame in found.frames] == [2000, None]


@pytest.mark.parametrize("max_frames", [2, 20])
def test_the_same_states_are_found_whether_pictures_are_written_or_not(tmp_path: Path, max_frames: int) -> None:
    scenes = shots(*((n * 1500, page((40, 40, f"State {n}"))) for n in range(4)))
    path = film(tmp_path / "a.webm", scenes, end_ms=6000)
    written, only_told = (
        keyframes(path, max_frames=max_frames),
        find_keyframes(probe(path), None, max_frames=max_frames),
    )
    assert times(only_told) == times(written)
    assert only_told.dropped == written.dropped
    assert [frame.path.name for frame in only_told.frames] == [frame.path.name for frame in written.frames]


def test_a_toast_that_slides_in_is_kept_once_it_stops(tmp_path: Path) -> None:
    """It slides for 160 ms, stays for 250 and slides out again: the picture shows the toast in its place."""

    def slid(pixels: int) -> Image.Image:
        picture = page()
        picture.paste(with_toast(page()).crop((440, 300, 620, 348)), (440, 300 + pixels))
        return picture

    way = [60, 45, 30, 15]
    scenes = shots((0, page()), (1000, page()))
    scenes += shots(*((2000 + 40 * step, slid(pixels)) for step, pixels in enumerate(way)), (2160, slid(0)))
    scenes += shots(*((2410 + 40 * step, slid(pixels)) for step, pixels in enumerate(reversed(way))), (2570, page()))
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))
    assert seen(found, (0, 2000), (2160, 2410), (2570, 5001))
    assert [frame.transient for frame in found.frames] == [False, True, False]


def table(number: int) -> Image.Image:
    """A page with a table with other rows, and a marker at another place in its toolbar."""
    names = ("Ada Brandt", "Sales", "today")
    cells = [
        (24 + 200 * column, 230 + 24 * row, f"{name} {number * 7 + row * 3 + column}")
        for row in range(4)
        for column, name in enumerate(names)
    ]
    picture = page(*cells)
    ImageDraw.Draw(picture).rectangle((420 + 30 * number, 60, 444 + 30 * number, 84), fill=(40, 60, 200))
    return picture


def test_a_table_that_changes_as_often_as_a_clock_is_in_what_changed(tmp_path: Path) -> None:
    """The user pages through it every two seconds; otherwise only the marker would be reported as changed."""
    at_ms = (0, 2000, 4030, 6050, 8160, 10230, 12240)
    pictures = shots(*((at, table(number)) for number, at in enumerate(at_ms)))
    found = keyframes(film(tmp_path / "a.webm", pictures, end_ms=14_500))
    assert times(found) == list(at_ms)
    for frame in found.frames[1:]:
        assert max(box.y + box.height for box in frame.changed) > 230, frame.timestamp_ms


def test_what_moves_all_the_time_is_not_in_what_changed(tmp_path: Path) -> None:
    def spinning(at_ms: int) -> Image.Image:
        picture = page((24, 300, "Your order was sent.")) if at_ms >= 2000 else page()
        ImageDraw.Draw(picture).arc((560, 60, 592, 92), 3 * at_ms // 10 % 360, (3 * at_ms // 10 + 90) % 360, "blue", 6)
        return picture

    pictures = shots(*((at_ms, spinning(at_ms)) for at_ms in range(0, 5000, 100)))
    found = keyframes(film(tmp_path / "a.webm", pictures, end_ms=5000))
    (after,) = [frame for frame in found.frames if frame.timestamp_ms >= 2000]
    assert all(box.y > 250 for box in after.changed), after.changed
