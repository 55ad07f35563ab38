"""A page can call the recorder's binding, but cannot impersonate the browser, the user or another frame."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error

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
const tag = names.find((name) => typeof window[name] === "object");
const pretend = (words) => {
  const payload = { id: 1, t, act: "click", target: { name: "Forwarded" }, ...words };
  const event = { type: 5, timestamp: t, data: { tag, payload } };
  parent.postMessage({ type: "rrweb", isCheckout: false, origin: location.origin, event }, "*");
};
setTimeout(() => {
  pretend({ kind: "document", url: "https://forged.example/" });
  pretend({ frame: "d00112233445566bb" });
  pretend({});
  for (let n = 0; n < 50; n++) parent.postMessage({ [tag]: "snapshot" }, "*");
}, 600);
</script><p>Advertisement</p>"""


async def test_a_frame_of_another_origin_speaks_for_itself_alone(tmp_path: Path) -> None:
    """Whatever it sends: no request, no document, no node of the surrounding page, and its own frame's name."""
    capture = tmp_path / "forged.scope"
    async with Site({"/": FORGER, "*": Answer("", 404)}) as other, Site({"*": Answer("", 404)}) as site:
        site.routes["/"] = f"<title>Bank</title><h1>Bank</h1><iframe src='http://localhost:{other.port}/'></iframe>"
        async with driven(site.url, capture) as driver:
            await driver.until(lambda events: any(event["kind"] == "action" for event in events))
            await driver.page.wait_for_timeout(1_500)
    events = read_events(capture)
    assert_nothing_of_the_browser_is_forged(events)
    [document] = [event for event in events if event["kind"] == "document"]
    assert (document["url"], document["title"]) == (site.url, "Bank")
    assert [event for event in events if event["kind"] in ("image", "visibility")] == []
    assert "https://forged.example/" not in str([event for event in events if event["kind"] == "dom"])
    forged = [act for act in acts(events) if act["target"].get("name") == "Delete everything"]
    assert [(act["page"], act["document"], act["node"]) for act in forged] == [("p1", document["document"], None)]
    assert {act["frame"] for act in forged} == {"p1f1"}
    forwarded = [act for act in acts(events) if act["target"].get("name") == "Forwarded"]
    assert forwarded
    assert {act["frame"] for act in forwarded} & {document["document"], "d00112233445566bb"} == set()
    assert len({act["frame"] for act in forwarded}) == 1
    assert sum(event["kind"] == "dom" and event["event"]["type"] == 2 for event in events) < 10
    notes = [event for event in events if event["kind"] == "masked" and event["frame"] == "p1f1"]
    assert {(note["document"], note["inside"]) for note in notes} == {(document["document"], True)}


async def test_a_page_cannot_speak_for_the_browser(tmp_path: Path) -> None:
    """Its address is the one the browser reports; requests, dialogs, console and navigations come only from the
    browser.
    """
    capture = tmp_path / "forged.scope"
    async with Site({"/": FORGER, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.until(lambda events: any(event["kind"] == "action" for event in events))
        await driver.page.wait_for_timeout(300)
    events = read_events(capture)
    assert_nothing_of_the_browser_is_forged(events)
    assert {event["url"] for event in events if event["kind"] == "document"} == {site.url}
    assert {event["page"] for event in events} == {"p1"}


async def test_a_page_that_was_left_cannot_speak_for_the_next_one(tmp_path: Path) -> None:
    """Announcing a document twice, as if from another tab, does not restart it."""
    capture = tmp_path / "twice.scope"
    twice = FORGER.replace("</script>", "forge({ kind: 'document', url: '/', title: 'Again' });</script>")
    async with Site({"/": twice, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.until(lambda events: any(event["kind"] == "action" for event in events))
        await driver.page.wait_for_timeout(300)
    named = [event["title"] for event in read_events(capture) if event["kind"] == "document"]
    assert "Again" not in named


async def test_a_document_has_its_own_address(tmp_path: Path) -> None:
    """Even if another page replaced it at once, whatever address and time it claims."""
    capture = tmp_path / "redirect.scope"
    claim = """<script>
        const names = Object.getOwnPropertyNames(window).filter((name) => /^_[0-9a-f]{24}$/.test(name));
        const binding = names.map((name) => window[name]).find((value) => typeof value === "function");
        const url = `http://127.0.0.1:${location.port}/`;
        binding(JSON.stringify({ kind: "document", t: 1, frame: "d00112233445566aa", url, title: "Claimed" }));
        </script>"""
    async with Site({"*": Answer("", 404)}) as site:
        there = site.url.replace("127.0.0.1", "localhost")
        site.routes |= {"/": "<title>Bank</title>", "/there": f"<title>There</title>{claim}"}
        site.routes["/go"] = f"<title>Go</title><script>location.replace('{there}there')</script>"
        async with driven(site.url, capture) as driver:
            for _ in range(3):
                await driver.page.goto(site.url)
                with suppress(Error):  # it is left at once
                    await driver.page.goto(site.url + "go")
                await driver.page.wait_for_url("**/there")
                await driver.page.wait_for_timeout(700)
    found = {(event["title"], event["url"]) for event in read_events(capture) if event["kind"] == "document"}
    left_at_once = {("Go", site.url + "go"), ("", site.url + "go")}
    assert found - left_at_once == {("Bank", site.url), ("There", there + "there"), ("Claimed", there + "there")}


async def test_frames_of_another_origin_in_a_popup_are_heard(tmp_path: Path) -> None:
    """The recorder first sees a popup after its document began."""
    capture = tmp_path / "popup.scope"
    secret = "<input type=password aria-label=Password value=hunter2kl>"
    async with Site({"/": secret, "*": Answer("", 404)}) as other, Site({"*": Answer("", 404)}) as site:
        site.routes["/pay"] = f"<title>Pay</title><iframe src='http://localhost:{other.port}/'></iframe>"
        site.routes["/"] = "<button onclick=\"open('/pay', '', 'width=400,height=300')\">Pay</button>"
        async with driven(site.url, capture) as driver:
            async with driver.page.context.expect_page() as opening:
                await driver.page.click("button")
            await (await opening.value).wait_for_timeout(1_500)
    notes = [event for event in read_events(capture) if event["kind"] == "masked" and event["page"] == "p2"]
    assert any(note["inside"] and note["boxes"] for note in notes)


def assert_nothing_of_the_browser_is_forged(events: list[Event]) -> None:
    told = [event for event in events if event["kind"] in ("request", "console", "dialog", "download", "socket")]
    assert "forged" not in str(told)
    assert [event["event"] for event in events if event["kind"] == "page"] == ["open", "show"]
    assert "forged" not in str([event for event in events if event["kind"] == "navigation"])
