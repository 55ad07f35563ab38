"""The form of a new recording, files that are dropped, pasted or selected, and their upload."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from claude_scope.api.schemas.recordings import page_address
from examples.record import SHOP
from tests.capture.build import element, loaded, text, write_capture, zipped
from tests.capture.build import page as shown
from tests.gifs import dots
from tests.videos import words, write_silence
from tests.web.handed import PASTE, file_of
from tests.web.pages import PROBE, intercept, until
from tests.web.people import PASSWORD
from tests.web.recorder import UPLOADS, discard, video_only

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import CDPSession, Page, Route

    from tests.web.conftest import App
    from tests.web.people import Person
    from tests.web.watch import Seat

pytestmark = pytest.mark.asyncio(loop_scope="package")
TITLE = "The counter stops at 2"
NOWHERE = "http://127.0.0.1:9/"
SOUND_ALONE = "This file has sound and no picture."
ADDRESSES = [
    *("http://localhost:3000/checkout?a=b#c", "https://example.com", "HTTP://EXAMPLE.COM/", "http://[::1]:8000/"),
    *("http://bücher.example/", "http://127.0.0.1:9/", "https://example.com/a%20b", "http://example.com:65535/"),
    *("ftp://example.com/", "javascript:alert(1)", "file:///etc/passwd", "http://", "http:///path", "example.com"),
    *(
        "http://ada:secret@example.com/",
        "http://ada@example.com/",
        "http://example.com:0/",
        "http://example.com:65536/",
    ),
    *("http://exa mple.com/", "http://example.com/a b", "http://example.com/\u200b", "http:example.com", "http:\\\\a"),
    *("data:text/html,x", "http://example.com/@me", "http://example.com/\u00a0", "//example.com/"),
]


async def choose(page: Page, *files: Path | dict[str, Any]) -> None:
    await page.locator("input[type=file]").set_input_files(*files)  # type: ignore[arg-type] # what it takes


async def fill(page: Page, url: str = NOWHERE) -> None:
    await page.goto("/record")
    await page.get_by_label("Title").fill(TITLE)
    await page.get_by_label("App URL").fill(url)


async def test_addresses_are_taken_and_refused_as_the_api_does(page: Page) -> None:
    await page.goto("/record")
    told = await page.evaluate(
        """async (addresses) => {
          const {problemsOf} = await ours("record/details.js");
          return addresses.map((seedUrl) => problemsOf({title: "x", seedUrl, notes: ""}).seedUrl ?? "");
        }""",
        ADDRESSES,
    )
    assert {url: not problem for url, problem in zip(ADDRESSES, told, strict=True)} == {
        url: _is_taken(url.strip()) for url in ADDRESSES
    }
    assert "user name and password" in told[ADDRESSES.index("http://ada:secret@example.com/")]


def _is_taken(url: str) -> bool:
    try:
        page_address(url)
    except ValueError:
        return False
    return True


async def test_what_is_typed_becomes_an_address(page: Page) -> None:
    await page.goto("/record")
    for typed, meant in {
        "localhost:3000/a": "http://localhost:3000/a",
        "127.0.0.1:8000": "http://127.0.0.1:8000",
        "intranet/page": "http://intranet/page",
        "example.com": "https://example.com",
        " https://example.com/ ": "https://example.com/",
        "mailto:ada@example.com": "mailto:ada@example.com",
        "javascript:alert(1)": "javascript:alert(1)",
    }.items():
        await page.get_by_label("App URL").fill(typed)
        await page.get_by_label("Title").focus()
        await expect(page.get_by_label("App URL")).to_have_value(meant)


async def test_what_is_missing_is_reported_in_its_place_and_a_reload_loses_nothing(
    page: Page, accessible: Callable[[Page], Awaitable[None]]
) -> None:
    await page.goto("/record")
    await video_only(page)
    await page.get_by_role("button", name="Start recording").click()
    await expect(page.get_by_label("Title")).to_be_focused()
    await expect(page.get_by_label("Title")).to_have_accessible_description(re.compile("Say in a few words"))
    await expect(page.get_by_label("App URL")).to_have_accessible_description(re.compile("Where does the app run"))
    await page.get_by_label("Title").fill("🙂" * 501)
    await expect(page.get_by_text("501 of 500")).to_be_visible()
    await expect(page.get_by_text("At most 500 characters.")).to_be_visible()
    notes = "é\n" * 50 + "x" * 1900
    await page.get_by_label("Notes").fill(notes)  # forms send a line break as two characters
    await expect(page.get_by_text("2,050 of 2,000")).to_be_visible()
    await accessible(page)
    await page.get_by_label("Title").fill(TITLE)
    await page.get_by_label("Cursor").check()
    await page.reload()
    await expect(page.get_by_label("Title")).to_have_value(TITLE)
    await expect(page.get_by_label("Notes")).to_have_value(notes)
    await expect(page.get_by_label("Cursor")).to_be_checked()


async def test_the_next_upload_obeys_the_settings(page: Page, app: App, video: Path) -> None:
    usual = app.ask("GET", "/settings").json()
    await page.goto("/settings")
    for label in ("Raw", "5 minutes"):
        await page.get_by_label(label, exact=True).check()
    await page.get_by_label("Screenshots").uncheck()
    await expect(page.get_by_text("Saved", exact=True)).to_have_count(3)
    try:
        await fill(page)
        await video_only(page)
        await expect(page.get_by_label("Raw")).to_be_checked()
        options = page.get_by_label("Stop by itself after").locator("option")
        assert await options.all_inner_texts() == ["1 minute", "2 minutes", "3 minutes", "5 minutes"]
        await choose(page, video)
        await page.get_by_role("button", name="Upload and process").click()
        await page.wait_for_url("**/processing")
        session = app.ask("GET", f"/sessions/{page.url.split('/')[-2]}").json()
        assert (session["agentTarget"], session["options"]["includeScreenshots"]) == ("RAW", False)
        await discard(page)
    finally:
        app.ask("PATCH", "/settings", json=usual)


async def test_settings_that_come_late_hold_for_what_was_not_chosen_yet(page: Page, app: App) -> None:
    app.ask("PATCH", "/settings", json={"defaultAgent": "RAW", "maxRecordingLength": 5})
    try:
        await page.goto("/dashboard")
        await intercept(page, "**/api/**", lambda route: route.abort())
        await page.get_by_role("link", name="New recording").first.click()
        await expect(page.get_by_label("Claude Code")).to_be_checked()
        await video_only(page)
        await page.get_by_label("Title").fill(TITLE)
        await page.get_by_label("Stop by itself after").select_option("10 minutes")
        await page.unroute("**/api/**")
        await expect(page.get_by_label("Raw")).to_be_checked()  # the server is back
        await expect(page.get_by_label("Stop by itself after")).to_have_value("5")
        await expect(page.get_by_label("Title")).to_have_value(TITLE)
    finally:
        app.ask("PATCH", "/settings", json={"defaultAgent": "CLAUDE_CODE", "maxRecordingLength": 10})


async def test_a_tab_can_be_recorded_while_the_server_is_away(page: Page) -> None:
    await page.goto("/dashboard")
    await intercept(page, "**/api/**", lambda route: route.abort())
    await page.get_by_role("link", name="New recording").first.click()
    await expect(page.get_by_text("Your settings could not be read")).to_be_visible()
    await video_only(page)
    await expect(page.get_by_role("button", name="Start recording")).to_be_enabled()


async def test_a_pasted_file_is_taken(page: Page, video: Path) -> None:
    await fill(page)
    await page.evaluate(PASTE, file_of(video))
    await expect(page.get_by_role("region", name="The recording")).to_contain_text("counter.webm")
    await page.get_by_role("button", name="Take another").click()
    await expect(page.get_by_role("button", name="Choose a file")).to_be_visible()


async def test_a_file_that_is_not_a_video_or_too_large_is_refused_before_it_is_sent(
    page: Page, video: Path, tmp_path: Path
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    terms = {"maxUploadBytes": 500_000, "maxDurationMs": 4_000}

    async def small(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json={**await answer.json(), **terms})

    await intercept(page, "**/api/limits", small)
    await fill(page)
    text = {"name": "recording.webm", "mimeType": "video/webm", "buffer": b"<script>alert(1)</script>" * 100}
    refused: tuple[tuple[Path | dict[str, Any], str], ...] = (
        (text, "This is not a WebM, MP4 or Matroska video, GIF or .scope file, whatever its name says."),
        ({**text, "buffer": b""}, "This file is empty."),
        ({**text, "buffer": dots(40, 30, [10])}, "This GIF is a picture: it has a single frame."),
        ({**text, "buffer": dots(40, 30, [500, 0])}, "This recording is too long: 0:05, and your settings allow 0:04."),
        *((write_silence(tmp_path / f"sound.{ending}"), SOUND_ALONE) for ending in ("webm", "mkv", "mp4")),
        (SHOP, "This file is too large: 742 KB, and at most 500 KB can be sent."),
        (video, "This recording is too long: 0:04, and your settings allow 0:04."),
    )
    for file, told in refused:
        await choose(page, file)
        await expect(page.get_by_role("alert")).to_contain_text(told)
        await expect(page.get_by_role("button", name="Upload and process")).to_be_hidden()
    assert sent == []
    for ending in ("mkv", "mp4"):  # with a picture that this browser cannot show
        await choose(page, write_silence(tmp_path / f"seen.{ending}", words("Basket")))
        await expect(page.get_by_text(f"seen.{ending}")).to_be_visible()
        await page.get_by_role("button", name="Take another").click()


async def test_a_capture_is_sent_with_its_own_address_and_its_title_only_if_chosen(
    page: Page, video: Path, tmp_path: Path
) -> None:
    own = {"title": "A stranger's title", "notes": "A stranger's notes", "url": "http://localhost:3000/basket"}
    content = loaded(100, shown(element(6, "p", text(7, "Save"))))
    capture = zipped(write_capture(tmp_path / "basket", content, video, **own))
    sent: list[str] = []
    await intercept(page, UPLOADS, partial(_note_form, sent))
    await page.goto("/record")
    await choose(page, capture)
    for words_of_it in own.values():
        await expect(page.get_by_text(words_of_it)).to_be_visible()
    await expect(page.get_by_label("App URL")).to_be_hidden()
    await page.get_by_role("button", name="Upload and process").click()
    await page.get_by_role("button", name="Change the details").click()
    await page.get_by_role("button", name="Use its title and notes").click()
    await expect(page.get_by_label("Title")).to_have_value(own["title"])
    await page.get_by_role("button", name="Upload and process").click()
    await expect(page.get_by_role("button", name="Change the details")).to_be_visible()
    first, second = sent
    assert [name in first for name in ("title", "seedUrl", "notes")] == [False] * 3
    assert [name in second for name in ("title", "seedUrl", "notes")] == [True, False, True]
    await page.unroute(UPLOADS)
    await page.get_by_role("button", name="Try again").click()
    await page.wait_for_url("**/processing")
    await expect(page.get_by_role("heading", level=1)).to_have_text(own["title"])
    await expect(page.get_by_text(own["url"])).to_be_visible()
    await expect(page.get_by_text("without a recording")).to_be_hidden()
    await discard(page)


async def test_a_capture_without_a_web_address_is_sent_with_the_one_that_the_form_asks_for(
    page: Page, video: Path, tmp_path: Path
) -> None:
    content = loaded(100, shown(element(6, "p", text(7, "Save"))))
    await page.goto("/record")
    await choose(page, zipped(write_capture(tmp_path / "basket", content, video, url="javascript:alert(1)")))
    send, address = page.get_by_role("button", name="Upload and process"), page.get_by_label("App URL")
    await send.click()
    await expect(address).to_be_focused()
    await expect(address).to_have_accessible_description(re.compile("Where does the app run"))
    await expect(page.get_by_text("The capture has no web address of its own.")).to_be_visible()
    await expect(page.get_by_text("javascript:")).to_be_hidden()
    await address.fill("localhost:3000/basket")
    await send.click()
    await page.wait_for_url("**/processing")
    await expect(page.get_by_text("http://localhost:3000/basket")).to_be_visible()
    await discard(page)


async def _note_form(sent: list[str], route: Route) -> None:
    """Keep the text fields of an upload, and refuse it."""
    body = route.request.post_data_buffer or b""
    sent.append(",".join(re.findall(r'name="(\w+)"', body.decode("latin-1"))))
    await route.fulfill(status=429, json={"message": "Too many uploads."})


async def test_an_animated_gif_is_taken_by_its_content(page: Page) -> None:
    """The preview is a picture; its length is the sum of its frames, where a missing delay counts as 100 ms."""
    await fill(page)
    accepted = await page.locator("input[type=file]").get_attribute("accept")
    assert {"image/gif", ".gif"} <= set((accepted or "").split(","))
    await expect(page.get_by_text("or an animated GIF, at most")).to_be_visible()
    gif = {"name": "bug.bin", "mimeType": "application/octet-stream", "buffer": dots(40, 30, [100, 0, 1, 800])}
    await choose(page, gif)
    await expect(page.get_by_role("region", name="The recording")).to_contain_text("bug.bin 0:09 · 112 bytes")
    shown = page.get_by_role("img", name="The recording")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 40


async def test_the_length_of_what_a_recorder_wrote_is_found(page: Page) -> None:
    """The file itself states no length."""
    await fill(page)
    await choose(page, SHOP)
    await expect(page.get_by_role("region", name="The recording")).to_contain_text(re.compile(r"0:2\d · 742 KB"))


async def test_a_file_that_has_no_form_yet_waits_for_it(page: Page, video: Path) -> None:
    await page.goto("/record")
    await choose(page, video)
    await page.get_by_role("button", name="Upload and process").click()
    await expect(page.get_by_label("Title")).to_be_focused()


async def test_the_keyboard_is_enough_to_send_a_file(page: Page, video: Path) -> None:
    page.on("filechooser", lambda _: None)  # the browser reports them after a moment
    await page.goto("/record?choice=video")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.get_by_role("button", name="Choose a file").focus()
    async with page.expect_file_chooser() as chooser:
        await page.keyboard.press("Enter")
    await (await chooser.value).set_files(video)
    send = page.get_by_role("button", name="Upload and process")
    await expect(send).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")  # "Take another"
    await expect(page.get_by_role("button", name="Start recording")).to_be_focused()
    await choose(page, video)
    await expect(send).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Title")).to_be_focused()
    await page.keyboard.type(TITLE)
    await page.keyboard.press("Tab")
    await page.keyboard.type("127.0.0.1:9")
    await intercept(page, UPLOADS, lambda route: route.fulfill(status=429, json={"message": "Too many uploads."}))
    await send.press("Enter")
    await page.get_by_role("button", name="Try again").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Too many uploads.")
    await expect(page.locator(".sending button:focus")).to_have_count(1)


async def test_an_upload_tells_how_far_it_is_and_can_be_stopped(page: Page, app: App) -> None:
    before = app.ask("GET", "/sessions/stats").json()["totalSessions"]
    slow = await page.context.new_cdp_session(page)
    await fill(page)
    await choose(page, SHOP)
    await slow.send("Network.enable")
    how = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    await slow.send("Network.emulateNetworkConditions", how)
    await page.get_by_role("button", name="Upload and process").click()
    bar = page.get_by_role("progressbar", name="Upload")
    await expect(bar).to_have_attribute("aria-valuetext", re.compile(r"^[1-9]\d* KB of 742 KB$"))
    await expect(page).to_have_title(re.compile(r"^Uploading \d+%"))
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("button", name="Upload and process")).to_be_visible()
    await page.wait_for_timeout(500)
    assert app.ask("GET", "/sessions/stats").json()["totalSessions"] == before


async def test_a_lost_upload_is_sent_again_with_the_same_bytes(page: Page, app: App, video: Path) -> None:
    await fill(page)
    await choose(page, video)
    await intercept(page, UPLOADS, lambda route: route.abort())
    await intercept(page, "**/api/health", lambda route: route.abort())
    await page.get_by_role("button", name="Upload and process").click()
    await expect(page.get_by_role("alert")).to_contain_text("Nothing of it is lost")
    await page.unroute(UPLOADS)
    await page.get_by_role("button", name="Try again").click()
    await page.wait_for_url("**/processing")
    assert app.ask("GET", f"/sessions/{page.url.split('/')[-2]}").json()["duration"] == 4
    await discard(page)


async def test_an_upload_whose_answer_was_lost_is_known_when_it_is_sent_again(
    page: Page, app: App, video: Path
) -> None:
    """With other texts it is another upload; with the first texts it is the first upload again."""
    send, lost = page.get_by_role("button", name="Upload and process"), page.get_by_role("alert")
    there = {session["id"] for session in app.ask("GET", "/sessions").json()}
    cdp = await page.context.new_cdp_session(page)
    cdp.on("Fetch.requestPaused", lambda paused: ending.append(asyncio.create_task(_lose(cdp, paused["requestId"]))))
    ending: list[asyncio.Task[None]] = []

    async def send_and_lose_the_answer(notes: str) -> str:
        """The id of the session that was created nevertheless."""
        await page.get_by_label("Notes").fill(notes)
        patterns = [{"urlPattern": f"*{path}", "requestStage": "Response"} for path in ("/api/recordings", PROBE)]
        await cdp.send("Fetch.enable", {"patterns": patterns})
        await until(page, f"fetch('{PROBE}').then(() => false, () => true)")  # see `intercept`
        await send.click()
        await expect(lost).to_contain_text("Nothing of it is lost")
        await cdp.send("Fetch.disable")
        made: str
        [made] = {session["id"] for session in app.ask("GET", "/sessions").json()} - there
        there.add(made)
        await page.get_by_role("button", name="Change the details").click()
        return made

    await intercept(page, "**/api/health", lambda route: route.abort())
    await fill(page)
    await choose(page, video)
    first = await send_and_lose_the_answer("")
    app.ask("DELETE", f"/sessions/{await send_and_lose_the_answer('It stops at 2.')}")
    await page.get_by_label("Notes").fill("")
    await send.click()
    await page.wait_for_url(f"**/{first}/processing")
    await discard(page)


async def _lose(cdp: CDPSession, request: str) -> None:
    await cdp.send("Fetch.failRequest", {"requestId": request, "errorReason": "ConnectionReset"})


@pytest.mark.parametrize(
    ("status", "body", "headers", "told"),
    [
        (400, {"message": ["title: it is odd", "notes: too many"]}, {}, "title: it is odd notes: too many"),
        (429, {"message": "Too many uploads."}, {"retry-after": "30"}, "Too many uploads. Try again in 30 s."),
    ],
)
async def test_what_the_server_refuses_is_reported_and_can_be_changed(
    page: Page, video: Path, status: int, body: object, headers: dict[str, str], told: str
) -> None:
    await intercept(page, UPLOADS, lambda route: route.fulfill(status=status, json=body, headers=headers))
    await fill(page)
    await choose(page, video)
    await page.get_by_role("button", name="Upload and process").click()
    await expect(page.get_by_role("alert")).to_contain_text(told)
    await page.get_by_role("button", name="Change the details").click()
    await expect(page.get_by_label("Title")).to_have_value(TITLE)
    await expect(page.get_by_role("button", name="Upload and process")).to_be_visible()


async def test_a_file_that_the_server_refuses_is_not_tried_again_but_another_one_taken(page: Page, video: Path) -> None:
    refusal = {"message": "The recording holds no picture; record the tab again."}
    await intercept(page, UPLOADS, lambda route: route.fulfill(status=400, json=refusal))
    await fill(page)
    await choose(page, video)
    await page.get_by_role("button", name="Upload and process").click()
    await expect(page.get_by_role("alert")).to_contain_text("holds no picture")
    await expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    await page.get_by_role("button", name="Take another").click()
    await expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    await expect(page.get_by_label("Title")).to_have_value(TITLE)


@pytest.mark.usefixtures("guest")
async def test_a_sign_in_that_ended_leads_back_with_what_was_typed(seat: Seat, ada: Person, video: Path) -> None:
    page = await seat.enter(ada.token, ada.user)
    await fill(page)
    await choose(page, video)
    ada.ask("POST", "/auth/logout-all")
    await page.get_by_role("button", name="Upload and process").click()
    await page.wait_for_url("**/sign-in?next=%2Frecord")
    again = ada.ask("POST", "/auth/login", json={"email": ada.email, "password": PASSWORD}).json()
    state = {"state": {"accessToken": again["accessToken"], "user": again["user"]}, "version": 0}
    await page.evaluate("(state) => localStorage.setItem('cs-auth', JSON.stringify(state))", state)
    await page.goto("/record")
    await expect(page.get_by_label("Title")).to_have_value(TITLE)
