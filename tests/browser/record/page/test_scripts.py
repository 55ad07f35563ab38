"""What a page's scripts change without a change of its DOM is recorded, although they call natives of another world."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.record.page.recorded import (
    ADOPTED,
    DELAYED_MS,
    INCREMENTAL,
    INPUT,
    MUTATION,
    STYLE_RULES,
    rebuilt_trees,
    recorded,
)
from tests.browser.test_rebuild import lines_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

PAGE = """<!doctype html><title>Orders</title>
<style id=sheet>.a { color: red } .b { display: none }</style><style id=late></style>
<p class=b>Hidden at first</p><p class=c>Shown at first</p><p class=d>Visible until adopted</p>
<label>Name <input id=name></label><label>API key <input id=key></label>
<label><input type=checkbox id=all> All</label><label>Note <textarea id=note></textarea></label>
<label>Size <select id=size><option>Small<option>Large</select></label>
<label>Days <select id=days multiple><option>Mon<option>Tue<option>Wed</select></label>
<label><input type=radio name=way id=air> Air</label><label><input type=radio name=way id=sea checked> Sea</label>
<div id=host>light</div><div id=help popover><button>Close help</button></div><iframe src=/frame></iframe>
<button id=save>Save</button>"""
FRAME = (
    "<style id=sheet>.b { display: none }</style><p class=b>Hidden in the frame</p><label>City <input id=city></label>"
)
STEPS = [
    """document.getElementById('name').value = 'Ada'; key.value = 'hunter2hunter2'; note.value = 'Since May';
    all.checked = true; size.value = 'Large'; air.checked = true""",
    """sheet.sheet.cssRules[1].style.setProperty('display', 'block'); late.sheet.insertRule('.c { display: none }')
    frames[0].sheet.sheet.deleteRule(0); frames[0].city.value = 'Oslo'""",
    """window.added = new CSSStyleSheet(); added.replaceSync('.d { display: none }');
    document.adoptedStyleSheets = [added]; all.indeterminate = true; days.options[0].selected = true;
    days.options[2].selected = true""",
    """const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<button>In the shadow</button><p class=d>Shadow</p><input id=in aria-label=Inner>';
    root.adoptedStyleSheets = [added]; help.showPopover()""",
    """added.replaceSync('.a { color: blue }'); host.shadowRoot.getElementById('in').value = 'Grace';
    document.adoptedStyleSheets = []; sheet.sheet.disabled = true; help.hidePopover(); all.indeterminate = false;
    days.options[0].selected = false""",
]


async def test_the_rebuilt_tree_equals_the_live_one(browser: Browser, tmp_path: Path) -> None:
    async with recorded(browser, {"/": PAGE, "/frame": FRAME}) as it:
        live = [await it.tree()]
        for step in STEPS:
            await it.do(f"() => {{ {step} }}")
            live.append(await it.tree())
    trees = await rebuilt_trees(it.lines, [time for time, _ in live], tmp_path)
    for (_, tree), built in zip(live, trees, strict=True):
        assert lines_of(built) == [line.replace("hunter2hunter2", "••••••") for line in lines_of(tree)]
    assert "hunter2" not in json.dumps([line for line in it.lines if line["kind"] != "secret"])


async def test_events_have_the_format_of_rrweb(browser: Browser) -> None:
    """Each change is one event, by the ids of rrweb; a sheet that two roots adopt has one id."""
    async with recorded(browser, {"/": PAGE, "/frame": FRAME}) as it:
        for step in STEPS:
            await it.do(f"() => {{ {step} }}")
    texts = [data["text"] for data in it.data(INPUT) if data["text"] != "on"]
    assert texts == ["Ada", "••••••", "Since May", "Large", "Oslo", "Mon", "Wed", "Grace"]
    ways = [data["isChecked"] for data in it.data(INPUT) if data["text"] == "on"]
    assert ways == [True, True, False]  # All, Air and, since only one of them can be, Sea
    changes = [(data.get("styleId"), data.get("adds"), data["removes"]) for data in it.data(STYLE_RULES)]
    block = {"rule": ".b { display: block; }", "index": 1}
    assert changes[0] == (None, [block], [{"index": 2}])
    assert (1, [{"rule": ".a { color: blue; }", "index": 0}], [{"index": 1}]) in changes
    adopted = [(data["styleIds"], "styles" in data) for data in it.data(ADOPTED)]
    assert adopted == [([1], True), ([1], False), ([], False)]


async def test_changes_are_found_without_acts(browser: Browser) -> None:
    async with recorded(browser, {"/": PAGE, "/frame": FRAME}) as it:
        await it.page.evaluate("document.getElementById('name').value = 'Ada'")
        await it.until(lambda: it.data(INPUT))
        await it.page.wait_for_timeout(3_000)  # the page is at rest
        await it.page.evaluate("document.getElementById('name').value = 'Grace'")
        await it.until(lambda: len(it.data(INPUT)) == 2)
        assert await it.page.evaluate("Date.now()") - it.lines[-1]["t"] < 2_000


async def test_what_changed_before_an_act_is_recorded_before_it(browser: Browser) -> None:
    """The sweep may come later than the change; the state in which the user acted has it nevertheless."""
    page = """<input id=field><button onclick="field.value = 'late'">Go</button><div id=host></div><script>
      addEventListener("mousemove", () => {
        field.value = "early";
        host.attachShadow({ mode: "open" }).innerHTML = "<b>In</b>";
      }, { once: true });
      </script>"""
    async with recorded(browser, {"/": page}) as it:
        box = await it.page.locator("button").bounding_box()
        assert box is not None
        await it.page.mouse.click(box["x"] + 5, box["y"] + 5)
        await it.until(lambda: it.of("action") and len(it.data(INPUT)) == 2)
    [act] = it.of("action")
    events = [line["event"] for line in it.of("dom") if line["event"]["type"] == INCREMENTAL]
    early, late = (event["timestamp"] for event in events if event["data"]["source"] == INPUT)
    [shadow] = [event["timestamp"] for event in events if event["data"].get("adds")]
    assert early < act["t"] < late
    assert shadow < act["t"]


async def test_a_style_that_is_rewritten_and_changed_at_once(browser: Browser) -> None:
    """Its text is recorded by rrweb, and what the script did to the new sheet is recorded after it."""
    page = "<style id=sheet>.a { color: red }</style>"
    async with recorded(browser, {"/": page}) as it:
        await it.do("sheet.textContent = '.b { color: blue }'; sheet.sheet.insertRule('.c { color: green }', 1)")
        await it.until(lambda: it.data(STYLE_RULES))
        [change] = it.data(STYLE_RULES)
        assert change["adds"] == [{"rule": ".c { color: green; }", "index": 1}]
        assert change["removes"] == []


async def test_what_rrweb_recorded_itself_is_not_recorded_again(browser: Browser) -> None:
    """Typed values, new elements with their shadow roots and sheets, and a full snapshot cause no other events."""
    page = "<input id=name><input type=checkbox id=all><select id=size><option>S<option>L</select>"
    async with recorded(browser, {"/": page}) as it:
        await it.page.type("#name", "Ada")
        await it.page.check("#all")
        await it.page.select_option("#size", "L")
        await it.do(
            """() => { const host = document.createElement('div'); const root = host.attachShadow({ mode: 'open' });
            root.innerHTML = '<style>p { top: 1px }</style><input id=in>'; root.getElementById('in').value = 'x';
            const style = document.createElement('style'); document.body.append(host, style);
            style.sheet.insertRule('.n { top: 2px }') }"""
        )
        await it.call("recorder.snapshot()")
        await it.page.wait_for_timeout(DELAYED_MS)
        assert [data["text"] for data in it.data(INPUT)] == ["A", "Ad", "Ada", "on", "L"]
        assert it.data(STYLE_RULES) == []
        assert len([data for data in it.data(MUTATION) if data["adds"]]) == 1
