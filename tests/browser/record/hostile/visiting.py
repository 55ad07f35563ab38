"""Visits hostile pages one after another in one recording, and acts in each as a user would."""

from __future__ import annotations

import asyncio
import json
import time
import zipfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from claude_scope.browser.devtools.connection import Connection, Session
from claude_scope.browser.devtools.websocket import connect_websocket
from claude_scope.browser.record.options import RecordOptions
from claude_scope.browser.record.recorder import record
from tests.browser.record.driven import Event, read_events
from tests.browser.record.hostile.hostile_page import NAME, SAVE, SECRET, HostilePage
from tests.browser.sites import Answer, Site
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

TYPED = "Ada"
LOOK_S = 0.3
"""Time for the recorder's timers, and for a page that looks for them."""


@dataclass
class Visit:
    """What happened in a page. Times are epoch milliseconds, before and after the browser handled the input."""

    page: HostilePage
    url: str
    times: dict[str, tuple[float, float]] = field(default_factory=dict)
    findings: str = ""
    is_proven: bool = False
    events: list[Event] = field(default_factory=list)
    """What was recorded of it."""

    @property
    def site(self) -> str:
        return self.url.removesuffix(self.page.path)


@dataclass
class Visits:
    """A recording: its pages by name, all of its events, its files without the video, and what the user was told."""

    pages: dict[str, Visit]
    events: list[Event]
    files: dict[str, bytes]
    requested: list[str]
    """The paths that the server was asked for."""
    sentences: list[str]


async def visit_all(pages: list[HostilePage], capture: Path) -> Visits:
    """Record these pages, and return what was recorded of each."""
    sentences: list[str] = []
    async with site_of(pages) as site, _recording(site.url, capture, sentences) as tab:
        visits = {page.name: await visit(tab, page, site.url) for page in pages}
    events = read_events(capture)
    sort(events, visits.values())
    with zipfile.ZipFile(capture) as packed:
        files = {name: packed.read(name) for name in packed.namelist() if not name.startswith("video")}
    return Visits(visits, events, files, site.requests, sentences)


@asynccontextmanager
async def site_of(pages: list[HostilePage]) -> AsyncIterator[Site]:
    """Serves these pages, and a first one."""
    async with Site({"/": "<title>Start</title><p>Start", "*": Answer("", 404)}) as site:
        other = f"http://localhost:{site.port}"
        for page in pages:
            site.routes[page.path] = Answer(page.html(other), headers=page.headers)
            site.routes |= {path: page.filled(text, other) for path, text in page.others.items()}
        yield site


@asynccontextmanager
async def _recording(url: str, capture: Path, sentences: list[str]) -> AsyncIterator[Session]:
    """The session of a second client, which enables no domain that a page could notice."""
    port = free_port()
    stop, running = asyncio.Event(), asyncio.Event()
    options = RecordOptions(url, capture, headless=True, cdp_port=port)
    recording = asyncio.ensure_future(record(options, stop, sentences.append, running.set))
    waiting = asyncio.ensure_future(running.wait())
    await asyncio.wait({recording, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if recording.done():
        recording.result()
    try:
        about = await asyncio.to_thread(_fetch_json, f"http://127.0.0.1:{port}/json/version")
        connection = Connection(await connect_websocket(about["webSocketDebuggerUrl"]))
        targets = (await connection.send("Target.getTargets"))["targetInfos"]
        [target] = [about["targetId"] for about in targets if about["type"] == "page"]
        attached = await connection.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        session = connection.session(attached["sessionId"])
        await session.send("Page.enable")
        yield session
        await connection.close()
        stop.set()
        await recording
    finally:
        stop.set()
        await asyncio.wait({recording})


def _fetch_json(url: str) -> Any:
    with urlopen(url) as answer:
        return json.load(answer)


async def visit(tab: Session, page: HostilePage, site_url: str, wait_s: float = 0.1) -> Visit:
    """Load a page and, `wait_s` later, act in it."""
    visit = Visit(page, site_url.rstrip("/") + page.path)
    loaded = asyncio.Event()
    on_load = lambda _: loaded.set()  # noqa: E731
    tab.on("Page.loadEventFired", on_load)
    await tab.send("Page.navigate", {"url": visit.url})
    await asyncio.wait_for(loaded.wait(), 10)
    tab.off("Page.loadEventFired", on_load)
    await asyncio.sleep(wait_s)
    visit.times["click"] = await _click(tab, *SAVE)
    await _click(tab, *NAME)
    visit.times["name"] = await _type(tab, TYPED)
    await _click(tab, *SECRET)
    visit.times["secret"] = await _type(tab, page.password)
    await asyncio.sleep(LOOK_S)
    visit.findings = str(await _evaluate(tab, f"{page.check}; findings"))
    visit.is_proven = await _evaluate(tab, page.proof) is True
    return visit


async def _click(tab: Session, x: int, y: int) -> tuple[float, float]:
    """Move and press at once: while a slow page answers the move, the pointer would rest, which is a hover."""
    began = time.time() * 1000
    await asyncio.gather(
        tab.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y}),
        *(
            tab.send("Input.dispatchMouseEvent", {"type": kind, "button": "left", "clickCount": 1, "x": x, "y": y})
            for kind in ("mousePressed", "mouseReleased")
        ),
    )
    return began, time.time() * 1000


async def _type(tab: Session, text: str) -> tuple[float, float]:
    began = time.time() * 1000
    for letter in text:
        tab.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": letter, "text": letter})
        last = tab.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter})
    await last
    return began, time.time() * 1000


async def _evaluate(tab: Session, expression: str) -> object:
    answer = await tab.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


def sort(events: list[Event], visits: Iterable[Visit]) -> None:
    """Give each visit the events of its document."""
    by_url = {visit.url: visit for visit in visits}
    documents = [event for event in events if event["kind"] == "document" and event["page"] == "p1"]
    owners = {event["document"]: by_url[event["url"]] for event in documents if event["url"] in by_url}
    for event in events:
        if visit := owners.get(event.get("document", "")):
            visit.events.append(event)
