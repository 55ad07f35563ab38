"""A tab is recorded by the extension: acts, page, console, errors, requests and picture, and nothing stays behind."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import av
import pytest
import pytest_asyncio

from tests.browser.sites import Answer, Site
from tests.extension.browser import extended
from tests.extension.recorded import asked, begin, begun, taken_out

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Page

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")
TITLE = "Orders"
GRANTED = ["<all_urls>"]
STATE = """async (id) => (await (await import("/storage/recordings.js")).get(id)).state"""
FIRST_FRAME_MS = 5_000
"""Within this time of its beginning a recording has its first frame, on a busy machine too."""
REST_S = 8
"""How long a page is left alone: a recorder that asks for a picture a second would have as many."""
ORDERS = f"""<!doctype html><title>{TITLE}</title><h1>Orders</h1>
<button onclick="console.warn('pressed', {{n: 1}}); list.append(document.createElement('li'))">Add</button>
<button onclick="fetch('/missing?access_token=abc123').then(() => missing())">Fetch</button>
<button onclick="window.open('/other')">Open</button>
<ul id="list"><li>one</li></ul><input type="password" aria-label="Password"><a href="/next">Next</a>
<iframe src="http://localhost:PORT/inner"></iframe>"""
NEXT = f"<!doctype html><title>{TITLE}</title><h1>Next</h1><button>Again</button><a href='http://localhost:PORT/away'>Away</a>"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site() -> AsyncIterator[Site]:
    async with Site({}) as served:
        pages = {"/": ORDERS, "/next": NEXT, "/inner": "<button onclick=\"this.textContent = 'Done'\">Inner</button>"}
        served.routes |= {path: page.replace("PORT", str(served.port)) for path, page in pages.items()}
        served.routes |= {"/missing": Answer("no", 404), "/other": "<title>Other</title><button>There</button>"}
        served.routes |= {"/away": "<!doctype html><title>Away</title><button>Far</button>"}
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    """With the permissions that a person has granted at once: this tab."""
    async with extended(tmp_path_factory.mktemp("browser"), captured_title=TITLE) as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def granted(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    """With every origin granted."""
    async with extended(tmp_path_factory.mktemp("granted"), captured_title=TITLE, host_permissions=GRANTED) as found:
        yield found


class Recording:
    """A recording under way."""

    def __init__(self, page: Page, pages: Page) -> None:
        self.page = page
        self.pages = pages

    async def click(self, name: str) -> None:
        await self.page.get_by_text(name, exact=True).click()
        await self.page.wait_for_timeout(600)

    async def ended(self, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Stop it; returns the recording, and the events of its capture."""
        stopped = await asked(self.pages, {"do": "stop"})
        return await self.written(stopped["id"], folder)

    async def written(self, id_: str, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        recording = await taken_out(self.pages, id_, folder)
        events = await asyncio.to_thread((folder / "events-000.jsonl").read_text)
        return recording, [json.loads(line) for line in events.splitlines()]


async def recording_of(browser: Extended, url: str) -> Recording:
    for page in browser.context.pages[1:]:
        await page.close()
    page = browser.context.pages[0]
    await page.goto(url)
    return Recording(page, await begun(browser, page))


def of(events: list[dict[str, Any]], kind: str, *keys: str) -> list[Any]:
    """These values of the events of a kind, in the order of their times."""
    found = sorted((event for event in events if event["kind"] == kind), key=lambda event: event["t"])
    return [tuple(event.get(key) for key in keys) if len(keys) > 1 else event.get(keys[0]) for event in found]


def names(events: list[dict[str, Any]]) -> list[str]:
    return [target["name"] for target in of(events, "action", "target")]


async def test_a_flow_over_a_navigation_is_recorded_with_console_errors_and_requests(
    browser: Extended, site: Site, tmp_path: Path
) -> None:
    recording = await recording_of(browser, site.url)
    for name in ("Add", "Fetch", "Next", "Again"):
        await recording.click(name)
    stored, events = await recording.ended(tmp_path / "capture")
    assert names(events) == ["Add", "Fetch", "Next", "Again"]
    assert of(events, "console", "level", "text") == [("warning", "pressed {n: 1}")]
    assert of(events, "error", "text", "rejection") == [("ReferenceError: missing is not defined", True)]
    requests = [found for found in of(events, "request", "type", "status", "url") if "favicon" not in found[2]]
    assert requests == [
        ("fetch", 404, f"{site.url}missing?access_token=[masked]"),
        ("document", 200, f"{site.url}next"),
    ]
    assert of(events, "document", "how") == ["attached", "load"]
    assert (stored["state"], stored["why"]) == ("review", "person")
    assert stored["manifest"]["lanes"]["pixels"] == "tab"
    assert 0 <= stored["manifest"]["videoStart"] - stored["startedAt"] < FIRST_FRAME_MS
    with av.open(tmp_path / "capture" / "video.webm") as video:
        assert sum(1 for _ in video.decode(video=0)) > 3


async def test_a_frame_of_another_origin_is_recorded_only_where_it_was_granted(
    browser: Extended, granted: Extended, site: Site, tmp_path: Path
) -> None:
    found = []
    for name, extension in (("one tab", browser), ("all", granted)):
        recording = await recording_of(extension, site.url)
        await recording.page.frame_locator("iframe").get_by_text("Inner").click()
        await recording.page.wait_for_timeout(600)
        _, events = await recording.ended(tmp_path / name)
        found.append((names(events), '"Done"' in json.dumps(of(events, "dom", "event"))))
    assert found == [([], False), (["Inner"], True)]


async def test_a_page_of_another_origin_is_named_as_not_recorded_unless_it_was_granted(
    browser: Extended, granted: Extended, site: Site, tmp_path: Path
) -> None:
    found = []
    for name, extension in (("one tab", browser), ("all", granted)):
        recording = await recording_of(extension, f"{site.url}next")
        for link in ("Away", "Far"):
            await recording.click(link)
        stored, events = await recording.ended(tmp_path / name)
        found.append((names(events), len(stored["manifest"]["unrecorded"])))
    assert found == [(["Away"], 1), (["Away", "Far"], 0)]


async def test_a_window_that_the_page_opens_is_recorded_where_it_was_granted(
    granted: Extended, site: Site, tmp_path: Path
) -> None:
    recording = await recording_of(granted, site.url)
    async with granted.context.expect_page() as opened:
        await recording.click("Open")
    popup = await opened.value
    await popup.get_by_text("There").click()
    await popup.wait_for_timeout(600)
    _, events = await recording.ended(tmp_path / "capture")
    assert names(events) == ["Open", "There"]
    pages = of(events, "page", "page", "event", "opener")
    assert pages == [("p1", "open", None), ("p1", "show", None), ("p2", "open", "p1")]


async def test_a_password_is_stored_nowhere(browser: Extended, site: Site, tmp_path: Path) -> None:
    recording = await recording_of(browser, site.url)
    await recording.page.get_by_label("Password").press_sequentially("Zx9quartz!", delay=20)
    await recording.page.evaluate("console.log('signed in with Zx9quartz!', location.href = '#p=Zx9quartz!')")
    await recording.page.wait_for_timeout(1_700)
    _, events = await recording.ended(tmp_path / "capture")
    stored = "".join(file.read_text() for file in (tmp_path / "capture").glob("*.json*"))
    assert of(events, "action", "value") == ["••••••"]
    assert of(events, "console", "text")
    assert "quartz" not in stored


async def test_a_key_in_an_ordinary_field_is_stored_in_no_part(browser: Extended, site: Site, tmp_path: Path) -> None:
    site.routes["/notes"] = f"<title>{TITLE}</title><label>Notes <input></label>"
    recording = await recording_of(browser, f"{site.url}notes")
    await recording.page.get_by_label("Notes").press_sequentially("AKIAIOSFODNN7EXAMPLE", delay=30)
    await recording.page.wait_for_timeout(1_700)
    await recording.ended(tmp_path / "capture")
    stored = "".join(file.read_text() for file in (tmp_path / "capture").glob("*.json*"))
    assert "AKIA" not in stored


async def test_another_tab_than_the_one_in_which_the_button_was_pressed_is_refused(
    browser: Extended, site: Site
) -> None:
    for page in browser.context.pages[1:]:
        await page.close()
    page = browser.context.pages[0]
    await page.goto(f"{site.url}other")
    other = await browser.context.new_page()
    await other.goto(site.url)
    pages, answer = await begin(browser, page)
    assert answer["error"].startswith("Nothing is recorded: another tab was chosen.")
    assert (await asked(pages, {"do": "state"}))["recording"] is None


async def test_nothing_of_the_recording_stays_in_the_page(browser: Extended, site: Site, tmp_path: Path) -> None:
    page = browser.context.pages[0]
    recording = await recording_of(browser, site.url)
    await page.evaluate("kept = [fetch, console.warn]")
    await recording.ended(tmp_path / "capture")
    await page.wait_for_timeout(300)
    natives = await page.evaluate(
        "[fetch, console.warn, alert, XMLHttpRequest.prototype.send].map((each) => Function.toString.call(each))"
    )
    assert all("[native code]" in native for native in natives)


async def test_the_recording_goes_on_without_the_service_worker(browser: Extended, site: Site, tmp_path: Path) -> None:
    recording = await recording_of(browser, site.url)
    await recording.click("Add")
    await browser.end_worker()
    for name in ("Next", "Again"):
        await recording.click(name)
    _, events = await recording.ended(tmp_path / "capture")
    assert names(events) == ["Add", "Next", "Again"]


async def test_a_request_that_nobody_answers_is_a_failed_one_and_a_rejection_that_the_page_does_not_handle(
    browser: Extended, site: Site, tmp_path: Path
) -> None:
    """The extension watches the answer of `fetch`, and must not handle the rejection for the page."""
    site.routes["/lost"] = f"""<title>{TITLE}</title><script>addEventListener("unhandledrejection", () => heard++)
    let heard = 0</script><button onclick="fetch('http://127.0.0.1:1/lost')">Lost</button>"""
    recording = await recording_of(browser, f"{site.url}lost")
    await recording.click("Lost")
    assert await recording.page.evaluate("heard") == 1
    _, events = await recording.ended(tmp_path / "capture")
    assert of(events, "error", "text", "rejection") == [("TypeError: Failed to fetch", True)]
    assert of(events, "request", "status", "failure") == [(0, "TypeError: Failed to fetch")]


async def test_a_form_gives_the_next_document_its_method_unless_the_page_prevents_it(
    browser: Extended, site: Site, tmp_path: Path
) -> None:
    form = "<form method=post action=/next {}><button>Save</button></form><a href=/next>Next</a>"
    site.routes["/form"] = f"<title>{TITLE}</title>{form.format('')}"
    site.routes["/prevented"] = f"<title>{TITLE}</title>{form.format('onsubmit=event.preventDefault()')}"
    found = []
    for path, names_ in (("form", ["Save"]), ("prevented", ["Save", "Next"])):
        recording = await recording_of(browser, f"{site.url}{path}")
        for name in names_:
            await recording.click(name)
        _, events = await recording.ended(tmp_path / path)
        found += [request for request in of(events, "request", "method", "type") if request[1] == "document"]
    assert found == [("POST", "document"), ("GET", "document")]


async def test_closing_the_tab_ends_the_recording(browser: Extended, site: Site, tmp_path: Path) -> None:
    recording = await recording_of(browser, site.url)
    id_ = (await asked(recording.pages, {"do": "state"}))["recording"]["id"]
    await recording.click("Add")
    await recording.page.close()
    for _ in range(100):
        if await recording.pages.evaluate(STATE, id_) == "review":
            break
        await asyncio.sleep(0.1)
    stored, events = await recording.written(id_, tmp_path / "capture")
    assert (stored["state"], stored["why"], names(events)) == ("review", "closed", ["Add"])
    assert stored["manifest"]["endedBy"] == "tab"


async def test_what_ends_a_recording_twice_stops_it_once(browser: Extended, site: Site, tmp_path: Path) -> None:
    recording = await recording_of(browser, site.url)
    await recording.page.get_by_text("Add", exact=True).click()
    both = """() => Promise.all(["tab", "browser"].map((why) => chrome.runtime.sendMessage({ do: "ended", why })))"""
    first, second = await recording.pages.evaluate(both)
    assert first == second
    stored, events = await recording.written(first["id"], tmp_path / "capture")
    assert (stored["state"], names(events)) == ("review", ["Add"])


async def test_a_recording_whose_document_is_gone_is_reviewed(browser: Extended, site: Site, tmp_path: Path) -> None:
    recording = await recording_of(browser, site.url)
    await recording.click("Add")
    await recording.page.wait_for_timeout(600)
    await (await browser.worker()).evaluate("chrome.offscreen.closeDocument()")
    stored, events = await recording.ended(tmp_path / "capture")
    assert (stored["state"], stored["why"], names(events)) == ("review", "crash", ["Add"])


async def test_a_page_at_rest_is_encoded_once_and_the_video_is_as_long_as_the_recording(
    browser: Extended, site: Site, tmp_path: Path
) -> None:
    recording = await recording_of(browser, site.url)
    await asyncio.sleep(REST_S)
    stored, _ = await recording.ended(tmp_path / "capture")
    with av.open(tmp_path / "capture" / "video.webm") as video:
        times = [frame.time for frame in video.decode(video=0)]
    assert len(times) < REST_S
    ended_s = (stored["manifest"]["ended"] - stored["manifest"]["videoStart"]) / 1000
    assert times[-1] == pytest.approx(ended_s, abs=0.5)


async def test_a_killed_browser_loses_the_last_second_at_most(site: Site, tmp_path: Path) -> None:
    async with extended(tmp_path, captured_title=TITLE) as browser:
        recording = await recording_of(browser, site.url)
        id_ = (await asked(recording.pages, {"do": "state"}))["recording"]["id"]
        await recording.click("Add")
        await recording.page.wait_for_timeout(1_000)
        await browser.kill()
    async with extended(tmp_path) as browser:
        pages = await browser.open("manifest.json")
        await asked(pages, {"do": "state"})
        stored, events = await Recording(pages, pages).written(id_, tmp_path / "capture")
        assert (stored["state"], stored["why"], names(events)) == ("review", "crash", ["Add"])
        assert stored["manifest"]["endedBy"] == "browser"
        assert 0 <= stored["manifest"]["videoStart"] - stored["startedAt"] < FIRST_FRAME_MS
        with av.open(tmp_path / "capture" / "video.webm") as video:
            assert sum(1 for _ in video.decode(video=0)) > 1


async def test_the_act_in_whose_handler_the_page_hangs_is_recorded(site: Site, tmp_path: Path) -> None:
    site.routes["/hang"] = f"<title>{TITLE}</title><button onclick='for (;;);'>Hang</button>"
    async with extended(tmp_path, captured_title=TITLE) as browser:
        recording = await recording_of(browser, f"{site.url}hang")
        await recording.page.wait_for_timeout(300)
        box = await recording.page.get_by_text("Hang").bounding_box()
        assert box is not None
        clicking = asyncio.ensure_future(recording.page.mouse.click(box["x"] + 5, box["y"] + 5))
        await asyncio.sleep(1)
        _, events = await recording.ended(tmp_path / "capture")
    assert names(events) == ["Hang"]
    await asyncio.gather(clicking, return_exceptions=True)
