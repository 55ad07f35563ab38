"""A small service that speaks the extension's part of the API, and misbehaves on demand."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import secrets
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from claude_scope.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 4 * 1024 * 1024
ALLOWED = "Authorization, Content-Type, Content-Digest, Idempotency-Key, Prefer"
LOST = "lost"
"""The connection ends within the answer, after the request was handled. Without any answer the browser asks again."""


@dataclass
class Service:
    """`faults` are (method, path pattern, what happens) and are used up: `LOST`, or a status with a body."""

    url: str = ""
    pairings: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    allows_origins: bool = True
    holds: threading.Event = field(default_factory=threading.Event)
    """Chunks wait while it is not set."""

    def token(self) -> str:
        token = f"head.{secrets.token_hex(8)}.sign"
        self.tokens.add(token)
        return token

    def count(self, method: str, pattern: str) -> int:
        return sum(1 for verb, path in self.asked if verb == method and re.fullmatch(pattern, path))

    def sessions(self) -> list[dict[str, Any]]:
        return [upload for upload in self.uploads.values() if upload["sessionId"]]

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, Any]:
        parts = path.strip("/").split("/")[1:]
        given = json.loads(body) if body and headers.get("content-type") == "application/json" else {}
        match method, parts:
            case "GET", ["health"]:
                return 200, {"status": "ok", "database": "ok", "assets": "ok", "jobs": "ok"}
            case "POST", ["pairings"]:
                id_, self.names = new_id("pair", 15), [*self.names, given["name"]]
                self.pairings[id_] = {"secret": secrets.token_hex(32), "state": "waiting"}
                return 201, {"id": id_, "secret": self.pairings[id_]["secret"], "code": "ABCD-2345", "expiresAt": ""}
            case "POST", ["pairings", id_, "token"]:
                pairing = self.pairings.get(id_)
                if pairing is None or pairing["secret"] != given["secret"]:
                    return 404, {"message": "There is no such pairing."}
                if pairing["state"] == "waiting":
                    return 200, {"status": "waiting"}
                del self.pairings[id_]
                user = {"id": "usr_A", "name": "Ann", "email": "ann@example.com"}
                return 200, {"status": "confirmed", "accessToken": self.token(), "user": user}
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {"statusCode": 401, "message": "Unauthorized"}
        if (method, parts) == ("GET", ["settings"]):
            return 200, {"maxRecordingLength": 10}
        return self.upload(method, parts, headers, body, given)

    def upload(self, method: str, parts: list[str], headers: Any, body: bytes, given: Any) -> tuple[int, Any]:
        if (method, parts) == ("POST", ["uploads"]):
            id_ = self.by_key.setdefault(headers["idempotency-key"], new_id("upl"))
            self.uploads.setdefault(id_, {"id": id_, "given": given, "data": b"", "sessionId": None})
            return 201, self.shown(id_)
        if parts[1] not in self.uploads:
            return 404, {"message": "There is no such upload."}
        upload = self.uploads[parts[1]]
        if method == "PUT":
            self.holds.wait(20)
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            offset = int(parts[3])
            if headers["content-digest"] != f"sha-256=:{digest}:" or len(body) > CHUNK:
                return 400, {"message": "The chunk does not match its digest."}
            if offset > len(upload["data"]) or not body.startswith(upload["data"][offset : offset + len(body)]):
                return 409, {"message": "The chunk is not where the upload goes on.", **self.shown(parts[1])}
            upload["data"] = upload["data"][:offset] + body
        elif method == "POST":
            if given["size"] != len(upload["data"]):
                return 409, {"message": "The size is not what was received."}
            upload["sessionId"] = upload["sessionId"] or new_id("sess")
            return 202, {"id": upload["sessionId"]}
        return 200, self.shown(parts[1])

    def shown(self, id_: str) -> dict[str, Any]:
        upload = self.uploads[id_]
        return {"id": id_, "received": len(upload["data"]), "chunkBytes": CHUNK, "sessionId": upload["sessionId"]}


@contextlib.contextmanager
def serving(port: int = 0) -> Iterator[Service]:
    """Run it on 127.0.0.1."""
    service = Service()
    service.holds.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.command != "OPTIONS":
                service.asked.append((self.command, self.path))
            fault = next((f for f in service.faults if f[0] == self.command and re.fullmatch(f[1], self.path)), None)
            if fault is not None and fault[2] != LOST:
                status, answer = fault[2]
            elif self.command == "OPTIONS" or not self.path.startswith("/api/"):
                status, answer = 200, b"<title>The web app</title>"
            else:
                status, answer = service.answer(self.command, self.path, self.headers, body)
            if fault is not None:
                service.faults.remove(fault)
            is_lost = fault is not None and fault[2] == LOST
            self.close_connection = self.close_connection or is_lost
            self.reply(status, answer, missing=1 if is_lost else 0)

        def reply(self, status: int, answer: Any, missing: int) -> None:
            text = answer if isinstance(answer, bytes) else b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            if service.allows_origins and self.headers.get("origin", "").startswith("chrome-extension://"):
                self.send_header("access-control-allow-origin", self.headers["origin"])
                self.send_header("access-control-allow-headers", ALLOWED)
                self.send_header("access-control-allow-methods", "GET, POST, PUT, DELETE")
                self.send_header("access-control-expose-headers", "Location, Retry-After")
            if 300 <= status < 400:
                self.send_header("location", text.decode())
            self.send_header("content-type", "text/html" if isinstance(answer, bytes) else "application/json")
            self.send_header("content-length", str(len(text) + missing))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = handle_one  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.holds.set()
        server.shutdown()
        server.server_close()
        thread.join()
