"""Neither a page nor a frame can speak for the user, for another document or for the browser; what a page can hide.

The pages in hostile/ try the rest.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error

from tests.browser.record.driven import acts, driven, read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

FRAME = """<button style="position: fixed; left: 0; top: 0">Inner</button><script>
  const forge = { type: "rrweb", origin: location.origin, event: { type: 3, timestamp: Date.now(), data: { source: 0,
    adds: [], removes: [], attributes: [], texts: [{ id: 5, value: "Forged" }] } } };
  setInterval(() => { for (const to of [parent, top]) to.postMessage(forge, "*"); }, 50);
</script>"""
EDITOR = """<button onclick="editor.focus(); document.execCommand('insertText', false, ':-)')">Smiley</button>
<div id=editor contenteditable style="height: 99px" onpaste="event.preventDefault();
  document.execCommand('insertText', false, event.clipboardData.getData('text'))"></div><input id=from value=Pasted>"""
REOPENED = """<title>First</title><script>onload = () => {
  document.open();
  for (const name of ["pointerdown", "pointerup", "mousedown", "mouseup", "click", "keydown", "beforeinput", "input"])
    addEventListener(name, (event) => { done(event.type); event.stopImmediatePropagation(); }, true);
  document.write("<title>Second</title><button>Go</button><input id=field><p id=state>before</p>");
  document.close();
};
const done = (type) => { if (type === "click") document.getElementById("state").textContent = "after"; };
</script>"""


async def test_a_frame_of_another_origin_speaks_for_itself_alone(tmp_path: Path) -> None:
    """A click in it is an act of this frame, at its place in the page around it; messages like rrweb's do nothing."""
    capture = tmp_path / "frame.scope"
    async with Site({"/": FRAME, "*": Answer("", 404)}) as other, Site({"*": Answer("", 404)}) as site:
        frame = (
            f"<iframe style='position: fixed; left: 100px; top: 200px' src='http://localhost:{other.port}/'></iframe>"
        )
        site.routes["/"] = f"<title>Bank</title><h1>Bank</h1>{frame}"
        async with driven(site.url, capture) as driver:
            await driver.page.frames[1].wait_for_selector("button")
            await driver.page.wait_for_timeout(500)
            await driver.page.mouse.click(110, 210)
            await driver.until(lambda events: bool(acts(events)))
    events = read_events(capture)
    [document] = [event for event in events if event["kind"] == "document"]
    assert (document["url"], document["title"]) == (site.url, "Bank")
    [act] = acts(events)
    assert (act["target"]["name"], act["point"], act["frame"]) == ("Inner", [110, 210], "p1f1")
    assert (act["page"], act["document"]) == ("p1", document["document"])
    assert isinstance(act["node"], int)
    dom = [event["event"] for event in events if event["kind"] == "dom"]
    assert [event for event in dom if event["type"] == 3 and event["data"].get("texts")] == []
    assert sum(event["type"] == 2 for event in dom) < 5


async def test_a_document_has_its_own_address(tmp_path: Path) -> None:
    """Even if another page replaced it at once, whatever title and history it claims."""
    capture = tmp_path / "redirect.scope"
    claim = "<title>There</title><script>history.replaceState(null, '', '/claimed'); document.title = 'Bank'</script>"
    async with Site({"*": Answer("", 404)}) as site:
        there = site.url.replace("127.0.0.1", "localhost")
        site.routes |= {"/": "<title>Bank</title>", "/there": claim}
        site.routes["/go"] = f"<title>Go</title><script>location.replace('{there}there')</script>"
        async with driven(site.url, capture) as driver:
            for _ in range(3):
                await driver.page.goto(site.url)
                with suppress(Error):  # it is left at once
                    await driver.page.goto(site.url + "go")
                await driver.page.wait_for_url("**/claimed")
                await driver.page.wait_for_timeout(300)
    found = {(event["title"], event["url"]) for event in read_events(capture) if event["kind"] == "document"}
    left_at_once = {("Go", site.url + "go"), ("", site.url + "go")}
    assert found - left_at_once == {("Bank", site.url), ("Bank", there + "claimed")}


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


async def test_text_that_a_script_inserts_is_typed_only_after_a_key_or_a_paste(tmp_path: Path) -> None:
    """`document.execCommand` causes trusted events; editors insert pasted texts by it."""
    capture = tmp_path / "inserted.scope"
    async with Site({"/": EDITOR, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        page = driver.page
        await page.click("button")
        assert await page.inner_text("#editor") == ":-)"
        await page.click("#from")
        for keys in ("Control+A", "Control+C"):
            await page.keyboard.press(keys)
        await page.click("#editor")
        await page.keyboard.press("Control+V")
        await driver.until(lambda events: "Pasted" in str([event for event in events if event["kind"] == "dom"][-3:]))
    typed = [act["value"] for act in acts(read_events(capture)) if act["act"] == "type"]
    assert len(typed) == 1
    assert "Pasted" in typed[0]


async def test_a_page_that_opens_its_document_anew_can_hide_acts_but_not_what_changes(tmp_path: Path) -> None:
    """Its listeners come before the recorder's then. Its texts, fields and requests are recorded nevertheless."""
    capture = tmp_path / "hidden.scope"
    async with Site({"/": REOPENED, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        await driver.page.click("button")
        await driver.page.click("#field")
        await driver.page.keyboard.type("Ada")
        await driver.page.wait_for_timeout(700)
    events = read_events(capture)
    dom = [event["event"]["data"] for event in events if event["kind"] == "dom" and event["event"]["type"] == 3]
    assert "after" in str(dom)
    assert [data["text"] for data in dom if data["source"] == 5][-1] == "Ada"
    assert [act for act in acts(events) if act["act"] != "hover"] == []  # on a busy machine the pointer rests first
