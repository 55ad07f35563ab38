"""Tabs that hang, are frozen, discarded or crashed, or show a dialog can be recorded from when they answer."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.devtools.errors import DevToolsError
from tests.browser.attach.own_browser import OwnBrowser, attached, own_browser, person
from tests.browser.record.driven import acts, read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(90)

PAGE = "<title>Slow</title><p>One</p><button onclick='this.textContent += 1'>Go</button>"
SITE = {"/": PAGE, "*": Answer("", 404)}
BACKGROUND = "The tab is in the background; go to it: its picture is recorded from then on."
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
        assert recording.told == ["The page crashed; reload it to go on, or stop the recording."]


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
    assert [act["target"]["name"] for act in acts(read_events(tmp_path / "quit.scope"))] == ["Go"]
    assert recording.told == ["The browser was closed; what was recorded until then is kept."]
