"""The process of a browser that is controlled through two pipes, and the processes that it starts."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from claude_scope.browser.devtools.pipe import PipeTransport, open_reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_OUTPUT_BYTES = 64_000
"""How much of the browser's last output is kept."""
_PIPES_AT_3_AND_4 = 'read=$1 write=$2; shift 2; exec "$@" 3<"/dev/fd/$read" 4>"/dev/fd/$write"'
"""Chromium uses the file descriptors 3 and 4, which this process needs for other files. Code between fork and exec
could hang in a process with threads, so a shell moves them."""


class BrowserProcess:
    """A browser's process in a group of its own, which Ctrl-C in the terminal does not reach."""

    def __init__(self, executable: Path, arguments: Sequence[str], env: Mapping[str, str]) -> None:
        """Start it. Raises `OSError` if that fails."""
        self.ended = asyncio.Event()
        self.returncode: int | None = None
        self._output = b""
        self._loop = asyncio.get_running_loop()
        from_us, to_us, output = os.pipe(), os.pipe(), os.pipe()
        try:
            self._popen = _start(executable, arguments, env, from_us[0], to_us[1], output[1])
        except BaseException:
            _close(from_us[1], to_us[0], output[0])
            raise
        finally:
            _close(from_us[0], to_us[1], output[1])
        self.transport = PipeTransport(to_us[0], from_us[1])
        self._reader = open_reader(output[0])
        self._reader.start(self._keep, lambda: None)
        threading.Thread(target=self._wait, name="browser-process", daemon=True).start()

    @property
    def output(self) -> str:
        """The end of what the browser wrote to stdout and stderr, at most 64 kB."""
        return self._output.decode(errors="replace")

    def kill(self) -> None:
        """Kill the process and all that it started."""
        if self.returncode is None:  # otherwise its id may belong to another process
            self._kill_group()

    def close(self) -> None:
        """Stop reading its output."""
        self._reader.close()

    def _keep(self, data: bytes) -> None:
        self._output = (self._output + data)[-_OUTPUT_BYTES:]

    def _wait(self) -> None:
        self._popen.wait()
        self._kill_group()
        self.returncode = self._popen.returncode
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self.ended.set)

    def _kill_group(self) -> None:
        if sys.platform == "win32":
            tree = ["taskkill", "/pid", str(self._popen.pid), "/T", "/F"]
            subprocess.run(tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        else:
            with suppress(ProcessLookupError, PermissionError):  # macOS raises the latter for zombies
                os.killpg(self._popen.pid, signal.SIGKILL)


def _start(
    executable: Path, arguments: Sequence[str], env: Mapping[str, str], reads: int, writes: int, output: int
) -> subprocess.Popen[bytes]:
    """Start the browser, which reads commands from the pipe `reads` and writes to `writes`."""
    files: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output, "env": dict(env)}
    command = [str(executable), "--remote-debugging-pipe", *arguments]
    if sys.platform == "win32":
        import msvcrt

        handles = [msvcrt.get_osfhandle(fd) for fd in (reads, writes)]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
        command.insert(2, f"--remote-debugging-io-pipes={handles[0]},{handles[1]}")
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, **files, startupinfo=startup, creationflags=flags)
    shell = ["/bin/sh", "-c", _PIPES_AT_3_AND_4, "sh", str(reads), str(writes), *command]
    return subprocess.Popen(shell, **files, pass_fds=(reads, writes), process_group=0)


def _close(*fds: int) -> None:
    for fd in fds:
        os.close(fd)
