"""A page can call the recorder's binding; it still cannot speak for the browser, the person or another frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.record.driven import acts, driven, read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.record.driven import Event

FORGER = """<script>
const names = Object.getOwnPropertyNames(window).filter((name) => /^_[0-9a-f]{24}$/.test(name));
const binding = names.map((name) => window[name]).find((value) => typeof value === "function");
const t = Date.now();
const forge = (event) => binding(JSON.stringify({ t, page: "p1", document: DOCUMENT, frame: DOCUMENT, ...event }));
const DOCUMENT = "d00112233445566aa";
for (const kind of ["request", "console", "dialog", "download", "navigation", "page", "socket"])
  forge({ kind, url: "https://forged.example/", method: "POST", status: 500, text: "forged", message: "forged",
          name: "forged", event: "crash", how: "load", level: "error" });
binding(`{"kind":"dom","kind":"request","t":${t},"url":"https://forged.example/","method":"DELETE","status":500}`);
binding(`{"kind":"action","kind":"console","t":${t},"level":"error","text":"forged"}`);
forge({ kind: "document", url: "https://forged.example/", title: "Forged" });
forge({ kind: "dom", event: { type: 4, data: { href: "https://forged.example/" }, timestamp: t } });
forge({ kind: "image", node: 1, width: 9, height: 9 });
forge({ kind: "visibility", state: "forged" });
forge({ kind: "action", act: "click", node: 4, target: { tag: "button", name: "Delete everything" }, point: [1, 1] });
forge({ kind: "masked", since: t, boxes: [], frames: [], viewport: [100, 100], inside: false });
parent.postMessage({ type: "rrweb", isCheckout: false, origin: location.origin, event: { type: 5, timestamp: t, data: {
  tag: names.find((name) => typeof window[name] === "object"),
  payload: { id: 1, t, kind: "document", url: "https://forged.example/", act: "click", target: {} } } } }, "*");
</script><p>Advertisement</p>"""


async def test_a_frame_of_another_origin_speaks_for_itself_alone(tmp_path: Path) -> None:
    """Whatever it sends: no request, no document, no node of the page around it, and its own frame's name."""
    capture = tmp_path / "forged.scope"
    async with Site({"/": FORGER, "*": Answer("", 404)}) as other, Site({"*": Answer("", 404)}) as site:
        site.routes["/"] = f"<title>Bank</title><h1>Bank</h1><iframe src='http://localhost:{other.port}/'></iframe>"
        async with driven(site.url, capture) as driver:
            await driver.until(lambda events: any(event["kind"] == "action" for event in events))
            await driver.page.wait_for_timeout(300)
    events = read_events(capture)
    assert_nothing_of_the_browser_is_forged(events)
    [document] = [event for event in events if event["kind"] == "document"]
    assert (document["url"], document["title"]) == (site.url, "Bank")
    assert [event for event in events if event["kind"] in ("image", "visibility")] == []
    assert "https://forged.example/" not in str([event for event in events if event["kind"] == "dom"])
    forged = [act for act in acts(events) if act["target"].get("name") == "Delete everything"]
    assert [(act["page"], act["document"], act["node"]) for act in forged] == [("p1", document["document"], None)]
    assert {act["frame"] for act in forged} == {"p1f1"}
    notes = [event for event in events if event["kind"] == "masked" and event["frame"] == "p1f1"]
    assert {(note["document"], note["inside"]) for note in notes} == {(document["document"], True)}


async def test_a_page_cannot_speak_for_the_browser(tmp_path: Path) -> None:
    """Its address is what the browser says; requests, dialogs, console and navigations are the browser's alone."""
    capture = tmp_path / "forged.scope"
    async with Site({"/": FORGER, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.until(lambda events: any(event["kind"] == "action" for event in events))
        await driver.page.wait_for_timeout(300)
    events = read_events(capture)
    assert_nothing_of_the_browser_is_forged(events)
    assert {event["url"] for event in events if event["kind"] == "document"} == {site.url}
    assert {event["page"] for event in events} == {"p1"}


async def test_a_page_that_was_left_cannot_speak_for_the_next_one(tmp_path: Path) -> None:
    """A document that was announced twice, as by another tab, does not begin anew."""
    capture = tmp_path / "twice.scope"
    twice = FORGER.replace("</script>", "forge({ kind: 'document', url: '/', title: 'Again' });</script>")
    async with Site({"/": twice, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.until(lambda events: any(event["kind"] == "action" for event in events))
        await driver.page.wait_for_timeout(300)
    named = [event["title"] for event in read_events(capture) if event["kind"] == "document"]
    assert "Again" not in named


def assert_nothing_of_the_browser_is_forged(events: list[Event]) -> None:
    told = [event for event in events if event["kind"] in ("request", "console", "dialog", "download", "socket")]
    assert "forged" not in str(told)
    assert [event["event"] for event in events if event["kind"] == "page"] == ["open", "show"]
    assert "forged" not in str([event for event in events if event["kind"] == "navigation"])
