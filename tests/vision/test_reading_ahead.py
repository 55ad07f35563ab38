"""A reader that gets the next picture in advance starts on it early, and reads the same."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING

from claude_scope.vision import local
from claude_scope.vision.reader import PreviousFrame
from claude_scope.vision.scene.scene import build_scene, find_shapes

if TYPE_CHECKING:
    import pytest

    from claude_scope.values import Image
    from claude_scope.vision.scene.scene import Scene, Shapes
    from tests.vision.conftest import Screens

NAMES = ("projects", "projects_dialog", "projects_dialog", "projects")


def test_pictures_read_ahead_give_the_same_readings(screens: Screens) -> None:
    """For pictures that change, stay and change back."""
    reader, pictures = screens.reader, [screens.picture(name).copy() for name in NAMES]
    alone = [reader.read_sync(pictures[0])]
    for number, (before, picture) in enumerate(itertools.pairwise(pictures)):
        alone.append(reader.read_sync(picture, PreviousFrame(before, alone[number])))
    ahead = [reader.read_sync(pictures[0], None, pictures[1])]
    for number, (before, picture) in enumerate(itertools.pairwise(pictures)):
        following = pictures[number + 2] if number + 2 < len(pictures) else None
        ahead.append(reader.read_sync(picture, PreviousFrame(before, ahead[number]), following))
    assert ahead == alone


def test_another_picture_than_the_one_that_was_to_follow_is_read_as_ever(screens: Screens) -> None:
    """The results for the announced picture are dropped."""
    first, announced, other = (
        screens.picture(name).copy() for name in ("projects", "market_checkout", "projects_dialog")
    )
    alone = screens.reader.read_sync(other, PreviousFrame(first, screens.reader.read_sync(first)))
    reading = screens.reader.read_sync(first, None, announced)
    assert screens.reader.read_sync(other, PreviousFrame(first, reading)) == alone


def test_a_picture_is_looked_at_while_the_one_before_is_typed(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Classifying the first picture waits here until the shapes of the second are found."""
    found, waited = threading.Event(), []

    def shapes(image: Image) -> Shapes:
        result = find_shapes(image)
        if image is second:
            found.set()
        return result

    def scene(image: Image, *rest: object) -> Scene:
        waited.append(found.wait(60))
        return build_scene(image, *rest)  # type: ignore[arg-type]

    first, second = screens.picture("projects").copy(), screens.picture("market_checkout").copy()
    monkeypatch.setattr(local, "find_shapes", shapes)
    monkeypatch.setattr(local, "build_scene", scene)
    monkeypatch.setattr(local, "update_shapes", lambda _, __, image: shapes(image))
    screens.reader.read_sync(first, None, second)
    assert waited == [True]
