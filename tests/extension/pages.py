"""A browser with the extension whose service worker sends, and pages of it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from unittest import mock

from claude_scope.extension.pack import unpack
from tests.extension import browser as browsers
from tests.extension.browser import ORIGIN, extended

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Any

    from playwright.async_api import Page

    from tests.extension.browser import Extended

SENDS = 'import "./sending/worker.js";\n'
PAIR = """({ address, token }) => chrome.storage.local.set({ pairing: {
  address, token, user: { name: "Ann", email: "ann@example.com" }, pairedAt: Date.now(), hasEnded: false } })"""
CLEAR = """async () => {
  const { all, remove } = await import("/storage/recordings.js");
  for (const { id } of await all()) await remove(id);
  await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
}"""


@contextlib.asynccontextmanager
async def sending(folder: Path, **manifest: Any) -> AsyncIterator[Extended]:
    """A browser whose service worker has its part of the sending."""

    def unpacked(into: Path) -> None:
        unpack(into)
        worker = into / "background.js"
        if SENDS not in worker.read_text("utf-8"):
            worker.write_text(SENDS + worker.read_text("utf-8"))

    with mock.patch.object(browsers, "unpack", unpacked):
        async with extended(folder, **manifest) as browser:
            yield browser


async def review(browser: Extended, id_: str, script: str = "") -> Page:
    """The review page of a recording; `script` runs before it."""
    page = await browser.context.new_page()
    if script:
        await page.add_init_script(script)
    await page.goto(f"{ORIGIN}/review/review.html#{id_}")
    return page
