"""A recording of a tab that was open before."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.capture.read import read_capture
from tests.browser.attach.own_browser import OwnBrowser, attached, person
from tests.browser.record.driven import acts, read_events, read_manifest
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.record.driven import Event
    from tests.browser.sites import Route

pytestmark = pytest.mark.timeout(60)

PAGE = """<!doctype html><title>Basket</title><link rel=stylesheet href="OTHER/x.css">
<h1>Basket</h1><script>console.log("before"); setTimeout(() => { throw new Error("before") })</script>
<button id=add onclick="document.querySelector('p').textContent = '2 items'; console.log('added', 2)">Add</button>
<button id=fail onclick="fetch('/missing')">Fail</button>
<button id=open onclick="window.open('/popup')">Open</button>
<label>Name <input id=name></label><a id=link href="/next">Next</a>
<p>1 item</p><b hidden>Shown</b><iframe src="OTHER/frame" style="width: 300px; height: 100px; border: 0"></iframe>"""
INNER = "<title>Inner</title><style>* { margin: 0 }</style><button onclick='this.textContent = 1'>Inner</button>"
POPUP = "<title>Popup</title><h1>Receipt</h1><button id=pay onclick='this.textContent = 1'>Pay</button>"
STYLE = Answer("b { display: block !important } #fail { visibility: hidden }", headers={"Content-Type": "text/css"})
FOREIGN: dict[str, Route] = {"/frame": INNER, "/x.css": STYLE}
OWN: dict[str, Route] = {
    "/popup": POPUP,
    "/next": "<title>Next</title><h1>Next</h1><button id=last>Last</button>",
    "*": Answer("", 404),
}


async def test_acts_dom_console_and_requests_of_an_open_tab_are_recorded(own: OwnBrowser, tmp_path: Path) -> None:
    capture = tmp_path / "basket.scope"
    foreign: dict[str, Route] = {**FOREIGN, "/x.css": Answer("", headers={"Content-Type": "text/css"})}
    async with Site(foreign, host="127.0.0.2") as other, Site({**OWN}) as site, person(own) as user:
        site.routes["/"] = PAGE.replace("OTHER", f"http://127.0.0.2:{other.port}")
        tab = await user.open(site.url)
        async with attached(own.address, "basket", capture) as recording:
            await recording.until_shown()
            await asyncio.sleep(0.5)
            await tab.click("#add")
            await tab.click("#fail")
            await tab.click("#name")
            await tab.type("Ada")
            x, y = await tab.evaluate(
                "(() => { const b = document.querySelector('iframe').getBoundingClientRect(); return [b.x, b.y] })()"
            )
            await tab.click_at(x + 10, y + 10)
            await tab.click("#link")
            await tab.until("document.title === 'Next'")
            await recording.until_shown(2)
            await tab.click("#last")
    events = read_events(capture)
    assert [(act["act"], act["target"]["name"], act.get("value")) for act in acts(events)] == [
        ("click", "Add", None),
        ("click", "Fail", None),
        ("click", "Name", None),
        ("type", "Name", "Ada"),
        ("click", "Inner", None),
        ("click", "Next", None),
        ("click", "Last", None),
    ]
    assert all(act["node"] for act in acts(events))
    assert [event["text"] for event in events if event["kind"] in ("console", "error")] == ["added 2"]
    [missing] = [event for event in events if event["kind"] == "request" and "missing" in event["url"]]
    assert missing["status"] == 404
    assert [(event["title"], event["how"]) for event in events if event["kind"] == "document"] == [
        ("Basket", "attached"),
        ("Next", "load"),
    ]
    assert [event["url"] for event in events if event["kind"] == "navigation"] == [f"{site.url}next"]
    manifest = read_manifest(capture)
    assert manifest["attached"] is True
    assert manifest["lanes"]["before"] == "unknown"
    assert all(event["t"] >= manifest["started"] for event in events)
    assert recording.told == []
    assert [event["event"] for event in events if event["kind"] == "page"] == ["open", "show"]


async def test_an_open_tab_is_rebuilt_with_its_style_sheets_and_frames(own: OwnBrowser, tmp_path: Path) -> None:
    """Both are of another origin and were loaded before: the sheet shows one element and hides another."""
    capture = tmp_path / "styled.scope"
    async with Site(FOREIGN, host="127.0.0.2") as other, Site({**OWN}) as site, person(own) as user:
        site.routes["/"] = PAGE.replace("OTHER", f"http://127.0.0.2:{other.port}")
        await user.open(site.url)
        async with attached(own.address, "basket", capture) as recording:
            await recording.until_shown()
            await asyncio.sleep(0.5)
    found = await rebuild(read_capture(capture, tmp_path / "unpacked"))
    names = {node.name or node.text for node in found.states[-1].tree.walk()}
    assert {"Shown", "Inner", "Basket"} <= names
    assert "Fail" not in names


async def test_windows_that_the_tab_opens_are_recorded_from_their_first_moment(own: OwnBrowser, tmp_path: Path) -> None:
    capture = tmp_path / "popup.scope"
    script = "document.querySelector('#open').onclick = () => { window.open('/popup') }"
    opens = "<title>Opener</title><a id=new target=_blank href=/popup>New</a><button id=open>Open</button>"
    opens += f"<script>{script}</script>"
    async with Site({"/": opens, **OWN}) as site, person(own) as user:
        earlier = await user.open(site.url)
        await earlier.click("#open")  # before the recording
        await asyncio.sleep(0.5)
        async with attached(own.address, "opener", capture) as recording:
            await recording.until_shown()
            for number, selector in enumerate(("#open", "#new"), 2):
                known = {*await user.targets()}
                await earlier.click(selector)
                await recording.until_shown(number)
                [target] = {*await user.targets()} - known
                popup = await user.use(target)
                await popup.click("#pay")
                await recording.until(_has_acts(2 * number - 2))
                await user.close(popup)
        assert recording.recorded is not None
    events = read_events(capture)
    assert [(act["page"], act["target"]["name"]) for act in acts(events) if act["page"] != "p1"] == [
        ("p2", "Pay"),
        ("p3", "Pay"),
    ]
    opened = [event for event in events if event["kind"] == "page" and event["event"] == "open"]
    assert [(event["page"], event.get("opener")) for event in opened] == [("p1", None), ("p2", "p1"), ("p3", "p1")]
    loads = [event for event in events if event["kind"] == "request" and event["type"] == "document"]
    assert [(event["page"], event["url"], event["status"]) for event in loads] == [
        ("p2", f"{site.url}popup", 200),
        ("p3", f"{site.url}popup", 200),
    ]


async def test_a_closed_tab_with_an_open_popup_says_what_is_still_recorded(own: OwnBrowser, tmp_path: Path) -> None:
    opens = "<title>Left</title><button onclick=\"window.open('/popup')\">Open</button>"
    async with Site({"/": opens, **OWN}) as site, person(own) as user:
        tab = await user.open(site.url)
        async with attached(own.address, "left", tmp_path / "left.scope") as recording:
            await recording.until_shown()
            known = {*await user.targets()}
            await tab.click("button")
            await recording.until(_shows("p2"))
            [target] = {*await user.targets()} - known
            await user.close(tab)
            await recording.until(lambda events: any(event.get("event") == "close" for event in events))
            left = f"{site.url}popup"
            assert recording.told == [
                f"The tab was closed, but what it opened is still recorded: {left}; close it to stop."
            ]
            await user.close(await user.use(target))
            assert recording.task is not None
            await asyncio.wait_for(recording.task, 10)


async def test_a_recorder_that_was_stopped_for_a_while_goes_on(own: OwnBrowser, tmp_path: Path) -> None:
    """The page takes it for dead and cleans up, also in a frame of another origin; both are recorded again."""
    capture = tmp_path / "again.scope"
    async with Site(FOREIGN, host="127.0.0.2") as other, Site({**OWN}) as site, person(own) as user:
        site.routes["/"] = PAGE.replace("OTHER", f"http://127.0.0.2:{other.port}")
        tab = await user.open(site.url)
        async with attached(own.address, "basket", capture) as recording:
            await recording.until_shown()
            time.sleep(4)  # noqa: ASYNC251 - nothing of the recorder runs
            await recording.until_shown(2)
            await asyncio.sleep(0.5)
            await tab.click("#add")
            x, y = await tab.evaluate(
                "(() => { const b = document.querySelector('iframe').getBoundingClientRect(); return [b.x, b.y] })()"
            )
            await tab.click_at(x + 10, y + 10)
            await recording.until(_has_acts(2))
    events = read_events(capture)
    assert [(act["target"]["name"], bool(act["node"])) for act in acts(events)] == [("Add", True), ("Inner", True)]
    first, again = (event for event in events if event["kind"] == "document")
    assert (again["url"], again["how"]) == (first["url"], "attached")
    assert again["t"] - first["t"] > 2_000
    names = {
        node.name or node.text
        for node in (await rebuild(read_capture(capture, tmp_path / "in"))).states[-1].tree.walk()
    }
    assert {"2 items", "1"} <= names


async def test_closing_the_tab_ends_the_recording_and_leaves_the_browser_open(own: OwnBrowser, tmp_path: Path) -> None:
    async with Site({"/": POPUP, **OWN}) as site, person(own) as user:
        tab = await user.open(site.url)
        async with attached(own.address, "popup", tmp_path / "closed.scope") as recording:
            await recording.until_shown()
            await tab.click("#pay")
            await recording.until(acts)
            await user.close(tab)
            assert recording.task is not None
            recorded = await asyncio.wait_for(recording.task, 10)
        assert (recorded.acts, recorded.missing) == (1, ())
        assert read_manifest(tmp_path / "closed.scope")["endedBy"] == "tab"
        assert await user.targets()


async def test_a_download_and_a_dialog_are_recorded(own: OwnBrowser, tmp_path: Path) -> None:
    capture = tmp_path / "dialog.scope"
    page = "<title>Dialog</title><a id=get href=/file>Get</a><button id=ask onclick='confirm(\"Sure?\")'>Ask</button>"
    file = Answer("a,b", headers={"Content-Disposition": "attachment; filename=basket.csv"})
    async with Site({"/": page, "/file": file, **OWN}) as site, person(own) as user:
        tab = await user.open(site.url)
        async with attached(own.address, "dialog", capture) as recording:
            await recording.until_shown()
            await tab.session.send("Page.enable")
            await tab.click("#get")
            asking = asyncio.ensure_future(tab.click("#ask"))
            await asyncio.sleep(0.5)
            await tab.session.send("Page.handleJavaScriptDialog", {"accept": True})
            await asking
    events = read_events(capture)
    assert [event["name"] for event in events if event["kind"] == "download"] == ["basket.csv"]
    assert [(event["message"], event["answer"]) for event in events if event["kind"] == "dialog"] == [
        ("Sure?", "accepted")
    ]


def _shows(page: str) -> Callable[[list[Event]], bool]:
    return lambda events: any(event["kind"] == "dom" and event["page"] == page for event in events)


def _has_acts(count: int) -> Callable[[list[Event]], bool]:
    return lambda events: len(acts(events)) == count


async def test_going_back_to_a_page_in_the_cache_is_recorded(own: OwnBrowser, tmp_path: Path) -> None:
    """The user's browser keeps pages that were left, and their scripts with them."""
    capture = tmp_path / "back.scope"
    first = (
        "<title>First</title><button id=add onclick='this.textContent += 1'>Add</button><a id=link href=/next>Next</a>"
    )
    async with Site({"/": first, **OWN}) as site, person(own) as user:
        tab = await user.open(site.url)
        async with attached(own.address, "first", capture) as recording:
            await recording.until_shown()
            await tab.click("#add")
            await tab.click("#link")
            await tab.until("document.title === 'Next'")
            await recording.until_shown(2)
            await asyncio.sleep(3)  # longer than the heartbeat's limit
            await tab.session.send("Runtime.evaluate", {"expression": "history.back()"})
            await tab.until("document.title === 'First'")
            assert await tab.evaluate("document.querySelector('#add').textContent") == "Add1"
            await recording.until_shown(3)
            await asyncio.sleep(3)
            await tab.click("#add")
            await recording.until(lambda events: len(acts(events)) == 3)
            await asyncio.sleep(0.5)
    events = read_events(capture)
    assert [event["how"] for event in events if event["kind"] == "document"] == ["attached", "load", "restore"]
    restored = next(event["document"] for event in events if event.get("how") == "restore")
    assert acts(events)[-1]["document"] == restored
    assert recording.told == []
