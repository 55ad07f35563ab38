"""Sessions, one session and the dashboard: found, opened, renamed, deleted with undo, and live."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.web.stored import MARKUP, kept_sign_in
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from playwright.async_api import Browser, Locator, Page, Route

    from tests.web.conftest import App

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=20_000)  # a bound for a busy machine, not a claim
MANY = 300
UNDO_MS = 8_000
"""That of web/js/sessions/deleting.js."""


class Account:
    """Somebody who signed up, and what the API answers them."""

    def __init__(self, url: str) -> None:
        self.url = url
        body = {"email": f"{secrets.token_hex(4)}@example.com", "password": secrets.token_hex(8), "name": "Ada"}
        answer = httpx.post(f"{url}/api/auth/signup", json=body).json()
        self.token, self.user = answer["accessToken"], answer["user"]
        self.client = httpx.Client(base_url=f"{url}/api", headers={"authorization": f"Bearer {self.token}"})

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.client.request(method, path, **options)

    def make(self, title: str, **fields: Any) -> str:
        """The id of a new session with these fields."""
        made: str = self.ask("POST", "/sessions", json={"title": title}).json()["id"]
        if fields:
            self.ask("PATCH", f"/sessions/{made}", json=fields)
        return made

    def title(self, session_id: str) -> str | None:
        """Null where there is no such session."""
        title: str | None = self.ask("GET", f"/sessions/{session_id}").json().get("title")
        return title


@pytest_asyncio.fixture(loop_scope="module")
async def ada(browser: Browser, app: App) -> AsyncIterator[tuple[Account, Page]]:
    """A new account with nothing in it, and a page where it is signed in."""
    account = Account(app.url)
    signed_in = kept_sign_in(app.url, account.token, account.user)
    async with watched(browser, app.url, storage_state=signed_in, viewport={"width": 1280, "height": 800}) as opened:
        yield account, opened
    account.client.close()


def rows(page: Page) -> Locator:
    return page.locator(".session")


def titles(page: Page) -> Locator:
    return page.locator(".session-title")


async def gone(account: Account, session_id: str) -> None:
    """Wait until the API does not know a session any more."""
    for _ in range(200):
        if account.title(session_id) is None:
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"{session_id} was not deleted")


async def test_hundreds_of_sessions_are_all_found_and_come_in_as_they_are_scrolled_to(
    ada: tuple[Account, Page],
) -> None:
    account, page = ada
    for number in range(MANY):
        account.make(f"Session {number:03}")
    await page.goto("/sessions")
    await expect(page.get_by_text(f"{MANY} sessions", exact=True)).to_be_visible()
    assert await rows(page).count() == 100
    for _ in range(MANY):
        if await rows(page).count() == MANY:
            break
        await page.keyboard.press("End")
    await expect(rows(page)).to_have_count(MANY)
    await titles(page).nth(199).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Session 100")
    await page.go_back()
    await expect(rows(page)).to_have_count(MANY)
    await expect(titles(page).nth(199)).to_be_in_viewport()
    assert await page.evaluate("scrollY") > 0
    await page.get_by_label("Order").select_option("Title, A to Z")
    await page.get_by_role("searchbox", name="Search titles").fill("29 SESSION")
    await expect(page.get_by_text(f"13 of {MANY} sessions")).to_be_visible()
    await expect(titles(page)).to_have_text([f"Session {number:03}" for number in (29, 129, 229, *range(290, 300))])


async def test_search_filter_and_order_are_in_the_address(ada: tuple[Account, Page]) -> None:
    account, page = ada
    account.make("The café cannot be paid", status="complete", duration=30)
    account.make("Paid twice", status="complete", duration=90)
    account.make("A total is wrong", status="error", duration=60)
    account.make("Still going")
    await page.goto("/sessions")
    await expect(rows(page)).to_have_count(4)
    await page.get_by_label("Order").select_option("Longest first")
    await expect(titles(page)).to_have_text(
        ["Paid twice", "A total is wrong", "The café cannot be paid", "Still going"]
    )
    await page.get_by_label("Order").select_option("Title, A to Z")
    await expect(titles(page).first).to_have_text("A total is wrong")
    await page.get_by_label("Status").select_option("Complete")
    await page.get_by_label("Created").select_option("Last 7 days")
    await expect(titles(page)).to_have_text(["Paid twice", "The café cannot be paid"])
    await page.get_by_role("searchbox").fill("paid CAFE")
    await expect(titles(page)).to_have_text(["The café cannot be paid"])
    await expect(page).to_have_url(re.compile(r"\?q=paid\+CAFE&status=complete&since=week&sort=title$"))
    await page.reload()
    await expect(titles(page)).to_have_text(["The café cannot be paid"])
    await expect(page.get_by_role("searchbox")).to_have_value("paid CAFE")
    await page.get_by_role("searchbox").fill("nothing like it")
    await expect(page.get_by_role("heading", name="No session fits")).to_be_visible()
    await page.get_by_role("button", name="Show all sessions").click()
    await expect(rows(page)).to_have_count(4)
    await page.get_by_role("link", name="Sessions", exact=True).click()
    await expect(page).to_have_url(re.compile("/sessions$"))
    await expect(titles(page).first).to_have_text("Still going")


async def test_dates_are_those_of_the_sessions(page: Page) -> None:
    await page.goto("/sessions")
    found = await page.evaluate("""async () => {
      const { chosen } = await import("/web/js/sessions/choose.js");
      const now = Date.parse("2026-11-26T12:00:00.000Z");
      const all = ["2026-11-26T11:00", "2026-11-24T12:00", "2026-11-10T12:00", "2026-01-01T12:00"].map((time, index) =>
        ({ id: String(index), title: "", status: "complete", duration: 0, createdAt: `${time}:00.000Z`, updatedAt: `${time}:00.000Z` }));
      return ["", "day", "week", "month"].map((since) => chosen(all, { q: "", status: "", since, sort: "oldest" }, now).map((one) => one.id).join(""));
    }""")  # noqa: E501 - a script
    assert found == ["3210", "0", "10", "210"]


async def test_a_deleted_session_is_hidden_at_once_and_undo_brings_it_back(ada: tuple[Account, Page]) -> None:
    account, page = ada
    ids = {title: account.make(title) for title in ("One", "Two", "Three")}
    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Two").click()
    await expect(titles(page)).to_have_text(["Three", "One"])
    await expect(page.get_by_role("button", name="Delete One")).to_be_focused()
    await expect(page.get_by_role("status").filter(has_text="“Two” was deleted.")).to_be_visible()
    assert account.title(ids["Two"]) == "Two"
    await page.get_by_role("button", name="Undo").click()
    await expect(titles(page)).to_have_text(["Three", "Two", "One"])
    await page.wait_for_timeout(UNDO_MS + 500)
    assert account.title(ids["Two"]) == "Two"


async def test_a_deletion_that_is_not_undone_reaches_the_server(ada: tuple[Account, Page]) -> None:
    account, page = ada
    ids = {title: account.make(title) for title in ("Stays", "Waits", "Leaves")}
    await page.clock.install()
    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Waits").click()
    await page.get_by_role("link", name="Dashboard").click()
    await expect(titles(page)).to_have_text(["Leaves", "Stays"])
    assert account.title(ids["Waits"]) == "Waits"
    await page.clock.fast_forward(UNDO_MS)
    await gone(account, ids["Waits"])

    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Leaves").click()
    await page.goto("about:blank")  # the time is not over; the page is left
    await gone(account, ids["Leaves"])
    assert account.title(ids["Stays"]) == "Stays"


async def test_a_late_deletion_is_made_with_the_sign_in_of_then_and_does_not_end_it(ada: tuple[Account, Page]) -> None:
    account, page = ada
    session_id = account.make("Late")
    await page.clock.install()
    await page.goto("/sessions")
    old = f"Bearer {account.token}"

    async def old_has_ended(route: Route) -> None:
        # The new one is a second token of the same account; here the server takes the first in its place.
        if route.request.headers["authorization"] == old:
            await route.fulfill(status=401, json={"statusCode": 401, "message": "Unauthorized"})
        else:
            await route.continue_(headers={**route.request.headers, "authorization": old})

    await page.get_by_role("button", name="Delete Late").click()
    await page.route("**/api/**", old_has_ended)
    await page.evaluate(
        """import("/web/js/state.js").then(({ auth, signIn }) =>
          signIn({ ...auth.value, accessToken: `${auth.value.accessToken}new` }))"""
    )
    await page.clock.fast_forward(UNDO_MS)
    await gone(account, session_id)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")
    assert await page.evaluate("localStorage.getItem('cs-auth')") is not None


async def test_undo_stays_while_the_pointer_is_on_it_and_gives_the_focus_back(ada: tuple[Account, Page]) -> None:
    account, page = ada
    ids = {title: account.make(title) for title in ("Kept", "Other")}
    await page.clock.install()
    await page.goto("/sessions")
    await page.get_by_role("button", name="Delete Kept").click()
    undo = page.get_by_role("button", name="Undo")
    await undo.hover()
    await page.evaluate("import('/web/js/state.js').then(({ toast }) => { for (const n of '12345') toast(n); })")
    await page.clock.fast_forward(5 * UNDO_MS)
    await expect(undo).to_be_visible()
    assert account.title(ids["Kept"]) == "Kept"
    await page.get_by_role("button", name="Delete Other").focus()
    await undo.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Delete Other")).to_be_focused()
    await expect(titles(page)).to_have_text(["Other", "Kept"])


async def test_what_could_not_be_deleted_comes_back(ada: tuple[Account, Page]) -> None:
    account, page = ada
    account.make("Sticks")
    await page.clock.install()
    await page.goto("/sessions")
    await page.route("**/api/sessions/*", lambda route: route.abort())
    await page.get_by_role("button", name="Delete Sticks").click()
    await expect(page.get_by_role("heading", name="No sessions yet")).to_be_visible()
    await page.clock.fast_forward(UNDO_MS)
    await expect(page.locator(".toast.problem")).to_contain_text("“Sticks” could not be deleted. The server does not")
    await expect(titles(page)).to_have_text(["Sticks"])


async def test_a_session_is_renamed_in_place(ada: tuple[Account, Page]) -> None:
    account, page = ada
    session_id = account.make("Old")
    account.make("Another")
    await page.goto("/sessions")
    await page.get_by_role("searchbox").fill("old")
    await expect(titles(page)).to_have_text(["Old"])
    await page.get_by_role("button", name="Rename Old").click()
    field = page.get_by_label("Title", exact=True)
    await expect(field).to_be_focused()
    await field.fill("Nothing of it")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Rename Old")).to_be_focused()
    await page.keyboard.press("Enter")
    await field.fill("   ")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("A session needs a title.")
    await field.fill(MARKUP)
    await page.keyboard.press("Enter")
    await expect(titles(page)).to_have_text([MARKUP])  # which the search does not find, and the next one will not
    assert account.title(session_id) == MARKUP
    await page.get_by_role("searchbox").fill("ol")
    await expect(page.get_by_role("heading", name="No session fits")).to_be_visible()
    await page.get_by_role("searchbox").fill("img")

    await titles(page).click()
    await page.get_by_role("button", name="Rename").click()
    await field.fill("Новое имя 新しい")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Новое имя 新しい")
    await expect(page).to_have_title("Новое имя 新しい - Claude Scope")
    assert account.title(session_id) == "Новое имя 新しい"


async def test_the_list_and_the_dashboard_are_live_while_something_is_worked_on(ada: tuple[Account, Page]) -> None:
    account, page = ada
    first, second = account.make("First"), account.make("Second")
    await page.goto("/sessions")
    await expect(rows(page).filter(has_text="Processing")).to_have_count(2)
    account.ask("PATCH", f"/sessions/{first}", json={"status": "complete"})
    await expect(rows(page).filter(has_text="First")).to_contain_text("Complete")
    await page.goto("/dashboard")
    await expect(rows(page).filter(has_text="Second")).to_contain_text("Processing")
    account.ask("PATCH", f"/sessions/{second}", json={"status": "error"})
    await expect(rows(page).filter(has_text="Second")).to_contain_text("Failed")


async def test_an_old_answer_takes_no_title_back_and_what_is_deleted_elsewhere_leaves(
    ada: tuple[Account, Page],
) -> None:
    account, page = ada
    ids = {title: account.make(title, status="complete") for title in ("Gone", "Before")}
    await page.goto("/sessions")
    await expect(titles(page)).to_have_text(["Before", "Gone"])
    old = account.ask("GET", "/sessions?limit=100").json()

    account.ask("DELETE", f"/sessions/{ids['Gone']}")
    look = "document.dispatchEvent(new Event('visibilitychange'))"
    await page.evaluate(look)
    await expect(titles(page)).to_have_text(["Before"])

    await page.get_by_role("button", name="Rename Before").click()
    await page.get_by_label("Title", exact=True).fill("After")
    await page.keyboard.press("Enter")
    await expect(titles(page)).to_have_text(["After"])
    await page.route("**/api/sessions?limit=100", lambda route: route.fulfill(json=old))
    async with page.expect_response("**/api/sessions?limit=100"):
        await page.evaluate(look)
    await expect(titles(page)).to_have_text(["After", "Gone"])  # this answer is from before both


async def test_the_dashboard_greets_counts_and_starts_the_first_recording(
    ada: tuple[Account, Page], accessible: Look
) -> None:
    account, page = ada
    await page.goto("/dashboard")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("^Good (morning|afternoon|evening), Ada$")
    )
    await expect(page.get_by_role("main").get_by_role("link", name="New recording")).to_have_attribute(
        "href", "/record"
    )
    await accessible(page)
    for number in range(9):
        account.make(f"Session {number}", status="complete", duration=70, processingTime=1500)
    await page.reload()
    await expect(page.locator(".totals .card")).to_have_text(
        ["Sessions9", "Complete9", "Recorded10:30", re.compile("1.5 s$")]
    )
    await expect(rows(page)).to_have_count(8)
    await accessible(page)
    account.ask("PATCH", "/auth/me", json={"name": "Grace"})  # as on another device
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(", Grace")
    await page.get_by_role("link", name="All 9 sessions").click()
    await expect(rows(page)).to_have_count(9)


@pytest.mark.parametrize("which", ["finished", "hostile"])
async def test_a_session_shows_its_frames_what_happened_and_its_prompts(
    page: Page, app: App, which: str, finished: str, hostile: str, accessible: Look
) -> None:
    session_id = hostile if which == "hostile" else finished
    session = app.ask("GET", f"/sessions/{session_id}").json()
    await page.goto(f"/sessions/{session_id}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(session["title"])
    await expect(page.locator(".strip a")).to_have_count(13)
    await expect(page.locator(".strip a").nth(4)).to_have_attribute("href", f"/sessions/{session_id}/review?frame=5")
    happened = page.locator(".happened > li")
    await expect(happened).to_have_count(13)
    moment = session["timeline"]["moments"][12]
    await expect(happened.nth(12)).to_contain_text(moment["summary"][:1].upper() + moment["summary"][1:])
    await expect(happened.nth(12)).to_contain_text(f"May have gone wrong here: {session['timeline']['wrongBecause']}")
    await page.get_by_role("tab", name="Codex").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("<!-- Run from the repository: codex exec")
    assert app.ask("GET", f"/sessions/{session_id}").json()["updatedAt"] == session["updatedAt"]
    await accessible(page)
    assert await page.locator("main img[src=x], main script").count() == 0
    await page.set_viewport_size({"width": 360, "height": 700})
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_a_session_is_deleted_when_that_was_confirmed(ada: tuple[Account, Page], accessible: Look) -> None:
    account, page = ada
    session_id = account.make("To be deleted", status="error")
    await page.goto(f"/sessions/{session_id}")
    await page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete this session?")
    await expect(dialog).to_be_visible()
    await accessible(page)
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await page.get_by_role("button", name="Delete").click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(page).to_have_url(re.compile("/sessions$"))
    assert account.title(session_id) is None


async def test_long_and_foreign_titles_fit_the_smallest_screen(ada: tuple[Account, Page], accessible: Look) -> None:
    account, page = ada
    for title in ("W" * 500, f"{MARKUP} " * 5, "שלום עולם مرحبا بالعالم", "a " * 250):
        account.make(title.strip())
    await page.set_viewport_size({"width": 360, "height": 700})
    await page.goto("/sessions")
    await expect(rows(page)).to_have_count(4)
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await accessible(page)
    await page.set_viewport_size({"width": 2560, "height": 1200})
    assert await page.evaluate("document.documentElement.scrollWidth") == 2560
    assert await page.locator("main img, main script").count() == 0
