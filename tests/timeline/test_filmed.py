"""Claims about real pictures: pages are drawn, filmed, decoded and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from claude_scope import pictures
from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes
from claude_scope.timeline.build import build_timeline
from claude_scope.timeline.hover_states import without_hover_states
from claude_scope.vision.local import local_reader
from claude_scope.vision.reader import PreviousFrame
from tests.keyframes.film import film, shots

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Claim
    from claude_scope.vision.local import LocalReader

INK, GREY, LIGHT = (30, 30, 40), (130, 130, 138), (250, 250, 252)
NAMES = ("Aurora lamp", "Bergen chair", "Cedar desk", "Delta shelf", "Ember heater", "Fjord rug", "Garnet vase")
Text = tuple[int, int, str, tuple[int, int, int]]


def page(*texts: Text, first: int = 0) -> Image.Image:
    """A page with a bar and a list of orders, of which the first ones are scrolled out of view."""
    picture = Image.new("RGB", (960, 544), LIGHT)
    draw = ImageDraw.Draw(picture)
    for row, name in enumerate(NAMES[first:]):
        write(draw, 40, 80 + 60 * row, name)
        write(draw, 360, 80 + 60 * row, f"Ordered on {3 + row + first} May")
        write(draw, 740, 80 + 60 * row, f"${89 + 13 * (row + first)}.00")
    for x, y, text, ink in texts:
        write(draw, x, y, text, ink)
    draw.rectangle((0, 0, 960, 48), fill=(40, 60, 110))
    write(draw, 24, 14, "Northwind orders", (255, 255, 255))
    return picture


def write(draw: ImageDraw.ImageDraw, x: int, y: int, text: str, ink: tuple[int, int, int] = INK) -> None:
    draw.text((x, y), text, fill=ink, font=ImageFont.load_default(17))


def with_dialog(below: Image.Image, *, is_dimmed: bool) -> Image.Image:
    """A question in the middle of a page that covers parts of its list."""
    picture = ImageEnhance.Brightness(below).enhance(0.5) if is_dimmed else below.copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((240, 120, 700, 410), fill="white", outline=(150, 150, 160))
    for x, y, text in ((270, 150, "Delete this order?"), (270, 200, "It goes away for good."), (600, 340, "Cancel")):
        write(draw, x, y, text)
    return picture


@pytest.fixture(scope="module")
def reader() -> LocalReader:
    return local_reader(2)


def claims(path: Path, reader: LocalReader, *screens: Image.Image) -> list[Claim]:
    """What is reported of a film in which each screen stays for two seconds."""
    scenes = shots(*((at_ms, screen) for number, screen in enumerate(screens) for at_ms in _times(number)))
    filmed = film(path / "a.webm", scenes, end_ms=2000 * len(screens))
    found = find_keyframes(probe(filmed), path / "frames")
    assert len(found.frames) == len(screens)
    readings, last = [], None
    for frame in found.frames:
        picture = pictures.load(frame.path)
        last = PreviousFrame(picture, reader.read_sync(picture, last))
        readings.append(last.reading)
    found, readings = without_hover_states(found, readings)
    return [claim for claim in build_timeline(found.frames, readings).claims if claim.is_said]


def _times(number: int) -> range:
    return range(2000 * number, 2000 * number + 2000, 1000)


@pytest.mark.parametrize("is_dimmed", [True, False])
def test_what_a_dialog_covered_is_not_new_when_it_closes(
    tmp_path: Path, reader: LocalReader, *, is_dimmed: bool
) -> None:
    saved = (40, 500, "Nothing was deleted", INK)
    found = claims(tmp_path, reader, page(), with_dialog(page(), is_dimmed=is_dimmed), page(saved))
    assert [claim.after for claim in found if claim.state == 3 and claim.kind == "appeared"] == [saved[2]]
    assert not [claim for claim in found if claim.state == 3 and claim.kind == "changed"]


def test_help_texts_and_code_are_not_errors_and_the_answer_of_a_system_is(tmp_path: Path, reader: LocalReader) -> None:
    came = page(
        (40, 475, "The name is required and must not be empty", GREY),
        (500, 475, 'raise ValueError("invalid name");', INK),
        (40, 510, "[Errno 111] Connection refused", INK),
        (500, 510, "The file orders.csv does not exist", INK),
    )
    found = claims(tmp_path, reader, page(), came)
    errors = {claim.after for claim in found if claim.property == "error" and claim.kind == "appeared"}
    assert errors == {"[Errno 111] Connection refused", "The file orders.csv does not exist"}


def test_an_error_text_that_scrolls_into_view_is_not_an_error(tmp_path: Path, reader: LocalReader) -> None:
    below = (40, 500, "Connection failed while the order was sent", INK)
    found = claims(tmp_path, reader, page(), page(below, first=2))
    assert not [item for item in found if item.property == "error"]
