"""The shop's server: its pages and a small JSON API.

    python -m examples.shop.server [--port 8000]

    GET  /api/products   the shelf
    POST /api/promo      {"code"} -> {"valid", "code", "percent"}
    POST /api/orders     {"items": {id: quantity}, "promo", "email", "total_cents"} -> 201 {"order"}

It listens on this machine only. Its first line of output is its address; port 0 takes any free one.
"""

from __future__ import annotations

import argparse
import json
import time
import traceback
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

from examples.shop import catalogue

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MAX_BODY_BYTES = 64_000
PAYMENT_S = 0.7
"""How long the payment takes, so that the page has something to wait for."""

_order_numbers = count(1001)


class Handler(BaseHTTPRequestHandler):
    """Serves the files of `static/` and the API."""

    server_version = "PineAndPaper"

    def do_GET(self) -> None:
        """Send the shelf, or a file."""
        path = self.path.partition("?")[0]
        if path == "/api/products":
            self._send_json(HTTPStatus.OK, catalogue.products())
        else:
            self._send_file("index.html" if path == "/" else path.removeprefix("/"))

    def do_POST(self) -> None:
        """Check a promo code or take an order; an internal error is a 500 without details."""
        try:
            body = self._body()
        except ValueError:
            self._send_json(HTTPStatus.BAD_REQUEST, {"message": "The body is not a JSON object."})
            return
        try:
            match self.path:
                case "/api/promo":
                    self._send_json(HTTPStatus.OK, check_promo(body))
                case "/api/orders":
                    self._send_json(HTTPStatus.CREATED, place_order(body))
                case _:
                    self._send_json(HTTPStatus.NOT_FOUND, {"message": "There is no such address."})
        except Exception:
            traceback.print_exc()
            self._send_json(HTTPStatus.INTERNAL_SERVER_ERROR, {"message": "Something went wrong."})

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing about requests; internal errors are printed with their traceback."""

    def _body(self) -> dict[str, Any]:
        size = int(self.headers.get("Content-Length", 0))
        if not 0 < size <= MAX_BODY_BYTES:
            raise ValueError(size)
        body = json.loads(self.rfile.read(size))
        if not isinstance(body, dict):
            raise ValueError(body)  # noqa: TRY004 - a body of another shape is a wrong value to the caller
        return body

    def _send_file(self, name: str) -> None:
        file = (STATIC / name).resolve()
        if STATIC not in file.parents or not file.is_file():
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"There is no such page.")
        else:
            self._send(HTTPStatus.OK, TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())

    def _send_json(self, status: HTTPStatus, value: object) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _send(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def check_promo(body: dict[str, Any]) -> dict[str, object]:
    """Whether a promo code is valid, and its discount."""
    code = str(body["code"]).strip().upper()
    percent = catalogue.percent_off(code)
    return {"valid": percent is not None, "code": code, "percent": percent or 0}


def place_order(body: dict[str, Any]) -> dict[str, object]:
    """Take the payment for an order, after checking that the customer saw what it costs."""
    time.sleep(PAYMENT_S)
    expected = catalogue.total_cents(body["items"], body["promo"])
    if body["total_cents"] != expected:
        raise RuntimeError(f"the page showed a total of {body['total_cents']} cents, the order costs {expected}")
    return {"order": f"PP-{next(_order_numbers)}"}


def make_server(port: int = 0) -> ThreadingHTTPServer:
    """A server on the loopback address that is bound and listens, but does not serve yet."""
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def address(server: ThreadingHTTPServer) -> str:
    """The address of the shop, for a browser."""
    return f"http://127.0.0.1:{server.server_port}/"


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the sample shop on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free port (default: 8000)")
    with make_server(parser.parse_args().port) as server:
        print(address(server), flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
