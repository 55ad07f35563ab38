"""Where the applications are installed, and how they are started: with their own server, or as a folder of files."""

from __future__ import annotations

import functools
import http.server
import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.processes import ends_with_us, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

APPS = Path(__file__).parent.parent.parent / ".cache" / "claims" / "apps"
PASSWORD = "open-sesame-42"
"""The password of every account with which a flow signs in."""
_START_S = 90.0
_STOP_S = 10.0
_LAST_WORDS = 2_000
"""Characters of the log in the error about an application that does not start."""


def python_of(name: str) -> Path:
    """The interpreter of the application's virtual environment; its scripts are next to it."""
    return APPS / name / "bin" / "python"


def npm_of(name: str) -> Path:
    """The folder in which npm has installed the application's packages."""
    return APPS / name / "node_modules"


def do(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "") -> str:
    """Run a command that prepares an application; returns its output, or raises `RuntimeError` with its errors."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=_environment(env), input=stdin, text=True, capture_output=True
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {(done.stdout + done.stderr)[-_LAST_WORDS:]}")
    return done.stdout


@contextmanager
def running(command: Sequence[object], address: str, cwd: Path, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a server until the block ends; yields its address once it answers with any status.

    The log is `server.log` in `cwd`. `RuntimeError` if the server ends first, `TimeoutError` if it does not answer.
    """
    log = cwd / "server.log"
    whole = [*ends_with_us("TERM"), *(str(part) for part in command)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            whole, cwd=cwd, env=_environment(env), stdout=out, stderr=out, stdin=subprocess.DEVNULL, process_group=0
        )
    try:
        _await_answer(process, address, log)
        yield address
    finally:
        _end(process)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the files of a folder; yields its address with a slash at the end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), functools.partial(_Files, directory=folder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Files(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - the base class declares it so; the system's own table may lack these
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
    }

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for this error, if it has one, as static hosts do."""
        page = Path(self.directory) / f"{code}.html"
        if not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def handle(self) -> None:
        with suppress(ConnectionError):  # a page that is left closes its connections
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """Our environment without variables that lead Python to our packages."""
    ours = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return ours | dict(more or {})


def _await_answer(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended at once: {log.read_text(errors='replace')[-_LAST_WORDS:]}")
        try:
            with urlopen(address, timeout=30):
                return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer: {log.read_text(errors='replace')[-_LAST_WORDS:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and its children, which are one process group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_S)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
