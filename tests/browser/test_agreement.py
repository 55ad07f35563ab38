"""The tree of a page agrees with Playwright's own locators, on five pages of different kinds."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from playwright.async_api import Page, expect

from claude_scope.browser import aria_snapshot
from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.values import Counts, Node
from tests.browser.at_once import inspect_at_once
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Lend

PAGES = {file.stem: file.read_text("utf-8") for file in sorted(Path(__file__).parent.glob("pages/*.html"))}
UNKNOWN_TO_GET_BY_ROLE = {"generic", "text", aria_snapshot.FRAGMENT, "iframe"}
INPUTS = "textbox searchbox combobox listbox checkbox radio switch slider spinbutton".split()


async def test_an_inspection_finds_what_playwright_finds(out: Path, lend: Lend) -> None:
    """Every role, and every name with its role, occurs as often as Playwright's locators find it, over all frames."""
    async with Site({f"/{name}": Answer(html) for name, html in PAGES.items()}) as site:
        urls = [f"{site.url}{name}" for name in PAGES]
        snapshots = await inspect_at_once(urls, out)
        async with Guard(Policy(allow_private=True)) as guard, lend(guard.url) as browser:
            page = await browser.new_page()
            for url, snapshot in zip(urls, snapshots, strict=True):
                await page.goto(url)
                assert snapshot.tree, snapshot.error
                assert await differences(page, snapshot.tree) == []
                assert await counts(page) == snapshot.counts
                assert snapshot.title == await page.title()


async def differences(page: Page, tree: Node) -> list[tuple[str, str | None, int, int]]:
    """Roles and names that Playwright finds in a different number than the tree has, with both numbers."""
    nodes = [node for node in tree.walk() if node.role not in UNKNOWN_TO_GET_BY_ROLE]
    held: Counter[tuple[str, str | None]] = Counter((node.role, None) for node in nodes)
    held += Counter((node.role, node.name) for node in nodes if node.name)
    found = {(role, name): await number(page, role, name) for role, name in held}
    return [
        (role, name, count, found[role, name]) for (role, name), count in held.items() if count != found[role, name]
    ]


async def number(page: Page, role: Any, name: str | None = None) -> int:
    return sum([await frame.get_by_role(role, name=name, exact=True).count() for frame in page.frames])


async def counts(page: Page) -> Counts:
    """The counts of the contract according to Playwright; the total is the number of lines of its snapshot."""
    lines = (await page.aria_snapshot(mode="ai")).split("\n")
    return Counts(
        buttons=await number(page, "button"),
        inputs=sum([await number(page, role) for role in INPUTS]),
        links=await number(page, "link"),
        headings=await number(page, "heading"),
        images=await number(page, "img"),
        total=sum(not line.lstrip().startswith(("- text:", "- /")) for line in lines),
    )


async def test_playwright_matches_what_is_written_and_yaml_reads_the_same(lend: Lend) -> None:
    """Playwright matches a page against our output, but not after a name in it was changed."""
    async with Guard(Policy(allow_private=True)) as guard, lend(guard.url) as browser:
        page = await browser.new_page()
        for html in PAGES.values():
            await page.set_content(html)
            written = aria_snapshot.render(aria_snapshot.parse(await page.aria_snapshot(mode="default")))
            body = page.locator("body")
            await expect(body).to_match_aria_snapshot(f"- /children: deep-equal\n{written}")
            await expect(body).not_to_match_aria_snapshot(written.replace('button "', 'button "x', 1))
            text = await page.aria_snapshot(mode="ai", boxes=True)
            assert list(told(aria_snapshot.parse(text))) == list(read(yaml.load(text, yaml.BaseLoader)))


def told(node: Node) -> Iterator[tuple[str, str]]:
    """Keys and values in document order: a role with its name, a property, a text."""
    if node.role not in ("text", aria_snapshot.FRAGMENT):
        yield node.role, node.name
    yield from node.props
    if node.text:
        yield "text", node.text
    for child in node.children:
        yield from told(child)


def read(items: list[Any]) -> Iterator[tuple[str, str]]:
    """The same for a document parsed by a YAML parser; a node is identified by the JSON string in its key."""
    for item in items:
        key, value = next(iter(item.items())) if isinstance(item, dict) else (str(item), "")
        if key == "text" or key.startswith("/"):
            yield key, value
            continue
        role, _, rest = key.partition(" ")
        yield role, json.loads(rest[: rest.rindex('"') + 1]) if rest.startswith('"') else ""
        if isinstance(value, list):
            yield from read(value)
        elif value:
            yield "text", value
