"""A child process that a file takes over: recordings that begin with `EVIL` say what it does then.

It is the real child with real limits; only what a decoder might do, once a file has broken it, is written out here.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.jobs import child, stations
from claude_scope.values import Keyframe, Keyframes, Recording

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.jobs.messages import Bounds

MARK = b"EVIL "


class Taken(stations.Stations):
    """The stations, until a file says otherwise."""

    def probe(self, path: Path, bounds: Bounds) -> Recording:
        if not path.read_bytes().startswith(MARK):
            return super().probe(path, bounds)
        return Recording(path, "webm", "vp9", 640, 360, 3000, path.stat().st_size)

    def keyframes(self, recording: Recording, max_frames: int, bounds: Bounds) -> Keyframes:
        first = recording.path.read_bytes()
        if not first.startswith(MARK):
            return super().keyframes(recording, max_frames, bounds)
        name = first.removeprefix(MARK).decode()
        picture = ACTIONS[name](self.folder)
        return Keyframes((Keyframe(0, 0.0, "first", picture),), 640, 360, 3000, 30)


def _segfault(folder: Path) -> Any:
    ctypes.string_at(0)


def _explode(folder: Path) -> Any:
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1 << 20) * 8))


def _explode_unseen(folder: Path) -> Any:
    """By shared memory, which no limit of the kernel counts."""
    import mmap

    kept = []
    while True:
        kept.append(mmap.mmap(-1, 8 << 20))
        kept[-1].write(b"x" * (8 << 20))


def _hang(folder: Path) -> Any:
    time.sleep(3600)


def _write_files(folder: Path) -> Any:
    number = 0
    while True:
        number += 1
        (folder / f"{number}").write_bytes(b"x" * (1 << 20))


def _write_one_file(folder: Path) -> Any:
    with (folder / "one").open("wb") as file:
        while True:
            file.write(b"x" * (1 << 20))


def _talk(folder: Path) -> Any:
    while True:
        os.write(_OUTPUT, b"x" * (1 << 20))


def _nonsense(folder: Path) -> Any:
    os.write(_OUTPUT, b'{"result": {"frames": 7}}\n')
    time.sleep(3600)


def _quote(folder: Path) -> Any:
    raise ValueError("Card number 4111 1111 1111 1111")


def _name_a_long_error(folder: Path) -> Any:
    os.write(_OUTPUT, b'{"error": {"type": "%s", "message": ""}}\n' % (b"X" * 1_000_000))
    time.sleep(3600)


def _link(folder: Path) -> Any:
    (folder / "link.png").symlink_to("/etc/passwd")
    return folder / "link.png"


def _outside(folder: Path) -> Any:
    return folder / ".." / "4111.png"


def _report(folder: Path) -> Any:
    os.write(_OUTPUT, b'{"progress": [NaN, 1e999]}\n')
    time.sleep(3600)


def _report_forever(folder: Path) -> Any:
    while True:
        os.write(_OUTPUT, b'{"progress": [1, 2]}\n' * 1000)


def _fork(folder: Path) -> Any:
    """Leave somebody behind, and die."""
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    (folder / "left.pid").write_text(str(other.pid))
    time.sleep(3600)


ACTIONS: dict[str, Callable[[Path], Any]] = {
    "segfault": _segfault,
    "abort": lambda folder: os.abort(),
    "exit": lambda folder: os._exit(3),
    "explode": _explode,
    "explode unseen": _explode_unseen,
    "hang": _hang,
    "write files": _write_files,
    "write one file": _write_one_file,
    "talk": _talk,
    "nonsense": _nonsense,
    "quote": _quote,
    "name a long error": _name_a_long_error,
    "link": _link,
    "outside": _outside,
    "report": _report,
    "report forever": _report_forever,
    "fork": _fork,
}

_OUTPUT = os.dup(1)

if __name__ == "__main__":
    child.Stations = Taken  # type: ignore[attr-defined]
    child.main()
