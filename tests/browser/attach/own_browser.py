"""A browser as a person has it open, with a profile and tabs of its own, and a person who acts in it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.browser.attach.address import Address
from claude_scope.browser.attach.attachment import ChosenTab
from claude_scope.browser.attach.connect import connect
from claude_scope.browser.attach.open_tabs import list_tabs, match_tab
from claude_scope.browser.devtools.connection import Connection, Session
from claude_scope.browser.devtools.errors import ProtocolError
from claude_scope.browser.devtools.websocket import connect_websocket
from claude_scope.browser.find_browser import find_browser, is_root
from claude_scope.browser.record.options import RecordOptions
from claude_scope.browser.record.recorder import Recorded, record
from tests.browser.record.driven import Event, read_events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

SWITCHES = (
    *("--headless=new", "--no-first-run", "--remote-debugging-port=0", "--site-per-process"),
    *("--disable-background-networking", "--disable-component-update"),
    *(("--no-sandbox",) if is_root() else ()),
)


@dataclass(frozen=True)
class OwnBrowser:
    """A running browser: its profile's folder and the address of its remote debugging."""

    profile: Path
    address: str
    process: subprocess.Popen[bytes]

    def quit(self) -> None:
        """End it at once, with all its processes."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def own_browser(profile: Path | None = None, *switches: str) -> Iterator[OwnBrowser]:
    """A browser with one blank tab. Its folder has a short name, because Chromium's sockets need one."""
    scratch = Path(tempfile.mkdtemp(prefix="cs-"))
    folder = profile or scratch / "profile"
    command = [str(find_browser()), *SWITCHES, *switches, f"--user-data-dir={folder}", "about:blank"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet, env={**os.environ, "TMPDIR": str(scratch)}, start_new_session=True)
    browser = OwnBrowser(folder, "", process)
    try:
        yield OwnBrowser(folder, _address(folder), process)
    finally:
        browser.quit()
        shutil.rmtree(scratch, ignore_errors=True)


def _address(profile: Path) -> str:
    for _ in range(1_500):
        with suppress(OSError, ValueError):
            port, path = (profile / "DevToolsActivePort").read_text().split()
            return f"ws://127.0.0.1:{port}{path}"
        time.sleep(0.02)
    raise TimeoutError


@dataclass
class PersonTab:
    """A tab that the person uses."""

    target: str
    session: Session

    async def evaluate(self, expression: str, **options: Any) -> Any:
        """The value of an expression in the page."""
        about = {"expression": expression, "returnByValue": True, "awaitPromise": True, "userGesture": True}
        answer = await self.session.send("Runtime.evaluate", about | options)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        for _ in range(200):
            with suppress(AssertionError, ProtocolError):  # the page may just be replaced
                if await self.evaluate(expression):
                    return
            await asyncio.sleep(0.05)
        raise AssertionError(f"never true: {expression}")

    async def click(self, selector: str, within: str = "document") -> None:
        """Click the middle of an element with the mouse; `within` is a frame's document."""
        await self.until(f"!!{within}.querySelector({selector!r})")
        place = f"{within}.querySelector({selector!r}).getBoundingClientRect()"
        x, y = await self.evaluate(f"(() => {{ const b = {place}; return [b.x + b.width / 2, b.y + b.height / 2] }})()")
        await self.click_at(x, y)

    async def click_at(self, x: float, y: float) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            about = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
            await self.session.send("Input.dispatchMouseEvent", about)

    async def type(self, text: str) -> None:
        for letter in text:
            await self.session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": letter, "text": letter})
            await self.session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter})


@dataclass
class Person:
    """A second program that acts in the browser as its user would."""

    connection: Connection

    async def open(self, url: str, *, in_front: bool = True) -> PersonTab:
        """Open a tab and wait until it is loaded. Call `leave` before others look at it."""
        about = {"url": url, "background": not in_front}
        target = (await self.connection.send("Target.createTarget", about))["targetId"]
        tab = await self.use(target)
        await tab.until(f"document.readyState === 'complete' && location.href.startsWith({url!r})")
        if in_front:  # input before the first paint is dropped
            await tab.until("performance.getEntriesByType('paint').length")
        return tab

    async def use(self, target: str) -> PersonTab:
        answer = await self.connection.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        return PersonTab(target, self.connection.session(answer["sessionId"]))

    async def leave(self, tab: PersonTab) -> None:
        await self.connection.send("Target.detachFromTarget", {"sessionId": tab.session.id})

    async def close(self, tab: PersonTab) -> None:
        await self.connection.send("Target.closeTarget", {"targetId": tab.target})

    async def targets(self) -> dict[str, Event]:
        listed = (await self.connection.send("Target.getTargets"))["targetInfos"]
        return {about["targetId"]: about for about in listed}


@asynccontextmanager
async def person(browser: OwnBrowser) -> AsyncIterator[Person]:
    connection = Connection(await connect_websocket(browser.address))
    before = {about["targetId"] for about in (await connection.send("Target.getTargets"))["targetInfos"]}
    try:
        yield Person(connection)
    finally:
        if not connection.closed.is_set():
            for about in (await connection.send("Target.getTargets"))["targetInfos"]:
                if about["type"] == "page" and about["targetId"] not in before:
                    await connection.send("Target.closeTarget", {"targetId": about["targetId"]})
        await connection.close()


@dataclass
class Attached:
    """A recording of a tab; `recorded` is its result after the block."""

    capture: Path
    stop: asyncio.Event
    told: list[str] = field(default_factory=list)
    recorded: Recorded | None = None
    task: asyncio.Future[Recorded] | None = None

    def events(self, kind: str = "") -> list[Event]:
        part = self.capture.with_name(self.capture.name + ".part")
        capture = part if part.exists() else self.capture
        return [event for event in read_events(capture) if kind in ("", event["kind"])]

    async def until(self, holds: Callable[[list[Event]], object]) -> list[Event]:
        """Wait until the events written so far satisfy a condition."""
        for _ in range(200):
            events = self.events()
            if holds(events):
                return events
            await asyncio.sleep(0.05)
        raise AssertionError(f"not written: {[event for event in events if event['kind'] != 'dom']}, {self.told}")

    async def until_shown(self, times: int = 1) -> None:
        """Wait for full snapshots of documents."""
        await self.until(lambda events: sum(_is_snapshot(event) for event in events) >= times)


def _is_snapshot(event: Event) -> bool:
    return event["kind"] == "dom" and bool(event["event"]["type"] == 2)


@asynccontextmanager
async def attached(address: str, text: str, capture: Path, **options: Any) -> AsyncIterator[Attached]:
    """Record the tab with this text in its title or address while the block acts."""
    async with connect(Address(address)) as running:
        tab = match_tab(await list_tabs(running), text)
        begun, attached = asyncio.Event(), Attached(capture, asyncio.Event())
        chosen = ChosenTab(running.connection, running.version, tab)
        about = RecordOptions(tab.url, capture, **options)
        attached.task = asyncio.ensure_future(
            record(about, attached.stop, attached.told.append, begun.set, chosen=chosen)
        )
        waiting = asyncio.ensure_future(begun.wait())
        await asyncio.wait({attached.task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        try:
            yield attached
            attached.stop.set()
            attached.recorded = await attached.task
        finally:
            attached.stop.set()
            await asyncio.wait({attached.task})
