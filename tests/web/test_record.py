"""A tab is recorded for real, through getDisplayMedia and MediaRecorder, and nothing of it is lost on the way."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import Error, ViewportSize, async_playwright, expect

from claude_scope.browser.find import find_browser, launch_arguments
from examples.record import served
from tests.web.journey import from_the_review_to_prompts
from tests.web.pages import until
from tests.web.stored import kept_sign_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from playwright.async_api import Browser, BrowserContext, Dialog, Page

    from tests.web.conftest import App

pytestmark = pytest.mark.asyncio(loop_scope="module")
TITLE = "The coupon is lost"
UPLOADS = "**/api/recordings"
NOT_OURS = "Failed to load resource"
"""An upload that a test stopped."""
PROCESSED_MS = 90_000
SMALL, WHOLE = ViewportSize(width=400, height=300), ViewportSize(width=1280, height=720)
"""Of the shop's tab: what is recorded is encoded on the way, which is most of what these tests cost."""


@dataclass
class Person:
    """Somebody with the shop in one tab and the app in another; `said` is what should not have been."""

    context: BrowserContext
    page: Page
    shop: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    accepts: bool = True

    def watch(self, page: Page) -> None:
        page.on("console", lambda one: self._hear(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: self._hear(f"exception {error}"))
        page.on("dialog", self._answer)

    def _hear(self, text: str) -> None:
        if not text.startswith(NOT_OURS):
            self.said.append(text)

    async def _answer(self, dialog: Dialog) -> None:
        self.asked.append(dialog.type)
        await (dialog.accept() if self.accepts else dialog.dismiss())

    async def fill(self) -> None:
        """The form, and nothing else."""
        await self.page.goto("/record")
        await self.page.get_by_label("Title").fill(TITLE)
        await self.page.get_by_label("App URL").fill(self.shop.url)

    async def press_start(self) -> None:
        """The browser shows the tab that is recorded, and draws others once a second; so back to the app."""
        await self.page.get_by_role("button", name="Start recording").click()
        await expect(self.page.get_by_role("timer")).to_be_visible()
        await self.page.bring_to_front()

    async def start(self) -> None:
        """Recording goes on when this ends, and its first chunk is kept."""
        await self.fill()
        await self.press_start()
        await expect(self.page.get_by_text(re.compile(r"^[1-9]\d* KB of at most 100 MB"))).to_be_visible()


@pytest.fixture(scope="module")
def shop_url() -> Iterator[str]:
    with served() as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One that shares the shop's tab without asking anybody."""
    async with async_playwright() as playwright:
        flags = [*launch_arguments(), "--auto-select-tab-capture-source-by-title=Pine & Paper"]
        started = await playwright.chromium.launch(executable_path=find_browser(), args=flags)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def person(browser: Browser, app: App, shop_url: str) -> AsyncIterator[Person]:
    async with somebody(browser, app, shop_url, SMALL) as one:
        yield one


@asynccontextmanager
async def somebody(browser: Browser, app: App, shop_url: str, shop_size: ViewportSize) -> AsyncIterator[Person]:
    state = kept_sign_in(app.url, app.token(), app.user)
    context = await browser.new_context(base_url=app.url, storage_state=state, viewport=WHOLE)
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app.url)
    shop = await context.new_page()
    if shop_size != WHOLE:
        await shop.set_viewport_size(shop_size)
    await shop.goto(shop_url)
    person = Person(context, await context.new_page(), shop)
    person.watch(person.page)
    yield person
    await context.close()
    assert person.said == []


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
    found = re.search(r"/sessions/(sess_\w+)", page.url)
    assert found
    return found[1]


async def discard(page: Page) -> None:
    """The session that the page shows: its processing is nothing to these tests."""
    await page.get_by_role("button", name="Discard").click()
    await page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    await page.wait_for_url("**/sessions")


async def show_the_bug(shop: Page) -> None:
    """The discount does not follow the number of notebooks."""
    await shop.bring_to_front()
    await shop.locator(".product").first.get_by_role("button", name="Add to basket").click()
    await shop.wait_for_timeout(1200)
    await shop.get_by_label("Promo code").fill("SPRING10")
    await shop.get_by_role("button", name="Apply").click()
    await shop.wait_for_timeout(1200)
    await shop.get_by_role("button", name="One Dot-grid notebook more").click()
    await expect(shop.locator("#badge")).to_have_text("2")
    await shop.wait_for_timeout(1500)


async def test_a_tab_is_recorded_with_its_bug_and_processed(
    browser: Browser, app: App, shop_url: str, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    async with somebody(browser, app, shop_url, WHOLE) as person:
        await record_the_bug(person, accessible)
        await process_it(person, app)


async def record_the_bug(person: Person, accessible: Callable[[Page], Awaitable[None]]) -> None:
    page = person.page
    await person.fill()
    await page.get_by_label("Codex").check()
    await page.get_by_label("Notes").fill("10 % off is expected of both.")
    await page.get_by_role("button", name="Start recording").click()
    await expect(page.get_by_role("timer")).to_have_text(re.compile("^0:0[1-9]$"))
    await expect(page).to_have_title(re.compile("^● 0:0[1-9] - Claude Scope$"))
    await accessible(page)
    await show_the_bug(person.shop)
    await page.bring_to_front()
    shown = await page.locator("video").evaluate("(video) => [video.videoWidth, video.videoHeight]")
    assert shown == [1280, 720]
    [recording] = await kept(page)
    assert recording["chunks"] >= 2  # kept while it goes on
    assert recording["details"]["title"] == TITLE


async def process_it(person: Person, app: App) -> None:
    page = person.page
    await page.get_by_role("button", name="Stop and upload").click()
    await page.wait_for_url("**/processing")
    assert await kept(page) == []
    await page.wait_for_url("**/review", timeout=PROCESSED_MS)  # who watches is taken there
    session = app.ask("GET", f"/sessions/{session_of(page)}").json()
    assert session["status"] == "complete"
    told = {name: session[name] for name in ("title", "seedUrl", "notes", "agentTarget")}
    assert told == {
        "title": TITLE,
        "seedUrl": person.shop.url,
        "notes": "10 % off is expected of both.",
        "agentTarget": "CODEX",
    }
    assert 5 <= session["duration"] <= 20
    assert len(session["frames"]) >= 3
    assert "SPRING10" in session["prompt"]
    await from_the_review_to_prompts(page, app, session["id"])

    await page.goto("/record")
    await expect(page.get_by_label("App URL")).to_have_value(person.shop.url)
    await expect(page.get_by_label("Codex")).to_be_checked()
    await expect(page.get_by_label("Title")).to_have_value("")


async def test_what_a_crashed_tab_recorded_is_offered_and_can_be_processed(person: Person, app: App) -> None:
    await person.start()
    await person.shop.locator(".product").first.get_by_role("button", name="Add to basket").click()
    await person.page.wait_for_timeout(2500)
    with pytest.raises(Error, match="crash"):
        await person.page.goto("chrome://crash")
    page = await person.context.new_page()
    person.watch(page)
    await page.goto("/record")
    offer = page.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).to_contain_text(TITLE)
    await expect(offer).to_contain_text("It was cut off")
    await offer.get_by_role("button", name="Upload").click()
    await page.wait_for_url("**/processing")
    await page.wait_for_url("**/review", timeout=PROCESSED_MS)
    session = app.ask("GET", f"/sessions/{session_of(page)}").json()
    assert (session["status"], session["title"], session["seedUrl"]) == ("complete", TITLE, person.shop.url)
    assert session["duration"] >= 1
    assert await kept(page) == []


async def test_a_reload_in_the_middle_asks_first_and_loses_nothing(
    person: Person, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    page = person.page
    await person.start()
    await page.wait_for_timeout(1500)
    await page.reload()
    assert person.asked == ["beforeunload"]
    offer = page.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).to_contain_text("It was cut off")
    await accessible(page)
    await offer.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_label("Title")).to_have_value(TITLE)
    video = page.get_by_label("The recording", exact=True).locator("video")
    await expect(video).to_be_visible()
    await until(page, "document.querySelector('video')?.videoWidth > 0")
    await page.get_by_role("button", name="Take another").click()
    await offer.get_by_role("button", name="Discard").click()
    await page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    await expect(offer).to_be_hidden()
    assert await kept(page) == []


async def test_another_tab_does_not_offer_what_is_being_recorded_nor_another_account_what_is_left(
    person: Person, app: App
) -> None:
    await person.start()
    other = await person.context.new_page()
    person.watch(other)
    await other.goto("/record")
    await expect(other.get_by_role("button", name="Start recording")).to_be_visible()
    await expect(other.get_by_text("waits to be uploaded")).to_be_hidden()
    assert len(await kept(other)) == 1

    await person.page.close()
    body = {"email": "other@example.com", "password": "correct horse"}
    told = app.ask("POST", "/auth/signup", json=body).json()
    state = {"state": {"accessToken": told["accessToken"], "user": told["user"]}, "version": 0}
    await other.evaluate("(state) => localStorage.setItem('cs-auth', JSON.stringify(state))", state)
    await other.reload()
    await expect(other.get_by_role("button", name="Start recording")).to_be_visible()
    await other.wait_for_timeout(300)
    await expect(other.get_by_text("waits to be uploaded")).to_be_hidden()
    assert len(await kept(other)) == 1


async def test_an_upload_without_connection_is_kept_and_goes_on_when_the_server_is_back(person: Person) -> None:
    page = person.page
    await person.start()
    await page.route(UPLOADS, lambda route: route.abort())
    await page.route("**/api/health", lambda route: route.abort())
    await person.shop.close()  # as does the browser's own bar, it ends what is recorded
    await expect(page.get_by_role("alert")).to_contain_text("The connection was lost while the recording was sent")
    await expect(page.get_by_text("The recording stays in this browser until the server has it")).to_be_visible()
    [recording] = await kept(page)
    assert recording["isWhole"] is True
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
    await page.reload()
    offer = page.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).not_to_contain_text("It was cut off")
    await offer.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
    await page.unroute(UPLOADS)
    await page.unroute("**/api/health")
    await page.wait_for_url("**/processing")  # by itself
    await discard(page)


async def test_it_stops_by_itself(person: Person) -> None:
    page = person.page
    await page.clock.install()
    await page.route(UPLOADS, lambda route: route.abort())
    await person.fill()
    await page.get_by_label("Stop by itself after").select_option("1 minute")
    await person.press_start()
    await expect(page.get_by_text("stops by itself at 1:00")).to_be_visible()
    await page.clock.fast_forward(58_000)
    await page.wait_for_timeout(800)
    await expect(page.get_by_role("timer")).to_be_visible()
    await page.clock.fast_forward(2_000)
    await expect(page.get_by_text("Stopped after 1:0")).to_be_visible()
    [recording] = await kept(page)
    assert 60_000 <= recording["durationMs"] < 70_000


async def test_leaving_the_page_asks_and_keeps_what_was_recorded(person: Person) -> None:
    page = person.page
    await person.start()
    await page.get_by_role("link", name="Settings").click()
    await page.wait_for_url("**/settings")
    assert person.asked == ["confirm"]
    await page.goto("/record")
    await expect(page.get_by_role("region", name="A recording waits to be uploaded")).to_contain_text(TITLE)
    [recording] = await kept(page)
    assert recording["isWhole"] is True  # it was stopped, not cut off


async def test_a_recording_that_the_browser_cannot_store_is_sent_from_memory(person: Person) -> None:
    page = person.page
    await page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    await person.fill()
    await person.press_start()
    await expect(page.get_by_text("closing or reloading this page would lose it")).to_be_visible()
    await page.wait_for_timeout(1500)
    await page.get_by_role("button", name="Stop and upload").click()
    await page.wait_for_url("**/processing")
    await discard(page)


async def test_what_storage_did_not_take_waits_in_memory_when_the_page_is_left(person: Person) -> None:
    page = person.page
    await page.add_init_script("""
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value) {
        if (value.number > 1) throw new DOMException("", "QuotaExceededError");
        return put.call(this, value);
      };
    """)
    await person.start()
    await expect(page.get_by_text("closing or reloading this page would lose it")).to_be_visible()
    await page.get_by_role("link", name="Settings").click()
    await page.wait_for_url("**/settings")
    [recording] = await kept(page)
    assert (recording["isWhole"], recording["chunks"]) == (False, 1)  # its beginning, should the tab be lost as well
    await page.evaluate("localStorage.setItem('was', localStorage.getItem('cs-auth'))")
    await page.evaluate("import('/web/js/state.js').then((state) => state.signOut('expired'))")
    await page.wait_for_url("**/sign-in?**")
    await page.evaluate(
        """import('/web/js/state.js').then((state) => state.signIn(JSON.parse(localStorage.getItem('was')).state))"""
    )
    await page.evaluate("import('/web/js/router.js').then((router) => router.go('/record'))")
    offer = page.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).to_contain_text("until this tab is closed")
    await expect(offer).not_to_contain_text("It was cut off")
    await offer.get_by_role("button", name="Upload").click()
    await page.wait_for_url("**/processing")
    assert await kept(page) == []
    await discard(page)


async def test_going_back_asks_first_and_a_refusal_stays(person: Person) -> None:
    page = person.page
    await page.goto("/dashboard")
    await page.get_by_role("link", name="New recording").first.click()
    await page.get_by_label("Title").fill(TITLE)
    await page.get_by_label("App URL").fill(person.shop.url)
    await person.press_start()
    person.accepts = False
    await page.evaluate("history.back()")
    await page.wait_for_timeout(300)
    assert person.asked == ["confirm"]
    assert page.url.endswith("/record")
    await expect(page.get_by_role("timer")).to_be_visible()
    person.accepts = True
    await page.evaluate("history.back()")
    await expect(page.get_by_role("timer")).to_be_hidden()
    assert person.asked == ["confirm", "confirm"]
    assert page.url.endswith("/dashboard")


async def test_what_is_sent_as_it_is_leaves_the_form_alone_and_is_sent_once(person: Person) -> None:
    page = person.page
    await person.start()
    await page.reload()
    other = await person.context.new_page()
    person.watch(other)
    await other.goto("/record")
    offer = other.get_by_role("region", name="A recording waits to be uploaded")
    await expect(offer).to_contain_text(TITLE)
    await page.bring_to_front()
    await page.get_by_label("Title").fill("Something else")
    await page.route(UPLOADS, lambda route: route.fulfill(status=429, json={"message": "Too many uploads."}))
    await page.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("alert")).to_contain_text("Too many uploads.")
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_label("Title")).to_have_value("Something else")
    await page.unroute(UPLOADS)
    await page.get_by_role("button", name="Upload").click()
    await page.wait_for_url("**/processing")
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    await other.bring_to_front()
    await offer.get_by_role("button", name="Upload").click()
    await expect(other.get_by_role("alert")).to_contain_text("another tab has sent or discarded it")
    await expect(other.get_by_role("heading", name="Not here any more")).to_be_visible()
    await expect(other.get_by_role("link", name="Your sessions")).to_be_visible()
    await expect(other.get_by_role("button", name=re.compile("Try again|Save as a file"))).to_have_count(0)
    await page.bring_to_front()
    await discard(page)
    await page.goto("/record")
    await expect(page.get_by_label("Title")).to_have_value("Something else")


async def test_a_start_that_fails_leaves_nothing_behind(person: Person) -> None:
    page = person.page
    await page.add_init_script("""
      window.shared = [];
      const ask = MediaDevices.prototype.getDisplayMedia;
      MediaDevices.prototype.getDisplayMedia = async function (options) {
        const stream = await ask.call(this, options);
        shared.push(...stream.getTracks());
        return stream;
      };
      MediaRecorder.prototype.start = () => { throw new DOMException("", "NotSupportedError") };
    """)
    await person.fill()
    await page.get_by_role("button", name="Start recording").click()
    await expect(page.get_by_role("alert")).to_contain_text("the browser's recorder could not begin")
    assert await page.evaluate("shared.map((track) => track.readyState)") == ["ended"]
    assert await page.evaluate("navigator.locks.query().then(({held}) => held.length)") == 0
    assert await kept(page) == []


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("throw new DOMException('', 'NotAllowedError')", "allow screen recording for this browser"),
        ("throw new DOMException('', 'NotReadableError')", "the system keeps the browser from seeing"),
        ("throw new DOMException('', 'NotFoundError')", "found no tab or window"),
        ("throw new DOMException('', 'InvalidStateError')", "Press Start again"),
    ],
)
async def test_a_refusal_is_explained(person: Person, does: str, told: str) -> None:
    await person.page.add_init_script(f"MediaDevices.prototype.getDisplayMedia = async () => {{ {does} }}")
    await person.fill()
    await person.page.get_by_role("button", name="Start recording").click()
    await expect(person.page.get_by_role("alert")).to_contain_text(told)
    await expect(person.page.get_by_role("button", name="Start recording")).to_be_enabled()


async def test_a_browser_that_cannot_record_says_so_and_takes_files(person: Person) -> None:
    await person.page.add_init_script("delete MediaDevices.prototype.getDisplayMedia")
    await person.page.goto("/record")
    await expect(person.page.get_by_text("This browser cannot record a tab")).to_be_visible()
    await expect(person.page.get_by_role("button", name="Start recording")).to_be_hidden()
    await expect(person.page.get_by_role("button", name="Choose a file")).to_be_visible()
