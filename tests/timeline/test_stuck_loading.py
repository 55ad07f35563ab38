"""What never stopped is told with its place and since when; what moves for good reasons is not."""

from __future__ import annotations

from dataclasses import replace

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, Keyframe, Observation
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
PAGE = (element("heading", "Reports", 40, 20), element("button", "Refresh", 600, 300, 120, 40))
SPINNER = Box(640, 400, 36, 36)


def ends_with(*moving: Box, until_ms: int | None = None, shown: tuple[Element, ...] = ()) -> list[Observation]:
    """What was inferred about a recording of two states, the second of which began at 3 s."""
    second = keyframe(4_000, EVERYWHERE, began_ms=3_000, until_ms=until_ms, moving=moving)
    frames = [keyframe(0), second]
    return list(build_timeline(frames, [reading(*PAGE), reading(*PAGE, *shown)]).moments[1].inferred)


def test_a_spinner_that_turned_until_the_end_is_reported_with_its_place_and_time() -> None:
    (told,) = ends_with(SPINNER)
    assert told == Observation(
        "waiting",
        "Something of 36 x 36 px keeps moving at (640, 400) from 0:03.0 until the recording ends "
        "(inferred: a spinner that never went away)",
        SPINNER,
    )


def test_one_that_turned_for_over_four_seconds_is_reported_and_a_short_one_is_not() -> None:
    assert "until 0:08.0" in ends_with(SPINNER, until_ms=8_000)[0].text
    assert ends_with(SPINNER, until_ms=6_000) == []


def test_carousels_videos_clocks_dots_and_bars_are_no_spinners() -> None:
    assert ends_with(Box(100, 100, 700, 320)) == []
    assert ends_with(Box(900, 500, 160, 90)) == []
    assert ends_with(Box(900, 500, 10, 10)) == []
    assert ends_with(Box(0, 80, WIDTH, 4)) == []
    assert ends_with(Box(600, 30, 50, 30), shown=(element("text", "12:04:31", 600, 32, 90),)) == []


def test_a_small_part_of_something_large_that_moves_is_no_spinner() -> None:
    assert ends_with(Box(100, 100, 700, 320), Box(760, 390, 30, 30)) == []


def during(*texts: str) -> list[list[Observation]]:
    """What was inferred about each state; "" is a state without a text of that kind."""
    frames: list[Keyframe] = [keyframe(1_000 * k, *([EVERYWHERE] if k else [])) for k in range(len(texts))]
    shown = [reading(*PAGE, *([element("text", text, 600, 400)] if text else [])) for text in texts]
    return [list(m.inferred) for m in build_timeline(frames, shown).moments]


def test_a_text_that_says_loading_to_the_end_is_distinguished_from_where_it_began() -> None:
    told = during("", "Loading…", "Loading…")
    assert [len(one) for one in told] == [0, 1, 0]
    assert told[1][0].text.startswith('"Loading…" stands there from 0:01.0 until the recording ends')


def test_a_text_that_went_away_or_only_just_came_or_says_something_else_is_not_reported() -> None:
    assert during("", "Loading…", "") == [[], [], []]
    assert during("", "", "Loading…") == [[], [], []]
    assert during("Loading dock 4", "Loading dock 4. Gate open.", "Loading dock 4. Gate open.") == [[], [], []]
    assert during("Processing", "Processing", "Processing") == [[], [], []]


def test_a_text_beside_what_keeps_moving_is_reported_once() -> None:
    text = element("text", "Loading…", 690, 405)
    (told,) = ends_with(SPINNER, shown=(text,))
    assert told.text.startswith('"Loading…" stands there')


def test_what_came_last_and_stood_to_the_end_never_finished() -> None:
    """The end of the recording tells for how long the last state stood."""
    pages = [reading(element("button", "Sign in", 40, 40)), reading(element("button", "Signing in...", 40, 40))]
    frames = [keyframe(0), keyframe(3000, Box(0, 0, 1280, 720))]
    assert not build_timeline(frames, pages, ended_ms=5000).moments[1].inferred
    (seen,) = build_timeline(frames, pages, ended_ms=9000).moments[1].inferred
    assert "until the recording ends" in seen.text


def test_grey_bars_that_stay_in_the_place_of_content_are_reported_and_those_that_give_way_are_not() -> None:
    bars = tuple(Box(40, 100 + 32 * k, 400 - 60 * k, 18) for k in range(3))
    loading, loaded = replace(reading(*PAGE), bones=bars), reading(*PAGE, element("text", "All is well", 40, 100))
    (told,) = build_timeline([keyframe(900)], [loading], ended_ms=5_000).moments[0].inferred
    assert (told.kind, told.box) == ("waiting", Box(40, 100, 400, 82))
    assert build_timeline([keyframe(900)], [loading], ended_ms=3_000).moments[0].inferred == ()
    frames = [keyframe(900, until_ms=5_000), keyframe(5_000, EVERYWHERE)]
    assert [m.inferred for m in build_timeline(frames, [loading, loaded], ended_ms=9_000).moments] == [(), ()]
