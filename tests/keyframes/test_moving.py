"""Content that moves by itself: which of it is a state, which is not, and what is reported about it."""

from __future__ import annotations

import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes
from tests.keyframes.film import film, keyframes, page, seen, shots, times, with_badge, with_pointer, with_toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.keyframes.film import Shot


def every(step_ms: int, first_ms: int, last_ms: int, draw: Callable[[int], Image.Image]) -> list[Shot]:
    """Frames at this interval, each drawn from the milliseconds since the start."""
    return shots(*((at, draw(at)) for at in range(first_ms, last_ms, step_ms)))


def with_clock(picture: Image.Image, at_ms: int) -> Image.Image:
    seconds = at_ms // 1000
    ImageDraw.Draw(picture).text((500, 60), f"{seconds // 60}:{seconds % 60:02}", fill=(30, 30, 40), font_size=24)
    return picture


def with_wave(picture: Image.Image, at_ms: int, box: tuple[int, int, int, int] = (300, 220, 620, 320)) -> Image.Image:
    """A scrolling line as in a live chart: no point of it changes all the time."""
    left, top, right, bottom = box
    middle, height = (top + bottom) / 2, (bottom - top) / 2 - 6
    points = [
        (x, middle + height * math.sin(at_ms / 280 + x / 26) * math.cos(x / 70 + at_ms / 830))
        for x in range(left, right, 4)
    ]
    ImageDraw.Draw(picture).line(points, fill=(200, 90, 20), width=3)
    return picture


def with_spinner(picture: Image.Image, at_ms: int, left: int = 200, top: int = 200, side: int = 24) -> Image.Image:
    """An arc that turns once per second."""
    angle = at_ms * 36 // 100
    ImageDraw.Draw(picture).arc((left, top, left + side, top + side), angle, angle + 270, fill=(40, 90, 220), width=4)
    return picture


def test_a_clock_is_not_a_state_and_what_changes_next_to_it_is(tmp_path: Path) -> None:
    """It ticks once a second from the beginning: its first ticks are retracted, a text that appears with one stays."""

    def draw(at_ms: int) -> Image.Image:
        return with_clock(page((24, 300, "Order sent.")) if at_ms >= 6000 else page(), at_ms)

    found = keyframes(film(tmp_path / "a.webm", every(250, 0, 12_000, draw)))
    assert seen(found, (0, 6000), (6000, 12_000))
    assert [frame.until_ms for frame in found.frames] == [6000, None]


def with_banner(picture: Image.Image, at_ms: int) -> Image.Image:
    """Three slides with a common background; every three seconds the next one slides in from the right within half a
    second.
    """
    turn, passed = divmod(at_ms, 3000)
    slides = Image.new("RGB", (3 * 600, 60), (70, 80, 120))
    draw = ImageDraw.Draw(slides)
    for index, text in enumerate(("Made by hand", "Free returns", "New in October")):
        draw.text((600 * index + 180 + 20 * index, 15), text, fill=(255, 255, 255), font_size=28)
    old, new = 600 * ((turn - 1) % 3), 600 * (turn % 3)
    x = new if turn == 0 else round(old + (new - old) * min(1.0, passed / 500))
    picture.paste(slides.crop((x, 0, x + 600, 60)), (20, 230))
    return picture


def test_a_large_banner_that_slides_on_every_few_seconds_is_not_a_state(tmp_path: Path) -> None:
    """Its content reaches each of its places at a different moment; a text that appears meanwhile is kept."""

    def draw(at_ms: int) -> Image.Image:
        return with_banner(page((24, 344, "Order sent.")) if at_ms >= 16_000 else page(), at_ms)

    found = keyframes(film(tmp_path / "a.webm", every(100, 0, 23_000, draw)))
    assert seen(found, (0, 3000), (16_000, 18_000))


def test_turns_of_a_banner_that_were_left_out_before_they_were_taken_back_are_not_counted(tmp_path: Path) -> None:
    """There is room for two states: those of the page, once it is clear that the banner moves by itself."""
    texts = ("Made by hand", "Free returns", "New in October")

    def draw(at_ms: int) -> Image.Image:
        sent = (24, 344, "Order sent.") if at_ms >= 19_000 else (24, 344, "")
        return page((240, 240, texts[at_ms // 3000 % 3]), sent)

    found = keyframes(film(tmp_path / "a.webm", every(120, 0, 24_000, draw)), max_frames=2)
    assert seen(found, (0, 3000), (19_000, 24_000))
    assert (found.dropped, [frame.skipped for frame in found.frames], found.skipped_after) == (0, [0, 0], 0)


def test_a_number_that_is_clicked_up_is_a_state_each_time(tmp_path: Path) -> None:
    """It changes every second or two, but a user's clicks are not a clock."""
    clicks = [0, 1400, 2500, 4300, 5600, 7500, 8600, 10_200]
    scenes = shots(*((at, page((500, 60, f"{number} items"))) for number, at in enumerate(clicks)))
    assert times(keyframes(film(tmp_path / "a.webm", scenes, end_ms=12_000))) == clicks


def test_a_number_under_the_pointer_is_not_a_clock(tmp_path: Path) -> None:
    """It counts up every second with the pointer on it: the user clicks, however regularly."""
    way = [(60 + 44 * step, 300 - 24 * step) for step in range(11)]
    scenes = shots(*((100 * step, with_pointer(page((530, 64, "0 items")), *place)) for step, place in enumerate(way)))
    clicks = [2000 + 1000 * number for number in range(8)]
    scenes += shots(
        *((at, with_pointer(page((530, 64, f"{n} items")), *way[-1])) for n, at in enumerate(clicks)),
    )
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=11_000))
    assert times(found)[1:] == clicks[1:]


def test_a_clock_that_the_pointer_comes_to_rest_on_is_still_a_clock(tmp_path: Path) -> None:
    """It ticked for six seconds before, so nobody is clicking."""
    way = [(60 + 44 * step, 300 - 24 * step) for step in range(11)]

    def draw(at_ms: int) -> Image.Image:
        return with_pointer(with_clock(page(), at_ms), *way[min(10, max(0, at_ms - 6000) // 100)])

    scenes = [*every(250, 0, 6000, draw), *every(100, 6000, 7200, draw), *every(250, 7250, 14_000, draw)]
    assert seen(keyframes(film(tmp_path / "a.webm", scenes)), (0, 1000))


def test_a_chart_that_runs_along_hides_nothing(tmp_path: Path) -> None:
    """Each of its tiles rests for a second between two waves, yet the area moves all the time."""

    def draw(at_ms: int) -> Image.Image:
        return with_wave(page((24, 300, "Sent to the printer.")) if at_ms >= 5000 else page(), at_ms)

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 9000, draw)))
    assert seen(found, (0, 5000), (5000, 9000))


def test_a_text_next_to_a_spinner_is_a_state_and_so_is_the_end_of_both(tmp_path: Path) -> None:
    """A button says "Saving" with a spinner for two and a half seconds, then "Save" again."""

    def draw(at_ms: int) -> Image.Image:
        if 2000 <= at_ms < 4500:
            return with_spinner(page((232, 204, "Saving")), at_ms)
        return page((232, 204, "Save"))

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 7000, draw)))
    assert seen(found, (0, 2000), (2000, 4500), (4500, 7000))
    assert [bool(frame.moving) for frame in found.frames] == [False, True, False]
    assert [frame.until_ms for frame in found.frames] == [2000, 4500, None]


def test_a_page_that_loads_for_a_second_is_not_a_state(tmp_path: Path) -> None:
    """A spinner turns next to a loading message, and both disappear together."""

    def draw(at_ms: int) -> Image.Image:
        if 2000 <= at_ms < 3000:
            return with_spinner(page((232, 204, "Loading")), at_ms)
        return page((24, 300, "7 orders found.")) if at_ms >= 2000 else page()

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 7000, draw)))
    assert seen(found, (0, 2000), (3000, 7000))


@pytest.mark.parametrize("count", [0, 1])
def test_a_toast_with_a_turning_icon_is_a_state(tmp_path: Path, count: int) -> None:
    """It is shown for 2.6 s, alone or with a badge that stays; alone it is transient."""

    def draw(at_ms: int) -> Image.Image:
        picture = with_badge(page(), count) if count and at_ms >= 2000 else page()
        return with_spinner(with_toast(picture), at_ms, 580, 312) if 2000 <= at_ms < 4600 else picture

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 8000, draw)))
    assert seen(found, (0, 2000), (2000, 4600), (4600, 8000))
    assert [frame.transient for frame in found.frames] == [False, not count, False]


@pytest.mark.parametrize(("side", "step_ms"), [(24, 50), (40, 120)])
def test_a_button_that_is_pressed_again_without_moving_the_mouse_is_a_state_each_time(
    tmp_path: Path, side: int, step_ms: int
) -> None:
    """Record, Stop with a moving level meter for two and a half seconds, Record; the meter keeps its last look like the
    button.
    """
    way = [(60 + 19 * step, 300 - 9 * step) for step in range(11)]

    def draw(at_ms: int) -> Image.Image:
        records = 2600 <= at_ms < 5100
        picture = page((232, 204, "Stop" if records else "Record"), (232, 240, f"{int(at_ms >= 5100)} recorded"))
        picture = with_spinner(picture, at_ms, 480, 120, side) if records else picture
        return with_pointer(picture, *way[min(10, max(0, at_ms // 50 - 10))])

    found = keyframes(film(tmp_path / "a.webm", every(step_ms, 0, 9000, draw)))
    assert seen(found, (0, 2600), (2600, 5100), (5100, 9000))
    assert 5100 <= (found.frames[1].until_ms or 0) < 5100 + step_ms


def test_pages_with_a_moving_picture_that_are_turned_by_keys_are_states(tmp_path: Path) -> None:
    """A wizard, recorded without a pointer: each page lasts 2.4 s, and all but the last have a spinner."""
    steps = [("Choose a plan", 300), ("Add your team", 400), ("Connect a source", 500), ("All is set", 0)]

    def draw(at_ms: int) -> Image.Image:
        if at_ms < 2000:
            return page((24, 300, "Welcome"))
        text, left = steps[min(3, (at_ms - 2000) // 2400)]
        picture = page((24, 230, text), (24, 300, f"All about how to {text.lower()}"))
        return with_spinner(picture, at_ms, left, 300) if left else picture

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 12_000, draw)))
    assert seen(found, (0, 2000), (2000, 4400), (4400, 6800), (6800, 9200), (9200, 12_000))


def test_a_page_on_which_something_moves_for_a_while_is_a_state(tmp_path: Path) -> None:
    """0.7 s after the page settled a level meter far from the change begins to move; two seconds
    later a text appears.
    """

    def draw(at_ms: int) -> Image.Image:
        picture = page(*((24, 230, "Ready"), (24, 300, "Sent."))[: (at_ms >= 2000) + (at_ms >= 4900)])
        return with_spinner(picture, at_ms, 560, 80) if 2700 <= at_ms < 4850 else picture

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 8000, draw)))
    assert seen(found, (0, 2000), (2000, 4900), (4900, 8000))


def test_a_song_that_is_paused_was_a_state(tmp_path: Path) -> None:
    """It plays for two and a half seconds, until the user goes to its button."""
    way = [(60 + 19 * step, 300 - 8 * step) for step in range(11)]

    def draw(at_ms: int) -> Image.Image:
        plays = 2000 <= at_ms < 4500
        picture = page((232, 204, "Plays" if plays else "Paused" if at_ms >= 4500 else "Low water"))
        return with_pointer(with_spinner(picture, at_ms) if plays else picture, *way[min(10, max(0, at_ms // 50 - 60))])

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 7000, draw)))
    assert seen(found, (0, 2000), (2000, 4500), (4500, 7000))


def test_a_chart_that_stops_ends_the_state_it_ran_in(tmp_path: Path) -> None:
    """It stops two and a half seconds after a text appeared, as the page turns dark; its waves have been higher since
    then.
    """

    def draw(at_ms: int) -> Image.Image:
        picture = page((24, 300, "Sent."), dark=at_ms >= 6500) if at_ms >= 4000 else page()
        return with_wave(picture, min(6500, at_ms), (300, *((256, 390, 284) if at_ms < 4000 else (225, 390, 315))))

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 9000, draw)))
    assert seen(found, (0, 4000), (4000, 6500), (6500, 9000))


@pytest.mark.parametrize("turn_ms", [700, 900])
def test_pages_turned_by_a_key_are_states_however_few_frames_show_them(tmp_path: Path, turn_ms: int) -> None:
    """Each lasts less than a second, and was recorded in one frame."""
    scenes = shots((0, page()), (1000, page()))
    for number in range(4):
        lines = [(24, 222 + 24 * row, f"Page {number + 1}, {'abcd'[(row + number) % 4] * 60}") for row in range(6)]
        scenes += shots((2000 + turn_ms * number, page(*lines)))
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=2000 + 3 * turn_ms + 2000))
    starts = [0, *(2000 + turn_ms * number for number in range(4)), 2000 + 3 * turn_ms + 2001]
    assert seen(found, *pairwise(starts))


def test_what_is_moving_when_the_recording_ends_is_reported(tmp_path: Path) -> None:
    """A spinner that never disappeared, accurate to two pixels; the last state has not ended."""

    def draw(at_ms: int) -> Image.Image:
        return with_spinner(page(), at_ms) if at_ms >= 2000 else page()

    found = keyframes(film(tmp_path / "a.webm", every(50, 0, 7000, draw)))
    last = found.frames[-1]
    assert last.until_ms is None
    (box,) = last.moving
    assert abs(box.x - 200) <= 3
    assert abs(box.y - 200) <= 3
    assert abs(box.width - 25) <= 5
    assert abs(box.height - 25) <= 5


def test_a_pause_in_typing_is_not_a_state(tmp_path: Path) -> None:
    """Three words with pauses of 0.8 s: the empty field and the whole text are kept, with the time
    at which it began.
    """
    text, pauses = "ferries are late", {7: 800, 11: 800}
    at_ms, scenes = 2000, shots((0, page()), (1000, page()))
    for end in range(1, len(text) + 1):
        scenes += shots((at_ms, page((24, 300, text[:end]))))
        at_ms += pauses.get(end, 90)
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=at_ms + 2000))
    assert seen(found, (0, 2000), (at_ms - 90, at_ms + 2000))
    assert found.frames[0].until_ms == found.frames[1].began_ms == 2000
    (box,) = found.frames[1].changed
    assert box.x <= 24
    assert box.x + box.width >= 100


def test_two_texts_typed_one_after_the_other_are_two_states(tmp_path: Path) -> None:
    """If the user looks at a text for longer, it was complete."""
    scenes = shots((0, page()), (2000, page((24, 300, "ferries"))), (3500, page((24, 300, "ferries are late"))))
    assert times(keyframes(film(tmp_path / "a.webm", scenes, end_ms=5500))) == [0, 2000, 3500]


def test_a_bar_that_fills_is_one_change(tmp_path: Path) -> None:
    """Three seconds of progress with a percentage: the state before ends when it begins, and only its end is kept."""

    def draw(at_ms: int) -> Image.Image:
        done = min(100, max(0, at_ms - 2000) // 30)
        picture = page((560, 300, f"{done} %"))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((24, 304, 540, 314), outline=(120, 120, 130))
        draw.rectangle((24, 304, 24 + 516 * done // 100, 314), fill=(40, 90, 220))
        return picture

    found = keyframes(film(tmp_path / "a.webm", every(70, 0, 8000, draw)))
    assert seen(found, (0, 2030), (4960, 8000))
    assert 1990 <= (found.frames[0].until_ms or 0) <= 2200


def test_a_sum_that_changes_within_a_second_is_two_states(tmp_path: Path) -> None:
    """The change is in the same line, further right than before; but the text is replaced, not continued."""
    sums = ["Total $ 93.90", "Total $ 182.90", "Total $ 193.90"]
    scenes = shots(*((at, page((24, 300, text))) for at, text in zip((0, 2000, 2900), sums, strict=True)))
    assert times(keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))) == [0, 2000, 2900]


def test_a_toast_that_comes_with_a_change_of_the_page_is_a_state(tmp_path: Path) -> None:
    """For 300 ms, together with three lines that stay."""
    lines = ((24, 230, "Three cards"), (24, 260, "are in another"), (24, 290, "column now."))
    scenes = shots((0, page()), (2000, with_toast(page(*lines))), (2300, page(*lines)))
    found = keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000))
    assert times(found) == [0, 2000, 2300]


def test_a_pause_in_a_change_is_not_a_toast(tmp_path: Path) -> None:
    """A button is disabled for three seconds; for the first 300 ms nothing else visibly moves."""

    def draw(at_ms: int) -> Image.Image:
        picture = page((24, 300, "Sent." if at_ms >= 5000 else ""))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((460, 290, 620, 340), fill=(190, 190, 200) if 2000 <= at_ms < 5000 else (40, 90, 220))
        draw.rectangle((24, 200, 24 + max(0, min(at_ms, 5000) - 2300) // 10, 210), fill=(40, 90, 220))
        return picture

    scenes = [*every(500, 0, 2000, draw), *shots((2000, draw(2000))), *every(70, 2300, 8000, draw)]
    assert seen(keyframes(film(tmp_path / "a.webm", scenes)), (0, 2000), (5000, 8000))


def resident_mb() -> float:
    """The current resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_does_not_grow_with_length(tmp_path: Path) -> None:
    """A spinner that turns seven times as long; each of the 250 additional samples would take a third of a megabyte."""

    def most_mb(seconds: int) -> float:
        path = film(tmp_path / f"{seconds}.webm", every(60, 0, seconds * 1000, lambda at: with_spinner(page(), at)))
        used = []
        find_keyframes(probe(path), None, progress=lambda *_: used.append(resident_mb()))
        return max(used)

    most_mb(5)  # allocated only once
    short = most_mb(5)
    assert most_mb(35) - short < 40  # the allocator's reserve varies by up to 30


def test_a_pointer_that_leaves_the_corner_is_not_a_state(tmp_path: Path) -> None:
    """A recorder draws it there, clipped, until the mouse is moved; the move itself was recorded in one frame."""
    pictures = [with_pointer(page(), -2, -2), with_pointer(page(), 250, 300), with_pointer(page(), 520, 180)]
    scenes = shots(*zip((0, 2000, 2300), pictures, strict=True))
    assert seen(keyframes(film(tmp_path / "a.webm", scenes, end_ms=5000)), (0, 2000))
