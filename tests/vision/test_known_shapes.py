"""Shapes that are looked for again only around a change are those of the whole picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.vision import known_shapes
from claude_scope.vision.known_shapes import shapes_again
from claude_scope.vision.reader import Before
from claude_scope.vision.scene import shapes

if TYPE_CHECKING:
    from claude_scope.values import Image
    from claude_scope.vision.scene import Shapes
    from tests.vision.conftest import Screens

PAIRS = [
    ("market_checkout", "market_checkout_later"),
    ("market_checkout_later", "market_checkout"),
    ("projects", "projects_dialog"),
    ("projects_dialog", "projects"),
]


def places(found: Shapes) -> dict[str, list[tuple[int, ...]]]:
    return {
        "surfaces": sorted(one.box for one in found.surfaces),
        "marks": sorted((*one.box, one.is_round, one.marked) for one in found.marks),
        "signs": sorted((*one.box, *one.sign.box) for one in found.boxed),
        "blobs": sorted(found.blobs),
        "switches": sorted((*one.box, one.is_on) for one in found.switches),
        "pictures": sorted(found.pictures.boxes),
        "cells": [tuple(row) for row in found.pictures.mask],
    }


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_they_are_those_of_the_whole_picture(screens: Screens, first: str, second: str) -> None:
    before, now = screens.picture(first), screens.picture(second)
    assert places(shapes_again(before, shapes(before), now)) == places(shapes(now))


def test_a_small_change_leaves_most_of_the_picture_alone(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """A badge that counts has less than a fifth of the picture taken apart again."""
    before, now = screens.picture("market_checkout"), screens.picture("market_checkout_later")
    known, taken_apart = shapes(before), list[int]()

    def counted(image: Image) -> Shapes:
        taken_apart.append(image.shape[0] * image.shape[1])
        return shapes(image)

    monkeypatch.setattr(known_shapes, "shapes", counted)
    shapes_again(before, known, now)
    assert 0 < sum(taken_apart) < 0.2 * now.shape[0] * now.shape[1]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_what_is_kept_does_not_change_the_reading(
    screens: Screens, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    """With the shapes and looks of the picture before and without them, elements and remarks are the same."""
    before, now = screens.picture(first), screens.picture(second)
    reading = screens.reader.read_sync(before)
    again = screens.reader.read_sync(now, Before(before, reading))
    reading = screens.reader.read_sync(before)
    monkeypatch.setattr(screens.reader, "_last_of", lambda *_: None)
    anew = screens.reader.read_sync(now, Before(before, reading))
    assert again.elements == anew.elements
    assert again.observations == anew.observations
