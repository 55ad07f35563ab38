"""`record` with a tab of the developer's own browser: agents ask, the developer chooses, and agents see no list."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import TYPE_CHECKING

import pytest

from claude_scope.mcp.recordings import Recordings
from tests.browser.attach.own_browser import OwnBrowser, own_browser, person
from tests.cli.tab_window import Opener, opener, tab_window
from tests.mcp.results import asking, error_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mcp.client import Client

pytestmark = pytest.mark.timeout(120)

WITHIN_S = 5.0
SHOP = "data:text/html,<title>My shop</title><h1>Shop</h1>"
BANK = "data:text/html,<title>My bank</title><h1>Bank</h1>"


@pytest.fixture(scope="module")
def own() -> Iterator[OwnBrowser]:
    with own_browser() as browser:
        yield browser


@pytest.fixture
def windows(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Opener:
    made = opener(tmp_path_factory.mktemp("opener"))
    monkeypatch.setenv("CLAUDE_SCOPE_BROWSER", str(made.browser))
    return made


async def record_tool(client: Client) -> str:
    [tool] = [tool for tool in (await client.list_tools()).tools if tool.name == "record"]
    return json.dumps([tool.description, tool.input_schema])


async def until(client: Client, session: str, words: str) -> str:
    for _ in range(600):
        if words in (said := await text_of(client, "get_session", session=session)):
            return said
        await asyncio.sleep(0.05)
    raise AssertionError(said)


async def test_without_the_option_no_tool_offers_the_own_browser(tmp_path: Path) -> None:
    async with asking(tmp_path, recordings=Recordings(tmp_path)) as client:
        assert "own_browser" not in await record_tool(client)
        said = await error_of(client, "record", url="http://localhost/", own_browser=True)
        assert "claude-scope mcp --allow-attach" in said
        said = await error_of(client, "record", url="http://localhost/", tab="bank")
        assert "cannot choose or list tabs" in said
        assert "url" in await error_of(client, "record")


async def test_an_agent_names_no_tab_and_no_page(tmp_path: Path) -> None:
    async with asking(tmp_path, recordings=Recordings(tmp_path, attach="any")) as client:
        assert "own_browser" in await record_tool(client)
        for name in ("tab", "attach", "browser"):
            assert "cannot choose or list tabs" in await error_of(client, "record", own_browser=True, **{name: "bank"})
        assert "Leave url out" in await error_of(client, "record", own_browser=True, url="http://bank.example/")
        assert "is not the address of a page" in await error_of(client, "record")


async def test_the_developer_chooses_and_stops(own: OwnBrowser, windows: Opener, tmp_path: Path) -> None:
    recordings = Recordings(tmp_path, ["--no-analyze"], own.address)
    async with person(own) as user, asking(tmp_path, recordings=recordings) as client:
        for url in (SHOP, BANK):
            await user.leave(await user.open(url))
        began = time.monotonic()
        said = [await text_of(client, "record", title="The basket", own_browser=True)]
        assert time.monotonic() - began < WITHIN_S
        name = said[0].removeprefix("Session ").partition(":")[0]
        assert "waiting for the developer to choose a tab in the window on their screen" in said[0]
        async with tab_window(windows) as window:
            await window.until("My shop")
            said.append(await until(client, name, "waiting for the developer to choose a tab"))
            said.append(await error_of(client, "record", own_browser=True))
            assert "already asked for a tab" in said[-1]
            assert "My" not in "".join(said)
            await window.click("My shop")
            await until(client, name, "the developer is showing it; it ends when they stop it in the window")
            await window.until("Recording “My shop”")
            await window.click("Stop")
        [recording] = recordings._started.values()
        assert await asyncio.to_thread(recording.process.wait, 60) == 0
    assert list((tmp_path / name).glob("*.scope"))
    assert "bank" not in recording.log.read_text().lower()


async def test_a_refusal_is_said(own: OwnBrowser, windows: Opener, tmp_path: Path) -> None:
    recordings = Recordings(tmp_path, [], own.address)
    async with asking(tmp_path, recordings=recordings) as client:
        said = await text_of(client, "record", own_browser=True)
        name = said.removeprefix("Session ").partition(":")[0]
        async with tab_window(windows) as window:
            await window.until("Choose the tab")
            await window.close()
        assert "error: the developer chose no tab, so nothing was recorded" in await until(client, name, "error: ")
    assert not (tmp_path / name).exists()


async def test_a_browser_that_cannot_be_reached_is_explained(
    windows: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    async with asking(tmp_path, recordings=Recordings(tmp_path, attach="any")) as client:
        said = await error_of(client, "record", own_browser=True)
    assert "No running Chrome, Edge or Chromium allows remote debugging" in said


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a display")
async def test_without_a_display_nobody_is_asked(
    own: OwnBrowser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with asking(tmp_path, recordings=Recordings(tmp_path, attach=own.address)) as client:
        said = await error_of(client, "record", own_browser=True)
    assert said.startswith("The recording did not start: there is no display to show a window on.")
