"""The stations that run inside a child process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.jobs.sandbox import child_stations
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.png import PngWriter
from claude_scope.values import Keyframe, Reading
from tests.videos import words

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from claude_scope.values import Image
    from claude_scope.vision.reader import PreviousFrame


def test_a_picture_is_decoded_once_for_a_recording_and_again_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Image, Image | None]] = []
    ahead: list[Image | None] = []

    class Keeping:
        def read_sync(
            self, image: Image, before: PreviousFrame | None = None, following: Image | None = None
        ) -> Reading:
            seen.append((image, None if before is None else before.image))
            ahead.append(following)
            return Reading(640, 360, (), (), "", "keeping")

    monkeypatch.setattr(child_stations, "_reader", lambda threads: Keeping())
    here = child_stations.Stations(Place(tmp_path), 1, lambda line: None)
    frames = [Keyframe(at, 1.0, "first", tmp_path / f"{at}.png") for at in (0, 500)]
    for frame, text in zip(frames, ("One", "Two"), strict=True):
        PngWriter().write(frame.path, words(text))
    first = here.read(frames[0], None, frames[1])
    here.read(frames[1], (frames[0], first), None)
    assert seen[1][1] is seen[0][0]
    assert ahead[0] is seen[1][0]
    PngWriter().write(frames[0].path, words("Another"))
    here.read(frames[0], None, None)
    assert np.array_equal(seen[2][0], words("Another"))
