"""The pictures for the agent are sorted by time, are small enough for its model, and lie next to their full-size
versions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from claude_scope.errors import NotAnImage
from claude_scope.prompt.codex_shell_command import codex_command
from claude_scope.prompt.frames import default_references, frame_name, references, write_frames
from claude_scope.report.images import Embedded, embed_pictures
from claude_scope.values import Analysis, Keyframe
from tests.analyses import checkout_analysis

if TYPE_CHECKING:
    from pathlib import Path


def of_size(folder: Path, width: int, height: int) -> Analysis:
    """The checkout, with a first picture of another size."""
    whole = checkout_analysis(folder)
    first = whole.timeline.moments[0]
    Image.new("RGB", (width, height), "#336699").save(first.keyframe.path)
    return replace(whole, timeline=replace(whole.timeline, moments=(first,)))


def test_every_state_gets_a_picture_named_by_its_number_and_time(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path / "in")
    files = write_frames(whole, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out" / "frames").iterdir())
    assert len(names) == 11
    assert names[0] == "001-00m00.0s.png"
    assert names[-1] == "011-00m23.7s.png"
    assert [file.name for file in files.values()] == [f"frames/{name}" for name in names]
    assert references(files) == default_references(m.keyframe for m in whole.timeline.moments)


def test_a_small_picture_is_copied_as_it_is(tmp_path: Path) -> None:
    whole = of_size(tmp_path / "in", 1280, 720)
    (file,) = write_frames(whole, tmp_path / "out").values()
    assert file.full == file.path
    assert file.path.read_bytes() == whole.timeline.moments[0].keyframe.path.read_bytes()
    assert not (tmp_path / "out" / "frames" / "full").exists()


@pytest.mark.parametrize(("size", "fitted_size"), [((1920, 1080), (1456, 819)), ((1080, 3000), (524, 1456))])
def test_a_large_picture_is_scaled_and_kept(
    size: tuple[int, int], fitted_size: tuple[int, int], tmp_path: Path
) -> None:
    whole = of_size(tmp_path / "in", *size)
    (file,) = write_frames(whole, tmp_path / "out").values()
    with Image.open(file.path) as small, Image.open(file.full) as full:
        assert small.size == fitted_size == (file.width, file.height)
        assert full.size == size
    assert file.full == tmp_path / "out" / "frames" / "full" / file.path.name


def test_writing_twice_gives_the_same_files(tmp_path: Path) -> None:
    whole = of_size(tmp_path / "in", 1920, 1080)
    assert write_frames(whole, tmp_path / "out") == write_frames(whole, tmp_path / "out")


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    whole = of_size(tmp_path / "in", 640, 360)
    whole.timeline.moments[0].keyframe.path.unlink()
    with pytest.raises(NotAnImage, match="keyframe-000"):
        write_frames(whole, tmp_path / "out")


@pytest.mark.parametrize("kind", ["JPEG2000", "TIFF", "GIF", "WEBP"])
def test_only_pngs_are_decoded(kind: str, tmp_path: Path) -> None:
    """A compromised process may have written the frame, so the frame must not choose its decoder."""
    whole = of_size(tmp_path / "in", 640, 360)
    Image.new("RGB", (640, 360)).save(whole.timeline.moments[0].keyframe.path, kind)
    with pytest.raises(NotAnImage, match="keyframe-000"):
        write_frames(whole, tmp_path / "out")
    assert embed_pictures([whole.timeline.moments[0].keyframe.path]) == [Embedded()]


@pytest.mark.parametrize(
    ("ms", "name"), [(0, "007-00m00.0s.png"), (59_999, "007-00m59.9s.png"), (10_823_456, "007-180m23.4s.png")]
)
def test_the_time_in_a_name_is_minutes_and_seconds(ms: int, name: str, tmp_path: Path) -> None:
    assert frame_name(7, Keyframe(ms, 0.0, "", tmp_path)) == name


def test_paths_are_put_below_the_folder_that_the_agent_knows(tmp_path: Path) -> None:
    whole = of_size(tmp_path / "in", 640, 360)
    files = write_frames(whole, tmp_path / "out")
    assert list(references(files, "scope/").values()) == ["scope/frames/001-00m00.0s.png"]
    assert list(references(files, ".").values()) == ["frames/001-00m00.0s.png"]


def test_the_codex_command_is_quoted_for_a_shell() -> None:
    assert codex_command(["a.png", "b.png"], "prompt.codex.md") == "codex exec -i a.png,b.png < prompt.codex.md"
    assert codex_command(["my scope/a.png"], "my scope/p.md") == "codex exec -i 'my scope/a.png' < 'my scope/p.md'"
    assert codex_command(["x,1/a.png", "x,1/b.png"], "p.md") == "codex exec -i x,1/a.png -i x,1/b.png < p.md"
    assert codex_command([], "p.md") == "codex exec - < p.md"
