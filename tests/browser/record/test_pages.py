"""Windows, dialogs, downloads, Back and crashes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.browser.record.driven import acts, driven, read_events
from tests.browser.record.pictures import is_near, pictures
from tests.browser.sites import Answer, Route, Site

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Dialog


async def test_windows_are_followed(tmp_path: Path) -> None:
    """Also a window opened by a script, which keeps the script of its initial blank page."""
    capture = tmp_path / "windows.scope"
    page_text = """<button onclick="open('/pop', 'pop', 'width=400,height=300')">Pop</button>
        <a target=_blank href=/tab>Tab</a>"""
    pop = "<title>Pop</title><button onclick='this.textContent = 2'>In pop</button>"
    async with (
        Site({"/": page_text, "/pop": pop, "/tab": pop.replace("pop", "tab"), "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        for name in ("pop", "tab"):
            async with driver.page.context.expect_page() as opening:
                await driver.page.click(f"text={name}")
            opened = await opening.value
            await opened.click(f"text=In {name}")
            await opened.wait_for_timeout(700)
            await opened.close()
            await driver.page.wait_for_timeout(100)
    events = read_events(capture)
    shown = [(event["event"], event["page"]) for event in events if event["kind"] == "page"]
    assert shown == [
        *(("open", "p1"), ("show", "p1")),
        *(("open", "p2"), ("show", "p2"), ("close", "p2"), ("show", "p1")),
        *(("open", "p3"), ("show", "p3"), ("close", "p3"), ("show", "p1")),
    ]
    done = [(act["page"], act["target"]["name"]) for act in acts(events)]
    assert done == [("p1", "Pop"), ("p2", "In pop"), ("p1", "Tab"), ("p3", "In tab")]
    for page in ("p2", "p3"):
        [document] = [event for event in events if event["kind"] == "document" and event["page"] == page]
        own = [event for event in events if event["kind"] == "dom" and event["page"] == page]
        assert {event["document"] for event in own} == {document["document"]}
        assert any(event["event"]["data"].get("source") == 0 for event in own), "what changed in it is recorded"
        [request] = [event for event in events if event["kind"] == "request" and event["page"] == page]
        assert request["document"] == document["document"]


async def test_dialogs_wait_for_the_person(tmp_path: Path) -> None:
    capture = tmp_path / "dialogs.scope"
    page_text = """<button onclick="this.textContent = confirm('Delete?') ? 'Deleted' : 'Kept'">Delete</button>
        <a href=/file.bin>Load</a>"""
    file = Answer("abc", 200, {"Content-Type": "application/octet-stream"})
    async with (
        Site({"/": page_text, "/file.bin": file, "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):

        async def accept(dialog: Dialog) -> None:
            await asyncio.sleep(0.3)
            await dialog.accept()

        driver.page.on("dialog", accept)
        await driver.page.click("text=Delete")
        assert await driver.page.inner_text("button") == "Deleted"
        await driver.page.click("text=Load")
        await driver.until(lambda events: any(event["kind"] == "download" for event in events))
    events = read_events(capture)
    [dialog] = [event for event in events if event["kind"] == "dialog"]
    assert (dialog["type"], dialog["message"], dialog["answer"]) == ("confirm", "Delete?", "accepted")
    assert 250 < dialog["closed"] - dialog["t"] < 3_000
    [download] = [event for event in events if event["kind"] == "download"]
    assert (download["name"], download["url"].endswith("/file.bin")) == ("file.bin", True)
    assert [act["target"]["name"] for act in acts(events)] == ["Delete", "Load"]


async def test_a_dialog_that_nobody_answers_is_recorded(tmp_path: Path) -> None:
    capture = tmp_path / "open.scope"
    page_text = "<button onclick=\"setTimeout(alert, 50, 'Payment failed')\">Pay</button>"
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        box = await driver.page.locator("text=Pay").bounding_box()
        assert box is not None
        async with driver.page.expect_event("dialog"):
            await driver.page.mouse.click(box["x"] + 5, box["y"] + 5)  # Playwright's click waits for the navigation
        await asyncio.sleep(0.5)
    [dialog] = [event for event in read_events(capture) if event["kind"] == "dialog"]
    assert (dialog["type"], dialog["message"], dialog["answer"]) == ("alert", "Payment failed", "not answered")


async def test_ways_through_a_page(tmp_path: Path) -> None:
    capture = tmp_path / "ways.scope"
    page_text = """<title>First</title><button onclick="history.pushState({}, '', '/pushed')">Push</button>
        <button onclick="history.replaceState({}, '', '/replaced')">Replace</button><a href=#part>Part</a>
        <a href=/second>Second</a>"""
    async with (
        Site({"/": page_text, "/second": "<title>Second</title>", "*": Answer(page_text)}) as site,
        driven(site.url, capture) as driver,
    ):
        page = driver.page
        for name in ("Push", "Replace", "Part", "Second"):
            await page.click(f"text={name}")
        await page.wait_for_url("**/second")
        await page.go_back()
        await page.reload()
        await page.go_back()
        await page.go_forward()
    events = read_events(capture)
    ways = [(event["how"], event["url"].removeprefix(site.url)) for event in events if event["kind"] == "navigation"]
    assert ways == [
        *(("load", ""), ("push", "pushed"), ("replace", "replaced"), ("hash", "replaced#part"), ("load", "second")),
        *(("back", "replaced#part"), ("reload", "replaced#part"), ("back", "replaced"), ("forward", "replaced#part")),
    ]
    documents = [event["document"] for event in events if event["kind"] == "document"]
    requested = [event["document"] for event in events if event["kind"] == "request" and event["type"] == "document"]
    assert sorted(requested) == sorted(documents), "each has its request; a busy browser tells of them in any order"
    assert [act["target"]["name"] for act in acts(events)] == ["Push", "Replace", "Part", "Second"]


async def test_a_page_that_crashes_is_reported(tmp_path: Path) -> None:
    capture = tmp_path / "crash.scope"
    async with Site({"/": "<h1>Fine</h1>"}) as site, driven(site.url, capture) as driver:
        session = await driver.page.context.new_cdp_session(driver.page)
        with suppress(TimeoutError):
            await asyncio.wait_for(session.send("Page.crash"), 1)
        await driver.until(lambda events: any(event.get("event") == "crash" for event in events))
    assert driver.told == ["The page crashed; reload it to go on, or stop the recording."]


@pytest.mark.parametrize(
    "script",
    ["setTimeout(() => { for (;;); }, 100)", "setTimeout(() => location.href = '/loads')"],
    ids=["later", "at load"],
)
async def test_a_page_that_hangs_is_reported(script: str, tmp_path: Path) -> None:
    """Also while it loads, when its request has not ended."""
    capture = tmp_path / "hang.scope"
    pages: dict[str, Route] = {
        "/": "<h1>Fine</h1>",
        "/loads": "<h1>Loads</h1><script>for (;;);</script>",
        "*": Answer("", 404),
    }
    async with Site(pages) as site, driven(site.url, capture) as driver:
        await driver.page.evaluate(f"() => void {script}")
        await asyncio.sleep(1)
    assert driver.told == ["The page did not answer as the recording ended: a script may be running for ever."]
    shown = [event["event"] for event in read_events(capture) if event["kind"] == "page"]
    assert shown == ["open", "show", "hang"]


async def test_a_state_of_100_ms_is_in_the_video(tmp_path: Path) -> None:
    """Ten colours, each shown for a tenth of a second once it is painted, and the last one to the end.

    On a busy machine the browser sends a picture late, so the colours may be shown three times.
    """
    capture = tmp_path / "states.scope"
    colours = [(n * 25, 255 - n * 25, 128) for n in range(10)]
    script = f"""const colours = {[list(colour) for colour in colours]};
        const painted = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
        const show = (n) => {{
          document.body.style.background = `rgb(${{colours[n]}})`;
          if (colours[n + 1]) painted(() => setTimeout(show, 100, n + 1));
        }};
        onclick = () => show(0);"""
    async with (
        Site({"/": f"<body style='height: 100vh'><script>{script}</script>", "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        missing = colours
        for wait in range(60):  # the encoder may be behind as well
            if wait % 20 == 0:
                await driver.page.mouse.click(200, 200)
            await driver.page.wait_for_timeout(500)
            seen = {tuple(int(value) for value in frame[300, 300]) for frame in pictures(driver.part / "video.webm")}
            missing = [colour for colour in colours if not any(is_near(colour, item) for item in seen)]
            if not missing:
                break
    assert missing == [], "the video can be read while it is written, and nothing is missing"


async def test_hints_of_the_browser_are_console_lines(tmp_path: Path) -> None:
    """Their level is debug; the line about a failed request is left out, since the request itself is recorded."""
    page_text = "<input type=password><img src=/missing.png>"
    async with (
        Site({"/": page_text, "*": Answer("", 404)}) as site,
        driven(site.url, tmp_path / "hints.scope") as driver,
    ):
        await driver.until(lambda events: any(event["kind"] == "console" for event in events))
        await driver.page.wait_for_timeout(300)
    [hint] = [event for event in read_events(tmp_path / "hints.scope") if event["kind"] == "console"]
    assert (hint["level"], "not contained in a form" in hint["text"]) == ("debug", True)
