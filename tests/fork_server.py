"""The process from which `tests.forked` forks interpreters: it has imported what they need and does nothing else.

    python -m tests.fork_server FD MODULE...

It receives requests over an inherited socket: one line of JSON with four files. These are stdin, stdout and stderr of
the new process, and one to which the server writes its id and, when it has ended, its return code.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import runpy
import select
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILES = 4
TOLD = "<i"
"""The `struct` format of reports: the process id, and later the return code as in `Popen.returncode`."""


class Request(NamedTuple):
    """The arguments of an interpreter, `-m MODULE ...` or `-c CODE ...`, and its environment."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    own_session: bool


def main() -> None:
    requests = socket.socket(fileno=int(sys.argv[1]))
    for name in sys.argv[2:]:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # otherwise the first collection in each fork would copy all shared pages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests, and this process ends with them
    request = serve(requests)
    if request is not None:
        become(request)


def serve(requests: socket.socket) -> Request | None:
    """Fork until the socket is closed, then return None; in a new process, return its request."""
    ended, wakes = os.pipe()
    for pipe in (ended, wakes):
        os.set_blocking(pipe, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes)
    telling: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([requests.fileno(), ended], [], [])
        if ended in ready:
            os.read(ended, 1 << 16)
            for pid, code in deaths():
                tell(telling[pid], code)
                os.close(telling.pop(pid))
        if requests.fileno() not in ready:
            continue
        line, files = receive(requests)
        if not line:
            return None
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            for unused in (ended, wakes, requests.detach(), files.pop(), *telling.values()):
                os.close(unused)
            take_files(files)
            return Request(**json.loads(line))
        telling[pid] = files.pop()
        tell(telling[pid], pid)
        for file in files:
            os.close(file)


def deaths() -> Iterator[tuple[int, int]]:
    """Processes that have ended, with their return codes."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            yield ended[0], os.waitstatus_to_exitcode(ended[1])


def tell(file: int, number: int) -> None:
    with suppress(BrokenPipeError):  # the client is gone
        os.write(file, number.to_bytes(4, sys.byteorder, signed=True))


def receive(requests: socket.socket) -> tuple[bytes, list[int]]:
    """A line and its files; an empty line when there are no more."""
    line, files = b"", []
    while not line.endswith(b"\n"):
        part, found, _, _ = socket.recv_fds(requests, 1 << 16, FILES)
        files += found
        line += part
        if not part:
            return b"", files
    return line, files


def take_files(files: Sequence[int]) -> None:
    """Make these our stdin, stdout and stderr, with new streams, since a file is seekable and a pipe is not."""
    for number, (name, mode, file) in enumerate(zip(("stdin", "stdout", "stderr"), "rww", files, strict=True)):
        os.dup2(file, number)
        os.close(file)
        was = getattr(sys, name)
        raw = open(number, f"{mode}b", closefd=False)  # noqa: SIM115
        stream = io.TextIOWrapper(raw, was.encoding, was.errors, line_buffering=name == "stderr")
        setattr(sys, name, stream)


def become(request: Request) -> None:
    """Do what an interpreter with these arguments would do, including its shutdown."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup makes the tests ignore it
    if request.own_session:
        os.setsid()
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    tempfile.tempdir = None
    how, what, *arguments = request.arguments
    if how == "-m":
        sys.argv = [what, *arguments]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv = ["-c", *arguments]
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    main()
