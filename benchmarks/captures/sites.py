"""Serves the pages of `pages/` with their libraries, and starts third-party applications."""

from __future__ import annotations

import http.server
import json
import mimetypes
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from benchmarks.captures.fetch import APPLICATIONS, CACHE, LIBRARIES
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = Path(__file__).parent / "pages"
PASSWORD = "open-sesame-42"
_START_S = 30.0
_ROUNDUP = """
import sys
from wsgiref.simple_server import make_server
from roundup.cgi.wsgi_handler import RequestDispatcher
make_server("127.0.0.1", int(sys.argv[2]), RequestDispatcher(sys.argv[1])).serve_forever()
"""


class _Handler(http.server.BaseHTTPRequestHandler):
    """`/NAME.html`, `/lib/PACKAGE/FILE`, `/api/STATUS?...`, and `/start?to=URL`, a page with one link."""

    protocol_version = "HTTP/1.1"
    other: str

    def handle(self) -> None:
        with suppress(ConnectionError):  # a page that is left closes its connections
            super().handle()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._take()

    def do_PUT(self) -> None:
        self._take()

    def _take(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/start":
            html = f'<!doctype html><title>Start</title><a href="{query["to"]}">Open the page</a>'
            return self._send(200, html.encode(), "text/html; charset=utf-8")
        if parts.path.startswith("/api/"):
            time.sleep(float(query.get("wait", 0)))
            status = int(parts.path.removeprefix("/api/"))
            return self._send(status, json.dumps({"status": status, **query}).encode(), "application/json")
        root, path = (LIBRARIES, parts.path.removeprefix("/lib/")) if "/lib/" in parts.path else (PAGES, parts.path[1:])
        file = (root / path).resolve()
        if not (file.is_relative_to(root.resolve()) and file.is_file()):
            return self._send(404, b"not found", "text/plain")
        body = file.read_bytes()
        if file.suffix == ".html":
            body = body.replace(b"{{other}}", self.other.encode())
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return self._send(200, body, "text/javascript" if file.suffix in (".js", ".mjs") else kind)

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def libraries() -> Iterator[str]:
    """The address of the pages; `{{other}}` in them is the same site on another port, which is another origin."""
    ports = free_port(), free_port()
    servers = []
    for port, other in (ports, ports[::-1]):
        handler = type("_Site", (_Handler,), {"other": f"http://127.0.0.1:{other}"})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
    try:
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        for server in servers:
            server.shutdown()


@contextmanager
def roundup(folder: Path) -> Iterator[str]:
    """The issue tracker Roundup with three issues and a user, `ada`."""
    port = free_port()
    home = _empty(folder / "roundup")
    address = f"http://127.0.0.1:{port}/"
    settings = f"tracker_web={address},mail_domain=example.test,mail_host=localhost"
    people = "tracker_email=a@example.test,admin_email=b@example.test"
    admin = [str(APPLICATIONS / "bin" / "roundup-admin"), "-i", str(home)]
    for command in (
        ["install", "classic", "sqlite", f"{settings},{people}"],
        ["initialise", PASSWORD],
        ["create", "issue", "title=The export is empty", "priority=bug", "status=unread"],
        ["create", "issue", "title=Dark mode for charts", "priority=feature", "status=chatting"],
        ["create", "issue", "title=Login page flickers", "priority=urgent", "status=unread"],
        ["create", "user", "username=ada", f"password={PASSWORD}", "roles=User", "address=ada@example.test"],
    ):
        subprocess.run([*admin, *command], check=True, capture_output=True)
    with _running([str(APPLICATIONS / "bin" / "python"), "-c", _ROUNDUP, str(home), str(port)], address):
        yield address


@contextmanager
def trac(folder: Path) -> Iterator[str]:
    """The project site Trac with its own wiki, which everybody may edit."""
    port = free_port()
    home = _empty(folder / "trac")
    admin = [str(APPLICATIONS / "bin" / "trac-admin"), str(home)]
    subprocess.run([*admin, "initenv", "Harbour", "sqlite:db/trac.db"], check=True, capture_output=True)
    rights = "TICKET_CREATE TICKET_MODIFY TICKET_APPEND WIKI_CREATE WIKI_MODIFY".split()
    subprocess.run([*admin, "permission", "add", "anonymous", *rights], check=True, capture_output=True)
    command = [str(APPLICATIONS / "bin" / "tracd"), "--port", str(port), "--hostname", "127.0.0.1", "-s", str(home)]
    with _running(command, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/"


_APPLICATIONS = {"tracker": roundup, "project": trac}


@contextmanager
def page_of(flow: str, start: str) -> Iterator[str]:
    """The address of a flow's page: on the site of `libraries`, at `start`, or of its own application."""
    if application := _APPLICATIONS.get(flow):
        with application(CACHE / "run") as address:
            yield address
    else:
        yield f"{start}/{flow}.html"


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.name == "roundup":
        folder.mkdir()
    return folder


@contextmanager
def _running(command: list[str], address: str) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + _START_S
            while time.monotonic() < deadline:
                with suppress(OSError), urlopen(address, timeout=10):
                    break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
