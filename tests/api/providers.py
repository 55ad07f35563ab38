"""A local server that speaks the wire formats of providers of models, as far as listing models goes."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = "sk-good-0123456789abcdef"


class Handler(BaseHTTPRequestHandler):
    """Answers `GET .../models` for the key GOOD; other keys, and paths that name a trouble, get that trouble."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/models")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path.startswith("/huge"):
            self._answer(200, {"data": [{"id": "x" * 3_000_000}]})
        elif path.startswith("/page"):
            self._answer(200, "<html>")
        elif self._key() != GOOD:
            self._answer(401, {"error": {"type": "authentication_error", "message": f"invalid key {self._key()}"}})
        elif path == "/v1beta/models":
            self._answer(200, {"models": [{"name": "models/gemini-x"}]})
        else:
            self._answer(200, {"data": [{"id": "model-a"}, {"id": "model-b"}, {"odd": 1}, 7]})

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
        """Quiet."""


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
