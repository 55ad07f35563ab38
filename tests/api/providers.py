"""A local server that speaks the wire formats of model providers, as far as listing models needs them."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = "sk-good-0123456789abcdef"


class Handler(BaseHTTPRequestHandler):
    """Answers `GET .../models` for the key GOOD; other keys, and paths that name a failure, get that failure."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/models")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path.startswith("/huge"):
            self._answer(200, {"data": [{"id": "x" * 3_000_000}]})
        elif path.startswith("/deep"):
            self._answer(200, "[" * 100_000)
        elif path.startswith("/odd"):
            self._answer(401, {"error": {"message": "\ud800" + " a" * 140 + self._key() + "\0\n"}})
        elif path.startswith("/slow"):
            self._drip()
        elif path.startswith("/echo"):
            self._answer(200, {"data": [{"id": self._key()}, {"id": "x" * 190 + self._key()}]})
        elif path.startswith("/page"):
            self._answer(200, "<html>")
        elif self._key() != GOOD:
            self._answer(401, {"error": {"type": "authentication_error", "message": f"invalid key {self._key()}"}})
        elif path == "/v1beta/models":
            self._answer(200, {"models": [{"name": "models/gemini-x"}]})
        else:
            self._answer(200, {"data": [{"id": "model-a"}, {"id": "model-b"}, {"odd": 1}, 7]})

    def _drip(self) -> None:
        """Send a byte now and then, without end."""
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.02)

    def _key(self) -> str:
        bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
        return self.headers.get("x-api-key") or self.headers.get("x-goog-api-key") or bearer

    def _answer(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode() if not isinstance(body, str) else body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def provider() -> Iterator[str]:
    """The base URL of a running server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
