"""Asks in a window of ours which tab an agent may record. The user can stop the recording in the same window.

The list of tabs goes into this window only: never into the terminal or the log, which agents read.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from claude_scope.browser.attach.attachment import ChosenTab
from claude_scope.browser.attach.connect import CONSENT_TIMEOUT_S, RunningBrowser, connect
from claude_scope.browser.attach.open_tabs import list_tabs
from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.urls import display_url
from claude_scope.cli.attach.find import find
from claude_scope.cli.attach.window import Button, Row, State, Window, open_window
from claude_scope.errors import BadInput, Interrupted
from claude_scope.invisible_characters import one_line

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from contextlib import AsyncExitStack

    from claude_scope.browser.attach.address import Address
    from claude_scope.browser.attach.open_tabs import OpenTab

CHOICE_TIMEOUT_S = 600.0
"""The time for which the list stays open. Meanwhile the browser shows that a program controls it."""
T = TypeVar("T")
_HEADING = "An agent wants to record a tab of your browser"
_MAX_TITLE_CHARS = 120
_CANCEL, _REFRESH, _STOP = Button("Cancel", "cancel"), Button("Refresh", "refresh"), Button("Stop", "stop", isMain=True)


async def ask_in_window(browser: str, title: str, connected: AsyncExitStack) -> tuple[ChosenTab, Window]:
    """The tab that the user chooses, and the window. `connected` closes both the connection and the window.

    `title` is what the agent says that the recording is about.

    Raises:
        UsageError: the address is invalid.
        BadInput: no browser can be reached, the user refuses the connection, or chooses nothing in time.
        BrowserMissing: the window cannot be opened.
        Interrupted: the user chooses no tab.
    """
    address = await find(browser)
    window = await connected.enter_async_context(open_window())
    window.show(_waiting(address, title))
    print("Waiting for the choice of a tab in the window.", file=sys.stderr, flush=True)
    running = await _unless_closed(window, connected.enter_async_context(connect(address)))
    try:
        async with asyncio.timeout(CHOICE_TIMEOUT_S):
            tab = await _unless_gone(running, _chosen(window, running, title))
    except TimeoutError as error:
        minutes = f"{CHOICE_TIMEOUT_S / 60:.0f} minutes"
        raise BadInput(f"Nobody chose a tab within {minutes}; nothing was recorded.") from error
    except DevToolsError as error:
        raise BadInput(f"{address.browser} was closed; start it, and run this again.") from error
    return ChosenTab(running.connection, running.version, tab), window


async def stop_in_window(window: Window, chosen: ChosenTab, stop: asyncio.Event) -> None:
    """Show that the tab is recorded, and set `stop` when the user clicks Stop or closes the window."""
    window.show(_recording(chosen))
    await window.shrink()
    await window.choice()
    window.show(State("saving", "Saving the recording", ("This window closes by itself.",)))
    stop.set()


async def _chosen(window: Window, running: RunningBrowser, title: str) -> OpenTab:
    while True:
        try:
            tabs = await list_tabs(running)
        except BadInput:  # no page is open yet
            tabs = []
        window.show(_choosing(tabs, title))
        choice = await window.choice()
        found = [tab for tab in tabs if choice == f"tab {tab.target}"]
        if found:
            return found[0]
        if choice != _REFRESH.act:
            raise _refused()


async def _unless_closed(window: Window, connecting: Coroutine[Any, Any, RunningBrowser]) -> RunningBrowser:
    """The connected browser. Raises `Interrupted` if the window is closed while the browser asks."""
    task, closing = asyncio.ensure_future(connecting), asyncio.ensure_future(window.choice())
    return await _first(task, closing, _refused())


async def _unless_gone(running: RunningBrowser, choosing: Coroutine[Any, Any, OpenTab]) -> OpenTab:
    """The chosen tab. Raises `DevToolsError` if the user's browser is closed meanwhile."""
    task, closing = asyncio.ensure_future(choosing), asyncio.ensure_future(running.connection.closed.wait())
    return await _first(task, closing, DevToolsError())


async def _first(task: asyncio.Future[T], closing: asyncio.Future[Any], error: Exception) -> T:
    """The result of `task`. Raises `error` if `closing` is done before it."""
    try:
        await asyncio.wait({task, closing}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise error
        return task.result()
    finally:
        for future in (task, closing):
            future.cancel()
        await asyncio.wait({task, closing})


def _refused() -> Interrupted:
    return Interrupted("no tab was chosen in the window; nothing was recorded.")


def _waiting(address: Address, title: str) -> State:
    first = (
        f"If {address.browser} asks whether to allow remote debugging, click Allow within "
        f"{CONSENT_TIMEOUT_S / 60:.0f} minutes. You then choose the tab here."
    )
    words = (first, *_about(title), "To refuse, close this window.")
    return State("waiting", _HEADING, words, buttons=(_CANCEL,))


def _choosing(tabs: Sequence[OpenTab], title: str) -> State:
    first = (
        "Choose the tab. What it shows, what you do in it, its console and its requests are recorded, with your data, "
        "and the agent reads them. No other tab is recorded, except windows that this tab opens."
        if tabs
        else "No tab with a page is open. Open the page to record, then click Refresh."
    )
    words = (first, *_about(title), "The agent does not see this list. To refuse, close this window.")
    rows = tuple(Row(tab.target, tab.label, display_url(tab.url)) for tab in tabs)
    return State("choosing", _HEADING, words, rows, (_REFRESH, _CANCEL))


def _recording(chosen: ChosenTab) -> State:
    words = (
        "Show it in that tab. To end the recording, click Stop, or close the tab or this window. The agent then reads "
        "the recording.",
        display_url(chosen.tab.url),
    )
    return State("recording", f"Recording “{chosen.tab.label}”", words, buttons=(_STOP,))


def _about(title: str) -> tuple[str, ...]:
    """The agent's title in quotation marks, because it may be wrong or repeat the words of a page."""
    text = one_line(title)
    text = text if len(text) <= _MAX_TITLE_CHARS else text[: _MAX_TITLE_CHARS - 1] + "…"
    return (f"The agent says that it is about “{text}”.",) if text else ()
