"""A process of its own for one recording: decodes, reads and works out the timeline, within limits.

    python -m claude_scope.jobs.child '{"parent": 4711, "memory_mb": 3072, "ocr_threads": 2, "warm": true}'

Takes requests from stdin and answers on stdout (`messages`). It ends when its worker does: on Linux the kernel sees to
that, elsewhere the end of stdin. Whatever a hostile file does to it, there is nothing here to steal: it has no
environment of the service, no connection, and one recording.
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
from typing import TYPE_CHECKING, BinaryIO

from claude_scope.errors import ClaudeScopeError
from claude_scope.jobs import messages
from claude_scope.jobs.confine import die_with, limit, limit_cpu, watch_memory
from claude_scope.jobs.stations import Stations, warm

if TYPE_CHECKING:
    from collections.abc import Callable


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
        with suppress(Exception):  # the call that needs what is wrong tells of it; nobody waits for an answer yet
            warm(options.ocr_threads)
    _say(output, messages.READY)
    while True:
        _say(output, answer(requests.get(), options, lambda line: _say(output, line)))


def answer(line: bytes, options: Options, say: Callable[[bytes], None]) -> bytes:
    """The last line of the answer to a request; progress is said before."""
    try:
        request = messages.load_request(line)
        limit_cpu(request.cpu_s)
        work = Stations(request.folder, options.ocr_threads, say)
        return messages.dump_result(getattr(work, request.call)(*request.arguments), request.folder)
    except (ClaudeScopeError, MemoryError) as error:
        return messages.dump_error(error)
    except Exception as error:  # told to the worker, which ends the session
        traceback.print_exc()
        return messages.dump_error(error)


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


if __name__ == "__main__":
    main()
