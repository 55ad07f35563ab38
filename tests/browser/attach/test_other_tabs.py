"""Tabs that were not chosen: nothing attaches to them, and they notice nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.browser.attach.own_browser import OwnBrowser, attached, person
from tests.browser.record.driven import read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(90)

CHOSEN = "<title>Chosen</title><button onclick='this.textContent += 1; window.open(\"/popup\")'>Go</button>"
WATCHER = """<title>Private mail</title><p>Hello<script>
const seen = [], gaps = [];
const names = Object.getOwnPropertyNames(window).length;
for (const name of ["focus", "blur", "resize", "pagehide", "pageshow", "storage", "message", "visibilitychange",
  "freeze", "resume"]) window.addEventListener(name, () => seen.push(name), true);
new MutationObserver(() => seen.push("mutation")).observe(document, { subtree: true, childList: true });
let last = performance.now();
const begin = () => {
  seen.length = gaps.length = 0;
  last = performance.now();
  performance.clearResourceTimings();
};
setInterval(() => { gaps.push(performance.now() - last); last = performance.now(); }, 20);
const report = () => ({ seen, names: Object.getOwnPropertyNames(window).length - names,
  late: gaps.filter((gap) => gap > 1_600).length, ticks: gaps.length,
  scripts: performance.getEntriesByType("resource").length });
</script>"""
COUNTING = "<title>Counting</title><p>Counting</p><script>let n = 0; setInterval(() => n++, 10)</script>"


async def test_other_tabs_see_nothing_of_a_recording(own: OwnBrowser, tmp_path: Path) -> None:
    capture = tmp_path / "chosen.scope"
    pages = {"/": CHOSEN, "/watcher": WATCHER, "/counting": COUNTING, "/popup": "<title>Popup</title>"}
    async with Site({**pages, "*": Answer("", 404)}) as site, person(own) as user:
        watcher = await user.open(f"{site.url}watcher")
        frozen = await user.open(f"{site.url}counting")
        hung = await user.open(f"{site.url.replace('127.0.0.1', 'localhost')}counting")
        chosen = await user.open(site.url)
        await frozen.session.send("Page.setWebLifecycleState", {"state": "frozen"})
        hung.session.send("Runtime.evaluate", {"expression": "while (true);"})
        counted = await frozen.evaluate("n")
        await watcher.evaluate("begin()")
        private = {tab.target for tab in (watcher, frozen, hung)}
        for tab in (watcher, frozen, hung):
            await user.leave(tab)
        async with attached(own.address, "chosen", capture) as recording:
            await recording.until_shown()
            for _ in range(5):
                targets = await user.targets()
                assert [target for target in private if targets[target]["attached"]] == []
                await asyncio.sleep(0.5)
            await chosen.click("button")
            await recording.until_shown(2)
        seen = await (await user.use(watcher.target)).evaluate("report()")
        assert seen["ticks"] > 2
        assert (seen["seen"], seen["names"], seen["late"], seen["scripts"]) == ([], 0, 0, 0)
        assert await (await user.use(frozen.target)).evaluate("n") == counted
    events = read_events(capture)
    assert {event["page"] for event in events} == {"p1", "p2"}
    assert "Private" not in str(events)
    assert "counting" not in str(events)
