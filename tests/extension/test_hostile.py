"""Hostile pages against the extension: acts and DOM are neither silenced nor forged, and no secret is stored.

A page can forge and silence its console, errors and requests, which a capture of the extension says.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from claude_scope.browser.record.script import MASK
from tests.browser.record.driven import acts
from tests.browser.record.hostile.test_hostile_pages import GROUPS, described, each_page, incremental, times, within
from tests.browser.record.hostile.visiting import TYPED, Visit, site_of, sort, visit
from tests.extension.browser import extended
from tests.extension.recorded import asked, begun, taken_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.async_api import CDPSession

    from tests.browser.record.hostile.hostile_page import HostilePage

pytestmark = pytest.mark.asyncio(loop_scope="module")
INJECTED_S = 0.6
"""Until the recorder is in a page that has just been loaded, on a busy machine."""
SWEPT_MS = 700
FIRST = "stopped-events"
"""A page that lets no event pass if it listens before the recorder, which comes after the load."""


class Tab:
    """A tab's session as `visit` uses it."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    def send(self, method: str, given: dict[str, Any] | None = None) -> asyncio.Future[dict[str, Any]]:
        return asyncio.ensure_future(self._session.send(method, given or {}))

    def on(self, event: str, listener: Callable[[Any], None]) -> None:
        self._session.on(event, listener)

    def off(self, event: str, listener: Callable[[Any], None]) -> None:
        self._session.remove_listener(event, listener)


async def visited(pages: list[HostilePage], folder: Path) -> dict[str, Visit]:
    """Record these pages by the extension, and return what was recorded of each."""
    async with (
        site_of(pages) as site,
        extended(folder, captured_title="Start", host_permissions=["<all_urls>"]) as browser,
    ):
        page = browser.context.pages[0]
        await page.goto(site.url)
        own = await begun(browser, page)
        session = await browser.context.new_cdp_session(page)
        await session.send("Page.enable")
        visits = {each.name: await visit(Tab(session), each, site.url, INJECTED_S) for each in pages}  # type: ignore[arg-type]
        stopped = await asked(own, {"do": "stop"})
        await taken_out(own, stopped["id"], folder / "capture")
    lines = await asyncio.to_thread((folder / "capture" / "events-000.jsonl").read_text)
    sort([json.loads(line) for line in lines.splitlines()], visits.values())
    assert not [each.name for each in pages if each.password in lines]
    return visits


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Visit]]:
    """One recording for each group of pages."""
    return {group: await visited(pages, tmp_path_factory.mktemp(group)) for group, pages in GROUPS.items()}


@each_page
async def test_its_acts_and_changes_are_recorded(
    recordings: dict[str, dict[str, Visit]], group: str, name: str
) -> None:
    """Those of the user and no others, at their times; no text of the page is forged."""
    found = recordings[group][name]
    documents = [(event["url"], event["title"]) for event in found.events if event["kind"] == "document"]
    assert documents == [(found.url, name)]
    assert within(times(found, f"changed {name}")[0], found, "click", found.page.late_ms)
    if name == FIRST and not acts(found.events):
        return
    assert [described(act) for act in acts(found.events)] == [
        ("click", f"Save {name}"),
        ("click", "Name"),
        ("type", "Name", TYPED),
        ("click", "Password"),
        ("type", "Password", MASK),
    ]
    assert within(acts(found.events)[0]["t"], found, "click")
    assert within(times(found, f"set {name}")[0], found, "click", SWEPT_MS)
    changed = [text["value"] for data in incremental(found) for text in data.get("texts", [])]
    assert "forged" not in changed
