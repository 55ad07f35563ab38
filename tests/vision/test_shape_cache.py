"""Shapes updated around a change equal those found in the whole picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from claude_scope.vision import local
from claude_scope.vision.incremental import shape_cache
from claude_scope.vision.incremental.frame_cache import FrameCache
from claude_scope.vision.incremental.shape_cache import update_shapes
from claude_scope.vision.reader import PreviousFrame
from claude_scope.vision.scene.scene import find_shapes
from claude_scope.vision.scene.text_style import measure_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image
    from claude_scope.vision.scene.scene import Shapes
    from claude_scope.vision.shapes.patterns import Pattern
    from tests.vision.conftest import Screens

INK, BLUE, WHITE = (20, 20, 20), (60, 90, 200), (255, 255, 255)
PAIRS = [
    ("market_checkout", "market_checkout_later"),
    ("market_checkout_later", "market_checkout"),
    ("projects", "projects_dialog"),
    ("projects_dialog", "projects"),
]


def places(found: Shapes) -> dict[str, list[tuple[int, ...]]]:
    return {
        "surfaces": sorted((*surface.box, *surface.fill.astype(int).tolist()) for surface in found.surfaces),
        "marks": sorted((*mark.box, mark.is_round, mark.marked, mark.disc) for mark in found.marks),
        "signs": sorted((*element.box, *element.sign.box, ord(element.sign.name or " ")) for element in found.boxed),
        "switches": sorted((*switch.box, switch.is_on) for switch in found.switches),
        "pictures": sorted(found.pictures.boxes),
        "cells": [tuple(row) for row in found.pictures.mask],
    }


def page() -> Image:
    picture = np.full((300, 400, 3), 255, np.uint8)
    cv2.rectangle(picture, (40, 40), (300, 60), INK, -1)
    return picture


def button(sign: str, left: int, top: int, side: int = 56) -> Image:
    """A square button with an icon of 14 pixels in its middle."""
    picture = page()
    cv2.rectangle(picture, (left, top), (left + side - 1, top + side - 1), BLUE, -1)
    x, y = left + side // 2, top + side // 2
    strokes = {"+": [(7, 0), (0, 7)], "−": [(7, 0)], "×": [(7, 7), (7, -7)], "": []}
    for across, down in strokes[sign]:
        cv2.line(picture, (x - across, y - down), (x + across, y + down), WHITE, 2, cv2.LINE_AA)
    return picture


def choice(on: bool, is_round: bool, left: int, top: int, side: int = 44) -> Image:
    """A radio button or a checkbox as large as GOV.UK's."""
    picture = page()
    x, y = left + side // 2, top + side // 2
    if is_round:
        cv2.circle(picture, (x, y), side // 2 - 1, INK, 2, cv2.LINE_AA)
    else:
        cv2.rectangle(picture, (left, top), (left + side - 1, top + side - 1), INK, 2)
    if on and is_round:
        cv2.circle(picture, (x, y), 8, INK, -1, cv2.LINE_AA)
    elif on:
        tick = np.array([(x - 8, y), (x - 3, y + 5), (x + 8, y - 5)])
        cv2.polylines(picture, [tick], False, INK, 3, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_updated_shapes_equal_those_of_the_whole_picture(screens: Screens, first: str, second: str) -> None:
    before, now = screens.picture(first), screens.picture(second)
    assert places(update_shapes(before, find_shapes(before), now)) == places(find_shapes(now))


@pytest.mark.parametrize("shift", range(0, 8, 2))
@pytest.mark.parametrize(("first", "second"), ["+×", "+−", ("+", ""), ("", "+")])
def test_the_icon_of_a_button_is_updated(first: str, second: str, shift: int) -> None:
    """Although the button contains the change with a margin."""
    before, now = button(first, 200 + shift, 120 + shift), button(second, 200 + shift, 120 + shift)
    again = update_shapes(before, find_shapes(before), now)
    assert [item.sign.name for item in again.boxed] == ([second] if second else [])
    assert places(again) == places(find_shapes(now))


@pytest.mark.parametrize("shift", range(0, 8, 2))
@pytest.mark.parametrize("is_round", [True, False])
@pytest.mark.parametrize("on", [True, False])
def test_the_mark_of_a_large_checkbox_is_updated(on: bool, is_round: bool, shift: int) -> None:
    before, now = (choice(item, is_round, 200 + shift, 120 + shift) for item in (not on, on))
    again = update_shapes(before, find_shapes(before), now)
    assert {mark.marked for mark in again.marks if mark.box.width >= 38} == {on}
    assert places(again) == places(find_shapes(now))


def test_the_area_of_a_card_is_updated() -> None:
    """When a drawing appears on it."""
    before = page()
    cv2.rectangle(before, (40, 100), (359, 279), BLUE, 2)
    now = before.copy()
    cv2.rectangle(now, (120, 160), (219, 219), INK, -1)
    again, anew = update_shapes(before, find_shapes(before), now), find_shapes(now)
    assert places(again) == places(anew)
    solid = [surface.solid for surface in anew.surfaces]
    assert [surface.solid for surface in again.surfaces] == pytest.approx(solid, abs=0.005)
    assert min(solid) < 0.9


def test_many_scattered_changes() -> None:
    """Shapes between the changes are reused, and those in the changed places are found again."""
    before = page()
    for x in range(20, 380, 40):
        cv2.rectangle(before, (x, 80), (x + 20, 100), INK, 2)
        cv2.rectangle(before, (x, 240), (x + 20, 260), INK, 2)
    now = before.copy()
    now[242:260:16, 3::24] = 128
    assert places(update_shapes(before, find_shapes(before), now)) == places(find_shapes(now))


def test_a_small_change_leaves_most_of_the_picture_alone(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a badge changes its number, less than a fifth of the picture is segmented again."""
    before, now = screens.picture("market_checkout"), screens.picture("market_checkout_later")
    known, taken_apart = find_shapes(before), list[int]()

    def counted(image: Image, patterns: Sequence[Pattern] = ()) -> Shapes:
        taken_apart.append(image.shape[0] * image.shape[1])
        return find_shapes(image, patterns)

    monkeypatch.setattr(shape_cache, "find_shapes", counted)
    update_shapes(before, known, now)
    assert 0 < sum(taken_apart) < 0.2 * now.shape[0] * now.shape[1]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_cache_does_not_change_the_reading(
    screens: Screens, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    """The elements are equal with and without the previous picture's shapes and styles."""
    before, now = screens.picture(first), screens.picture(second)
    reading = screens.reader.read_sync(before)
    last = screens.reader._cache
    again = screens.reader.read_sync(now, PreviousFrame(before, reading))
    monkeypatch.setattr(screens.reader, "_cache", last)
    monkeypatch.setattr(local, "_find_shapes", lambda image, _: find_shapes(image))
    monkeypatch.setattr(FrameCache, "measure_style", lambda _, *line: measure_style(*line))
    anew = screens.reader.read_sync(now, PreviousFrame(before, reading))
    assert again.elements == anew.elements
