"""A tab is recorded, looked at and sent to a real service, with which the browser was paired before."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.accounts.running import running
from tests.browser.sites import Answer, Site
from tests.extension.browser import extended
from tests.extension.recorded import asked, begun
from tests.extension.stored import pair, store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")
SHOP = """<!doctype html><title>Coupons</title><h1>Coupons</h1>
<button onclick="fetch('/api/coupons', {method: 'POST'}).then(() => total.textContent = 'Total NaN')">Apply</button>
<p id=total>Total 12</p>"""
DONE_S = 60
LARGE = """async ({ id, address, megabytes }) => {
  const { append, get } = await import("/storage/recordings.js");
  const head = new Uint8Array(9).fill(0xec, 0, 1); // an element of WebM that readers skip
  new DataView(head.buffer).setBigUint64(1, BigInt(megabytes * 1_000_000) | (1n << 56n));
  await append(id, "video.webm", new Blob([head]));
  for (let n = 0; n < megabytes; n++) {
    const part = new Uint8Array(1_000_000);
    for (let at = 0; at < part.length; at += 50_000) crypto.getRandomValues(part.subarray(at, at + 50_000));
    await append(id, "video.webm", new Blob([part]));
  }
  const { decide, keepSending } = await import("/sending/sender.js");
  await decide(id, address);
  await keepSending(id);
  const { problem, sent } = await get(id);
  return problem || sent.session;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    """The browser's question for the service's origin has no answer in a test."""
    folder, origins = tmp_path_factory.mktemp("whole"), ["http://127.0.0.1/*"]
    async with extended(folder, captured_title="Coupons", host_permissions=origins) as found:
        yield found


async def test_a_recording_becomes_a_session_of_the_paired_service(browser: Extended, tmp_path: Path) -> None:
    async with Site({"/": SHOP, "*": Answer("{}", 500)}) as shop:
        with running(tmp_path / "data") as service:
            token = await asyncio.to_thread(service.token_of_link)
            app = await browser.context.new_page()
            await app.goto(service.url)
            kept = f"localStorage.setItem('cs-auth', JSON.stringify({{state: {{accessToken: '{token}'}}}}))"
            await app.evaluate(kept)

            pairing = await browser.open("pairing/pairing.html")
            await pairing.get_by_label("Address").fill(service.url)
            await pairing.get_by_role("button", name="Pair").click()
            code = await pairing.locator("#code").inner_text()
            async with browser.context.expect_page() as opening:
                await pairing.get_by_role("button", name="Confirm in Claude Scope").click()
            confirm = await opening.value
            await expect(confirm.get_by_text(code)).to_be_visible()
            await confirm.get_by_role("button", name="Yes, confirm").click()
            await expect(pairing.get_by_text("This browser is paired")).to_be_visible()

            page = browser.context.pages[0]
            await page.goto(f"http://localhost:{shop.port}/")
            async with httpx.AsyncClient(base_url=service.url, headers={"authorization": f"Bearer {token}"}) as api:
                changed = await api.patch("/api/settings", json={"maxRecordingLength": 5})
                assert changed.status_code == 200, changed.text
            own = await begun(browser, page)
            assert "ends by itself at 5:00" in await own.evaluate("chrome.action.getTitle({})")
            await page.get_by_role("button", name="Apply").click()
            await page.wait_for_timeout(1_200)
            async with browser.context.expect_page() as opening:
                await asked(own, {"do": "stop"})
            review = await opening.value
            await expect(review.get_by_text("1 act")).to_be_visible()
            await expect(review.get_by_label("Title")).to_have_value("Coupons")
            await review.get_by_label("Title").fill("The total is not a number")
            await review.get_by_role("button", name="Send").click()
            await review.wait_for_url(re.compile(rf"^{service.url}/sessions/sess_\w+"))
            session_id = review.url.rpartition("/")[2]

            async with httpx.AsyncClient(base_url=service.url, headers={"authorization": f"Bearer {token}"}) as api:
                session = (await api.get(f"/api/sessions/{session_id}")).json()
                async with asyncio.timeout(DONE_S):
                    while session["status"] == "processing":
                        await asyncio.sleep(0.3)
                        session = (await api.get(f"/api/sessions/{session_id}")).json()
            assert (session["status"], session["title"]) == ("complete", "The total is not a number")
            assert 'click button "Apply"' in session["prompt"]
            assert "POST /api/coupons 500" in session["prompt"]
            assert "which can forge and silence them" in session["prompt"]


async def test_an_upload_of_nearly_100_mb_arrives_once(browser: Extended, tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        token = await asyncio.to_thread(service.token_of_link)
        own = await browser.open("manifest.json")
        await pair(own, service.url, token)
        await store(own, "large", title="Large")
        about = {"id": "large", "address": service.url, "megabytes": 97}
        session = await own.evaluate(LARGE, about)
        async with httpx.AsyncClient(base_url=service.url, headers={"authorization": f"Bearer {token}"}) as api:
            found = (await api.get("/api/sessions")).json()
    assert [each["id"] for each in found] == [session]
