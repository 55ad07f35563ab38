"""Sets up the service for one user and for a team, with real processes to kill and a page to inspect."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from sqlalchemy import func, select

from claude_scope.settings import ServiceSettings
from claude_scope.store.assets.files import Files
from claude_scope.store.assets.local import LocalAssets
from claude_scope.store.assets.s3 import S3Assets
from claude_scope.store.database import Database
from claude_scope.store.tables import Session
from tests.postgres_server import Postgres
from tests.processes import folder_for_anyone, root_accepted
from tests.s3_server import BUCKET, S3Place, SeaweedFS

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = b"<h1>Basket</h1><button>Pay now</button><p role=alert>Payment failed</p>"
GONE_WITHIN_S = 10


class Process:
    """A command of the service, with its children; its output goes to `log`."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.crash_command", *arguments]
        self._log = log.open("ab")
        self.running = subprocess.Popen(
            command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=self._log, text=True
        )

    @property
    def pid(self) -> int:
        return self.running.pid

    def said(self) -> str:
        """The next line of its output."""
        assert self.running.stdout is not None
        line = self.running.stdout.readline()
        if not line:
            raise SystemExit(f"The service ended with {self.running.wait()}; see {self._log.name}.")
        return line

    def kill(self) -> int:
        """Send SIGKILL; returns how many of its children still exist a while later."""
        below = all_below(self.pid)
        self.running.kill()
        self.running.wait()
        deadline = time.monotonic() + GONE_WITHIN_S
        while (left := [pid for pid in below if runs(pid)]) and time.monotonic() < deadline:
            time.sleep(0.1)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(left)

    def stop(self) -> None:
        """Send SIGTERM."""
        self.running.terminate()
        self.running.wait(60)
        self._log.close()


class Place:
    """A folder, a database, files, and a way to start processes of the service on them."""

    def __init__(
        self,
        folder: Path,
        page: str,
        database_url: str = "",
        s3: S3Place | None = None,
        postgres: Postgres | None = None,
        seaweedfs: SeaweedFS | None = None,
    ) -> None:
        self.folder, self.page, self.s3 = folder, page, s3
        self.postgres, self.seaweedfs = postgres, seaweedfs
        self.log = folder / "steps.log"
        self.log.touch()
        self.data = folder / "data"
        self._options = ["--data-dir", str(self.data)]
        self._options += ["--database-url", database_url] if database_url else []
        self._environment = {
            "CRASH_LOG": str(self.log),
            **root_accepted(),
            "CLAUDE_SCOPE_ALLOW_PRIVATE_ADDRESSES": "true",
            "CLAUDE_SCOPE_MAX_RUNNING": "1",
            "CLAUDE_SCOPE_REQUESTS_PER_MINUTE": "100000",
            **(s3.environment() if s3 else {}),
        }
        self._database_url = database_url or f"sqlite:///{self.data / 'claude-scope.db'}"

    def command(self, *arguments: str) -> Process:
        """Start a command."""
        return Process([*arguments, *self._options], self._environment, self.folder / "service.log")

    def serve(self, *options: str) -> tuple[Process, str]:
        """Start a server; returns it and its address, once it answers."""
        server = self.command("serve", "--port", "0", "--no-open", *options)
        address = server.said().rpartition(" ")[2].strip()
        return server, address

    def migrate(self) -> None:
        """Create the tables."""
        self.command("migrate").running.wait()

    def token(self) -> str:
        """An access token."""
        return self.command("token").said().strip()

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Direct access to the database."""
        database = Database(self._database_url)
        try:
            yield database
        finally:
            database.close()

    def files(self, database: Database) -> Files:
        """Direct access to the stored files."""
        if self.s3 is None:
            return Files(database, LocalAssets(self.data / "files"))
        settings: ServiceSettings = self.s3.settings(self.data)
        return Files(database, S3Assets.of(settings))


def upload(address: str, token: str, recording: Path, page: str) -> str | None:
    """Upload a recording; returns the id of the session if the service accepted it."""
    headers = {"Authorization": f"Bearer {token}", "Prefer": "respond-async"}
    form = {"title": "Basket", "seedUrl": page}
    try:
        answer = httpx.post(
            f"{address}/api/recordings",
            headers=headers,
            data=form,
            files={"file": ("basket.webm", recording.read_bytes(), "video/webm")},
            timeout=60,
        )
    except httpx.TransportError:
        return None
    if answer.status_code != 202:
        raise SystemExit(f"An upload was answered with {answer.status_code}: {answer.text}")
    session_id: str = answer.json()["id"]
    return session_id


def unfinished(place: Place) -> int:
    """The number of sessions that have not ended."""
    with place.database() as database, database.transaction() as tx:
        return tx.scalar(select(func.count()).select_from(Session).where(Session.status == "processing")) or 0


@contextmanager
def laptop() -> Iterator[Place]:
    """SQLite and a folder."""
    with _page() as page, tempfile.TemporaryDirectory(prefix="claude-scope-") as folder:
        yield Place(Path(folder), page)


@contextmanager
def team() -> Iterator[Place]:
    """Temporary, real PostgreSQL and S3 servers."""
    with ExitStack() as stack:
        postgres = Postgres(stack.enter_context(folder_for_anyone()))
        postgres.start()
        stack.callback(postgres.stop)
        s3 = SeaweedFS(stack.enter_context(folder_for_anyone()))
        s3.start()
        stack.callback(s3.stop)
        page = stack.enter_context(_page())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="claude-scope-")))
        postgres.run("CREATE DATABASE crash")
        yield Place(folder, page, postgres.url("crash"), S3Place(f"s3://{BUCKET}/crash", s3.endpoint), postgres, s3)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _page() -> Iterator[str]:
    """A page on loopback to be inspected; returns its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def all_below(pid: int) -> list[int]:
    """All descendants of a process."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, of in pairs if of == parent]
    return found[1:]


def runs(pid: int) -> bool:
    """Whether a process exists and is not a zombie."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
