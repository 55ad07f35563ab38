"""The prompt on a session's page is shown as it would be written now, and stored once an agent is chosen."""

from __future__ import annotations

import asyncio
import re
import zipfile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from tests.web.journey import AGENTS, copied, written
from tests.web.pages import go, intercept

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Locator, Page, Route

    from tests.web.conftest import App

    Look = Callable[[Page], Awaitable[None]]

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.fixture
def page(open_page: Page) -> Page:
    """A page on which the app is loaded once."""
    return open_page


async def opened(page: Page, session_id: str, query: str = "") -> Locator:
    """A session's page, once its prompt is shown."""
    await go(page, f"/sessions/{session_id}{query}")
    return await written(page)


async def chosen(page: Page, agent: str) -> Locator:
    """The prompt for an agent that the user chose, once it is stored."""
    await page.get_by_role("tab", name=agent).click()
    return await written(page, agent)


def kept(app: App, session_id: str) -> dict[str, Any]:
    found: dict[str, Any] = app.ask("GET", f"/sessions/{session_id}").json()
    return found


@pytest.mark.parametrize("which", ["finished", "hostile"])
async def test_what_is_copied_for_each_agent_is_what_the_session_keeps(
    page: Page, app: App, which: str, finished: str, hostile: str
) -> None:
    session_id = hostile if which == "hostile" else finished
    await opened(page, session_id)
    for name, target in AGENTS.items():
        panel = await chosen(page, name)
        session = kept(app, session_id)
        assert session["agentTarget"] == target
        assert await copied(page) == session["prompt"]
        assert "base64" not in session["prompt"]
        assert len(session["prompt"]) < 40_000
        assert await panel.text_content() == session["prompt"] + "\n"
        await expect(page.locator(".toast", has_text=f"The prompt for {name} was copied")).to_be_visible()
        await page.get_by_role("button", name="Dismiss").click()
        assert await panel.locator("img, script, b").count() == 0


async def test_the_options_change_the_prompt_at_once_and_stay_in_the_address(
    page: Page, app: App, finished: str
) -> None:
    panel = await opened(page, finished, "?agent=claude-code")
    await expect(panel).to_contain_text("<images>")
    await page.get_by_label("Screenshots").uncheck()
    await expect(panel).not_to_contain_text("<images>")
    await expect(page.get_by_text("Text only: it shows and names no frame")).to_be_visible()
    await page.get_by_label("Raw diff").check()
    await expect(panel.locator(".t-tag", has_text="<raw_diff>")).to_have_count(1)
    await page.get_by_label("Page structure").uncheck()
    await expect(panel.locator(".t-tag", has_text="<structure>")).to_have_count(0)
    await written(page)
    prompt = kept(app, finished)["prompt"]
    assert ("<images>" in prompt, "<raw_diff>" in prompt, "<structure>" in prompt) == (False, True, False)
    assert await copied(page) == prompt

    await page.reload()
    await written(page)
    assert await page.get_by_label("Screenshots").is_checked() is False
    assert await page.get_by_label("Raw diff").is_checked() is True
    assert kept(app, finished)["prompt"] == prompt
    usual = {"includeScreenshots": True, "inlineAriaTree": True, "includeRawDiff": False}  # they are stored too
    app.ask("POST", f"/sessions/{finished}/generate-prompt", json=usual)


async def test_the_last_choice_is_kept_however_fast_the_user_chooses(page: Page, app: App, finished: str) -> None:
    await opened(page, finished)
    for name in ("Codex", "Cursor", "Raw", "Cursor"):
        await page.get_by_role("tab", name=name).click(no_wait_after=True)
    panel = await written(page, "Cursor")
    session = kept(app, finished)
    assert session["agentTarget"] == "CURSOR"
    assert await panel.text_content() == session["prompt"] + "\n"


async def test_the_prompt_of_another_agent_cannot_be_copied_from_the_moment_an_agent_is_chosen(
    page: Page, finished: str
) -> None:
    await opened(page, finished, "?agent=raw")
    can_be_copied = await page.evaluate(
        """() => new Promise((done) => {
          const tab = [...document.querySelectorAll("[role=tab]")].find((one) => one.textContent.trim() === "Cursor");
          new MutationObserver((_, watching) => {
            if (tab.getAttribute("aria-selected") !== "true") return;
            watching.disconnect();
            const usable = [...document.querySelectorAll("button:enabled, a")];
            done(usable.some((one) => /Copy prompt|Download|Open in Cursor/.test(one.textContent)));
          }).observe(document.body, {subtree: true, childList: true, attributes: true});
          tab.click();
        })"""
    )
    assert can_be_copied is False
    await written(page, "Cursor")


def time_of(frame: dict[str, Any]) -> str:
    """The part of its file name that stays when states are renumbered."""
    tenths = frame["timestamp"] // 100
    return f"-{tenths // 600:02d}m{tenths % 600 / 10:04.1f}s.png"


@pytest.mark.parametrize("path", ["", "/output"])
async def test_opening_a_page_stores_no_prompt_and_choosing_its_agent_does(
    page: Page, app: App, finished: str, path: str
) -> None:
    """Even if the displayed prompt differs from the stored one: without a frame, or for another agent."""
    app.ask("POST", f"/sessions/{finished}/generate-prompt", json={"agentTarget": "CODEX"})
    frame = kept(app, finished)["frames"][4]
    app.ask("DELETE", f"/sessions/{finished}/frames/{frame['id']}")
    try:
        before = kept(app, finished)
        assert time_of(frame) in before["prompt"]
        await page.goto(f"/sessions/{finished}{path}")
        await expect(await written(page, "Codex")).not_to_contain_text(time_of(frame))
        await expect(page.get_by_text("State 5: its frame was removed in the review.")).to_be_visible()
        await page.goto(f"/sessions/{finished}{path}?agent=raw&screenshots=off")
        await expect(await written(page, "Raw")).not_to_contain_text(time_of(frame))
        after = kept(app, finished)
        for name in ("prompt", "agentTarget", "options", "updatedAt"):
            assert after[name] == before[name]
        await page.goto(f"/sessions/{finished}{path}?agent=codex")
        await written(page, "Codex")
        await chosen(page, "Codex")
        assert await copied(page) == kept(app, finished)["prompt"]
        assert time_of(frame) not in kept(app, finished)["prompt"]
    finally:
        app.ask("POST", f"/sessions/{finished}/frames/{frame['id']}/restore")
        app.ask("POST", f"/sessions/{finished}/generate-prompt", json={})


async def test_a_frame_removed_in_the_review_is_out_of_the_kept_prompt_and_undo_brings_it_back(
    page: Page, app: App, finished: str
) -> None:
    """Even if the user goes to the output before the server has answered, and undoes it there."""

    async def slowly(route: Route) -> None:
        await asyncio.sleep(0.5)
        await route.continue_()

    await opened(page, finished)
    await chosen(page, "Codex")
    name = time_of(kept(app, finished)["frames"][4])
    assert name in kept(app, finished)["prompt"]
    await intercept(page, "**/frames/*", slowly)
    await page.goto(f"/sessions/{finished}/review?frame=5")
    await page.get_by_role("button", name="Remove frame", exact=True).click()
    await page.get_by_role("link", name="To the prompt").click()
    panel = await written(page, "Codex")
    await expect(panel).not_to_contain_text(name)
    session = kept(app, finished)
    assert (session["agentTarget"], name in session["prompt"]) == ("CODEX", False)
    missing = page.get_by_text("State 5: its frame was removed in the review.")
    await expect(missing).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(panel).to_contain_text(name)
    await expect(missing).to_have_count(0)
    await written(page, "Codex")
    assert await copied(page) == kept(app, finished)["prompt"]


async def test_a_new_title_is_in_the_kept_prompt(page: Page, app: App, finished: str) -> None:
    title = kept(app, finished)["title"]
    await page.goto(f"/sessions/{finished}")
    for name in ("Another title", title):
        await page.get_by_role("button", name="Rename").click()
        await page.get_by_label("Title", exact=True).fill(name)
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(name)
        await expect(page.get_by_role("tabpanel")).to_contain_text(name)
        assert name in kept(app, finished)["prompt"]


async def test_costs_are_shown_and_the_tabs_are_one_tab_stop(page: Page, app: App, finished: str) -> None:
    await opened(page, finished, "?agent=codex")
    told = app.ask("GET", f"/sessions/{finished}/prompt?agentTarget=CODEX&pictures=folder").json()
    facts, length = told["facts"], len(told["prompt"])
    costs = page.locator(".costs")
    await expect(costs).to_contain_text(f"{length:,} characters")
    tokens = re.search(r"([\d,]+) tokens", await costs.inner_text())
    assert tokens
    assert int(tokens[1].replace(",", "")) == pytest.approx(facts["pastedTokens"], rel=0.06)  # each has its own nonce
    assert facts["pastedTokens"] == facts["textTokens"] < length / 2
    weight = page.locator("p.hint", has_text="lie on this machine")
    await expect(weight).to_contain_text("5 pictures")
    await expect(weight).to_contain_text(f"{facts['imageTokens']:,} tokens")
    await page.get_by_role("tab", name="Codex").focus()
    await page.keyboard.press("ArrowRight")
    await written(page, "Cursor")
    await expect(page.get_by_role("tab", name="Cursor")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Screenshots")).to_be_focused()


async def test_an_agent_is_opened_with_a_sentence_that_names_the_file(page: Page, app: App, finished: str) -> None:
    await opened(page, finished, "?agent=claude-code")
    file = app.ask("GET", f"/sessions/{finished}/prompt?agentTarget=CLAUDE_CODE&pictures=folder").json()["facts"][
        "file"
    ]
    link = page.get_by_role("link", name="Open in Claude Code")
    assert (
        await link.get_attribute("href") == f"claude-cli://open?q={quote(f'Read {file} and do what it says.', safe='')}"
    )
    await expect(page.get_by_role("button", name="Copy command")).to_be_visible()
    await chosen(page, "Cursor")
    link = page.get_by_role("link", name="Open in Cursor")
    assert (await link.get_attribute("href") or "").startswith("cursor://anysphere.cursor-deeplink/prompt?text=Read%20")
    await chosen(page, "Codex")
    await expect(page.get_by_role("link", name="Open in")).to_have_count(0)
    await expect(page.get_by_role("button", name="Copy command")).to_be_visible()


async def test_what_could_not_be_read_is_reported_with_its_reason(page: Page, lame: str) -> None:
    await opened(page, lame)
    missing = page.get_by_role("region", name="What is missing")
    await expect(missing).to_contain_text("That failed; the details say why.")
    details = page.get_by_role("region", name="Details")
    await expect(details).to_contain_text("13 keyframes read")
    await expect(details.locator(".error")).to_contain_text("connection refused")
    await expect(details.get_by_text("did not answer (connection refused)")).to_have_count(1)


async def test_prompt_and_bundle_can_be_downloaded(page: Page, app: App, finished: str, tmp_path: Path) -> None:
    await opened(page, finished)
    await chosen(page, "Codex")
    async with page.expect_download() as of_text:
        await page.get_by_role("button", name="Download").click()
    text = await of_text.value
    assert text.suggested_filename == "prompt.codex.md"
    await text.save_as(tmp_path / "prompt.md")
    prompt = (tmp_path / "prompt.md").read_text()
    assert prompt == kept(app, finished)["prompt"]
    assert "codex exec -i " in prompt.splitlines()[0]
    assert f"{text.suggested_filename} " in prompt.splitlines()[0]
    async with page.expect_download(timeout=60_000) as of_bundle:
        await page.get_by_role("button", name="Bundle").click()
    bundle = await of_bundle.value
    assert bundle.suggested_filename == "two-notebooks-with-a-promo-code.zip"
    await bundle.save_as(tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as opened_zip:
        assert {"prompt.codex.md", "session.json", "report.html"} <= set(opened_zip.namelist())


async def test_a_prompt_of_400000_characters_is_all_there_and_not_laid_out_at_once(page: Page, app: App) -> None:
    line = (
        '12. click page.getByRole(\'button\', { name: "Add" }) `code` <b onclick="x"> & more of it, until it is long\n'
    )
    prompt = (line * (400_000 // len(line) + 1))[:400_000]
    session_id = app.ask("POST", "/sessions", json={"title": "Long"}).json()["id"]
    app.ask("PATCH", f"/sessions/{session_id}", json={"prompt": prompt, "status": "complete"})
    await page.goto(f"/sessions/{session_id}/output")
    view = page.get_by_role("region", name="Prompt text")
    await expect(view.locator(".line")).to_have_count(len(prompt.split("\n")))
    assert await view.text_content() == prompt + "\n"
    laid_out = "all => all.filter((one) => one.firstChild.checkVisibility({contentVisibilityAuto: true})).length"
    assert await view.locator(".lines").evaluate_all(laid_out) < 5
    await view.focus()
    await page.keyboard.press("End")
    await expect(view.locator(".line").last).to_be_in_viewport()
    assert await copied(page) == prompt


async def test_without_a_prompt_the_page_says_why_and_the_way_on(page: Page, app: App) -> None:
    session_id = app.ask("POST", "/sessions", json={"title": "Failed one"}).json()["id"]
    await page.goto(f"/sessions/{session_id}/output")
    await expect(page.get_by_role("heading", name="No prompt")).to_be_visible()
    app.ask("PATCH", f"/sessions/{session_id}", json={"status": "error"})
    await page.reload()
    failed = page.get_by_role("alert")
    await expect(failed).to_contain_text("The recording could not be processed")
    await expect(failed.get_by_role("button", name="Try again")).to_have_count(0)  # there is no recording

    async def cancelled(route: Route) -> None:
        answer = await route.fetch()
        told = {"lastError": "The session was cancelled.", "title": "invoice-\u202egpj.exe"}
        await route.fulfill(response=answer, json=await answer.json() | told)

    await intercept(page, f"**/api/sessions/{session_id}", cancelled)
    for path in ("", "/output"):
        await page.goto(f"/sessions/{session_id}{path}")
        await expect(failed).to_contain_text("The session was cancelled, and its recording deleted.")
        await expect(failed.get_by_role("button")).to_have_count(0)
        await expect(page.get_by_role("heading", level=1)).to_have_text("invoice-\\u202egpj.exe")
    await page.goto("/sessions/sess_00000000/output")
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is no such session")


async def test_an_outage_of_the_server_is_reported_and_the_prompt_comes_afterwards(page: Page, finished: str) -> None:
    await opened(page, finished, "?agent=cursor")
    await intercept(page, "**/generate-prompt", lambda route: route.abort())
    await intercept(page, "**/api/health", lambda route: route.abort())
    await page.get_by_role("tab", name="Raw").click()
    await expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    for name in ("Copy prompt", "Download"):  # nothing for the other agent under the name of this one
        await expect(page.get_by_role("button", name=name)).to_be_disabled()
    await expect(page.get_by_role("tabpanel")).to_be_empty()
    await page.unroute_all()
    await written(page, "Raw")
    await expect(page.get_by_role("alert")).to_have_count(0)
