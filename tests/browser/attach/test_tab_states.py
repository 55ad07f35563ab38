"""Tabs that hang, are frozen, discarded or crashed, or show a dialog can be recorded from when they answer."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.capture.read import read_capture
from tests.browser.attach.own_browser import OwnBrowser, attached, own_browser, person
from tests.browser.record.driven import acts, read_events, read_manifest
from tests.browser.sites import Answer, Route, Site

pytestmark = pytest.mark.timeout(90)

PAGE = "<title>Slow</title><p>One</p><button onclick='this.textContent += 1'>Go</button>"
DISCARD = """() => {
  const all = (root) => [...root.querySelectorAll("*")];
  const inside = (root) => all(root).flatMap((it) => [it, ...(it.shadowRoot ? inside(it.shadowRoot) : [])]);
  const row = inside(document).find((it) => it.tagName === "TR" && it.textContent.includes("Slow"));
  const link = row && [...row.querySelectorAll("div")].find((it) => it.textContent.includes("[Urgent Discard]"));
  link?.click();
  return Boolean(link);
}"""
"""Presses a link of the browser's page about discarded tabs; true when it could."""
SITE: dict[str, Route] = {"/": PAGE, "*": Answer("", 404)}
BACKGROUND = "The tab is in the background; go to it: its picture is recorded from then on."
GONE = "The tab has no page now: it crashed, or the browser discarded it; go to the tab or reload it."
SILENT = "The tab does not answer yet"


async def test_a_tab_that_hangs_is_recorded_once_it_answers(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({**SITE}) as site, person(own) as user:
        tab = await user.open(site.url)
        tab.session.send("Runtime.evaluate", {"expression": "const end = Date.now() + 4000; while (Date.now() < end);"})
        async with attached(own.address, "slow", tmp_path / "slow.scope") as recording:
            await recording.until_shown()
            await tab.click("button")
            await recording.until(acts)
        [told] = recording.told
        assert told.startswith(SILENT)
    assert [act["target"]["name"] for act in acts(recording.events())] == ["Go"]


async def test_a_tab_that_hangs_for_ever_is_left_in_seconds(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({**SITE}) as site, person(own) as user:
        tab = await user.open(site.url)
        hanging = tab.session.send("Runtime.evaluate", {"expression": "while (!window.never);"})
        async with attached(own.address, "slow", tmp_path / "hung.scope") as recording:
            await asyncio.sleep(2.5)
            began = time.monotonic()
        assert time.monotonic() - began < 10
        assert recording.told[0].startswith(SILENT)
        assert recording.recorded is not None
        assert recording.recorded.missing == ()
        await tab.session.send("Runtime.terminateExecution")
        with suppress(DevToolsError):
            await hanging
        assert await tab.evaluate("document.title") == "Slow"


async def test_a_tab_that_shows_a_dialog_is_recorded_once_it_is_answered(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({**SITE}) as site, person(own) as user:
        tab = await user.open(site.url)
        await tab.session.send("Page.enable")
        tab.session.send("Runtime.evaluate", {"expression": "alert('Wait')"})
        await asyncio.sleep(0.5)
        async with attached(own.address, "slow", tmp_path / "dialog.scope") as recording:
            await asyncio.sleep(3)
            await tab.session.send("Page.handleJavaScriptDialog", {"accept": True})
            await recording.until_shown()
        assert recording.told[0].startswith(SILENT)
    capture = read_capture(tmp_path / "dialog.scope", tmp_path / "unpacked")
    assert [event.text for event in capture.events if event.kind == "dialog"] == [
        "opened before the recording, accepted"
    ]


async def test_a_frozen_tab_is_recorded_once_it_thaws(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({**SITE}) as site, person(own) as user:
        tab = await user.open(site.url)
        await tab.session.send("Page.setWebLifecycleState", {"state": "frozen"})
        async with attached(own.address, "slow", tmp_path / "frozen.scope") as recording:
            await asyncio.sleep(5)
            told = [*recording.told]
            await tab.session.send("Page.setWebLifecycleState", {"state": "active"})
            await recording.until_shown()
            await tab.click("button")
            await recording.until(acts)
        assert told == [BACKGROUND]


async def test_a_crashed_tab_is_recorded_once_it_is_reloaded(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({**SITE}) as site, person(own) as user:
        tab = await user.open(site.url)
        tab.session.send("Page.crash").add_done_callback(lambda done: done.exception())
        await asyncio.sleep(1)
        async with attached(own.address, site.url, tmp_path / "crashed.scope") as recording:
            await asyncio.sleep(2.5)
            await tab.session.send("Page.reload")
            await recording.until_shown()
            await tab.until("document.readyState === 'complete'")
            await tab.click("button")
            await recording.until(acts)
        assert recording.told == [GONE]


async def test_a_discarded_tab_is_recorded_once_it_is_shown(tmp_path: Path) -> None:
    """The browser throws the pages of tabs in the background away to save memory, and keeps their titles."""
    folder = Path(tempfile.mkdtemp(prefix="cs-"))
    (folder / "Local State").write_text('{"internal_only_uis_enabled": true}')
    with own_browser(folder) as own:
        async with Site({**SITE}) as site, person(own) as user:
            tab = await user.open(site.url)
            await user.leave(tab)
            discards = await user.open("chrome://discards/")
            await discards.until(f"({DISCARD})()")
            await asyncio.sleep(1)
            async with attached(own.address, "slow", tmp_path / "discarded.scope") as recording:
                await asyncio.sleep(4)
                assert recording.events("dom") == []
                [target] = [key for key, about in (await user.targets()).items() if about["title"] == "Slow"]
                await user.connection.send("Target.activateTarget", {"targetId": target})
                await recording.until_shown()
                await (await user.use(target)).click("button")
                await recording.until(acts)
            assert recording.told == [GONE]
            assert [event for event in recording.events("page") if event["event"] == "crash"] == []
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_tab_in_the_background_is_recorded_from_when_it_is_shown(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({**SITE, "/other": "<title>Other</title><p>One"}) as site, person(own) as user:
        tab = await user.open(site.url)
        await user.open(f"{site.url}other")
        async with attached(own.address, "slow", tmp_path / "back.scope") as recording:
            await asyncio.sleep(1)
            assert recording.told == [BACKGROUND]
            await user.connection.send("Target.activateTarget", {"targetId": tab.target})
            await recording.until_shown()
            await tab.click("button")
            await recording.until(acts)
            await asyncio.sleep(0.5)
        assert recording.recorded is not None
    assert (tmp_path / "back.scope").exists()


async def test_what_was_recorded_is_kept_when_the_browser_is_closed(tmp_path: Path) -> None:
    with own_browser() as own:
        async with Site({**SITE}) as site, person(own) as user:
            tab = await user.open(site.url)
            async with attached(own.address, "slow", tmp_path / "quit.scope") as recording:
                await recording.until_shown()
                await tab.click("button")
                await recording.until(acts)
                own.quit()
                assert recording.task is not None
                recorded = await asyncio.wait_for(recording.task, 10)
    assert (recorded.acts, recorded.missing) == (1, ())
    assert read_manifest(tmp_path / "quit.scope")["endedBy"] == "browser"
    assert [act["target"]["name"] for act in acts(read_events(tmp_path / "quit.scope"))] == ["Go"]
    assert recording.told == ["The browser was closed; what was recorded until then is kept."]
