"""A child process that a hostile file takes over: recordings that begin with `EVIL` say what it does then.

It is the real child with real limits; only the actions of a compromised decoder are scripted here. `open_main` is the
child on a system without a sandbox.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from claude_scope.errors import NotARecording
from claude_scope.jobs.sandbox import child, child_stations
from claude_scope.jobs.sandbox.confinement import Confinement
from claude_scope.values import Keyframe, Keyframes, Recording
from tests.jobs import tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.jobs.sandbox.messages import Bounds

MARK = b"EVIL "


class Taken(child_stations.Stations):
    """The stations, until a file takes over."""

    def probe(self, path: Path, bounds: Bounds | None) -> Recording:
        first = path.read_bytes()
        if not first.startswith(MARK):
            return super().probe(path, bounds)
        if self.place.folder is None:
            _break_out(path.parent / "planted", first)
        return Recording(path, "webm", "vp9", 640, 360, 3000, path.stat().st_size)

    def keyframes(self, recording: Recording, out: Path | None, max_frames: int, bounds: Bounds | None) -> Keyframes:
        first = recording.path.read_bytes()
        if not first.startswith(MARK):
            return super().keyframes(recording, out, max_frames, bounds)
        folder = self.place.subfolder("")
        name = first.removeprefix(MARK).decode().partition("\n")[0]
        picture = _break_out(folder, first) if name == "break out" else ACTIONS[name](folder)
        return Keyframes((Keyframe(0, 0.0, "first", picture),), 640, 360, 3000, 30)


def _segfault(folder: Path) -> Any:
    ctypes.string_at(0)


def _explode(folder: Path) -> Any:
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1 << 20) * 8))


def _explode_unseen(folder: Path) -> Any:
    """With shared memory, which no kernel limit counts."""
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


def _close(folder: Path) -> Any:
    """Close the pipe, and stay alive."""
    os.closerange(0, 256)
    time.sleep(3600)


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


def _link_a_folder(folder: Path) -> Any:
    """The picture is a regular file, but outside our folders."""
    (folder / "frames").symlink_to(folder.parent / "elsewhere")
    return folder / "frames" / "picture.png"


def _fork(folder: Path) -> Any:
    """Leave a grandchild behind, and exit."""
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
    "close": _close,
    "nonsense": _nonsense,
    "quote": _quote,
    "name a long error": _name_a_long_error,
    "link": _link,
    "link a folder": _link_a_folder,
    "outside": _outside,
    "report": _report,
    "report forever": _report_forever,
    "fork": _fork,
    "compat": lambda folder: tries.compat_call(),
}

_OUTPUT = os.dup(1)


def _break_out(folder: Path, recording: bytes) -> NoReturn:
    """Try all that the recording names targets for, in this thread and in another; the error lists what succeeded."""
    targets = json.loads(recording.partition(b"\n")[2])
    with ThreadPoolExecutor(1) as pool:
        done = [*tries.succeeded(folder, targets), *pool.submit(tries.succeeded, folder, targets).result()]
    with suppress(OSError):
        (folder / "done.json").write_text(json.dumps(done))
    raise NotARecording(f"{len(tries.TRIES)} tries, done: {', '.join(dict.fromkeys(done)) or 'none'}")


def main() -> None:
    child.Stations = Taken  # type: ignore[attr-defined]
    child.main()


def open_main() -> None:
    child.confine = lambda **_: Confinement()  # type: ignore[attr-defined]
    main()
