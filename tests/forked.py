"""Runs Python commands of the tests as separate processes, forked from one that has imported what they need.

A new interpreter imports for one to two seconds of processor time before `claude-scope serve` begins; a fork takes a
few milliseconds. Everything else is as in a new interpreter: arguments, environment, working folder, files, signals,
exit. Tests of the start itself, of the memory of a process, or of what is not imported, have to run `sys.executable`,
and so do those whose environment an interpreter reads before anything else (`PYTHON...`, locales).
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import IO

    Start = Callable[..., "Forked | subprocess.Popen[str]"]
    """How a command is started: `Forked`, or `new_interpreter`."""

ROOT = Path(__file__).parent.parent
SERVICE = (
    *("claude_scope.cli.app", "claude_scope.server.serve", "claude_scope.api.service"),
    *("claude_scope.jobs.durable_runner", "claude_scope.browser.inspect", "alembic.command", "alembic.config"),
    *("claude_scope.store.assets.s3", "claude_scope.store.backup.backup"),
    *(
        "claude_scope.store.backup.restore",
        "claude_scope.store.encryption.rotation",
        "claude_scope.cli.usage_errors",
        "dbos",
    ),
)
"""Modules that the commands of the service import sooner or later. None of them starts a thread, which a fork would
lack.
"""


class ForkServer:
    """The process from which others are forked; it ends with this one."""

    def __init__(self, *modules: str) -> None:
        self._requests, theirs = socket.socketpair()
        self._alone = threading.Lock()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.fork_server", str(theirs.fileno()), *modules],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
            )
        atexit.register(self.close)

    def close(self) -> None:
        self._requests.close()
        self.process.wait()

    def fork(self, request: Mapping[str, Any], stdin: int, stdout: int, stderr: int) -> tuple[int, int]:
        """The id of a new process, and a file that reports its return code."""
        told, telling = os.pipe()
        try:
            with self._alone:
                line = json.dumps(request).encode() + b"\n"
                sent = socket.send_fds(self._requests, [line], [stdin, stdout, stderr, telling])
                self._requests.sendall(line[sent:])
        finally:
            os.close(telling)
        return number(told), told


def number(told: int) -> int:
    found = os.read(told, 4)
    assert len(found) == 4, "The process that commands are forked from has ended; its stderr tells why."
    return int.from_bytes(found, sys.byteorder, signed=True)


@cache
def fork_server(modules: tuple[str, ...] = SERVICE) -> ForkServer:
    """The fork server of this test process, started on first use."""
    return ForkServer(*modules)


class Forked:
    """A process with the interface of `subprocess.Popen`; its arguments are those after `sys.executable`."""

    def __init__(
        self,
        args: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stdout: int | IO[Any] | None = None,
        stderr: int | IO[Any] | None = None,
        start_new_session: bool = False,
        modules: tuple[str, ...] = SERVICE,
    ) -> None:
        self.args = [str(item) for item in args]
        self.returncode: int | None = None
        self.stdout, theirs = _opened(stdout, 1)
        self.stderr, theirs_too = _opened(stderr, 2)
        request = {
            "arguments": self.args,
            "environment": dict(os.environ if env is None else env),
            "folder": str(cwd or Path.cwd()),
            "own_session": start_new_session,
        }
        with Path(os.devnull).open() as nothing:
            self.pid, self._told = fork_server(modules).fork(request, nothing.fileno(), theirs, theirs_too)
        for pipe, given in ((theirs, stdout), (theirs_too, stderr)):
            if given == subprocess.PIPE:
                os.close(pipe)

    def poll(self) -> int | None:
        """The return code, if it has ended."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """The return code; raises `subprocess.TimeoutExpired` if it has not ended within that time."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def _ended(self, timeout_s: float | None) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], timeout_s)[0]:
            self.returncode = number(self._told)
            os.close(self._told)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Forked:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.wait()
        for pipe in (self.stdout, self.stderr):
            if pipe is not None:
                pipe.close()


def new_interpreter(args: Sequence[str | Path], **how: Any) -> subprocess.Popen[str]:
    """The same in a new interpreter, for tests of its start."""
    return subprocess.Popen([sys.executable, *args], stdin=subprocess.DEVNULL, text=True, **how)


def _opened(given: int | IO[Any] | None, inherited: int) -> tuple[IO[str] | None, int]:
    """Our end of a pipe, if one is requested, and the file for the new process."""
    if given == subprocess.PIPE:
        ours, theirs = os.pipe()
        return os.fdopen(ours, encoding="utf-8"), theirs
    if given is None or isinstance(given, int):
        return None, inherited if given is None else given
    return None, given.fileno()


def run(
    args: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = 120,
    modules: tuple[str, ...] = SERVICE,
) -> subprocess.CompletedProcess[str]:
    """Run a command until it ends; returns its output."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = Forked(args, env=env, cwd=cwd, stdout=out, stderr=err, modules=modules)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        return subprocess.CompletedProcess(process.args, code, _text(out), _text(err))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()
