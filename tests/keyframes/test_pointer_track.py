"""The place where the pointer came to rest is reported with the state of that time, in frame
pixels, and for how long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ImageDraw

from tests.keyframes.film import film, keyframes, page, shots, with_pointer

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from claude_scope.values import Box, Keyframe

BUTTON = (300, 96, 380, 122)
"""A button of the page: left, top, right and bottom."""
WAY = [(60 + 30 * step, 300 - 20 * step) for step in range(10)]


def move(way: list[tuple[int, int]], began_ms: int = 1_000) -> list[tuple[int, Image.Image]]:
    return [(began_ms + 130 * step, with_pointer(page(), *place)) for step, place in enumerate(way)]


def with_hand(picture: Image.Image, x: int, y: int) -> Image.Image:
    """A white hand with a black edge, as over links and buttons."""
    draw = ImageDraw.Draw(picture)
    draw.rectangle((x, y, x + 4, y + 10), fill=(255, 255, 255), outline=(0, 0, 0))
    draw.rectangle((x - 5, y + 8, x + 11, y + 20), fill=(255, 255, 255), outline=(0, 0, 0))
    return picture


def lit(picture: Image.Image) -> Image.Image:
    """The page with its second button highlighted."""
    draw = ImageDraw.Draw(picture)
    draw.rectangle(BUTTON, fill=(200, 214, 255), outline=(120, 120, 130))
    draw.text((312, 100), "Details", fill=(30, 30, 40))
    return picture


def filmed(path: Path, *timed: tuple[int, Image.Image]) -> tuple[Keyframe, ...]:
    return keyframes(film(path / "rest.webm", shots(*timed), end_ms=timed[-1][0] + 2_000)).frames


def is_in_button(box: Box) -> bool:
    left, top, right, bottom = BUTTON
    return (
        left - 8 <= box.x and top - 8 <= box.y and box.x + box.width <= right + 8 and box.y + box.height <= bottom + 24
    )


def test_a_rest_is_reported_with_its_place_and_times(tmp_path: Path) -> None:
    answer = (4_000, with_pointer(page((24, 240, "All was saved")), *WAY[-1]))
    first, second = filmed(tmp_path, *move(WAY), answer)
    rest = first.rests[-1]
    assert max(abs(rest.box.x - WAY[-1][0]), abs(rest.box.y - WAY[-1][1])) <= 4
    assert abs(rest.since_ms - 2_170) <= 150
    assert rest.until_ms >= 4_000
    assert second.rests == ()
    assert second.pointer is not None
    assert max(abs(second.pointer[0] - WAY[-1][0]), abs(second.pointer[1] - WAY[-1][1])) <= 12


def test_a_hand_on_a_button_that_lights_up_is_found_although_it_looks_otherwise(tmp_path: Path) -> None:
    there = with_hand(lit(page()), 330, 104)
    answer = with_hand(lit(page((24, 240, "All was saved"))), 330, 104)
    *_, before, second = filmed(tmp_path, *move(WAY[:8]), (2_300, there), (4_000, answer))
    rest = before.rests[-1]
    assert is_in_button(rest.box), rest
    assert (abs(rest.since_ms - 2_300) <= 150, rest.until_ms >= 4_000) == (True, True)
    assert second.pointer is not None


def test_where_a_pointer_went_while_the_page_changed_is_not_known(tmp_path: Path) -> None:
    other = page((24, 240, "All was saved"), dark=True)
    last = page((24, 240, "All was saved"), (24, 280, "And printed"), dark=True)
    _, second, third = filmed(tmp_path, *move(WAY), (4_000, other), (7_000, last))
    assert second.pointer is not None
    assert second.rests == ()
    assert third.pointer is None


def test_typing_and_a_message_do_not_move_the_pointer(tmp_path: Path) -> None:
    text = "All was saved"
    typed = [(4_000 + 130 * at, with_pointer(page((24, 240, text[: at + 1])), *WAY[-1])) for at in range(len(text))]
    *_, last = filmed(tmp_path, *move(WAY), *typed)
    assert last.pointer is not None
    assert max(abs(last.pointer[0] - WAY[-1][0]), abs(last.pointer[1] - WAY[-1][1])) <= 12
