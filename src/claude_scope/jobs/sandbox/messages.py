"""What a worker and its child processes tell each other: one JSON object a line, values by the codec, paths relative.

A request is `{"call", "arguments", "folder", "cpu_s"}`; the answers to it are any number of `{"progress": [done,
total]}` and `{"picture": [timestamp_ms, path]}`, then one `{"result"}` or `{"error": {"type", "message"}}`. A child
that is ready for requests first says how it is confined, `{"ready": {"landlock": 7, "seccomp": true}}`. What a child
says is checked like anything from outside: it has looked at a stranger's file.

A path is named relative to the child's folder. A file elsewhere, which it may read, is named by its number: `/0`.
"""

from __future__ import annotations

import json
import math
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from claude_scope.codec import decode, encode
from claude_scope.errors import (
    BadInput,
    ClaudeScopeError,
    LaneError,
    NotAnImage,
    NotARecording,
    UsageError,
    VisionError,
)
from claude_scope.jobs.sandbox.confinement import Confinement
from claude_scope.values import CoveredPicture, Keyframe, Keyframes, MaskPlan, Reading, Recording, Snapshot, Timeline
from claude_scope.vision.hosted.frame_view import Views

MAX_MESSAGE_BYTES = 64 << 20
"""Of one line. A timeline of 20 dense screens is 3 MB; 200 frames, the most that may be kept, fit as well."""

ERRORS = {kind.__name__: kind for kind in (BadInput, NotARecording, NotAnImage, LaneError, VisionError, UsageError)}
"""The errors that a child may raise in its worker; whatever else it says is a failure of the child."""
MAX_TIMESTAMP_MS = 1 << 40
MAX_TYPE_LENGTH = 200
MAX_ERROR_LENGTH = 500
"""Of what an error says: 200 for the sentence, and 300 for the path of the file, which is put into words later."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a child works: the folder that it may write to, if any, and files elsewhere that it may read."""

    folder: Path | None
    inputs: tuple[Path, ...] = ()

    def subfolder(self, name: str) -> Path:
        """A folder in the folder; raises ValueError where there is none to write to."""
        if self.folder is None:
            raise ValueError(f"there is no folder for {name!r}")
        return self.folder / name

    def name(self, path: Path) -> str:
        """What the path is called in messages; raises ValueError for one that is not in this place."""
        if path in self.inputs:
            return f"/{self.inputs.index(path)}"
        return path.relative_to(self.subfolder("")).as_posix()

    def path(self, name: str) -> Path:
        """The path that is called so."""
        return self.inputs[int(name[1:])] if name.startswith("/") else self.subfolder(name)

    def ordinary_file(self, name: str) -> Path:
        """The same of a name that an untrusted child gave.

        Raises:
            ValueError: it is outside, no ordinary file, or reached through a link, which would lead elsewhere.
            OSError: it is not there.
        """
        for number, path in enumerate(self.inputs):
            if name == f"/{number}":
                return path
        pure = PurePosixPath(name)
        if self.folder is None or pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name:
            raise ValueError(f"{name!r} is outside of the folder")
        found = self.folder
        for part in pure.parts[:-1]:
            found /= part
            if not stat.S_ISDIR(os.lstat(found).st_mode):
                raise ValueError(f"{name!r} is reached through what is no folder")
        found /= pure.name
        if not stat.S_ISREG(os.lstat(found).st_mode):
            raise ValueError(f"{name!r} is no ordinary file")
        return found


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a recording may be at most: pixels of a frame, and minutes."""

    max_pixels: int
    max_minutes: float


@dataclass(frozen=True, slots=True)
class Call:
    """The types of what a child can be asked: what it is given and what it answers."""

    arguments: tuple[Any, ...]
    result: Any


CALLS = {
    "probe": Call((Path, Bounds | None), Recording),
    "keyframes": Call((Recording, Path | None, int, Bounds | None), Keyframes),
    "read": Call((Keyframe, tuple[Keyframe, Reading] | None), Reading),
    "views": Call((Keyframe, Reading, tuple[Keyframe, Reading] | None), Views),
    "timeline": Call((Keyframes, tuple[Reading, ...], tuple[Snapshot, ...], str, str), Timeline),
    "mask": Call((MaskPlan, Path), tuple[CoveredPicture, ...]),
    "thumbnails": Call((Keyframes,), tuple[Path, ...]),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the child understands it: the call, its decoded arguments, and where it works."""

    call: str
    arguments: tuple[Any, ...]
    place: Place
    cpu_s: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a call is, and of how much, None while that is not known."""

    done: float
    total: float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A keyframe that was found, which may be taken back: its time, and its picture."""

    timestamp_ms: int
    path: Path


def dump_request(call: str, arguments: tuple[Any, ...], place: Place, cpu_s: int | None) -> bytes:
    """The line for a child."""
    data = [encode(argument, place.name) for argument in arguments]
    folder = str(place.folder) if place.folder else None
    return _line({"call": call, "arguments": data, "folder": folder, "cpu_s": cpu_s})


def load_request(line: bytes, inputs: tuple[Path, ...]) -> Request:
    """What a worker asks; it is trusted."""
    data = json.loads(line)
    place = Place(Path(data["folder"]) if data["folder"] else None, inputs)
    kinds = CALLS[data["call"]].arguments
    arguments = [decode(kind, item, place.path) for kind, item in zip(kinds, data["arguments"], strict=True)]
    return Request(data["call"], tuple(arguments), place, data["cpu_s"])


def dump_ready(confinement: Confinement) -> bytes:
    """The line that a child begins with."""
    return _line({"ready": asdict(confinement)})


def load_ready(data: Any) -> Confinement:
    """How a child is confined; raises ValueError, TypeError or KeyError for what no honest child says."""
    confined: Confinement = decode(Confinement, data["ready"], Path)
    return confined


def dump_result(result: object, place: Place) -> bytes:
    """The line that ends a call well."""
    return _line({"result": encode(result, place.name)})


def dump_error(error: BaseException) -> bytes:
    """The line that ends a call badly."""
    return _line({"error": {"type": type(error).__name__, "message": str(error)[:MAX_ERROR_LENGTH]}})


def dump_progress(done: int, total: int | None) -> bytes:
    """How far a call is."""
    return _line({"progress": [done, total]})


def dump_picture(timestamp_ms: int, path: Path, place: Place) -> bytes:
    """A keyframe that was found."""
    return _line({"picture": [timestamp_ms, place.name(path)]})


OUT_OF_MEMORY = 77
"""The exit status of a child that found itself over its limit of memory."""


def load_result(call: str, data: Any, place: Place) -> Any:
    """The checked result of a call; raises ValueError, TypeError or KeyError for what no honest child says."""
    return decode(CALLS[call].result, data, place.ordinary_file)


def load_progress(data: Any) -> Progress:
    """How far a call is; raises ValueError or TypeError for what is no number."""
    done, total = data
    if isinstance(done, int) and abs(done) > MAX_TIMESTAMP_MS:
        raise ValueError("more than any recording has")
    if not math.isfinite(done) or not (total is None or math.isfinite(total)):
        raise ValueError("not a number")
    return Progress(float(done), None if total is None else float(total))


def load_picture(data: Any, place: Place) -> Picture | None:
    """A keyframe that was found, None if it was taken back already; raises ValueError or TypeError for nonsense."""
    timestamp_ms, name = data
    if type(timestamp_ms) is not int or not 0 <= timestamp_ms < MAX_TIMESTAMP_MS:
        raise ValueError("no time")
    if not isinstance(name, str) or not name.startswith("frames/") or not name.endswith(".png"):
        raise ValueError("no keyframe's picture")
    try:
        return Picture(timestamp_ms, place.ordinary_file(name))
    except FileNotFoundError:
        return None


def load_error(data: Any) -> ClaudeScopeError | None:
    """The error that a child raised on purpose; None if it is a failure of the child itself."""
    kind = ERRORS.get(load_type(data))
    return kind(str(data["message"])[:MAX_ERROR_LENGTH]) if kind else None


def load_type(data: Any) -> str:
    """The class of an error as a child names it; raises ValueError for what is no name of a class."""
    name = data["type"]
    if not isinstance(name, str) or not name.isidentifier() or len(name) > MAX_TYPE_LENGTH:
        raise ValueError("not the name of a class")
    return name


def _line(data: dict[str, Any]) -> bytes:
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8", "surrogatepass") + b"\n"  # the name of a file may be any bytes
