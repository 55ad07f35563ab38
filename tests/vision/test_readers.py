"""The contract of every reader: properties of any `Reading`, from any reader."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from claude_scope.errors import VisionError
from claude_scope.values import Box, Element, ElementType, Line, Reading, State
from claude_scope.vision.reader import PreviousFrame
from tests.vision.reader import InThread
from tests.vision.scripted_reader import ScriptedReader

if TYPE_CHECKING:
    from tests.vision.conftest import Screens
    from tests.vision.reader import Reader

SCRIPTED = Reading(
    width=1280,
    height=720,
    lines=(Line("Total", Box(20, 20, 60, 16), 0.9), Line("Pay", Box(30, 60, 40, 16), 0.9)),
    elements=(
        Element("text", "Total", Box(20, 20, 60, 16), 0.9),
        Element("button", "Pay", Box(20, 50, 80, 34), 0.8, ("disabled",)),
    ),
    description="A page with a button.",
)


@pytest.fixture(scope="module", params=["local", "scripted"])
def reader(request: pytest.FixtureRequest, screens: Screens) -> Reader:
    return InThread(screens.reader) if request.param == "local" else ScriptedReader([SCRIPTED, SCRIPTED])


@pytest.fixture(scope="module")
def reading(reader: Reader, screens: Screens) -> Reading:
    """The reader's reading of one picture, which is read once."""
    return asyncio.run(reader.read(screens.picture("market_checkout")))


def test_describes_the_whole_picture_inside_its_bounds(reader: Reader, reading: Reading, screens: Screens) -> None:
    """Every box lies in the picture, labels are there, types and states are of the vocabulary."""
    assert (reading.height, reading.width) == screens.picture("market_checkout").shape[:2]
    assert reading.reader == reader.name
    assert reading.lines
    assert reading.description.endswith(".")
    for box in (*(line.box for line in reading.lines), *(other_element.box for other_element in reading.elements)):
        assert 0 <= box.x < box.x + box.width <= reading.width
        assert 0 <= box.y < box.y + box.height <= reading.height
    for element in reading.elements:
        assert element.type in get_args(ElementType)
        assert set(element.state) <= set(get_args(State))
        assert 0 <= element.confidence <= 1
        assert element.label or element.type not in ("text", "link", "heading", "tab")


def test_reads_from_top_to_bottom(reading: Reading) -> None:
    """A line never follows one that begins below it."""
    for boxes in (
        [line.box for line in reading.lines],
        [element.box for element in reading.elements if element.type != "dialog"],
    ):
        for index, box in enumerate(boxes):
            assert all(box.y + min(box.height, 48) > earlier.y for earlier in boxes[:index])


def test_every_line_is_in_an_element(reading: Reading) -> None:
    """So a timeline that compares only elements misses no text."""
    told = " ".join(f"{element.label} {element.value}" for element in reading.elements)
    assert all(line.text in told for line in reading.lines)


async def test_with_a_picture_before_it_still_describes_the_whole(
    reader: Reader, reading: Reading, screens: Screens
) -> None:
    """`before` saves work; the reading still covers the whole picture."""
    before = PreviousFrame(screens.picture("market_checkout"), reading)
    again = await reader.read(screens.picture("market_checkout_later"), before)
    assert len(again.lines) >= len(reading.lines) - 1


async def test_a_script_that_has_ended_says_so() -> None:
    """A test that requests too many readings fails."""
    reader = ScriptedReader([VisionError("the model is overloaded; try again later")])
    picture = np.zeros((20, 20, 3), np.uint8)
    with pytest.raises(VisionError, match="overloaded"):
        await reader.read(picture)
    with pytest.raises(VisionError, match="add one for picture 2"):
        await reader.read(picture)
    assert reader.seen == [(20, 20, False), (20, 20, False)]
