"""A process of its own for one recording: decodes, reads and works out the timeline, within limits.

    python -m claude_scope.jobs.child '{"parent": 4711, "memory_mb": 3072, "ocr_threads": 2, "warm": true}'

Takes requests from stdin and answers on stdout (`messages`). It ends when its worker does: on Linux the kernel sees to
that, elsewhere the end of stdin. Whatever a hostile file does to it, there is nothing here to steal: it has no
environment of the service, no connection, and one recording.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from claude_scope.errors import ClaudeScopeError, NotARecording
from claude_scope.jobs import messages
from claude_scope.prompt.codec import decode, encode
from claude_scope.values import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.jobs.messages import Bounds
    from claude_scope.values import Keyframe, Keyframes, Recording, Snapshot, Timeline
    from claude_scope.vision.local import LocalReader

MAX_FILE_BYTES = 512 << 20
"""Of one file: four times an uncompressed picture of 8K, and more than the largest upload."""
MAX_OPEN_FILES = 256
WATCH_EVERY_S = 0.1
THUMBNAIL_SIDE = 480
THUMBNAIL_BYTES = 24_000
"""A thumbnail may stand in a prompt as base64, where at most 24 KB are allowed."""
PR_SET_PDEATHSIG = 1
SIGKILL = 9


@dataclass(frozen=True, slots=True)
class Options:
    """What the worker says on the command line."""

    parent: int
    memory_mb: int
    ocr_threads: int
    warm: bool


def main() -> None:
    """Answer requests until stdin ends."""
    options = Options(**json.loads(sys.argv[1]))
    output = _take_stdout()
    die_with(options.parent)
    limit(options.memory_mb)
    watch_memory(options.memory_mb)
    requests = _requests()
    if options.warm:
        _warm(options.ocr_threads)
    _say(output, messages.READY)
    while True:
        _say(output, answer(requests.get(), options, lambda line: _say(output, line)))


def answer(line: bytes, options: Options, say: Callable[[bytes], None]) -> bytes:
    """The last line of the answer to a request; progress is said before."""
    try:
        request = messages.load_request(line)
        _limit_cpu(request.cpu_s)
        work = Stations(request.folder, options.ocr_threads, say)
        return messages.dump_result(getattr(work, request.call)(*request.arguments), request.folder)
    except (ClaudeScopeError, MemoryError) as error:
        return messages.dump_error(error)
    except Exception as error:  # told to the worker, which ends the session
        traceback.print_exc()
        return messages.dump_error(error)


@dataclass(frozen=True, slots=True)
class Stations:
    """The calls, by name."""

    folder: Path
    ocr_threads: int
    say: Callable[[bytes], None]

    def probe(self, path: Path, bounds: Bounds) -> Recording:
        """Look into a file; raises NotARecording, also for one that is larger or longer than allowed."""
        from claude_scope.intake.probe import probe

        recording = probe(path)
        if recording.width * recording.height > bounds.max_pixels:
            raise NotARecording(
                f"{path} has frames of {recording.width} x {recording.height} pixels, more than are allowed here; "
                "record a smaller window."
            )
        if (recording.duration_ms or 0) > bounds.max_duration_ms:
            raise _too_long(path, bounds)
        return recording

    def keyframes(self, recording: Recording, max_frames: int, bounds: Bounds) -> Keyframes:
        """Choose keyframes; a file that says less than it holds is stopped at the longest duration allowed."""
        from claude_scope.keyframes.select import find_keyframes

        def progress(done_ms: int, total_ms: int | None) -> None:
            if done_ms > bounds.max_duration_ms:
                raise _too_long(recording.path, bounds)
            self.say(messages.dump_progress(done_ms, total_ms))

        return find_keyframes(recording, self.folder / "frames", max_frames=max_frames, progress=progress)

    def read(self, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None) -> Reading:
        """Read one keyframe with the local reader."""
        from claude_scope import pictures
        from claude_scope.vision.reader import Before

        image = pictures.load(keyframe.path)
        seen = Before(pictures.load(before[0].path), _LAST.original(before[1])) if before else None
        return _LAST.keep(asyncio.run(_reader(self.ocr_threads).read(image, seen)))

    def timeline(
        self,
        keyframes: Keyframes,
        readings: Sequence[Reading],
        snapshots: Sequence[Snapshot],
        title: str,
        notes: str,
    ) -> Timeline:
        """Work out what changed when."""
        from claude_scope.timeline.build import build_timeline

        return build_timeline(keyframes.frames, readings, snapshots, title=title, notes=notes)

    def thumbnails(self, keyframes: Keyframes) -> tuple[Path, ...]:
        """A small JPEG of each keyframe, in their order."""
        folder = self.folder / "thumbnails"
        folder.mkdir(exist_ok=True)
        return tuple(_thumbnail(frame.path, folder / f"{frame.path.stem}.jpg") for frame in keyframes.frames)


class _Last:
    """The last reading: the reader knows more of its own value than of an equal one that came back from the worker."""

    def __init__(self) -> None:
        self._kept: tuple[Reading, Reading] | None = None

    def keep(self, reading: Reading) -> Reading:
        """The reading itself, remembered beside what it is after it was told and returned."""
        self._kept = (decode(Reading, encode(reading, str), Path), reading)
        return reading

    def original(self, returned: Reading) -> Reading:
        """The reading that was kept, if this is it."""
        return self._kept[1] if self._kept is not None and self._kept[0] == returned else returned


_LAST = _Last()


def _too_long(path: Path, bounds: Bounds) -> NotARecording:
    minutes = bounds.max_duration_ms / 60_000
    return NotARecording(f"{path} is longer than {minutes:g} minutes, the most that is allowed; record a shorter one.")


def _thumbnail(source: Path, target: Path) -> Path:
    """At most 480 px on the long side and 24 KB."""
    from io import BytesIO

    from PIL import Image

    from claude_scope import pictures

    picture = Image.fromarray(pictures.fit(pictures.load(source), THUMBNAIL_SIDE))
    for quality in range(80, 0, -15):
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        if buffer.tell() <= THUMBNAIL_BYTES:
            break
    else:
        picture.thumbnail((THUMBNAIL_SIDE // 2, THUMBNAIL_SIDE // 2))  # noise: half the size always fits
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=20)
    target.write_bytes(buffer.getvalue())
    return target


@cache
def _reader(threads: int) -> LocalReader:
    from claude_scope.vision.local import LocalReader

    return LocalReader(threads=threads)


def _warm(threads: int) -> None:
    """Import, and load the models, before there is a recording: half a second on an idle machine, 130 MB."""
    import numpy as np

    from claude_scope.intake import probe  # noqa: F401
    from claude_scope.keyframes import select  # noqa: F401
    from claude_scope.timeline import build  # noqa: F401

    _reader(threads).read_sync(np.full((64, 64, 3), 255, np.uint8))


# --- the process ------------------------------------------------------------------------------------------------------


def _take_stdout() -> BinaryIO:
    """Stdout for messages alone: what a library prints goes to stderr."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _say(output: BinaryIO, line: bytes) -> None:
    output.write(line)
    output.flush()


def _requests() -> queue.SimpleQueue[bytes]:
    """Lines of stdin, read in a thread so that its end is seen, and ends the process, also while it works."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


def die_with(parent: int) -> None:
    """Let the kernel end this process when its parent ends (Linux); elsewhere the end of stdin has to do."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before this was set
        os._exit(0)


def limit(memory_mb: int) -> None:
    """Bound memory, files and what a crash leaves; what this system cannot bound stays unbounded."""
    try:
        import resource
    except ImportError:  # Windows
        return
    # RLIMIT_DATA counts what is really private; RLIMIT_AS would count the gigabytes that libraries only reserve.
    wanted = {
        resource.RLIMIT_DATA: memory_mb << 20,
        resource.RLIMIT_FSIZE: MAX_FILE_BYTES,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def watch_memory(memory_mb: int) -> None:
    """End this process when it has more in memory than allowed: macOS and Windows know no limit that holds.

    Where `limit` holds (Linux), this catches what that does not count: files and memory that are mapped shared.
    """

    def watch() -> None:
        while resident_bytes() <= memory_mb << 20:
            time.sleep(WATCH_EVERY_S)
        os._exit(messages.OUT_OF_MEMORY)

    threading.Thread(target=watch, daemon=True).start()


def resident_bytes() -> int:
    """What this process has in memory now; on macOS the most that it had; 0 where nobody tells."""
    if sys.platform == "linux":
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _limit_cpu(seconds: int) -> None:
    """Let the next call use so many seconds of processor time more than were used before."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


if __name__ == "__main__":
    main()
