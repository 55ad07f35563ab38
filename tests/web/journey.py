"""What a user does with a processed recording: remove a frame, then copy the prompt for each agent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.web.pages import until

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.web.conftest import App

AGENTS = {"Codex": "CODEX", "Cursor": "CURSOR", "Raw": "RAW", "Claude Code": "CLAUDE_CODE"}


async def written(page: Page, agent: str = "") -> Locator:
    """The prompt, once it is shown for an agent."""
    await expect(page.locator("[role=status]", has_text=f"Prompt for {agent}")).to_have_count(1)
    await expect(page.get_by_role("button", name="Copy prompt")).to_be_enabled()
    return page.get_by_role("tabpanel")


async def copied(page: Page) -> str:
    """The prompt, read from the clipboard."""
    await page.evaluate("navigator.clipboard.writeText('')")
    await page.get_by_role("button", name=re.compile("^Copy prompt|^Copied")).click()
    await until(page, "() => navigator.clipboard.readText()")
    text: str = await page.evaluate("navigator.clipboard.readText()")
    return text


async def from_the_review_to_prompts(page: Page, app: App, session_id: str, *agents: str) -> None:
    """Asserts that the copied prompt of each (given) agent equals the API's and lacks the removed frame."""
    whole = app.ask("GET", f"/sessions/{session_id}").json()
    last = whole["frames"][-1]
    await page.goto(f"/sessions/{session_id}/review?frame={last['number']}")
    await page.get_by_role("button", name="Remove frame", exact=True).click()
    await expect(page.get_by_role("button", name=f"Put back frame {last['number']}")).to_be_visible()
    await page.goto(f"/sessions/{session_id}/output")
    for name in agents or AGENTS:
        await page.get_by_role("tab", name=name, exact=True).click()
        await written(page, name)
        text = await copied(page)
        kept = app.ask("GET", f"/sessions/{session_id}").json()
        assert (kept["agentTarget"], kept["prompt"]) == (AGENTS[name], text)
        assert [frame["id"] for frame in kept["removedFrames"]] == [last["id"]]
        assert whole["title"] in text
