"""Lets the user choose a tab in the terminal. Titles and addresses of tabs are shown nowhere else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url
from claude_scope.cli.attach.keys import is_in_foreground, read_line, reading_keys
from claude_scope.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from claude_scope.browser.attach.open_tabs import OpenTab

_HINT = "Which tab? Up and down, Enter to record it, q to leave."
_LINES_AROUND = 3
"""Lines of the terminal that the list leaves free."""


async def choose_tab(tabs: Sequence[OpenTab]) -> OpenTab:
    """The tab that the user chooses.

    Raises:
        UsageError: there is no terminal to choose in.
        Interrupted: the user leaves the list.
    """
    check_terminal()
    if os.environ.get("TERM") == "dumb":
        return await _by_number(tabs)
    return await _by_arrows(tabs)


def check_terminal() -> None:
    """Raise `UsageError` if there is no terminal: a list of private tabs is not written into a pipe or a file."""
    if not (is_in_foreground() and sys.stderr.isatty()):
        raise UsageError(
            "There is no terminal to choose a tab in; name the tab with --tab TEXT, a part of its title or address."
        )


async def _by_arrows(tabs: Sequence[OpenTab]) -> OpenTab:
    from rich.console import Console
    from rich.live import Live

    console, at = Console(stderr=True, highlight=False), 0
    moves = {"up": -1, "down": 1, "first": -len(tabs), "last": len(tabs)}
    with reading_keys() as next_key, Live(console=console, auto_refresh=False, transient=True) as live:
        while True:
            live.update(_list(tabs, at, console.height), refresh=True)
            key = await next_key()
            if key == "enter":
                return tabs[at]
            if key == "cancel":
                raise Interrupted("no tab was chosen; nothing was recorded.")
            at = max(0, min(len(tabs) - 1, at + moves.get(key, 0)))


def _list(tabs: Sequence[OpenTab], at: int, height: int) -> Text:
    """The list around the selected tab, one line each."""
    from rich.text import Text

    most = max(3, height - _LINES_AROUND)
    first = max(0, min(at - most // 2, len(tabs) - most))
    shown = Text(_HINT, no_wrap=True, overflow="ellipsis")
    for number, tab in enumerate(tabs[first : first + most], first):
        marker, style = (">", "bold") if number == at else (" ", "")
        shown.append(f"\n{marker} {tab.label}", style).append(f"  {display_url(tab.url)}", "dim")
    return shown


async def _by_number(tabs: Sequence[OpenTab]) -> OpenTab:
    for number, tab in enumerate(tabs, 1):
        print(f"{number:4}  {tab.label}  {display_url(tab.url)}", file=sys.stderr)
    while True:
        print(f"Which tab (1 to {len(tabs)})? ", end="", file=sys.stderr, flush=True)
        answer = strip_controls(line := await read_line())
        if answer.isdecimal() and 1 <= int(answer) <= len(tabs):
            return tabs[int(answer) - 1]
        if not line:
            raise Interrupted("no tab was chosen; nothing was recorded.")
