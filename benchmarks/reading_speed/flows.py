"""What a scripted user does on each page of `pages/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from benchmarks.scenes.hand import Hand

LOOK_S = 1.2
"""How long the user looks at the screen after an act."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A recording of a page: the page's address in `pages/`, the codec, and what is done on it."""

    page: str
    codec: str
    use: Callable[[Hand], None]


def sort_and_scroll(hand: Hand) -> None:
    """Sort a dense table by four columns, scroll through it, and filter it."""
    _look(hand)
    for column in ("Customer", "Price", "City"):
        _click(hand, hand.page.locator("th", has_text=column))
        _scroll(hand, 540)
    _scroll(hand, -1620)
    _click(hand, hand.page.get_by_label("Filter"))
    hand.type("Rott")
    _look(hand)
    _click(hand, hand.page.locator("#reset"))
    _click(hand, hand.page.locator("th", has_text="Status"))
    _scroll(hand, 300)


def read_reference(hand: Hand) -> None:
    """Scroll through a long reference page, jump to its sections, and choose another language for the examples."""
    _look(hand)
    for pixels in (480, 720, 960):
        _scroll(hand, pixels)
    _click(hand, hand.page.get_by_role("link", name="Create refunds"))
    _scroll(hand, 360)
    _click(hand, hand.page.get_by_role("link", name="Remove payments"))
    _scroll(hand, 660)
    _click(hand, hand.page.get_by_role("link", name="List customers"))
    _scroll(hand, -480)
    _click(hand, hand.page.get_by_role("button", name="Python").first)


def move_nodes(hand: Hand) -> None:
    """Drag the nodes of an editor around, add one, and run the flow."""
    _look(hand)
    node = hand.page.locator(".node b")
    for number, other in ((0, 5), (2, 7), (6, 1)):
        hand.drag(node.nth(number), node.nth(other))
        _look(hand)
    _click(hand, hand.page.locator("#add"))
    for number, other in ((8, 3), (4, 0), (1, 6)):
        hand.drag(node.nth(number), node.nth(other))
        _look(hand)
    _click(hand, hand.page.locator("#run"))
    _look(hand)


def open_menus(hand: Hand) -> None:
    """Open menus over a table, change a role, and remove a row."""
    _look(hand)
    actions = hand.page.get_by_role("button", name="Actions")
    for row, act in ((2, "Change role"), (9, "Copy email"), (14, "Remove from"), (20, "Change role"), (5, "Suspend")):
        _click(hand, actions.nth(row))
        _click(hand, hand.page.locator(".menu div", has_text=act))


def _click(hand: Hand, target: Locator) -> None:
    hand.click(target)
    _look(hand)


def _scroll(hand: Hand, pixels: int) -> None:
    hand.scroll(pixels)
    _look(hand)


def _look(hand: Hand) -> None:
    hand.hesitate(LOOK_S)


FLOWS = {
    "dense table vp9": Flow("dense_table.html", "vp9", sort_and_scroll),
    "dense table vp8": Flow("dense_table.html", "vp8", sort_and_scroll),
    "reference h264": Flow("reference.html", "h264", read_reference),
    "reference vp9": Flow("reference.html", "vp9", read_reference),
    "nodes, SVG dots vp9": Flow("nodes.html", "vp9", move_nodes),
    "nodes, CSS dots h264": Flow("nodes.html#css", "h264", move_nodes),
    "nodes, lines vp9": Flow("nodes.html#lines", "vp9", move_nodes),
    "menus vp8": Flow("menu_table.html", "vp8", open_menus),
}
