"""The paired Claude Scope can ask for a recording; no other page reaches the extension."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.browser.sites import Site
from tests.extension.browser import ORIGIN, extended
from tests.extension.recorded import asked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")
VERSION = "document.documentElement.dataset.claudeScopeExtension ?? null"
ASK = """async (wanted) => {
  const answered = new Promise((resolve) => {
    document.addEventListener("claude-scope:recording", ({ detail }) => resolve(JSON.parse(detail)), { once: true });
    setTimeout(resolve, 3000, "no answer");
  });
  document.dispatchEvent(new CustomEvent("claude-scope:record", { detail: wanted }));
  return answered;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site() -> AsyncIterator[Site]:
    pages = {"/": "<title>Claude Scope</title>", "/app": "<title>The app</title><h1>App</h1>"}
    async with Site({**pages}) as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory, site: Site) -> AsyncIterator[Extended]:
    """Paired with `site`, whose origin is granted, and that of the app too."""
    folder, origins = tmp_path_factory.mktemp("web"), [f"{site.url}*"]
    async with extended(folder, captured_title="The app", host_permissions=origins) as found:
        own = await found.open("manifest.json")
        await own.evaluate("(address) => chrome.storage.local.set({ pairing: { address, token: 't' } })", site.url)
        while not await own.evaluate("chrome.scripting.getRegisteredContentScripts()"):
            await own.wait_for_timeout(50)
        yield found


async def opened(browser: Extended, url: str) -> Page:
    page = await browser.context.new_page()
    await page.goto(url)
    return page


async def test_the_paired_claude_scope_sees_the_extension(browser: Extended, site: Site) -> None:
    assert await (await opened(browser, site.url)).evaluate(VERSION) == "0.1.0"


async def test_no_other_origin_sees_or_reaches_it(browser: Extended, site: Site) -> None:
    page = await opened(browser, f"http://localhost:{site.port}/")
    assert await page.evaluate(VERSION) is None
    assert await page.evaluate(ASK, json.dumps({"url": site.url})) == "no answer"
    assert await page.evaluate("typeof chrome.runtime?.sendMessage") == "undefined"
    for path in ("manifest.json", "background.js", "popup/popup.html", "page/recorder.js"):
        loaded = f"fetch('{ORIGIN}/{path}').then(() => 'loaded', () => 'refused')"
        assert await page.evaluate(loaded) == "refused"


async def test_a_recording_that_it_asks_for_begins_where_the_origin_is_granted(browser: Extended, site: Site) -> None:
    page = await opened(browser, site.url)
    wanted = {"url": f"{site.url}app", "title": "It is wrong", "notes": "since Monday", "agentTarget": "CODEX"}
    assert await page.evaluate(ASK, json.dumps(wanted)) == {}
    own = await browser.open("manifest.json")
    recording = (await asked(own, {"do": "state"}))["recording"]
    assert recording["url"] == f"{site.url}app"
    stored = "async (id) => (await import('/storage/recordings.js')).get(id)"
    found = await own.evaluate(stored, recording["id"])
    assert (found["title"], found["notes"], found["agentTarget"]) == ("It is wrong", "since Monday", "CODEX")
    await asked(own, {"do": "stop"})


async def test_elsewhere_it_waits_for_the_button(browser: Extended, site: Site) -> None:
    page = await opened(browser, site.url)
    url = f"http://localhost:{site.port}/app"
    assert await page.evaluate(ASK, json.dumps({"url": url, "title": "It is wrong"})) == {"isWaiting": True}
    own = await browser.open("manifest.json")
    state = await asked(own, {"do": "state"})
    assert (state["recording"], state["waiting"]["url"], state["waiting"]["title"]) == (None, url, "It is wrong")


@pytest.mark.parametrize("wanted", ["{}", '{"url": "file:///etc/passwd"}', '{"url": "javascript:alert(1)"}', "no JSON"])
async def test_an_address_that_cannot_be_recorded_is_refused(browser: Extended, site: Site, wanted: str) -> None:
    page = await opened(browser, site.url)
    tabs = len(browser.context.pages)
    assert "error" in await page.evaluate(ASK, wanted)
    assert len(browser.context.pages) == tabs
