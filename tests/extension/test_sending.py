"""A recording reaches the service whole and as one session, whatever fails on the way."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import random
import secrets
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from tests.extension.browser import extended
from tests.extension.service import LOST, Service, serving
from tests.extension.stored import pair, recording, store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from playwright.async_api import Page

    from tests.extension.browser import Extended

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHUNKS = "/api/uploads/[^/]+/chunks/.*"
LARGE = random.Random(33).randbytes(9_000_000)
"""A video of three chunks; nothing looks into it."""
SMALL = LARGE[:50_000]
SEND = """async ({ id, address }) => {
  const { decide, follow, keepSending } = await import("/sending/sender.js");
  globalThis.told = [];
  follow(id, (status) => globalThis.told.push(status));
  await decide(id, address);
  globalThis.sending = keepSending(id);
}"""
FORGET = """async () => {
  const { all, remove } = await import("/storage/recordings.js");
  for (const { id } of await all()) await remove(id);
}"""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Extended]:
    async with extended(tmp_path_factory.mktemp("sending")) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Extended, service: Service) -> AsyncIterator[Page]:
    page = await browser.open("manifest.json")
    await page.evaluate(FORGET)  # or the service worker sends what earlier tests left, once there is a token
    service.faults.clear()
    service.asked.clear()
    service.uploads.clear()
    service.by_key.clear()
    service.tokens.clear()
    await pair(page, service.url, service.token())
    yield page
    await page.close()


async def send(page: Page, service: Service, **about: Any) -> str:
    """Store a recording and begin to send it; returns its id."""
    id_ = secrets.token_hex(8)
    await store(page, id_, **{"video": SMALL, **about})
    await page.evaluate(SEND, {"id": id_, "address": service.url})
    return id_


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the service runs in a thread
            await asyncio.sleep(0.02)


async def phases(page: Page, last: str) -> list[str]:
    """The phases so far, when this is the current one."""
    await page.wait_for_function("(last) => globalThis.told?.at(-1)?.phase === last", arg=last)
    found: list[str] = await page.evaluate("globalThis.told.map((status) => status.phase)")
    return [phase for phase, before in zip(found, [None, *found], strict=False) if phase != before]


async def test_a_recording_is_sent_in_chunks_and_then_removed(page: Page, service: Service) -> None:
    id_ = await send(page, service, video=LARGE, title="The coupon is lost", notes="Twice")
    assert await phases(page, "sent") == ["packing", "sending", "sent"]
    (upload,) = service.sessions()
    assert hashlib.sha256(LARGE).digest() == hashlib.sha256(upload["data"][slice(*span(upload["data"]))]).digest()
    assert upload["given"]["title"] == "The coupon is lost"
    assert upload["given"]["notes"] == "Twice"
    assert upload["given"]["size"] == len(upload["data"])
    assert service.count("PUT", CHUNKS) == 3
    kept = await recording(page, id_)
    assert kept is not None
    assert (kept["state"], kept["sent"]["session"]) == ("sent", upload["sessionId"])
    parts = "async (id) => (await (await import('/storage/recordings.js')).partsOf(id, 'video.webm')).length"
    assert await page.evaluate(parts, id_) == 0


def span(archive: bytes) -> tuple[int, int]:
    """Where the stored video is in an archive."""
    start = archive.index(LARGE[:64])
    return start, start + len(LARGE)


@pytest.mark.parametrize(
    "lost",
    [
        [("POST", "/api/uploads", LOST)],
        [("PUT", CHUNKS, LOST), ("PUT", CHUNKS, LOST)],
        [("POST", "/api/uploads/.*/finish", LOST)],
        [("PUT", CHUNKS, (503, {"message": "The service is busy."})), ("GET", "/api/uploads/.*", (502, b"<html>"))],
    ],
    ids=["begin", "chunk", "finish", "busy"],
)
async def test_a_lost_answer_makes_no_second_session(page: Page, service: Service, lost: list[Any]) -> None:
    service.faults.extend(lost)
    await send(page, service, video=LARGE)
    assert "waiting" in await phases(page, "sent")
    assert len(service.uploads) == len(service.sessions()) == 1
    assert not service.faults


async def test_a_countdown_ends_when_the_user_wants_it(page: Page, service: Service) -> None:
    service.faults.append(("PUT", CHUNKS, (429, {"message": "Too many requests."})))
    service.faults.extend([("GET", "/api/uploads/.*", (500, {"message": "Broken."}))] * 4)
    id_ = await send(page, service)
    for number in range(5):
        await page.wait_for_function(
            "(n) => globalThis.told.filter(({ phase }) => phase === 'waiting').length > n", arg=number
        )
        await page.evaluate("async (id) => (await import('/sending/sender.js')).tryNow(id)", id_)
    waits = await page.evaluate(
        "globalThis.told.filter(({ phase }) => phase === 'waiting').map(({ message }) => message)"
    )
    assert waits == ["Too many requests.", *["Broken."] * 4]
    await phases(page, "sent")


async def test_an_expired_token_waits_for_another_and_goes_on_where_it_was(page: Page, service: Service) -> None:
    service.holds.clear()
    id_ = await send(page, service, video=LARGE)
    await until(lambda: service.count("PUT", CHUNKS) == 1)
    service.tokens.clear()
    service.holds.set()
    await phases(page, "unpaired")
    assert (await page.evaluate("chrome.storage.local.get('pairing')"))["pairing"]["hasEnded"]
    assert ((await recording(page, id_)) or {})["state"] == "sending"
    (upload,) = service.uploads.values()
    received = len(upload["data"])
    assert received > 0
    await pair(page, service.url, service.token())
    service.asked.clear()
    await page.evaluate("async (id) => (await import('/sending/sender.js')).keepSending(id)", id_)
    await phases(page, "sent")
    assert ("PUT", f"/api/uploads/{upload['id']}/chunks/{received}") in service.asked
    assert service.count("PUT", CHUNKS) == 2
    assert len(service.sessions()) == 1


async def test_another_service_gets_nothing_that_was_meant_for_the_first(page: Page, service: Service) -> None:
    service.tokens.clear()
    id_ = await send(page, service)
    await phases(page, "unpaired")
    with serving() as other:
        await pair(page, other.url, other.token())
        await page.evaluate("async (id) => (await import('/sending/sender.js')).keepSending(id)", id_)
        await phases(page, "elsewhere")
        assert not other.asked


async def test_a_refusal_says_why_and_keeps_the_recording(page: Page, service: Service) -> None:
    service.faults.append(("POST", "/api/uploads", (400, {"message": ["The account is full: delete\u202e sessions."]})))
    id_ = await send(page, service)
    await phases(page, "refused")
    kept = await recording(page, id_)
    assert kept is not None
    assert (kept["state"], kept["problem"]) == ("review", "The account is full: delete  sessions.")
    parts = "async (id) => new Blob(await (await import('/storage/recordings.js')).partsOf(id, 'video.webm')).size"
    assert await page.evaluate(parts, id_) == len(SMALL)


async def test_an_upload_that_has_expired_begins_again(page: Page, service: Service) -> None:
    service.holds.clear()
    await send(page, service, video=LARGE)
    await until(lambda: service.count("PUT", CHUNKS) == 1)
    service.uploads.clear()
    service.by_key.clear()
    service.faults.append(("PUT", CHUNKS, (404, {"message": "There is no such upload."})))
    service.holds.set()
    await phases(page, "sent")
    assert len(service.sessions()) == 1


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("POST", "/api/uploads", (302, b"/stolen")),
        ("POST", "/api/uploads", (307, b"/stolen")),
    ],
)
async def test_no_redirect_is_followed(page: Page, service: Service, method: str, path: str, answer: Any) -> None:
    service.faults.append((method, path, answer))
    await send(page, service)
    assert "waiting" in await phases(page, "sent")
    assert not service.count(".*", "/stolen")
    assert not [path for _, path in service.asked if "stolen" in path]


UPLOAD: dict[str, Any] = {"id": "upl_A1B2C3D4", "received": 0, "chunkBytes": 4_194_304, "sessionId": None}


@pytest.mark.parametrize(
    "answer",
    [
        {**UPLOAD, "id": "../sessions/sess_A"},
        {**UPLOAD, "received": -1},
        {**UPLOAD, "received": 10**12},
        {**UPLOAD, "chunkBytes": 1},
        {**UPLOAD, "sessionId": "//evil.example/"},
        [],
        b"<html>",
        b"{" + b" " * 100_000 + b"}",
    ],
)
async def test_an_answer_that_is_not_an_upload_ends_it(page: Page, service: Service, answer: Any) -> None:
    service.faults.append(("POST", "/api/uploads", (201, answer)))
    await send(page, service)
    await phases(page, "refused")
    assert service.count("PUT", ".*") == 0


async def test_a_service_that_forgets_what_it_got_is_not_asked_for_ever(page: Page, service: Service) -> None:
    service.faults.extend([("PUT", CHUNKS, (200, UPLOAD))] * 10)
    id_ = await send(page, service)
    for number in range(2):
        await page.wait_for_function(
            "(n) => globalThis.told.filter(({ phase }) => phase === 'waiting').length > n", arg=number
        )
        await page.evaluate("async (id) => (await import('/sending/sender.js')).tryNow(id)", id_)
    await phases(page, "refused")
    assert service.count("PUT", CHUNKS) == 3


async def test_two_pages_send_a_recording_once(browser: Extended, page: Page, service: Service) -> None:
    other = await browser.open("manifest.json")
    id_ = await send(page, service)
    await other.evaluate("async (id) => (await import('/sending/sender.js')).keepSending(id)", id_)
    await phases(page, "sent")
    assert service.count("POST", "/api/uploads") == 1
    assert service.count("PUT", CHUNKS) == 1
    await other.close()


async def test_after_a_crash_of_the_browser_it_goes_on(tmp_path: Path, service: Service) -> None:
    """The browser is killed in the second chunk; the third process of the recording sends the rest."""
    service.uploads.clear()
    service.by_key.clear()
    service.asked.clear()
    async with extended(tmp_path) as browser:
        page = await browser.open("manifest.json")
        await pair(page, service.url, service.token())
        id_ = await send(page, service, video=LARGE)
        await until(lambda: service.count("PUT", CHUNKS) == 1)
        service.holds.clear()
        await until(lambda: service.count("PUT", CHUNKS) == 2)
        await kill(browser)
    service.holds.set()
    (upload,) = service.uploads.values()
    async with extended(tmp_path) as browser:
        page = await browser.open("manifest.json")
        await page.evaluate("async (id) => (await import('/sending/sender.js')).keepSending(id)", id_)
        assert ((await recording(page, id_)) or {})["state"] == "sent"
    assert service.sessions() == [upload]
    assert json.dumps(upload["given"])
    assert service.count("POST", "/api/uploads") == 1


async def kill(browser: Extended) -> None:
    """End the browser's process as a crash does."""
    assert browser.context.browser is not None
    session = await browser.context.browser.new_browser_cdp_session()
    with contextlib.suppress(Exception):
        await session.send("Browser.crash")
