"""Each kind of act, by pointer and by keyboard, in the page, in its frames and in shadow roots."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.record.script import MASK
from tests.browser.record.driven import acts, driven, read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from pathlib import Path

    from tests.browser.record.driven import Event

FRAME = "<button onclick='this.textContent = 2'>In {0}</button><input aria-label='Field {0}'>"


def brief(events: list[Event]) -> list[tuple[Any, ...]]:
    return [(act["act"], act["target"]["name"], act.get("value", act.get("key", ""))) for act in acts(events)]


async def test_acts_of_the_pointer(tmp_path: Path) -> None:
    """Their times are those of the presses; a double click is one act, and so is a press without a click."""
    page_text = """<button>One</button> <span>Word</span> <button id=off disabled>Off</button>
        <button id=gone onpointerdown="this.outerHTML = '<b>Went</b>'">Gone</button>
        <input type=range aria-label=Range> <div id=shadow></div>
        <div id=from draggable=true ondragstart="event.dataTransfer.setData('text', 'x')">Card</div>
        <div id=to ondragover="event.preventDefault()" ondrop="event.preventDefault()" role=button>Column</div>
        <script>shadow.attachShadow({mode: "open"}).innerHTML = "<button id=in><b>Deep</b></button>"</script>"""
    during: list[tuple[float, float]] = []

    async def timed(act: Awaitable[None]) -> None:
        started = time.time() * 1000
        await act
        during.append((started, time.time() * 1000))

    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "acts.scope") as driver,
    ):
        page = driver.page
        await timed(page.click("text=One"))
        await timed(page.dblclick("text=Word"))
        await timed(page.click("text=One", button="right"))
        await timed(page.click("text=One", button="middle", modifiers=["Shift"]))
        await timed(page.click("#off", force=True))
        await timed(page.click("#gone"))
        box = await page.locator("input").bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await timed(page.mouse.down())
        await page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2, steps=3)
        await page.mouse.up()
        await timed(page.click("#in"))
        await timed(page.drag_and_drop("#from", "#to"))
    done = acts(read_events(tmp_path / "acts.scope"))
    assert [(act["act"], act["target"]["name"]) for act in done] == [
        ("click", "One"),
        ("dblclick", "Word"),
        ("contextmenu", "One"),
        ("click", "One"),
        ("click", "Off"),
        ("click", "Gone"),
        ("drag", "Range"),
        ("click", "Deep"),
        ("drag", "Card"),
    ]
    assert [(act["button"], act["modifiers"]) for act in done[:4]] == [(0, []), (0, []), (2, []), (1, ["Shift"])]
    assert all(act["node"] for act in done)
    assert done[6]["to"]["node"] == done[6]["node"]
    assert done[8]["to"]["node"] not in (None, done[8]["node"])
    for act, (started, ended) in zip(done, during, strict=True):
        assert started - 20 < act["t"] < ended + 20


async def test_targets_have_roles_of_widgets(tmp_path: Path) -> None:
    """Pressing something inside a widget is an act on the widget."""
    page_text = (
        "<span role=button aria-label=Increase><i><svg width=20 height=20><path d='M0 0h20v20H0z'/></svg></i></span>"
    )
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "roles.scope") as driver,
    ):
        await driver.page.click("path")
    [click] = acts(read_events(tmp_path / "roles.scope"))
    assert (click["target"]["tag"], click["target"]["name"]) == ("span", "Increase")


async def test_a_drag_ends_on_what_lies_under_the_item(tmp_path: Path) -> None:
    """A list that sorts itself moves the item under the pointer before it is released."""
    page_text = """<ul style="margin: 0; padding: 0"><li style="height: 40px"><b>One</b></li>
        <li style="height: 40px">Two</li></ul><script>
        let held = null;
        onpointerdown = (event) => { held = event.target.closest('li') };
        onpointermove = (event) => { if (held && event.clientY > 50) held.parentNode.append(held) };
        onpointerup = () => { held = null };
        </script>"""
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "sort.scope") as driver,
    ):
        mouse = driver.page.mouse
        await mouse.move(15, 20)
        await mouse.down()
        await mouse.move(15, 70, steps=5)
        await mouse.up()
        assert await driver.page.inner_text("li:last-child") == "One"
    events = read_events(tmp_path / "sort.scope")
    [drag] = acts(events)
    tags = {node["id"]: node.get("tagName") for event in events if event["kind"] == "dom" for node in nodes_of(event)}
    assert (drag["act"], tags[drag["node"]], tags[drag["to"]["node"]]) == ("drag", "b", "ul")


async def test_acts_of_keys(tmp_path: Path) -> None:
    page_text = """<input aria-label=Line><textarea aria-label=Lines></textarea>
        <textarea aria-label=Chat onkeydown="if (event.key === 'Enter') { event.preventDefault(); this.value = '' }">
        </textarea><div contenteditable aria-label=Editor style="height: 2em">Text</div>"""
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "keys.scope") as driver,
    ):
        page, keyboard = driver.page, driver.page.keyboard
        await page.focus("input")
        await keyboard.type("Ada")
        await keyboard.press("ArrowLeft")
        await keyboard.press("Backspace")
        await keyboard.press("Control+a")
        await keyboard.press("Tab")
        await keyboard.type("one")
        await keyboard.press("Enter")
        await keyboard.type("two")
        await keyboard.press("Tab")
        await page.fill("[aria-label=Chat]", "")
        await keyboard.type("hi")
        await keyboard.press("Enter")
        await page.focus("div")
        await keyboard.press("End")
        await keyboard.type(" and more")
        await keyboard.press("Escape")
    assert brief(read_events(tmp_path / "keys.scope")) == [
        ("type", "Line", "Aa"),
        ("key", "Line", "Control+a"),
        ("key", "Line", "Tab"),
        ("type", "Lines", "one\ntwo"),
        ("key", "Lines", "Tab"),
        ("type", "Chat", "hi"),
        ("key", "Chat", "Enter"),
        ("type", "Editor", "Text and more"),
        ("key", "Editor", "Escape"),
    ]


async def test_choices(tmp_path: Path) -> None:
    """Checkboxes, radio buttons and switches are recorded with their new state, whatever caused it."""
    page_text = """<label><input type=checkbox> Gift</label> <label for=b>Far</label><input type=checkbox id=b>
        <input type=radio name=r aria-label=Small><input type=radio name=r aria-label=Large>
        <button role=switch aria-checked=true
          onclick="this.ariaChecked = this.ariaChecked !== 'true'">Dark</button>
        <select aria-label=Size><option>S</option><option>L</option></select><input type=file aria-label=File>"""
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "choices.scope") as driver,
    ):
        page = driver.page
        await page.click("text=Gift")
        await page.keyboard.press("Space")
        await page.click("text=Far")
        await page.click("[aria-label=Small]")
        await page.keyboard.press("ArrowRight")
        await page.click("[role=switch]")
        await page.keyboard.press("Space")
        await page.focus("select")
        await page.keyboard.press("ArrowDown")
        await page.set_input_files("[type=file]", __file__)
        await page.evaluate("document.querySelector('#b').indeterminate = true")
    events = read_events(tmp_path / "choices.scope")
    assert brief(events) == [
        ("check", "Gift", ""),
        ("uncheck", "Gift", ""),
        ("check", "Far", ""),
        ("check", "Small", ""),
        ("check", "Large", ""),
        ("uncheck", "Dark", ""),
        ("check", "Dark", ""),
        ("select", "Size", "L"),
        ("file", "File", "test_acts.py"),
    ]
    changed = [change for event in events if event["kind"] == "dom" for change in changes(event)]
    assert [change["id"] for change in changed if "data-claude-scope-indeterminate" in change["attributes"]] == [
        acts(events)[2]["node"]
    ]


async def test_a_choice_in_the_list_of_the_browser(tmp_path: Path) -> None:
    """The native list of a select handles keys and presses without telling the page; the choice itself is an act."""
    page_text = "<select aria-label=Size><option>S</option><option>M</option><option>L</option></select>"
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "list.scope") as driver,
    ):
        await driver.page.click("select")
        await driver.page.wait_for_timeout(300)
        await driver.page.keyboard.press("ArrowDown")
        await driver.page.keyboard.press("Enter")
        await driver.page.wait_for_timeout(300)
        assert await driver.page.input_value("select") == "M"
    assert ("select", "Size", "M") in brief(read_events(tmp_path / "list.scope"))


def changes(event: Event) -> list[Event]:
    data = event["event"]["data"]
    return data.get("attributes", []) if data.get("source") == 0 else []


async def test_scrolling_and_hovering(tmp_path: Path) -> None:
    """Scrolling by the page itself is not an act, nor is a hover without a reaction."""
    page_text = """<div id=list style="height: 90px; overflow: auto"><p style="height: 900px">Long</p></div>
        <button onmouseenter="document.querySelector('output').textContent = 'Help'">Help me</button><output></output>
        <button id=plain>Plain</button>"""
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "moves.scope") as driver,
    ):
        page = driver.page
        await page.evaluate("document.querySelector('#list').scrollTop = 10")
        await page.hover("#plain")
        await page.wait_for_timeout(700)
        await page.hover("#list")
        await page.mouse.wheel(0, 120)
        await driver.until(lambda events: len(acts(events)) == 1)
        await page.hover("text=Help me")
        await driver.until(lambda events: len(acts(events)) == 2)
    scroll, hover = acts(read_events(tmp_path / "moves.scope"))
    assert (scroll["act"], scroll["to"]["y"]) == ("scroll", 130)
    assert (hover["act"], hover["target"]["name"]) == ("hover", "Help me")


def below_pointer(events: list[Event]) -> list[int]:
    """The nodes that the pointer was over."""
    moves = (event["event"]["data"] for event in events if event["kind"] == "dom" and event["event"]["type"] == 3)
    return [at["id"] for data in moves if data["source"] == 1 for at in data["positions"]]


async def test_what_lies_below_the_pointer_is_written(tmp_path: Path) -> None:
    """Content shown on `:hover` by a style sheet changes no DOM, and could not be rebuilt otherwise."""
    async with (
        Site({"/": "<button id=plain>Plain</button>", "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "over.scope") as driver,
    ):
        await driver.page.hover("#plain")
        await driver.until(lambda events: any(below_pointer(events)))
        await driver.page.click("#plain")
        await driver.until(lambda events: len(acts(events)) == 1)
    events = read_events(tmp_path / "over.scope")
    assert below_pointer(events)[-1] == acts(events)[0]["node"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["same origin", "another origin"])
async def test_acts_in_a_frame(host: str, tmp_path: Path) -> None:
    """They have the nodes and points of the page, even if rrweb numbers the frame's nodes itself."""
    other = Site({"/frame": FRAME.format("frame"), "*": Answer("", 404)})
    async with other, Site({"*": Answer("", 404)}) as site:
        origin = site.url.rstrip("/") if host == "127.0.0.1" else f"http://localhost:{other.port}"
        site.routes["/frame"] = FRAME.format("frame")
        site.routes["/"] = f"<p>Above</p><iframe src='{origin}/frame' style='border: 7px solid'></iframe>"
        async with driven(site.url, tmp_path / "frame.scope") as driver:
            frame = driver.page.frame_locator("iframe")
            button = await frame.locator("button").bounding_box()
            await frame.locator("button").click()
            await frame.locator("input").click()
            await driver.page.keyboard.type("Ada")
            await driver.page.keyboard.press("Enter")
    events = read_events(tmp_path / "frame.scope")
    assert brief(events) == [
        ("click", "In frame", ""),
        ("click", "Field frame", ""),
        ("type", "Field frame", "Ada"),
        ("key", "Field frame", "Enter"),
    ]
    [document] = {event["document"] for event in events if event["kind"] == "document"}
    assert {act["document"] for act in acts(events)} == {document}
    assert document not in {act["frame"] for act in acts(events)}
    nodes = {node["id"]: node for event in events if event["kind"] == "dom" for node in nodes_of(event)}
    assert [nodes[act["node"]]["tagName"] for act in acts(events)] == ["button", "input", "input", "input"]
    assert button is not None
    middle = [button["x"] + button["width"] / 2, button["y"] + button["height"] / 2]
    assert acts(events)[0]["point"] == pytest.approx(middle, abs=1)


async def test_acts_on_elements_that_came_from_another_frame(tmp_path: Path) -> None:
    """Elements that a page moves into a frame stay instances of the page's classes."""
    page = """<iframe></iframe><input aria-label=Name><div contenteditable aria-label=Query></div>
      <select aria-label=Size><option>Small<option>Large</select><input type=password aria-label=Password>"""
    async with Site({"/": page, "*": Answer("", 404)}) as site, driven(site.url, tmp_path / "moved.scope") as driver:
        await driver.page.wait_for_timeout(300)
        await driver.page.evaluate(
            "document.querySelector('iframe').contentDocument.body.append(...document.querySelectorAll('iframe ~ *'))"
        )
        frame = driver.page.frame_locator("iframe")
        await frame.get_by_label("Name").focus()
        await driver.page.keyboard.type("Ada")
        await frame.locator("div").focus()
        await driver.page.keyboard.type("select 1;")
        await frame.locator("select").focus()
        await driver.page.keyboard.press("ArrowDown")
        await frame.get_by_label("Password").focus()
        await driver.page.keyboard.type("hunter2")
    assert brief(read_events(tmp_path / "moved.scope")) == [
        ("type", "Name", "Ada"),
        ("type", "Query", "select 1;"),
        ("select", "Size", "Large"),
        ("type", "Password", MASK),
    ]


def nodes_of(event: Event) -> list[Event]:
    data = event["event"]["data"]
    roots = [data["node"]] if "node" in data else [added["node"] for added in data.get("adds", [])]
    found: list[Event] = []
    while roots:
        found.append(roots.pop())
        roots += found[-1].get("childNodes", [])
    return found


async def test_acts_in_a_form_whose_fields_shadow_its_properties(tmp_path: Path) -> None:
    """The form has a field for each property of forms, and the document an image for each of its own properties."""
    shadows = """<title>Booking</title><form onsubmit="return false">
      <label>Guest <input id=guest></label> <input type=password aria-label=Password value=prefilled>
      <label><input type=checkbox id=pets> Pets</label> <button>Book</button></form>
      <script>
      const fields = [];
      for (let at = HTMLFormElement.prototype; at; at = Object.getPrototypeOf(at))
        fields.push(...Object.getOwnPropertyNames(at));
      for (const name of fields) {
        const field = Object.assign(Document.prototype.createElement.call(document, "input"), { name, hidden: true });
        HTMLElement.prototype.append.call(document.forms[0], field);
      }
      </script>"""
    capture = tmp_path / "booking.scope"
    async with Site({"/": shadows, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.mouse.move(5, 5)
        await driver.page.evaluate("() => document.getElementById('guest').focus()")
        await driver.page.keyboard.type("Ada")
        for name in ("pets", ""):
            find = f"document.querySelector('{'#pets' if name else 'button'}').getBoundingClientRect().toJSON()"
            box = await driver.page.evaluate(f"() => {find}")
            await driver.page.mouse.click(box["x"] + 5, box["y"] + 5)
    events = read_events(capture)
    assert [(act["act"], act["target"]["name"]) for act in acts(events)] == [
        ("type", "Guest"),
        ("check", "Pets"),
        ("click", "Book"),
    ]
    masked = [event for event in events if event["kind"] == "masked"]
    assert len(masked[-1]["boxes"]) == 1, "the password"
