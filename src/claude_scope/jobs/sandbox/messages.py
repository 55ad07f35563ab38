"""The protocol between a worker and its child processes: one JSON object per line (`serialization.shared_values`).

A request is `{"call", "arguments", "folder", "cpu_s"}`; the answers are any number of `{"progress": [done, total]}` and
`{"picture": [timestamp_ms, path]}`, then one `{"result"}` or `{"error": {"type", "message"}}`. A child that is ready
first reports its confinement, `{"ready": {"landlock": 7, "seccomp": true}}`. All messages of a child are validated,
because an untrusted file may have taken it over.

Paths are relative to the child's folder. An input file elsewhere is referred to by its number: `/0`.
"""

from __future__ import annotations

import json
import math
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from claude_scope.errors import (
    BadInput,
    ClaudeScopeError,
    LaneError,
    NotAnImage,
    NotARecording,
    UsageError,
    VisionError,
)
from claude_scope.hosted.view import View
from claude_scope.jobs.sandbox.confinement import Confinement
from claude_scope.serialization.codec import decode
from claude_scope.serialization.shared_values import decode_shared, encode_shared
from claude_scope.values import (
    Capture,
    CoveredPicture,
    Keyframe,
    Keyframes,
    MaskPlan,
    Reading,
    Rebuilt,
    Recording,
    Snapshot,
    Timeline,
)

MAX_MESSAGE_BYTES = 64 << 20
"""Maximum number of bytes of one line. A timeline of 20 dense screens takes 3 MB; 200 frames, the maximum, fit too."""

ERRORS = {kind.__name__: kind for kind in (BadInput, NotARecording, NotAnImage, LaneError, VisionError, UsageError)}
"""The errors that a child may raise in its worker; any other error is a failure of the child."""
MAX_TIMESTAMP_MS = 1 << 40
MAX_TYPE_LENGTH = 200
MAX_ERROR_LENGTH = 500
"""Maximum number of characters of an error message: 200 for the sentence, 300 for the path in it,
which is replaced later.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """The files of a child: the folder that it may write to, if any, and input files elsewhere."""

    folder: Path | None
    inputs: tuple[Path, ...] = ()

    def subfolder(self, name: str) -> Path:
        """A folder inside the child's folder; raises ValueError if the child has no folder."""
        if self.folder is None:
            raise ValueError(f"there is no folder for {name!r}")
        return self.folder / name

    def name(self, path: Path) -> str:
        """The name of a path in messages; raises ValueError for a path outside this place."""
        if path in self.inputs:
            return f"/{self.inputs.index(path)}"
        return path.relative_to(self.subfolder("")).as_posix()

    def path(self, name: str) -> Path:
        """The path of a name in messages."""
        return self.inputs[int(name[1:])] if name.startswith("/") else self.subfolder(name)

    def ordinary_file(self, name: str) -> Path:
        """The path of a name from an untrusted child.

        Raises:
            ValueError: the file is outside the place, not an ordinary file, or reached through a link.
            OSError: the file is missing.
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
                raise ValueError(f"{name!r} is reached through something that is not a folder")
        found /= pure.name
        if not stat.S_ISREG(os.lstat(found).st_mode):
            raise ValueError(f"{name!r} is not a regular file")
        return found


@dataclass(frozen=True, slots=True)
class Bounds:
    """The largest recording that is accepted: pixels per frame, and minutes."""

    max_pixels: int
    max_minutes: float


@dataclass(frozen=True, slots=True)
class Call:
    """The types of the arguments and of the result of one call."""

    arguments: tuple[Any, ...]
    result: Any


CALLS = {
    "probe": Call((Path, Bounds | None), Recording),
    "keyframes": Call((Recording, Path | None, int, Bounds | None), Keyframes),
    "read": Call((Keyframe, tuple[Keyframe, Reading] | None, Keyframe | None), Reading),
    "views": Call((Keyframe, Keyframe), tuple[View, ...]),
    "overview": Call((tuple[Keyframe, ...], tuple[int, ...]), View),
    "timeline": Call((Keyframes, tuple[Reading, ...], tuple[Snapshot, ...], str, str), Timeline),
    "capture": Call((Path, Path, Bounds | None), Capture),
    "pictures": Call((Recording, Path, tuple[int, ...], Bounds | None), Keyframes),
    "captured_timeline": Call((Capture, Rebuilt, Keyframes, Keyframes, str), Timeline),
    "mask": Call((MaskPlan, Path), tuple[CoveredPicture, ...]),
    "thumbnails": Call((Keyframes,), tuple[Path, ...]),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A decoded request to a child."""

    call: str
    arguments: tuple[Any, ...]
    place: Place
    cpu_s: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a call; `total` is None while it is unknown."""

    done: float
    total: float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A keyframe that was found, and may be retracted later."""

    timestamp_ms: int
    path: Path


def dump_request(call: str, arguments: tuple[Any, ...], place: Place, cpu_s: int | None) -> bytes:
    """Encode a request to a child."""
    data = [encode_shared(argument, place.name) for argument in arguments]
    folder = str(place.folder) if place.folder else None
    return _line({"call": call, "arguments": data, "folder": folder, "cpu_s": cpu_s})


def load_request(line: bytes, inputs: tuple[Path, ...]) -> Request:
    """Decode a request of the worker, which is trusted."""
    data = json.loads(line)
    place = Place(Path(data["folder"]) if data["folder"] else None, inputs)
    kinds = CALLS[data["call"]].arguments
    arguments = [decode_shared(kind, item, place.path) for kind, item in zip(kinds, data["arguments"], strict=True)]
    return Request(data["call"], tuple(arguments), place, data["cpu_s"])


def dump_ready(confinement: Confinement) -> bytes:
    """Encode the first message of a child."""
    return _line({"ready": asdict(confinement)})


def load_ready(data: Any) -> Confinement:
    """Decode the confinement of a child; raises ValueError, TypeError or KeyError for an invalid message."""
    confined: Confinement = decode(Confinement, data["ready"], Path)
    return confined


def dump_result(result: object, place: Place) -> bytes:
    """Encode the result of a call."""
    return _line({"result": encode_shared(result, place.name)})


def dump_error(error: BaseException, disk_error: str = "") -> bytes:
    """Encode the error of a call; `disk_error` is the name of the disk error, if the disk is to blame."""
    if disk_error:
        return _line({"error": {"type": disk_error, "message": ""}})
    return _line({"error": {"type": type(error).__name__, "message": str(error)[:MAX_ERROR_LENGTH]}})


def dump_progress(done: int, total: int | None) -> bytes:
    """Encode the progress of a call."""
    return _line({"progress": [done, total]})


def dump_picture(timestamp_ms: int, path: Path, place: Place) -> bytes:
    """Encode a keyframe that was found."""
    return _line({"picture": [timestamp_ms, place.name(path)]})


OUT_OF_MEMORY = 77
"""The exit status of a child that exceeded its memory limit."""


def load_result(call: str, data: Any, place: Place) -> Any:
    """Decode the result of a call; raises ValueError, TypeError or KeyError for an invalid message."""
    return decode_shared(CALLS[call].result, data, place.ordinary_file)


def load_progress(data: Any) -> Progress:
    """Decode the progress of a call; raises ValueError or TypeError for an invalid message."""
    done, total = data
    if isinstance(done, int) and abs(done) > MAX_TIMESTAMP_MS:
        raise ValueError("more than any recording has")
    if not math.isfinite(done) or not (total is None or math.isfinite(total)):
        raise ValueError("not a number")
    return Progress(float(done), None if total is None else float(total))


def load_picture(data: Any, place: Place) -> Picture | None:
    """Decode a keyframe, None if it was retracted already; raises ValueError or TypeError for an invalid message."""
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
    """Decode an error that a child may raise; None if the error is a failure of the child."""
    kind = ERRORS.get(load_type(data))
    return kind(str(data["message"])[:MAX_ERROR_LENGTH]) if kind else None


def load_type(data: Any) -> str:
    """The class name of a child's error; raises ValueError for an invalid name."""
    name = data["type"]
    if not isinstance(name, str) or not name.isidentifier() or len(name) > MAX_TYPE_LENGTH:
        raise ValueError("not the name of a class")
    return name


def _line(data: dict[str, Any]) -> bytes:
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8", "surrogatepass") + b"\n"  # a file name may hold any bytes
