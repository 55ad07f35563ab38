"""The stations of a capture up to the timeline, run once for each recording and cached next to it."""

from __future__ import annotations

import asyncio
import hashlib
import pickle
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import claude_scope
from benchmarks.claims.recordings import CACHE, FlowTruth, read_truth
from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.capture.container import video_of
from claude_scope.capture.read import read_capture
from claude_scope.intake.probe import probe
from claude_scope.keyframes.at_times import frames_at
from claude_scope.keyframes.select import find_keyframes
from claude_scope.pipeline import MAX_PIXEL_STATES

if TYPE_CHECKING:
    from claude_scope.values import Capture, Keyframes, Rebuilt

FOLDER = CACHE.parent / "telling"
_STATIONS = ("browser", "capture", "intake", "keyframes", "values")
"""The packages whose code affects the results of the stations."""


@dataclass(frozen=True)
class Stations:
    """The inputs of a capture's timeline."""

    capture: Capture
    rebuilt: Rebuilt
    pictures: Keyframes
    pixels: Keyframes


def stations_of(recording: Path) -> Stations:
    """The stations of a recording, from the cache if neither the capture nor their code has changed."""
    return stations_of_capture(recording / read_truth(recording).capture, recording.name)


def stations_of_capture(scope: Path, name: str) -> Stations:
    """The stations of a capture, cached under a name."""
    folder = FOLDER / name
    kept = folder / f"{_version()}.pickle"
    if kept.exists() and kept.stat().st_mtime > scope.stat().st_mtime:
        with kept.open("rb") as file:
            kept_stations: Stations = pickle.load(file)  # our own file, written below
            return kept_stations
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = _run(scope, folder)
    with kept.open("wb") as file:
        pickle.dump(found, file)
    return found


@cache
def _version() -> str:
    """A hash of the code of the stations."""
    digest = hashlib.sha256()
    package = Path(claude_scope.__file__).parent
    for path in sorted(path for name in _STATIONS for path in (package / name).rglob("*.*") if path.suffix != ".pyc"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _run(scope: Path, folder: Path) -> Stations:
    capture = read_capture(scope, folder / "capture")
    video = video_of(folder / "capture")
    if video is None:
        raise RuntimeError(f"{scope.name} has no video")
    recording = probe(video)
    rebuilt = asyncio.run(rebuild(capture))
    times = [
        max(0, round(instant.time_ms if instant.picture_ms is None else instant.picture_ms))
        for instant in capture.instants
    ]
    pictures = frames_at(recording, times, folder)
    pixels = find_keyframes(recording, folder, max_frames=MAX_PIXEL_STATES)
    return Stations(capture, rebuilt, pictures, pixels)


def act_times(truth: FlowTruth, capture: Capture) -> list[float]:
    """When each act of the user began, on the clock of the capture."""
    return [truth.offset_ms + act.time_ms - capture.offset_ms for act in truth.acts]
