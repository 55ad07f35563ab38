"""A user who records the shop's tab with the real getDisplayMedia and MediaRecorder."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import ViewportSize, expect

from tests.web.watch import seated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, BrowserContext, Dialog, Page

    from tests.web.people import Person
    from tests.web.watch import Seat

TITLE = "The coupon is lost"
UPLOADS = "**/api/recordings"
SMALL = ViewportSize(width=400, height=300)
"""The size of the shop's tab: encoding it is most of the cost of these tests."""


@dataclass
class Recorder:
    """The shop in one tab and the app in another; `asked` are the kinds of dialogs that appeared."""

    seat: Seat
    shop_url: str
    shop: Page
    asked: list[str] = field(default_factory=list)
    accepts: bool = True

    @property
    def page(self) -> Page:
        return self.seat.page

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    async def answer(self, dialog: Dialog) -> None:
        self.asked.append(dialog.type)
        await (dialog.accept() if self.accepts else dialog.dismiss())

    async def was_asked(self, *kinds: str) -> None:
        """Wait until dialogs of these kinds, and no others, have appeared."""
        async with asyncio.timeout(20):
            while len(self.asked) < len(kinds):  # noqa: ASYNC110 - the browser opens them
                await asyncio.sleep(0.02)
        assert self.asked == list(kinds)

    async def new_page(self) -> Page:
        """Another tab of the app."""
        page = await self.context.new_page()
        self.seat.watch(page)
        page.on("dialog", self.answer)
        return page

    async def enter(self, who: Person) -> None:
        """Reset both tabs."""
        if self.shop.is_closed():
            self.shop = await shop_of(self.context, self.shop_url)
        self.accepts = True
        await self.seat.enter(who.token, who.user)
        self.asked.clear()

    async def fill(self, app_url: str = "") -> None:
        """Fill in the form; the default address is that of the shop."""
        await self.page.goto("/record")
        await video_only(self.page)
        await self.page.get_by_label("Title").fill(TITLE)
        await self.page.get_by_label("App URL").fill(app_url or self.shop.url)

    async def press_start(self) -> None:
        """The browser shows the recorded tab, and renders hidden tabs only once a second; so return to the app."""
        await self.page.get_by_role("button", name="Start recording").click()
        await expect(self.page.get_by_role("timer")).to_be_visible()
        await self.page.bring_to_front()

    async def start(self, app_url: str = "") -> None:
        """Returns while the recording goes on, once its first chunk is stored."""
        await self.fill(app_url)
        await self.press_start()
        await self.first_chunk()

    async def first_chunk(self) -> None:
        """Wait until the first chunk is stored; a recording that ends before that is lost."""
        await expect(self.page.get_by_text(re.compile(r"^[1-9]\d* KB of at most 100 MB"))).to_be_visible()


async def video_only(page: Page) -> None:
    """Choose it on New recording."""
    await page.get_by_role("radio", name="Video only").check()


async def shop_of(context: BrowserContext, url: str, size: ViewportSize = SMALL) -> Page:
    shop = await context.new_page()
    await shop.set_viewport_size(size)
    await shop.goto(url)
    return shop


@asynccontextmanager
async def recording(browser: Browser, url: str, shop_url: str, size: ViewportSize = SMALL) -> AsyncIterator[Recorder]:
    """A user with both tabs, in their own context."""
    async with seated(browser, url) as seat:
        recorder = Recorder(seat, shop_url, await shop_of(seat.page.context, shop_url, size))
        seat.page.on("dialog", recorder.answer)
        yield recorder


async def kept(page: Page) -> list[dict[str, Any]]:
    """The recordings in the browser's storage, each with its number of chunks."""
    found: list[dict[str, Any]] = await page.evaluate("""async () => {
      const db = await new Promise((done) => {
        const request = indexedDB.open("claude-scope");
        request.onsuccess = () => done(request.result);
      });
      const tx = db.transaction(["recordings", "chunks"]);
      const all = (name) => new Promise((done) => {
        const request = tx.objectStore(name).getAll();
        request.onsuccess = () => done(request.result);
      });
      const [recordings, chunks] = [await all("recordings"), await all("chunks")];
      db.close();
      return recordings.map((one) => ({...one, chunks: chunks.filter((chunk) => chunk.id === one.id).length}));
    }""")
    return found


def session_of(page: Page) -> str:
    """The session id in the page's address."""
    found = re.search(r"/sessions/(sess_\w+)", page.url)
    assert found
    return found[1]


async def discard(page: Page) -> None:
    """Delete the session that the page shows: these tests do not need it to be processed."""
    await page.wait_for_url("**/processing")
    await page.get_by_role("button", name="Discard").click()
    await page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    await page.wait_for_url("**/sessions")
