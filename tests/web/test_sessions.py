"""The list of sessions and the dashboard: searching, opening, renaming, and live updates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.web.pages import intercept, part, rows, titles
from tests.web.stored import MARKUP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.web.people import Person

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")
MANY = 230
"""More than two pages of the list, which have a hundred sessions each."""


@pytest.fixture
def who(ada: Person) -> Person:
    """The pages of a new user without sessions."""
    return ada


async def test_hundreds_of_sessions_are_all_found_and_come_in_as_they_are_scrolled_to(
    ada: Person,
    page: Page,
) -> None:
    for number in range(MANY):
        ada.make(f"Session {number:03}")
    await page.goto("/sessions")
    await expect(page.get_by_text(f"{MANY} sessions", exact=True)).to_be_visible()
    assert await rows(page).count() == 100
    for _ in range(MANY):
        if await rows(page).count() == MANY:
            break
        await page.keyboard.press("End")
    await expect(rows(page)).to_have_count(MANY)
    await titles(page).nth(199).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Session {MANY - 200:03}")
    await page.go_back()
    await expect(rows(page)).to_have_count(MANY)
    await expect(titles(page).nth(199)).to_be_in_viewport()
    assert await page.evaluate("scrollY") > 0
    await page.get_by_label("Order").select_option("Title, A to Z")
    await page.get_by_role("searchbox", name="Search titles").fill("29 SESSION")
    await expect(page.get_by_text(f"3 of {MANY} sessions")).to_be_visible()
    await expect(titles(page)).to_have_text([f"Session {number:03}" for number in (29, 129, 229)])
    await page.get_by_role("searchbox", name="Search titles").fill("")
    await expect(rows(page)).to_have_count(100)


IN_STEPS = """async (next) => {
  const later = window.setTimeout, due = [];
  window.setTimeout = (run, ms, ...more) => (ms === 200 ? (due.push(run), 0) : later(run, ms, ...more));
  const change = (selector, value, kind) => {
    const field = document.querySelector(selector);
    field.value = value;
    field.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const wait = (ms) => new Promise((done) => later(done, ms));
  change("select", "complete", "change");
  await wait(500);
  if (next === "type") change("[type=search]", "paid", "input");
  else document.querySelector("nav a[href='/sessions']").click();
  await wait(0);
  due.shift()();
  await wait(500);
  for (const run of due) run();
  window.setTimeout = later;
}"""
"""Chooses a status, then types or follows a link; the address must change before effects of the choice run."""


async def test_what_is_typed_as_the_address_is_written_is_in_it_too(ada: Person, page: Page) -> None:
    ada.make("Paid twice", status="complete")
    await page.goto("/sessions")
    await expect(rows(page)).to_have_count(1)
    await page.evaluate(IN_STEPS, "type")
    await expect(page).to_have_url(re.compile(r"\?q=paid&status=complete$"))


async def test_a_link_that_is_followed_as_the_address_is_written_is_where_one_is(ada: Person, page: Page) -> None:
    ada.make("Paid twice", status="complete")
    await page.goto("/sessions?sort=title")
    await expect(rows(page)).to_have_count(1)
    await page.evaluate(IN_STEPS, "follow")
    await expect(page).to_have_url(re.compile("/sessions$"))
    await expect(page.get_by_label("Status")).to_have_value("")


async def test_search_filter_and_order_are_in_the_address(ada: Person, page: Page) -> None:
    ada.make("The café cannot be paid", status="complete", duration=30)
    ada.make("Paid twice", status="complete", duration=90)
    ada.make("A total is wrong", status="error", duration=60)
    ada.make("Still going")
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
      const { chosen } = await ours("sessions/choose.js");
      const now = Date.parse("2026-11-26T12:00:00.000Z");
      const all = ["2026-11-26T11:00", "2026-11-24T12:00", "2026-11-10T12:00", "2026-01-01T12:00"].map((time, index) =>
        ({ id: String(index), title: "", status: "complete", duration: 0, createdAt: `${time}:00.000Z`, updatedAt: `${time}:00.000Z` }));
      return ["", "day", "week", "month"].map((since) => chosen(all, { q: "", status: "", since, sort: "oldest" }, now).map((one) => one.id).join(""));
    }""")  # noqa: E501 - a script
    assert found == ["3210", "0", "10", "210"]


async def test_a_session_is_renamed_in_place(ada: Person, page: Page) -> None:
    session_id = ada.make("Old")
    ada.make("Another")
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
    # the search does not find this one, and will not find the next one
    await expect(titles(page)).to_have_text([MARKUP])
    assert ada.title(session_id) == MARKUP
    await page.get_by_role("searchbox").fill("ol")
    await expect(page.get_by_role("heading", name="No session fits")).to_be_visible()
    await page.get_by_role("searchbox").fill("img")

    await titles(page).click()
    await page.get_by_role("button", name="Rename").click()
    await field.fill("Новое имя 新しい")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Новое имя 新しい")
    await expect(page).to_have_title("Новое имя 新しい - Claude Scope")
    assert ada.title(session_id) == "Новое имя 新しい"


async def test_the_list_and_the_dashboard_are_live_while_something_is_worked_on(ada: Person, page: Page) -> None:
    first, second = ada.make("First"), ada.make("Second")
    await page.goto("/sessions")
    await expect(rows(page).filter(has_text="Processing")).to_have_count(2)
    ada.ask("PATCH", f"/sessions/{first}", json={"status": "complete"})
    await expect(rows(page).filter(has_text="First")).to_contain_text("Complete")
    await page.goto("/dashboard")
    await expect(rows(page).filter(has_text="Second")).to_contain_text("Processing")
    ada.ask("PATCH", f"/sessions/{second}", json={"status": "error"})
    await expect(rows(page).filter(has_text="Second")).to_contain_text("Failed")


async def test_an_old_answer_takes_no_title_back_and_what_is_deleted_elsewhere_leaves(
    ada: Person,
    page: Page,
) -> None:
    ids = {title: ada.make(title, status="complete") for title in ("Gone", "Before")}
    await page.goto("/sessions")
    await expect(titles(page)).to_have_text(["Before", "Gone"])
    old = ada.ask("GET", "/sessions?limit=100").json()

    ada.ask("DELETE", f"/sessions/{ids['Gone']}")
    look = "document.dispatchEvent(new Event('visibilitychange'))"
    await page.evaluate(look)
    await expect(titles(page)).to_have_text(["Before"])

    await page.get_by_role("button", name="Rename Before").click()
    await page.get_by_label("Title", exact=True).fill("After")
    await page.keyboard.press("Enter")
    await expect(titles(page)).to_have_text(["After"])
    await intercept(page, "**/api/sessions?limit=100", lambda route: route.fulfill(json=old))
    async with page.expect_response("**/api/sessions?limit=100"):
        await page.evaluate(look)
    await expect(titles(page)).to_have_text(["After", "Gone"])  # this answer was sent before both


async def test_the_dashboard_greets_counts_and_starts_the_first_recording(
    ada: Person, page: Page, accessible: Look
) -> None:
    await page.goto("/dashboard")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("^Good (morning|afternoon|evening), Ada King$")
    )
    for name, choice in (("Everything", "everything"), ("Video only", "video")):
        link = part(page, name).get_by_role("link")
        await expect(link).to_have_attribute("href", f"/record?choice={choice}")
    await accessible(page)
    for number in range(9):
        ada.make(f"Session {number}", status="complete", duration=70, processingTime=1500)
    await page.reload()
    await expect(page.locator(".totals .card")).to_have_text(
        ["Sessions9", "Complete9", "Recorded10:30", re.compile("1.5 s$")]
    )
    await expect(rows(page)).to_have_count(8)
    ada.ask("PATCH", "/auth/me", json={"name": "Grace"})  # as on another device
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(", Grace")
    await page.get_by_role("link", name="All 9 sessions").click()
    await expect(rows(page)).to_have_count(9)


async def test_long_and_foreign_titles_fit_the_smallest_screen(ada: Person, page: Page, accessible: Look) -> None:
    for title in ("W" * 500, f"{MARKUP} " * 5, "שלום עולם مرحبا بالعالم", "a " * 250, "invoice-\u202egpj.exe"):
        ada.make(title.strip())
    await page.set_viewport_size({"width": 360, "height": 700})
    await page.goto("/sessions")
    await expect(rows(page)).to_have_count(5)
    await expect(titles(page).first).to_have_text("invoice-\\u202egpj.exe")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await accessible(page)
    await page.set_viewport_size({"width": 2560, "height": 1200})
    assert await page.evaluate("document.documentElement.scrollWidth") == 2560
    assert await page.locator("main img, main script").count() == 0
