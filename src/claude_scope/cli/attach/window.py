"""Opens a small window in a separate browser, which shows a state and reports what the user chooses.

It is neither a tab of the user's browser nor a page from a server: its content comes through a pipe that no other
program reads.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from claude_scope.browser.chromium import browser_missing
from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.devtools.launch import launch
from claude_scope.browser.find_browser import find_browser
from claude_scope.browser.record.window import window_switches
from claude_scope.errors import BrowserMissing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.browser.devtools.connection import Connection, Session

CLOSED = "closed"
"""The choice that is reported when the window is closed."""
_HERE = Path(__file__).parent
_PAGE = "data:text/html;base64," + base64.b64encode((_HERE / "window.html").read_bytes()).decode()
_SCRIPT = (_HERE / "window.js").read_text("utf-8")
_SIZE = (580, 660)
"""Width and height in CSS pixels, enough for about eight tabs."""
_SMALL = {"width": 460, "height": 280}
"""The size during the recording, when the user needs the space."""
_BINDING = {"name": "report"}
_PAGE_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """A tab in the list."""

    id: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button below the list; `act` is the choice that it reports."""

    label: str
    act: str
    isMain: bool = False  # noqa: N815 - as the script names it


@dataclass(frozen=True, slots=True)
class State:
    """What the window shows. `phase` is "waiting", "choosing", "recording" or "saving"."""

    phase: str
    heading: str
    words: tuple[str, ...] = ()
    tabs: tuple[Row, ...] = ()
    buttons: tuple[Button, ...] = ()


class Window:
    """An open window. Each choice is the `act` of a button, "tab ID", or `CLOSED`, which is the last one."""

    def __init__(self, connection: Connection, session: Session) -> None:
        self.session = session
        self._state = State("waiting", "")
        self._chosen: asyncio.Queue[str] = asyncio.Queue()
        self._is_closed = False
        connection.on("Target.detachedFromTarget", lambda _: self._close())
        session.on("Runtime.bindingCalled", lambda event: self._report(event["payload"]))
        session.on("Page.frameNavigated", self._on_navigated)
        session.on("Page.domContentEventFired", lambda _: self._render())
        self._watching = asyncio.ensure_future(self._watch(connection))

    async def start(self) -> None:
        """Listen to the window."""
        with suppress(DevToolsError):  # closed already
            for method, about in (("Page.enable", {}), ("Runtime.enable", {}), ("Runtime.addBinding", _BINDING)):
                await self.session.send(method, about)

    def show(self, state: State) -> None:
        """Show this state; choices made in the previous state are dropped."""
        self._state = state
        while not (self._is_closed or self._chosen.empty()):
            self._chosen.get_nowait()
        self._render()

    async def shrink(self) -> None:
        """Make the window small."""
        with suppress(DevToolsError):  # closed already
            about = await self.session.send("Browser.getWindowForTarget")
            await self.session.send("Browser.setWindowBounds", {"windowId": about["windowId"], "bounds": _SMALL})

    async def choice(self) -> str:
        """The next choice; `CLOSED` again and again once the window is closed."""
        return CLOSED if self._is_closed and self._chosen.empty() else await self._chosen.get()

    def stop(self) -> None:
        """Stop watching the browser."""
        self._watching.cancel()

    async def _watch(self, connection: Connection) -> None:
        await connection.closed.wait()
        self._close()

    def _render(self) -> None:
        """Show the state. A page that is still loading shows it once it has loaded, and again after a reload."""
        if not self._is_closed:
            state = json.dumps(json.dumps(asdict(self._state)))
            _forget(self.session.send("Runtime.evaluate", {"expression": f"{_SCRIPT}\nshowState(JSON.parse({state}))"}))

    def _on_navigated(self, event: dict[str, Any]) -> None:
        """A window that shows another page, such as a file that was dropped on it, is not ours any more."""
        if event["frame"].get("url") != _PAGE:
            self._close()

    def _report(self, choice: str) -> None:
        if not self._is_closed:
            self._chosen.put_nowait(choice)

    def _close(self) -> None:
        self._report(CLOSED)
        self._is_closed = True


@asynccontextmanager
async def open_window() -> AsyncIterator[Window]:
    """A window of the installed browser, with a profile of its own; closed afterwards.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start, for example without a display.
    """
    path = find_browser()
    if path is None:
        raise BrowserMissing(browser_missing())
    with TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as scratch:
        size = f"--window-size={_SIZE[0]},{_SIZE[1]}"
        arguments = [*window_switches(), size, f"--user-data-dir={scratch}/profile", f"--app={_PAGE}"]
        async with launch(path, arguments, env={**os.environ, "TMPDIR": scratch}) as connection:
            window = Window(connection, await _only_page(connection))
            try:
                await window.start()
                yield window
            finally:
                window.stop()


async def _only_page(connection: Connection) -> Session:
    """The session of the browser's only page."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def look(event: dict[str, Any]) -> None:
        about = event["targetInfo"]
        if about["type"] == "page" and not found.done():
            found.set_result(about["targetId"])

    connection.on("Target.targetCreated", look)
    try:
        async with asyncio.timeout(_PAGE_TIMEOUT_S):
            await connection.send("Target.setDiscoverTargets", {"discover": True})
            target = await found
            attached = await connection.send("Target.attachToTarget", {"targetId": target, "flatten": True})
    except (DevToolsError, TimeoutError) as error:
        raise BrowserMissing("The browser opened no window; run `claude-scope doctor`.") from error
    return connection.session(attached["sessionId"])


def _forget(answer: asyncio.Future[dict[str, Any]]) -> None:
    """Ignore the answer to a command, and its error."""
    answer.add_done_callback(lambda done: None if done.cancelled() else done.exception())
