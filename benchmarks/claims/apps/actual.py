"""Actual: a household budget, stored in the browser."""

from __future__ import annotations

import functools
import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


class _Isolated(http.server.SimpleHTTPRequestHandler):
    """The database in the browser needs memory shared between workers, which these headers allow."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.send_header("Content-Security-Policy", "connect-src 'self' http://127.0.0.1:* data: blob:")  # no news
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


_NO_SERVER = "The address of a sync server is wrong; a line says that nothing answers there."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Isolated, directory=npm_of("actual") / "@actual-app" / "web" / "build")
    with http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


async def _budget(hand: Hand) -> None:
    await hand.click(hand.by("button", "Start budgeting"), ms=6_000)
    await hand.click(hand.by("button", "Add account"), ms=1_500)
    name, balance = hand.by("textbox", "Name:"), hand.by("textbox", "Balance:")
    await hand.type(name, "Harbour Bank")
    await hand.click(balance)
    await hand.key(balance, "Control+a")
    await hand.type(balance, "1250.40")
    await hand.click(hand.by("button", "Create"), ms=2_500)
    await hand.click(hand.by("link", "Schedules"), ms=1_500)
    await hand.click(hand.by("link", "Reports"), ms=2_500)


async def _no_server(hand: Hand) -> None:
    field = hand.at("input", "textbox")
    await hand.click(hand.by("button", "Import my budget"))
    await hand.click(hand.by("button", "Close"))
    await hand.click(hand.by("button", "Connect to a sync server"))
    await hand.click(field)
    await hand.type(field, "http://127.0.0.1:9/budget")
    await hand.click(hand.by("button", "Connect"), ms=2_500)


APP = App(
    "actual",
    "scored",
    _start,
    (Flow("budget", _budget), Flow("no-server", _no_server, _NO_SERVER)),
    npm=("@actual-app/web@26.9.0",),
)
