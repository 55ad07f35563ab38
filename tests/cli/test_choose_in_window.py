"""`record --attach --choose-in-window`: the list is in a window only, and the window stops the recording."""

from __future__ import annotations

import asyncio
import html
import os
import subprocess
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.browser.attach.own_browser import OwnBrowser, own_browser, person
from tests.browser.record.driven import read_events, read_manifest
from tests.cli.command import COMMAND
from tests.cli.tab_window import Opener, TabWindow, opener, tab_window

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

pytestmark = pytest.mark.timeout(120)

SHOP = "data:text/html,<title>My shop</title><h1>Shop</h1>"
BANK = "data:text/html,<title>My bank</title><h1>Bank</h1>"
TITLE = "<img src=x onerror=report(`cancel`)>"
HOSTILE = "data:text/html;charset=utf-8," + quote(f"<title>{html.escape(TITLE)}\u202e gnp</title><h1>Hostile</h1>")


@pytest.fixture(scope="module")
def own() -> Iterator[OwnBrowser]:
    with own_browser() as browser:
        yield browser


class Running:
    """The command, its window, and what it wrote to stderr so far."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, window: TabWindow) -> None:
        self.process, self.window, self._log = process, window, log

    @property
    def said(self) -> str:
        return self._log.read_text()

    async def until_said(self, words: str) -> None:
        """The window shows it before the line is written."""
        for _ in range(200):
            if words in self.said:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(self.said)

    async def ended(self) -> int:
        return await asyncio.to_thread(self.process.wait, 60)


@asynccontextmanager
async def choosing(own: OwnBrowser, folder: Path, *words: str) -> AsyncIterator[Running]:
    made: Opener = opener(folder)
    command = [*COMMAND, "record", f"--attach={own.address}", "--choose-in-window", "--no-analyze", *words]
    env = {**os.environ, "CLAUDE_SCOPE_BROWSER": str(made.browser)}
    log = folder / "log"
    with log.open("wb") as stderr:
        quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": stderr}
        process = subprocess.Popen([*command, f"--out={folder / 'out'}"], env=env, **quiet)  # noqa: ASYNC220
    try:
        async with tab_window(made) as window:
            yield Running(process, log, window)
    finally:
        if process.poll() is None:
            process.terminate()
            await asyncio.to_thread(process.wait, 30)


async def test_a_clicked_tab_is_recorded_until_stop_and_no_other_tab_is_named(own: OwnBrowser, tmp_path: Path) -> None:
    async with person(own) as user:
        shop, bank, hostile = [await user.open(url) for url in (SHOP, BANK, HOSTILE)]
        for tab in (shop, bank, hostile):
            await user.leave(tab)
        before = set(await user.targets())
        async with choosing(own, tmp_path, "--title=The <b>basket</b>") as running:
            window = running.window
            shown = await window.until("My bank")
            assert "An agent wants to record a tab of your browser" in shown
            assert "“The <b>basket</b>”" in shown
            assert f"{TITLE} gnp" in shown
            assert await window.page.evaluate("document.querySelectorAll('img, b, script').length") == 0
            assert "My" not in running.said
            assert set(await user.targets()) == before, "the list is no tab of the user's browser"
            await window.click("My shop")
            assert "close the tab or this window" in await window.until("Recording “My shop”")
            await running.until_said('the Chrome tab "My shop"')
            await window.click("Stop")
            assert await running.ended() == 0
        assert set(await user.targets()) == before
    capture = tmp_path / "out" / "out.scope"
    assert read_manifest(capture)["attached"] is True
    assert any("My shop" in str(event) for event in read_events(capture))
    assert "bank" not in running.said
    assert not any("bank" in str(event) for event in read_events(capture))


async def test_keys_choose_and_closing_the_window_ends_the_recording(own: OwnBrowser, tmp_path: Path) -> None:
    async with person(own) as user, choosing(own, tmp_path) as running:
        window = running.window
        await window.until("An agent wants")
        await window.press("Enter")  # typed for another window
        await user.leave(await user.open(SHOP))
        await window.click("Refresh")
        await window.until("My shop")
        assert await window.page.evaluate("document.activeElement.tagName") == "H1"
        names = await window.page.evaluate("[...document.querySelectorAll('li button')].map(b => b.innerText)")
        [place] = [number for number, name in enumerate(names) if name.startswith("My shop")]
        for _ in range(place + 1):
            await window.press("ArrowDown")
        await window.press("Enter")
        await window.until("Recording “My shop”")
        await window.close()
        assert await running.ended() == 0
    assert (tmp_path / "out" / "out.scope").is_file()


@pytest.mark.parametrize("way", ["Cancel", "Escape", "close", "another page"])
async def test_refusing_records_nothing(way: str, own: OwnBrowser, tmp_path: Path) -> None:
    async with choosing(own, tmp_path) as running:
        window = running.window
        await window.until("Choose the tab")
        if way == "Cancel":
            await window.click("Cancel")
        elif way == "Escape":
            await window.press("Escape")
        elif way == "close":
            await window.close()
        else:
            await window.page.session.send("Page.navigate", {"url": "data:text/html,<h1>Dropped"})
        assert await running.ended() == 130
    assert "no tab was chosen in the window; nothing was recorded" in running.said
    assert not (tmp_path / "out").exists()


async def test_a_reload_shows_the_list_again(own: OwnBrowser, tmp_path: Path) -> None:
    async with choosing(own, tmp_path) as running:
        await running.window.until("Choose the tab")
        await running.window.page.session.send("Page.reload")
        await running.window.until("Choose the tab")
        await running.window.click("Cancel")
        assert await running.ended() == 130


async def test_a_closed_browser_ends_the_question(tmp_path: Path) -> None:
    with own_browser() as gone:
        async with choosing(gone, tmp_path) as running:
            await running.window.until("Choose the tab")
            gone.quit()
            assert await running.ended() == 3
    assert "was closed; start it" in running.said
