"""A page from which the recorder's script sends nothing is detected; other pages raise no alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.record.tabs.documents import TabDocuments
from tests.browser.record.driven import acts, break_script, driven, read_events, read_manifest
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.sites import Route

PROTOTYPE = """<script>
Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };
String.prototype.toJSON = function () { return '"' + this + '"'; };
Object.prototype.toJSON = undefined;
</script>"""
REPLACED = "<script>JSON.stringify = () => '{}'; JSON.parse = () => ({});</script>"
PAGE = "<title>Basket</title><h1>Basket</h1><button onclick='document.body.append(1)'>Add</button>"
PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"
)


@pytest.mark.parametrize("script", [PROTOTYPE, REPLACED], ids=["toJSON", "JSON.stringify"])
async def test_a_page_that_changes_how_json_is_written_is_recorded(script: str, tmp_path: Path) -> None:
    """Prototype.js gives every array a toJSON, and other libraries replace JSON.stringify."""
    capture = tmp_path / "json.scope"
    async with Site({"/": script + PAGE, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.click("button")
    events = read_events(capture)
    assert [event["title"] for event in events if event["kind"] == "document"] == ["Basket"]
    assert [act["target"]["name"] for act in acts(events)] == ["Add"]
    assert {event["event"]["type"] for event in events if event["kind"] == "dom"} >= {2, 3}
    assert driver.told == []


async def test_a_page_that_may_run_no_scripts_is_recorded(tmp_path: Path) -> None:
    capture = tmp_path / "sandboxed.scope"
    sandboxed = Answer(PAGE, 200, {"Content-Security-Policy": "sandbox"})
    async with Site({"/": sandboxed, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.click("button")
    assert [act["target"]["name"] for act in acts(read_events(capture))] == ["Add"]
    assert driver.told == []


async def test_a_silent_page_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Terminal, manifest and events say so, until the next page loads."""
    capture = tmp_path / "silent.scope"
    break_script(monkeypatch, "/silent")
    async with (
        Site({"/": PAGE, "/silent": PAGE, "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        await driver.page.goto(site.url + "silent")
        await driver.until(lambda events: any(event.get("event") == "unrecorded" for event in events))
        await driver.page.goto(site.url)
        await driver.until(lambda events: sum(event["kind"] == "document" for event in events) == 2)
    assert driver.told == [f"{site.url}silent was not recorded: only its picture is known."]
    [note] = read_manifest(capture)["unrecorded"]
    assert (note["page"], note["url"]) == ("p1", site.url + "silent")
    assert 3_000 < note["until"] - note["since"] < 30_000
    [told] = [event for event in read_events(capture) if event.get("event") == "unrecorded"]
    assert (told["t"], told["url"]) == (note["since"], note["url"])


def test_a_late_message_of_the_previous_document_is_not_of_the_present_one() -> None:
    """A page that is left for another site has its own process, and may still be sending."""
    documents = TabDocuments()
    left, present = "d" + "1" * 16, "d" + "2" * 16
    documents.commit("loader 1")
    documents.begin(left, "loader 1")
    documents.commit("loader 2")
    assert not documents.has_begun
    assert documents.named(left) == left
    documents.begin(present, "loader 2")
    assert documents.has_begun
    assert (documents.present, documents.named("unknown"), documents.of_loader("loader 1")) == (present, present, left)


async def test_a_silent_page_of_another_site_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The page before has its own process, which reports that it is left when the silent page is already there."""
    capture = tmp_path / "left.scope"
    leaving = "<script>addEventListener('pagehide', () => document.body.append('Left'));</script>"
    break_script(monkeypatch, "/silent")
    async with (
        Site({"/": PAGE + leaving, "/silent": PAGE, "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        silent = site.url.replace("127.0.0.1", "localhost") + "silent"
        await driver.page.goto(silent)
        await driver.until(lambda events: any(event.get("event") == "unrecorded" for event in events))
    assert driver.told == [f"{silent} was not recorded: only its picture is known."]


async def test_a_window_that_a_page_opens_raises_no_alarm(tmp_path: Path) -> None:
    """It may have sent everything before the recorder first checks it."""
    capture = tmp_path / "popup.scope"
    opens = "<button id=open onclick=\"window.open('/popup')\">Open</button>"
    async with (
        Site({"/": PAGE + opens, "/popup": PAGE, "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        for _ in range(5):
            await driver.page.click("#open")
        await driver.page.wait_for_timeout(4_500)
    assert driver.told == []
    assert sum(event["kind"] == "document" for event in read_events(capture)) == 6


async def test_what_has_no_script_or_no_time_raises_no_alarm(tmp_path: Path) -> None:
    """A PDF, a picture, text, an error page, a page with an open dialog, and one that is busy for four seconds."""
    capture = tmp_path / "quiet.scope"
    routes: dict[str, Route] = {
        "/": PAGE,
        "/pdf": Answer(PDF, 200, {"Content-Type": "application/pdf"}),
        "/svg": Answer("<svg xmlns='http://www.w3.org/2000/svg'/>", 200, {"Content-Type": "image/svg+xml"}),
        "/busy": "<script>for (const end = Date.now() + 4000; Date.now() < end; );</script>" + PAGE,
        "/dialog": "<script>alert('Wait')</script>" + PAGE,
        "*": Answer("", 404),
    }
    async with Site(routes) as site, driven(site.url, capture) as driver:
        tabs = [await driver.page.context.new_page() for _ in range(5)]
        for tab, path in zip(tabs, ("pdf", "svg", "busy", "dialog"), strict=False):
            tab.on("dialog", lambda _: None)
            await tab.evaluate("(url) => void setTimeout(() => location.assign(url))", site.url + path)
        await tabs[4].evaluate("() => void setTimeout(() => location.assign('http://127.0.0.1:9/'))")
        await driver.page.wait_for_timeout(6_000)
    assert [line for line in driver.told if "not recorded" in line] == []
    assert "unrecorded" not in read_manifest(capture)
