"""Keyframes are shown while the selection continues."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.errors import NotFound
from claude_scope.jobs.sandbox import messages
from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations
from claude_scope.jobs.sandbox.messages import Picture, Place
from claude_scope.jobs.sandbox.step_limits import PROGRAM
from claude_scope.jobs.session.previews import Previews
from tests.jobs.test_pool import LIMITS, sandbox_in
from tests.videos import words, write_video

if TYPE_CHECKING:
    from collections.abc import Sequence

Shown = list[list[tuple[int, str]]]


class Store:
    """A store for pictures; one of them is retracted before it is stored."""

    def __init__(self, gone: str = "") -> None:
        self._gone = gone

    async def __call__(self, path: Path) -> str:
        if path.name == self._gone:
            raise NotFound("It is not there.")
        return path.name


def previews(shown: Shown, gone: str = "") -> Previews:
    def show(found: Sequence[tuple[int, str]]) -> None:
        shown.append(list(found))

    return Previews(Store(gone), show)


async def test_each_is_shown_before_the_last_is_found(tmp_path: Path) -> None:
    # Long and large enough that even a busy machine gets the first frame before the selection has ended.
    counts = [words("Basket", f"{count} items", size=(1280, 720)) for count in range(1, 5)]
    write_video(tmp_path / "recording", [(picture, 15) for picture in counts])
    shown: Shown = []
    async with sandbox_in(tmp_path, replace(LIMITS, memory_mb=3072, program=PROGRAM)) as sandbox:
        stations = IsolatedStations(sandbox, previews=previews(shown))
        recording = await stations.probe((tmp_path / "recording").rename(sandbox.folder / "recording"))
        found = await stations.keyframes(recording, sandbox.folder, 20, lambda step, done, total: None)
    all_of_them = [(frame.timestamp_ms, frame.path.name) for frame in found.frames]
    assert len(all_of_them) == 4
    assert shown
    assert shown == [all_of_them[: number + 1] for number in range(len(shown))]
    assert len(shown[-1]) < 4


async def test_what_was_taken_back_meanwhile_is_passed_over() -> None:
    shown: Shown = []
    async with previews(shown, gone="2.png") as shows:
        for number in (1, 2, 3):
            shows.add(Picture(number, Path(f"{number}.png")))
        storing = shows._storing
        assert storing is not None
        await storing
    assert shown == [[(1, "1.png")], [(1, "1.png"), (3, "3.png")]]


async def test_what_waits_when_the_step_has_ended_is_left_to_its_result() -> None:
    shown: Shown = []
    async with previews(shown) as shows:
        for number in (1, 2, 3):
            shows.add(Picture(number, Path(f"{number}.png")))
    assert shown == []


@pytest.mark.parametrize(
    "told",
    [
        [1],
        ["soon", "frames/1.png"],
        [-1, "frames/1.png"],
        [1 << 60, "frames/1.png"],
        [float("nan"), "frames/1.png"],
        [1, None],
        [1, "../secret"],
        [1, "/etc/passwd"],
        [1, "frames/link.png"],
        [1, "frames/folder.png"],
        [1, "frames/../1.png"],
        [1, "recording"],
        [1, "frames/recording"],
        [1, "frames/elsewhere/1.png"],
    ],
)
def test_a_child_cannot_have_anything_else_shown(told: Any, tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "1.png").touch()
    (tmp_path / "frames" / "folder.png").mkdir()
    (tmp_path / "frames" / "recording").touch()
    (tmp_path / "frames" / "link.png").symlink_to("/etc/passwd")
    (tmp_path / "frames" / "elsewhere").symlink_to(tmp_path / "frames")
    place = Place(tmp_path)
    with pytest.raises((ValueError, TypeError)):
        messages.load_picture(told, place)
    assert messages.load_picture([1, "frames/1.png"], place) == Picture(1, tmp_path / "frames" / "1.png")
    assert messages.load_picture([2, "frames/2.png"], place) is None
