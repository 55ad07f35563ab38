"""An act whose handler hangs, crashes or closes the page is in the capture."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.browser.record.driven import acts, driven, read_events
from tests.browser.sites import Route, Site, hang

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

WAIT = """if (!window.isHung) {
  window.isHung = true;
  const request = new XMLHttpRequest();
  request.open('GET', '/never' + location.pathname, false);
  request.send();
}"""
"""Blocks the page without keeping a processor core busy."""
HANGING = {
    "/click": f'<button onclick="{WAIT}">Go</button>',
    "/down": f'<button onpointerdown="{WAIT}">Go</button>',
    "/check": f'<label><input type=checkbox onclick="{WAIT}">Go</label>',
    "/input": f"<input aria-label=Go oninput=\"if (value === 'abc') {{ {WAIT} }}\">",
    "/letter": f'<input aria-label=Go onkeydown="{WAIT}">',
    "/password": f'<input aria-label=Go type=password onkeydown="{WAIT}">',
    "/enter": f"<input aria-label=Go onkeydown=\"if (event.key === 'Enter') {{ {WAIT} }}\">",
    "/editor": f"<div aria-label=Go contenteditable oninput=\"if (innerText === 'abc') {{ {WAIT} }}\"></div>",
    "/select": f'<select aria-label=Go onchange="{WAIT}"><option>One<option>Two</select>',
}
TYPED = {"/input": "abcd", "/letter": "x", "/password": "x", "/enter": "ab\n", "/editor": "abcd"}


async def _act(page: Page, path: str) -> None:
    if path in TYPED:
        await page.focus("[aria-label=Go]")
        for key in TYPED[path]:
            await page.keyboard.press("Enter" if key == "\n" else key)
    elif path == "/select":
        await page.focus("select")
        await page.keyboard.press("ArrowDown")
    else:
        await page.click("button, label")


async def _act_until_it_hangs(page: Page, path: str, arrived: asyncio.Queue[None]) -> None:
    acting = asyncio.ensure_future(_act(page, path))
    async with asyncio.timeout(20):
        await arrived.get()
    acting.cancel()
    await asyncio.wait({acting})


async def test_acts_whose_handler_hangs(tmp_path: Path) -> None:
    """Each kind, with what was known when its handler began; nothing of an act is written twice."""
    capture = tmp_path / "hanging.scope"
    arrived: asyncio.Queue[None] = asyncio.Queue()

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.put_nowait(None)
        await hang(reader, writer)

    pages: dict[str, Route] = {**HANGING, **{f"/never{path}": never for path in HANGING}}
    async with (
        Site({"/": "<button>Fine</button>", **pages}) as site,
        Site(pages) as other,  # a browser has at most six connections to a site
        driven(site.url, capture) as driver,
    ):
        await driver.page.click("button")
        for number, path in enumerate(HANGING):
            page = await driver.page.context.new_page()
            await page.goto((site if number % 2 else other).url + path[1:])
            await _act_until_it_hangs(page, path, arrived)
    events = read_events(capture)
    paths = {event["page"]: urlsplit(event["url"]).path for event in events if event["kind"] == "document"}
    done = [(paths[act["page"]], act["act"], act.get("value", act.get("key", ""))) for act in acts(events)]
    assert done == [
        ("/", "click", ""),
        ("/click", "click", ""),
        ("/down", "click", ""),
        ("/check", "check", ""),
        ("/input", "type", "abc"),
        ("/letter", "key", "x"),
        ("/password", "key", "••••••"),
        ("/enter", "type", "ab"),
        ("/enter", "key", "Enter"),
        ("/editor", "type", "abc"),
        ("/select", "select", "Two"),
    ]
    assert all(act["node"] for act in acts(events))


async def test_an_act_after_which_the_page_is_closed_or_crashes(tmp_path: Path) -> None:
    """At once: a click is written half a second after the press, and the DOM in batches."""
    capture = tmp_path / "gone.scope"
    page_text = "<button onclick='this.textContent = 2'>Go</button>"
    async with Site({"*": page_text}) as site, driven(site.url, capture) as driver:
        closed = await driver.page.context.new_page()
        await closed.goto(site.url + "closed")
        await closed.click("button")
        await closed.close()
        crashed = await driver.page.context.new_page()
        await crashed.goto(site.url + "crashed")
        session = await crashed.context.new_cdp_session(crashed)
        await crashed.click("button")
        crashing = asyncio.ensure_future(session.send("Page.crash"))
        await driver.until(lambda events: any(event.get("event") == "crash" for event in events))
        crashing.cancel()
    events = read_events(capture)
    assert [(act["page"], act["act"], act["target"]["name"]) for act in acts(events)] == [
        ("p2", "click", "Go"),
        ("p3", "click", "Go"),
    ]


async def test_a_press_that_is_no_act_is_not_written(tmp_path: Path) -> None:
    """A letter that the page refuses, and a button that is held as the recording ends."""
    capture = tmp_path / "held.scope"
    page_text = "<h1>Hi</h1><input aria-label=A onkeydown='return false'>"
    async with Site({"*": page_text}) as site, driven(site.url, capture) as driver:
        await driver.page.click("input")
        await driver.page.keyboard.press("x")
        await driver.page.mouse.move(20, 20)
        await driver.page.mouse.down()
        await driver.page.wait_for_timeout(100)
    assert [act["act"] for act in acts(read_events(capture))] == ["click"]
