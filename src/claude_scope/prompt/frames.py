"""Writes the pictures for the agent, scaled for its model, and the full sizes; the file names sort by time."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope import pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from claude_scope.values import Analysis, Keyframe, Moment

FOLDER = "frames"
WRITERS = 2


@dataclass(frozen=True, slots=True)
class FrameFile:
    """A written keyframe: `path` for the agent, `full` at full size; the same file if it was not scaled.

    `name` is `path` relative to the output folder, with forward slashes; `width` and `height` are those of `path`.
    """

    path: Path
    full: Path
    name: str
    width: int
    height: int


def frame_name(number: int, keyframe: Keyframe) -> str:
    """The file name of a keyframe, `004-00m07.8s.png`: the number of the state from 1, then its time."""
    tenths = keyframe.timestamp_ms // 100
    return f"{number:03d}-{tenths // 600:02d}m{tenths % 600 / 10:04.1f}s.png"


def default_references(keyframes: Iterable[Keyframe], out: str = "") -> dict[Path, str]:
    """The path of each keyframe's picture for the agent, if `write_frames` wrote to the folder `out`."""
    prefix = f"{out.rstrip('/')}/" if out and out != "." else ""
    return {k.path: f"{prefix}{FOLDER}/{frame_name(n, k)}" for n, k in enumerate(keyframes, 1)}


def write_frames(
    analysis: Analysis, out: Path, is_wanted: Callable[[str], bool] = lambda name: True
) -> dict[Path, FrameFile]:
    """Write each state's picture to `out/frames`, at most 1,456 px long, and larger originals to `frames/full`.

    `is_wanted` chooses pictures by their file names. Returns the files by `Keyframe.path`.

    Raises:
        NotAnImage: a keyframe's picture is missing or broken.
        OSError: the folder cannot be written.
    """
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    named = [(frame_name(n, moment.keyframe), moment.keyframe) for n, moment in enumerate(analysis.timeline.moments, 1)]
    wanted = [(name, keyframe.path) for name, keyframe in named if is_wanted(name)]
    with ThreadPoolExecutor(WRITERS) as pool:  # scaling and compressing release the GIL
        files = list(pool.map(lambda pair: _write(pair[0], pair[1], folder), wanted))
    return {picture: file for (_, picture), file in zip(wanted, files, strict=True)}


def shown_scale(moment: Moment) -> float:
    """The factor by which `write_frames` scales the picture of a state, at most 1."""
    return min(1.0, pictures.LONG_SIDE / max(1, moment.reading.width, moment.reading.height))


def references(files: Mapping[Path, FrameFile], out: str = "") -> dict[Path, str]:
    """The argument `frame_files` of `synthesize`: paths below `out`, the folder as the agent names it."""
    prefix = f"{out.rstrip('/')}/" if out and out != "." else ""
    return {path: prefix + file.name for path, file in files.items()}


def _write(name: str, picture: Path, folder: Path) -> FrameFile:
    from claude_scope.png import PngWriter

    path, full = folder / name, folder / "full" / name
    image = pictures.load(picture, pictures.OURS)
    small = pictures.fit(image, pictures.LONG_SIDE)
    height, width = small.shape[:2]
    if small is image:
        _copy(picture, path)
        return FrameFile(path, path, f"{FOLDER}/{name}", width, height)
    full.parent.mkdir(exist_ok=True)
    _copy(picture, full)
    PngWriter().write(path, small)
    return FrameFile(path, full, f"{FOLDER}/{name}", width, height)


def _copy(source: Path, target: Path) -> None:
    if source.resolve() != target.resolve():
        shutil.copyfile(source, target)
