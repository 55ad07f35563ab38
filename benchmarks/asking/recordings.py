"""Makes the five recordings: each has one bug, and facts that answers must contain to reveal it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, sync_playwright

from examples.shop.server import address, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent.parent
PAGES = Path(__file__).parent / "pages"
CLAUDE_SCOPE = (sys.executable, "-m", "claude_scope")


@dataclass(frozen=True, slots=True)
class Bug:
    """A recording: its `name`, the bug, and texts that the answers must contain to reveal it."""

    name: str
    wrong: str
    evidence: tuple[str, ...]
    make: Callable[[Path], None]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def _served(server: ThreadingHTTPServer) -> Iterator[int]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _analysed(out: Path, *arguments: str) -> None:
    subprocess.run([*CLAUDE_SCOPE, "analyze", *arguments, "--out", str(out)], check=True, capture_output=True)


def shop_video(out: Path) -> None:
    """The sample's video, with its page inspected."""
    server = make_server()
    with _served(server):
        _analysed(out, str(ROOT / "examples/shop.webm"), "--url", address(server))


def shop_capture(out: Path) -> None:
    """The sample's capture."""
    _analysed(out, str(ROOT / "examples/shop.scope"))


def recorded(page: str, act: Callable[[Page], None], out: Path) -> None:
    """Record one of our pages while a program acts in it as a user would."""
    pages = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(PAGES)))
    with _served(pages) as port, socket.create_server(("127.0.0.1", 0)) as free:
        cdp: int = free.getsockname()[1]
        free.close()
        options = ["--headless", "--cdp-port", str(cdp), "--out", str(out)]
        command = [*CLAUDE_SCOPE, "record", f"http://127.0.0.1:{port}/{page}", *options]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as recorder:
            try:
                _act(recorder, cdp, act)
            except BaseException:
                recorder.kill()
                raise
        if recorder.returncode:
            raise SystemExit(f"The recording of {page} ended with {recorder.returncode}.")


def _act(recorder: subprocess.Popen[str], cdp: int, act: Callable[[Page], None]) -> None:
    """Act in the recorded page, close it, and wait for the analysis."""
    assert recorder.stderr is not None
    if not any(line.startswith("Recording ") for line in recorder.stderr):
        raise SystemExit("The recorder did not start; run `claude-scope doctor`.")
    with sync_playwright() as playwright:
        shown = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{cdp}").contexts[0].pages[0]
        shown.wait_for_timeout(800)
        act(shown)
        shown.wait_for_timeout(1_000)
        shown.close()
    recorder.stderr.read()


def _hide(page: Page) -> None:
    page.get_by_role("button", name="Sort by name").click()
    page.wait_for_timeout(900)
    page.get_by_role("button", name="Hide done").click()


def _rename(page: Page) -> None:
    page.get_by_label("Display name").fill("Ana Silva")
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Save").click()


def _open_invoices(page: Page) -> None:
    page.get_by_role("tab", name="Invoices").click()


BUGS = (
    Bug(
        "shop-capture",
        "The order fails: the page sends a wrong total, and POST /api/orders answers 500.",
        ("POST /api/orders 500", "Your order could not be placed", "Total: $26.50 -> $52.90"),
        shop_capture,
    ),
    Bug(
        "shop-video",
        "The order fails, after the total went up to $52.90 with the second notebook.",
        ("Your order could not be placed", "$52.90"),
        shop_video,
    ),
    Bug(
        "dead-button",
        "The button Hide done does nothing.",
        ('click button "Hide done"', "nothing changed"),
        partial(recorded, "table.html", _hide),
    ),
    Bug(
        "lost-name",
        "Save takes the new name back, and says that it was saved.",
        ("Ana Silva -> Ana", "Your profile was saved."),
        partial(recorded, "profile.html", _rename),
    ),
    Bug(
        "empty-tab",
        "The tab Invoices throws a TypeError and stays empty.",
        ("TypeError", 'click tab "Invoices"'),
        partial(recorded, "tabs.html", _open_invoices),
    ),
)
