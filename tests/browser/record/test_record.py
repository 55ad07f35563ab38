"""What `record` writes about a page in which a user acts."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import av

from tests.browser.record.driven import acts, driven, read_events, read_manifest
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><title>Basket</title>
<h1>Basket</h1>
<button id=add onclick="document.querySelector('p').textContent = '2 items'; console.log('added', 2)">Add</button>
<button id=fail onclick="fetch('/missing?token=abcdef123456').then(fail)">Fail</button>
<script>const fail = () => { throw new Error("no such item") }</script>
<label><input type=checkbox id=gift> Gift</label>
<label>Name <input id=name></label>
<label>Size <select id=size><option>Small</option><option>Large</option></select></label>
<a href="/next">Next</a>
<p>1 item</p>"""


async def test_a_recording_holds_what_was_done_and_what_the_page_said(tmp_path: Path) -> None:
    async with Site({"/": PAGE, "/next": "<title>Next</title><h1>Next</h1>", "*": Answer("", 404)}) as site:
        capture = tmp_path / "basket.scope"
        async with driven(site.url, capture, title="The basket") as driver:
            page = driver.page
            await page.click("#add")
            await page.click("#fail")
            await page.click("#gift")
            await page.click("#name")
            await page.keyboard.type("Ada")
            await page.keyboard.press("Enter")
            await page.focus("#size")
            await page.keyboard.press("ArrowDown")
            await page.click("a")
            await page.wait_for_url("**/next")
            await driver.until(lambda events: sum(event["kind"] == "document" for event in events) == 2)
    events = read_events(capture)
    assert [(act["act"], act["target"]["name"], act.get("value", act.get("key"))) for act in acts(events)] == [
        ("click", "Add", None),
        ("click", "Fail", None),
        ("check", "Gift", None),
        ("click", "Name", None),
        ("type", "Name", "Ada"),
        ("key", "Name", "Enter"),
        ("select", "Size", "Large"),
        ("click", "Next", None),
    ]
    assert all(act["node"] for act in acts(events))
    [said] = [event for event in events if event["kind"] == "console"]
    assert (said["level"], said["text"]) == ("log", "added 2")
    [error] = [event for event in events if event["kind"] == "error"]
    assert ("no such item" in error["text"], error["rejection"]) == (True, True)
    [missing] = [event for event in events if event["kind"] == "request" and "missing" in event["url"]]
    assert (missing["status"], missing["url"].partition("?")[2]) == (404, "token=[masked]")
    first, second = (event for event in events if event["kind"] == "document")
    assert (first["title"], second["title"]) == ("Basket", "Next")
    for document in (first, second):
        own = [e["event"]["type"] for e in events if e["kind"] == "dom" and e["document"] == document["document"]]
        assert own.count(2) == 2, "a full snapshot when the DOM is there, and one when everything is loaded"
    assert [event["how"] for event in events if event["kind"] == "navigation"] == ["load", "load"]
    manifest = read_manifest(capture)
    assert manifest["title"] == "The basket"
    assert manifest["started"] < manifest["videoStart"] < manifest["ended"]


async def test_the_video_of_a_still_page_lasts_as_long_as_the_recording(tmp_path: Path) -> None:
    async with Site({"/": PAGE}) as site:
        capture = tmp_path / "still.scope"
        async with driven(site.url, capture) as driver:
            await driver.page.wait_for_timeout(1_500)
    manifest = read_manifest(capture)
    with zipfile.ZipFile(capture) as packed:
        packed.extract("video.webm", tmp_path)
    with av.open(str(tmp_path / "video.webm")) as video:
        times = [float(frame.time or 0) for frame in video.decode(video=0)]
    assert times[0] == 0
    assert abs(times[-1] * 1000 - (manifest["ended"] - manifest["videoStart"])) < 5


async def test_what_a_script_of_the_page_does_is_not_an_act(tmp_path: Path) -> None:
    """Its events are not trusted: their effects are recorded, but the call is not an act."""
    script = """setTimeout(() => {
      document.querySelector('#add').click();
      document.querySelector('#name').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
      document.querySelector('#size').value = 'Large';
      document.querySelector('#size').dispatchEvent(new Event('change', {bubbles: true}));
    }, 300)"""
    async with (
        Site({"/": f"{PAGE}<script>{script}</script>", "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "script.scope") as driver,
    ):
        await driver.until(lambda events: any(event["kind"] == "console" for event in events))
        await driver.page.wait_for_timeout(700)
    events = read_events(tmp_path / "script.scope")
    assert acts(events) == []
    assert any(event["kind"] == "dom" and event["event"]["data"].get("source") == 0 for event in events)


async def test_a_native_list_that_is_opened_by_mouse_and_a_click_with_a_key_held(tmp_path: Path) -> None:
    """The list is drawn outside the page; the choice in it is one act with its label."""
    async with (
        Site({"/": PAGE, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "list.scope") as driver,
    ):
        await driver.page.click("#size")
        await driver.page.wait_for_timeout(300)
        await driver.page.keyboard.press("ArrowDown")
        await driver.page.wait_for_timeout(300)
        await driver.page.keyboard.press("Enter")
        await driver.page.click("h1", modifiers=["Control", "Shift"])
        await driver.page.wait_for_timeout(700)
    done = acts(read_events(tmp_path / "list.scope"))
    assert [(act["act"], act["target"]["tag"], act.get("value"), act.get("modifiers")) for act in done] == [
        ("click", "select", None, []),
        ("select", "select", "Large", None),
        ("click", "h1", None, ["Control", "Shift"]),
    ]
