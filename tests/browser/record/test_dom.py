"""What rrweb does not record of the DOM: the focus of elements that were just added, values that
the browser restores.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.record.driven import acts, driven, read_events
from tests.browser.record.test_acts import nodes_of
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Page

INCREMENTAL, SCROLL, INPUT, FOCUS = 3, 3, 5, 5


async def test_focus_of_an_element_that_was_just_added(tmp_path: Path) -> None:
    page_text = """<button onclick="const field = document.createElement('input'); field.id = 'new';
        this.after(field); field.focus()">Edit</button>"""
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "focus.scope") as driver,
    ):
        await driver.page.click("button")
        await driver.page.wait_for_timeout(300)
    events = [event for event in read_events(tmp_path / "focus.scope") if event["kind"] == "dom"]
    [field] = {
        node["id"] for event in events for node in nodes_of(event) if node.get("attributes", {}).get("id") == "new"
    }
    data = [event["event"]["data"] for event in events]
    assert [entry["id"] for entry in data if entry.get("source") == 2 and entry.get("type") == FOCUS][-1] == field


async def test_values_that_the_browser_restores(tmp_path: Path) -> None:
    """After Back the fields contain what was typed; a later snapshot has it too, with secrets masked."""
    page_text = "<form><input id=title><input id=secret aria-label='API key'></form><a href=/next>Next</a>"
    capture = tmp_path / "back.scope"
    async with (
        Site({"/": page_text, "/next": "<p>Next</p>", "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        await driver.page.fill("#title", "Anchor drags")
        await driver.page.fill("#secret", "hunter2hunter2")
        await driver.page.click("a")
        await driver.page.wait_for_url("**/next")
        await driver.page.go_back()
        await driver.page.wait_for_timeout(700)
        assert await driver.page.input_value("#title") == "Anchor drags"
    events = read_events(capture)
    last = [event for event in events if event["kind"] == "document"][-1]["document"]
    own = [event for event in events if event["kind"] == "dom" and event["document"] == last]
    fields = {
        node["attributes"]["id"]: node["attributes"].get("value")
        for event in own
        for node in nodes_of(event)
        if node.get("tagName") == "input"
    }
    assert fields == {"title": "Anchor drags", "secret": "••••••"}
    assert "hunter2" not in json.dumps(events)


async def test_values_that_a_reset_empties(tmp_path: Path) -> None:
    """Even if a field of the form hides the form's own property; secrets stay masked."""
    page_text = """<form><input id=title><input type=password id=secret><input type=checkbox id=terms>
        <textarea id=note name=elements></textarea><select id=size><option>Small<option>Large</select></form>
        <button onclick="HTMLFormElement.prototype.reset.call(document.forms[0])">Clear</button>"""
    capture = tmp_path / "reset.scope"
    async with Site({"/": page_text, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.fill("#title", "Anchor drags")
        await driver.page.fill("#secret", "hunter2hunter2")
        await driver.page.fill("#note", "Since May")
        await driver.page.check("#terms")
        await driver.page.select_option("#size", "Large")
        await driver.page.click("button")
        await driver.page.wait_for_timeout(300)
    events = [event for event in read_events(capture) if event["kind"] == "dom"]
    names = {node["id"]: node["attributes"]["id"] for event in events for node in nodes_of(event) if node.get("tagName")
             in ("input", "textarea", "select")}  # fmt: skip
    inputs = [
        event["event"]["data"]
        for event in events
        if event["event"]["type"] == INCREMENTAL and event["event"]["data"]["source"] == INPUT
    ]
    last = {names[entry["id"]]: (entry["text"], entry["isChecked"]) for entry in inputs}
    assert last == {
        "title": ("", False),
        "secret": ("", False),
        "terms": ("on", False),
        "note": ("", False),
        "size": ("Small", False),
    }
    assert "hunter2" not in json.dumps(events)


REFUSED = "data-claude-scope-refused"


async def refusals(
    page_text: str, capture: Path, use: Callable[[Page], Awaitable[None]]
) -> list[tuple[str, str | None]]:
    """The fields at which the browser's validation bubble appeared or disappeared, with its text."""
    async with Site({"/": page_text, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await use(driver.page)
        await driver.page.wait_for_timeout(300)
    events = [event for event in read_events(capture) if event["kind"] == "dom"]
    names = {
        node["id"]: node["attributes"].get("id", "")
        for event in events
        for node in nodes_of(event)
        if "tagName" in node
    }
    data = [event["event"]["data"] for event in events if event["event"]["type"] == INCREMENTAL]
    changes = [change for entry in data if entry["source"] == 0 for change in entry["attributes"]]
    return [
        (names[change["id"]], change["attributes"][REFUSED]) for change in changes if REFUSED in change["attributes"]
    ]


async def test_the_browsers_own_bubble_at_a_field(tmp_path: Path) -> None:
    """The first of two invalid fields has a bubble, which disappears on typing."""
    page_text = "<form><input id=name required><input id=mail type=email required><button>Send</button></form>"

    async def use(page: Page) -> None:
        await page.click("button")
        await page.wait_for_timeout(200)
        await page.fill("#name", "Ada")

    came, went = await refusals(page_text, tmp_path / "bubble.scope", use)
    assert came[0] == "name"
    assert "fill out" in (came[1] or "")
    assert went == ("name", None)


async def test_a_page_that_checks_fields_itself_shows_no_bubble(tmp_path: Path) -> None:
    page_text = """<form novalidate onsubmit="this.checkValidity(); return false"><input id=name required>
        <button>Send</button></form><input type=email id=mail oninput="this.checkValidity()">"""

    async def use(page: Page) -> None:
        await page.click("button")
        await page.type("#mail", "ada.example")
        await page.click("button")

    assert await refusals(page_text, tmp_path / "checked.scope", use) == []


async def test_a_field_with_a_value_before_it_is_in_the_page_is_not_secret(tmp_path: Path) -> None:
    page_text = """<button onclick="edit(this)">Edit</button><script>const edit = (button) => {
        const field = Object.assign(document.createElement("input"), { id: "rate", value: "61" });
        setTimeout(() => button.after("Rate", field), 100) }</script>"""
    capture = tmp_path / "rate.scope"
    async with Site({"/": page_text, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.click("button")
        await driver.page.fill("#rate", "250")
        await driver.page.wait_for_timeout(300)
    events = read_events(capture)
    nodes = [
        node for event in events if event["kind"] == "dom" for node in nodes_of(event) if node.get("tagName") == "input"
    ]
    assert [node["attributes"].get("value") for node in nodes if node["attributes"].get("id") == "rate"][-1:] == ["61"]
    assert [act["value"] for act in acts(events) if act["act"] == "type"] == ["250"]


async def test_elements_that_scroll_together(tmp_path: Path) -> None:
    """The header and the frozen column of a grid scroll with its body, while rrweb records only one
    of them at a time.
    """
    page_text = """<style>div { height: 50px; overflow: auto } p { height: 2000px }</style>
        <div id=head><p>Head</p></div><div id=body><p>Body</p></div><div id=side><p>Side</p></div>"""
    scroll = """() => new Promise((done) => {
        const step = (top) => {
            for (const one of document.querySelectorAll("div")) one.scrollTop = top;
            top < 300 ? setTimeout(step, 20, top + 20) : done();
        };
        step(20);
    })"""
    capture = tmp_path / "grid.scope"
    async with Site({"/": page_text, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.evaluate(scroll)
        await driver.page.wait_for_timeout(500)
    events = [event for event in read_events(capture) if event["kind"] == "dom"]
    names = {
        node["id"]: node["attributes"]["id"]
        for event in events
        for node in nodes_of(event)
        if node.get("tagName") == "div"
    }
    data = [event["event"]["data"] for event in events if event["event"]["type"] == INCREMENTAL]
    last = {names[entry["id"]]: entry["y"] for entry in data if entry["source"] == SCROLL and entry["id"] in names}
    assert last == {"head": 300, "body": 300, "side": 300}
