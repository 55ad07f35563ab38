"""Connects to the user's browser and returns the tab to record."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from claude_scope.browser.attach.address import NAMES, SETTING, listens
from claude_scope.browser.attach.attachment import ChosenTab
from claude_scope.browser.attach.connect import CONSENT_TIMEOUT_S, connect
from claude_scope.browser.attach.open_tabs import list_tabs, match_tab
from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.cli.attach.choose import check_terminal, choose_tab
from claude_scope.cli.attach.find import find
from claude_scope.errors import BadInput
from claude_scope.threads import in_thread

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from claude_scope.cli.attach.window import Window


async def choose_source(
    browser: str, text: str | None, title: str, connected: AsyncExitStack, *, in_window: bool
) -> tuple[ChosenTab, Window | None]:
    """The tab that the user chooses, and the window in which they stop the recording, if they choose in a window.

    Raises what `connect_to_tab` and `ask_in_window` raise.
    """
    if not in_window:
        return await connect_to_tab(browser, text, connected), None
    from claude_scope.cli.attach.ask_in_window import ask_in_window

    return await ask_in_window(browser, title, connected)


async def connect_to_tab(browser: str, text: str | None, connected: AsyncExitStack) -> ChosenTab:
    """The tab that the user chooses, or the only one with this text. `connected` closes the connection.

    Raises:
        UsageError: the address is invalid, or there is no terminal to choose in.
        BadInput: no browser can be reached, the user refuses, or no tab or several match.
        Interrupted: the user leaves the list.
    """
    address = await find(browser)
    if text is None and await in_thread(listens, address):
        check_terminal()  # before the browser asks; if no browser listens, connecting reports it
    print(explanation(NAMES.get(browser, "your browser")), file=sys.stderr, flush=True)
    running = await connected.enter_async_context(connect(address))
    try:
        tabs = await list_tabs(running)
        tab = match_tab(tabs, text) if text is not None else await choose_tab(tabs)
    except DevToolsError as error:
        raise BadInput(f"{address.browser} was closed; start it, and run this again.") from error
    if tab.is_shared:
        print("note: Another program, such as DevTools, is attached to this tab too.", file=sys.stderr)
    return ChosenTab(running.connection, running.version, tab)


def explanation(browser: str) -> str:
    """Explain what is recorded, what the user has to do, and what the browser may ask."""
    return (
        f"This records one tab of {browser}, with your sign-ins and your data; no other tab is touched.\n"
        f'In that browser, {SETTING} must have a tick at "Allow remote debugging for this browser instance".\n'
        f"If it asks whether to allow remote debugging, click Allow within {CONSENT_TIMEOUT_S / 60:.0f} minutes."
    )
