"""What Playwright saved from a browser is there again in the next, as Playwright sees it."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Route, async_playwright

from claude_scope.browser.devtools.storage_state import restore_storage_state
from claude_scope.errors import BadInput
from tests.browser.devtools.conftest import Running

pytestmark = pytest.mark.asyncio(loop_scope="package")
SITE = "https://app.example"
SAVE = """async () => {
  localStorage.setItem("token", "é\\u2028</script>");
  const opening = indexedDB.open("users", 3);
  opening.onupgradeneeded = () => {
    const users = opening.result.createObjectStore("by id", { keyPath: "id" });
    users.createIndex("names", ["first", "last"], { unique: true });
    opening.result.createObjectStore("numbered", { autoIncrement: true });
  };
  const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const transaction = database.transaction(["by id", "numbered"], "readwrite");
  const user = { id: 1, first: "A", last: "B", born: new Date(0), big: 2n, none: null, pattern: /a/g, minus: -0 };
  user.self = user;
  transaction.objectStore("by id").put(user);
  const values = [new Uint16Array([1, 65535]), new ArrayBuffer(3), NaN, -Infinity, "plain", [[]], new TypeError("no")];
  for (const value of values) transaction.objectStore("numbered").put(value);
  transaction.objectStore("numbered").put("keyed", new Date(5));
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}"""
PARTITION = {"partitionKey": "https://top.example", "sameSite": "None"}
COOKIES: list[Any] = [
    {"name": "host", "value": "1", "domain": "app.example", "path": "/", "sameSite": "Strict"},
    {"name": "domain", "value": "2", "domain": ".app.example", "path": "/a", "expires": 1.8e9, "httpOnly": True},
    {"name": "top", "value": "3", "domain": "app.example", "path": "/", "secure": True, **PARTITION},
]


async def visit(context: BrowserContext, script: str) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(body="<p>", content_type="text/html")

    page = await context.new_page()
    await page.route("**/*", answer)
    await page.goto(SITE)
    await page.evaluate(script)


async def test_a_restored_storage_state_is_the_one_that_was_saved(running: Running) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(running.address)
        other = await browser.new_context()
        await other.add_cookies(COOKIES)
        await visit(other, SAVE)
        saved: Any = await other.storage_state(indexed_db=True)
        await restore_storage_state(running.pipe, saved)
        await visit(browser.contexts[0], "1")
        restored: Any = await browser.contexts[0].storage_state(indexed_db=True)
        await other.close()
    assert [len(store["records"]) for store in saved["origins"][0]["indexedDB"][0]["stores"]] == [1, 8]
    assert restored["origins"] == saved["origins"]
    assert len(saved["cookies"]) == 3
    assert sorted(restored["cookies"], key=str) == sorted(saved["cookies"], key=str)


async def test_restoring_connects_to_nobody_and_leaves_no_tab(running: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        origin = f"http://127.0.0.1:{server.getsockname()[1]}"
        saved = {"origin": origin, "localStorage": [{"name": "a", "value": "b"}]}
        await restore_storage_state(running.pipe, {"cookies": [], "origins": [saved]})
        with pytest.raises(TimeoutError):
            server.accept()
    found = await running.pipe.send("Target.getTargets")
    assert origin not in [target["url"] for target in found["targetInfos"] if target["type"] == "page"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"cookies": [{"name": "a", "value": "b", "domain": "", "path": "/"}]}, "^The browser refuses the cookies"),
        ({"origins": [{"origin": "http://"}]}, r"^The storage of http:// in the storage state cannot be restored \("),
        ({"origins": [{"origin": "data:,"}]}, "net::ERR_UNSAFE_REDIRECT"),
        ({"origins": [{"origin": SITE, "indexedDB": [{"name": "a", "version": -1}]}]}, "TypeError: Failed to execute"),
        ({"origins": [{"origin": SITE, "opfs": [{}]}]}, "files or passkeys"),
    ],
)
async def test_a_storage_state_that_cannot_be_restored_is_reported(running: Running, state: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        await restore_storage_state(running.pipe, {"cookies": [], **state})
