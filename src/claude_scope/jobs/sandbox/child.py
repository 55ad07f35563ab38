"""The child process for one recording: decodes, reads and builds the timeline, confined and within limits.

    python -P -m claude_scope.jobs.sandbox.child '{"parent": 4711, "folder": "...", "inputs": [], ...}'

It reads requests from stdin and answers on stdout (`messages`). It ends with its worker: the kernel kills it on Linux,
the end of stdin ends it elsewhere. It confines itself (`confine`) before it imports decoders, since threads of those
libraries would not be confined. Then it can read libraries, `inputs` and its folder, and write only to its folder.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from claude_scope.errors import ClaudeScopeError
from claude_scope.garbage import collect_rarely
from claude_scope.jobs.sandbox import messages
from claude_scope.jobs.sandbox.child_stations import Stations, warm
from claude_scope.jobs.sandbox.confinement import confine
from claude_scope.jobs.sandbox.disk_failures import disk_error
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.jobs.sandbox.rlimits import end_with_parent, limit, limit_cpu, memory_gauge, watch_memory

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Options:
    """The options on the command line."""

    parent: int
    folder: str | None
    inputs: list[str]
    memory_mb: int | None
    ocr_threads: int
    warm: bool

    @property
    def place(self) -> Place:
        """The files of this process."""
        return Place(Path(self.folder) if self.folder else None, tuple(map(Path, self.inputs)))


def main() -> None:
    """Answer requests until stdin ends."""
    options = Options(**json.loads(sys.argv[1]))
    collect_rarely()
    output = _take_stdout()
    end_with_parent(options.parent)
    resident = memory_gauge()
    if options.memory_mb:
        limit(options.memory_mb)
    place = options.place
    confinement = confine(readable=place.inputs, writable=[place.folder] if place.folder else [])
    if options.memory_mb:
        watch_memory(options.memory_mb, resident)
    requests = _requests()
    if options.warm:
        with suppress(Exception):  # the call that needs the broken part reports the error
            warm(options.ocr_threads)
    _say(output, messages.dump_ready(confinement))
    while True:
        _say(output, answer(requests.get(), options, lambda line: _say(output, line)))


def answer(line: bytes, options: Options, say: Callable[[bytes], None]) -> bytes:
    """Process a request, and return the last line of the answer; progress is sent earlier with `say`."""
    try:
        request = messages.load_request(line, options.place.inputs)
        if request.cpu_s is not None:
            limit_cpu(request.cpu_s)
        work = Stations(request.place, options.ocr_threads, say)
        return messages.dump_result(getattr(work, request.call)(*request.arguments), request.place)
    except (ClaudeScopeError, MemoryError) as error:
        return messages.dump_error(error, disk_error(error))
    except Exception as error:  # reported to the worker, which fails the session
        traceback.print_exc()
        return messages.dump_error(error, disk_error(error))


def _take_stdout() -> BinaryIO:
    """Reserve stdout for messages; output of libraries goes to stderr."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _say(output: BinaryIO, line: bytes) -> None:
    output.write(line)
    output.flush()


def _requests() -> queue.SimpleQueue[bytes]:
    """Read lines of stdin in a thread, so that the end of stdin ends the process even during work."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


if __name__ == "__main__":
    main()
