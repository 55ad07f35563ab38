"""The ARIA snapshot of a rebuilt page equals Playwright's; `benchmarks/snapshot.py` measures the time of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from claude_scope.browser import aria_snapshot
from claude_scope.browser.rebuild.rebuilt_tree import rebuilt_tree, see_page
from claude_scope.browser.rebuild.replay_page import open_replay_page
from claude_scope.browser.rebuild.replayed import Replayer
from tests.browser.rebuild.test_frames import framed
from tests.browser.rebuild.test_rebuild import Dom, captured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.async_api import Page

    from claude_scope.values import Node

ROWS = 200
LONG = "a long name " * 100


def table(dom: Dom) -> list[dict[str, Any]]:
    """A page with about 1,400 elements."""
    rows = [
        dom.node(
            "tr", *(dom.node("td", f"{name} {at}") for name in ("Rope", "Ana", "5", "late")), dom.node("button", "Pay")
        )
        for at in range(ROWS)
    ]
    return dom.page(dom.node("table", dom.node("tbody", *rows)))


def form(dom: Dom) -> list[dict[str, Any]]:
    """A page with fields, states, text between elements, and a name that Playwright drops."""
    return dom.page(
        dom.node("h1", "Sign up"),
        dom.node(
            "form",
            dom.node("label", "Name ", dom.node("input", value="Ana: x", name="parentNode")),
            dom.node("textarea", aria_label="Notes", placeholder="- none"),
            dom.node("input", type="checkbox", checked="", aria_label="News"),
            dom.node(
                "select", dom.node("option", "One"), dom.node("option", "Two", selected=""), aria_label="How many"
            ),
            dom.node("button", "Save", disabled=""),
            dom.node("button", dom.node("span", "Cancel"), aria_pressed="mixed"),
        ),
        dom.node("p", "Read ", dom.node("a", "the terms", href="/terms"), ' first, "all" of them.'),
        dom.node("nav", dom.node("a", LONG, href="/long"), aria_hidden="true"),
        dom.node("ul", dom.node("li", "1"), dom.node("li", dom.node("b", "2"), aria_current="page")),
    )


async def shown(page: Page, folder: Path, events: list[dict[str, Any]]) -> None:
    await Replayer(page).state(captured(folder, events), 0, [])


def lines(top: Node) -> Iterator[tuple[Any, ...]]:
    """Playwright's data for each node."""
    for node in top.walk():
        props = tuple(prop for prop in node.props if prop[0] != "/description")
        yield node.role, node.name, node.text, props, node.box if node.role == "button" else None


async def own_and_playwrights(page: Page) -> tuple[list[Any], list[Any]]:
    own = rebuilt_tree(await see_page(page, [])).tree
    whole = aria_snapshot.parse(await page.aria_snapshot(mode="ai", boxes=True))
    frame = next(node for node in whole.walk() if node.role == "iframe")
    top = frame.children[0] if len(frame.children) == 1 else replace(frame, role=aria_snapshot.FRAGMENT, box=None)
    return list(lines(own)), list(lines(top))


async def test_fields_states_and_texts_are_those_of_playwright(tmp_path: Path) -> None:
    async with open_replay_page((1280, 720)) as page:
        await shown(page, tmp_path, form(Dom()))
        own, playwrights = await own_and_playwrights(page)
    assert own == playwrights
    assert ("textbox", "Name", "Ana: x", (), None) in own


async def test_frames_are_those_of_playwright(tmp_path: Path) -> None:
    async with open_replay_page((1280, 720)) as page:
        await shown(page, tmp_path, framed(Dom(), 2))
        own, playwrights = await own_and_playwrights(page)
    assert [line[:4] for line in own] == [line[:4] for line in playwrights]
