"""Records the sample: somebody buys two notebooks with a promo code, and the shop's bug shows.

    python -m examples.record [--out examples/shop.webm]

The truth about its states goes into a JSON file of the same name. examples/README.md tells the story and the bug.
"""

from __future__ import annotations

import argparse
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from examples.capture import Take, recorded_page
from examples.shop.server import address, make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOP = Path(__file__).parent / "shop.webm"


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
    """The shop, served from a thread of this process; gives its address."""
    with make_server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield address(server)
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    """Record the scene and say what was written."""
    parser = argparse.ArgumentParser(description="Record the sample in a headless Chromium.")
    parser.add_argument("--out", type=Path, default=SHOP, help="the WebM file to write (default: %(default)s)")
    file = parser.parse_args().out
    with served() as url, recorded_page(url) as page:
        take = Take(page)
        take.start()
        buy_two_notebooks(take)
        take.stop(file, "shop")
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB, {len(take.states)} states")


if __name__ == "__main__":
    main()
