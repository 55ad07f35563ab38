"""Records the sample: a customer buys two notebooks with a promo code, and the shop's bug appears.

    python -m examples.record [--out examples/shop.webm]     a video, as a browser's recorder makes it
    python -m examples.record --capture                      examples/shop.scope, with the page's own events

The truth about the states of the video is written to a JSON file of the same name. examples/README.md has the story and
the bug.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from examples.capture import Take, recorded_page
from examples.shop.server import address, make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOP = Path(__file__).parent / "shop.webm"
CAPTURE = SHOP.with_suffix(".scope")


class Driver(Take):
    """Acts in a page that `claude-scope record` records, and waits for the scene's conditions."""

    def arrive(self, name: str, when: str, *, look_s: float, optional: bool = False) -> None:
        """Wait until `when` holds, then wait for a while; optional states are not waited for."""
        if not optional:
            self.page.wait_for_function(f"() => {when}")
        self.page.wait_for_timeout(look_s * 1000)

    def _now(self) -> int:
        return 0


def record_capture(url: str, file: Path) -> None:
    """Record the scene with `claude-scope record` into `file`."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "shop"
        print(record_scene(url, out, "--no-analyze"), file=sys.stderr, end="")
        shutil.move(out / "shop.scope", file)


def record_scene(url: str, out: Path, *options: str) -> str:
    """Run `claude-scope record` without a window, act in it over its debugging port, and return its output."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    options = ("--headless", "--cdp-port", str(port), "--viewport", "1280x720", "--out", str(out), *options)
    command = [sys.executable, "-m", "claude_scope", "record", url, *options]
    with sync_playwright() as playwright:
        recorder = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert recorder.stdout is not None
        printed = []
        for line in recorder.stdout:
            printed.append(line)
            if line.startswith("Recording "):
                break
        else:
            raise SystemExit("The recorder did not start; run `claude-scope doctor`.")
        page = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].pages[0]
        buy_two_notebooks(Driver(page))
        recorder.terminate()
        return "".join([*printed, recorder.communicate()[0]])


def buy_two_notebooks(take: Take) -> None:
    """The scene: from an empty basket to an order that fails."""
    page = take.page
    take.arrive("empty basket", "document.querySelector('.product')", look_s=1.2)

    take.click(page.locator(".product").first.get_by_role("button", name="Add to basket"))
    take.arrive("notebook added, toast", "badge.textContent === '1' && !toast.hidden", look_s=0.2)
    take.arrive("toast gone", "toast.hidden", look_s=0.9)

    take.click(page.get_by_label("Promo code"))
    take.type("SPRING")
    take.arrive("code typed", "promo.value === 'SPRING'", look_s=0.8)
    take.click(page.get_by_role("button", name="Apply"))
    take.arrive("code refused", "!document.getElementById('promo-error').hidden", look_s=1.4)
    take.type("10")
    take.arrive("code corrected", "promo.value === 'SPRING10'", look_s=0.8)
    take.click(page.get_by_role("button", name="Apply"))
    take.arrive("discount applied", "apply.textContent === 'Remove'", look_s=1.3)

    take.click(page.get_by_role("button", name="One Dot-grid notebook more"))
    take.arrive("two notebooks, wrong total", "badge.textContent === '2'", look_s=1.8)

    take.click(page.get_by_role("button", name="Check out"))
    take.arrive("delivery details", "dialog.open", look_s=1.2)
    take.click(page.get_by_role("button", name="Place order"))
    take.arrive("email missing", "!document.getElementById('email-error').hidden", look_s=1.2)
    take.type("ada@example.org")
    take.arrive("email typed", "email.value === 'ada@example.org'", look_s=0.8)
    take.click(page.get_by_role("button", name="Place order"))
    take.arrive("placing the order", "place.disabled", look_s=0.1, optional=True)
    take.arrive("order failed", "!document.getElementById('order-error').hidden", look_s=2.2)


@contextmanager
def served() -> Iterator[str]:
    """The shop, served by a thread of this process; yields its address."""
    with make_server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield address(server)
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    """Record the scene and print what was written."""
    parser = argparse.ArgumentParser(description="Record the sample in a headless Chromium.")
    parser.add_argument("--out", type=Path, default=SHOP, help="the WebM file to write (default: %(default)s)")
    parser.add_argument("--capture", action="store_true", help="record a capture instead, examples/shop.scope")
    wanted = parser.parse_args()
    if wanted.capture:
        with served() as url:
            record_capture(url, CAPTURE)
        print(f"{CAPTURE}: {CAPTURE.stat().st_size / 1e6:.1f} MB")
        return
    file = wanted.out
    with served() as url, recorded_page(url) as page:
        take = Take(page)
        take.start()
        buy_two_notebooks(take)
        take.stop(file, "shop")
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB, {len(take.states)} states")


if __name__ == "__main__":
    main()
