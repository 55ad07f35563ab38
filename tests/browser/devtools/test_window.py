"""The window to record, at whose port another program may act."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from claude_scope.browser.devtools.connection import Session
from claude_scope.browser.record.options import RecordOptions
from claude_scope.browser.record.window import Window, open_window
from claude_scope.errors import BadInput, BrowserMissing
from tests.browser.devtools.conftest import evaluate
from tests.processes import free_port

pytestmark = pytest.mark.asyncio(loop_scope="package")
COOKIE = {"name": "a", "value": "b", "domain": "app.example", "path": "/"}


@dataclass
class Opened:
    """A window, the session of its first tab, and its port."""

    window: Window
    session: Session
    port: int
    urls: list[str]
    """Of the tabs at the beginning."""


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Opened]:
    folder, port = tmp_path_factory.mktemp("window"), free_port()
    state = folder / "state.json"
    state.write_text(json.dumps({"cookies": [COOKIE], "origins": []}))
    options = RecordOptions("", folder / "a.scope", headless=True, cdp_port=port, storage_state=state)
    async with open_window(options) as window:
        found = (await window.connection.send("Target.getTargets"))["targetInfos"]
        target = {"targetId": found[0]["targetId"], "flatten": True}
        session = window.connection.session(
            (await window.connection.send("Target.attachToTarget", target))["sessionId"]
        )
        yield Opened(window, session, port, [target["url"] for target in found])


async def test_a_window_has_one_blank_tab_of_a_browser_with_a_version(opened: Opened) -> None:
    assert opened.urls == ["about:blank"]
    assert opened.window.version.removeprefix("Chromium ").split(".")[0].isdigit()


async def test_pages_see_a_browser_that_a_user_drives(opened: Opened) -> None:
    assert await evaluate(opened.session, "navigator.webdriver") is False
    assert await evaluate(opened.session, "matchMedia('(hover: hover)').matches") is True
    assert await evaluate(opened.session, "[devicePixelRatio, document.visibilityState]") == [1, "visible"]


async def test_no_bar_above_the_page_warns_of_switches(opened: Opened) -> None:
    """A bar would make the page lower than the viewport that its window is made for."""
    await asyncio.sleep(0.5)  # the time that a bar takes
    assert opened.window.viewport == (1280, 720)
    inner: Any = await evaluate(opened.session, "[innerWidth, innerHeight]")
    assert inner[0] == 1280
    assert inner[1] == pytest.approx(720, abs=20)


async def test_a_window_begins_with_the_storage_state(opened: Opened) -> None:
    cookies = (await opened.window.connection.send("Storage.getCookies"))["cookies"]
    assert [{name: cookie[name] for name in COOKIE} for cookie in cookies] == [COOKIE]


async def test_downloads_go_into_the_folder_of_the_window(opened: Opened) -> None:
    done: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    opened.window.connection.on("Browser.downloadProgress", done.put_nowait)
    link = "Object.assign(document.createElement('a'), {href: 'data:,a', download: 'a.txt'})"
    await evaluate(opened.session, f"{link}.click()")
    async with asyncio.timeout(10):
        while (event := await done.get())["state"] != "completed":
            pass
    assert (opened.window.downloads / event["guid"]).read_bytes() == b"a"


async def test_a_script_acts_in_the_page_at_the_port(opened: Opened) -> None:
    """After the test of downloads, since Playwright gives the browser its own folder for them."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{opened.port}")
        page = browser.contexts[0].pages[0]
        await page.set_content("<button onclick='document.title = event.isTrusted'>")
        await page.get_by_role("button").click()
        assert await evaluate(opened.session, "document.title") == "true"


async def test_a_profile_stays_and_no_process_and_no_other_file(tidy: Path) -> None:
    options = RecordOptions("", tidy / "a.scope", headless=True, profile=tidy / "new" / "profile")
    async with open_window(options):
        pass
    assert (tidy / "new" / "profile" / "Local State").is_file()


async def test_a_profile_that_cannot_be_created_is_reported(tidy: Path) -> None:
    options = RecordOptions("", tidy / "a.scope", headless=True, profile=Path(os.devnull, "profile"))
    with pytest.raises(BadInput, match="/dev/null/profile cannot be used"):
        async with open_window(options):
            pass


async def test_a_missing_browser_is_reported(tidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_BROWSER", "/nowhere")
    with pytest.raises(BrowserMissing, match="/nowhere, which is not a program"):
        async with open_window(RecordOptions("", tidy / "a.scope")):
            pass
