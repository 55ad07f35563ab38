"""Records a tab with the extension, and takes the recording out of the browser's storage as an unpacked capture."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

    from tests.extension.browser import Extended

TAKE_OUT = """async (id) => {
  const { get, partsOf } = await import("/storage/recordings.js");
  const recording = await get(id);
  const bytes = new Uint8Array(await new Blob(await partsOf(id, "video.webm")).arrayBuffer());
  let video = "";
  for (let at = 0; at < bytes.length; at += 30000) video += String.fromCharCode(...bytes.subarray(at, at + 30000));
  return { recording, events: (await partsOf(id, "events.jsonl")).join(""), video: btoa(video) };
}"""


TAB_WITH = "async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url).id"


async def asked(pages: Page, message: dict[str, Any]) -> dict[str, Any]:
    """What the service worker answers to a page of the extension."""
    answer: dict[str, Any] = await pages.evaluate("(message) => chrome.runtime.sendMessage(message)", message)
    return answer


async def begun(browser: Extended, page: Page) -> Page:
    """Press the button on this page and begin; returns a page of the extension."""
    pages, answer = await begin(browser, page)
    assert not answer.get("error"), answer
    return pages


async def begin(browser: Extended, page: Page) -> tuple[Page, dict[str, Any]]:
    """Press the button on this page and ask for the recording; returns a page of the extension, and the answer."""
    await browser.press_button(page)
    pages = await browser.open("manifest.json")
    tab = await pages.evaluate(TAB_WITH, page.url)
    await page.bring_to_front()
    return pages, await asked(pages, {"do": "start", "tab": tab})


async def taken_out(pages: Page, id_: str, folder: Path) -> dict[str, Any]:
    """Write the capture of a recording into a folder; returns the recording."""
    found = await pages.evaluate(TAKE_OUT, id_)
    await asyncio.to_thread(_write, found, folder)
    recording: dict[str, Any] = found["recording"]
    return recording


def _write(found: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    recording = found["recording"]
    (folder / "manifest.json").write_text(json.dumps(recording["manifest"]))
    (folder / "events-000.jsonl").write_text(found["events"])
    if found["video"]:
        (folder / "video.webm").write_bytes(base64.b64decode(found["video"]))
