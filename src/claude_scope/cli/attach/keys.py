"""Reads single keys and lines from the terminal without blocking the event loop."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

_POLL_S = 0.03
_UNIX = {
    **dict.fromkeys(("\x1b[A", "\x1bOA"), "up"),
    **dict.fromkeys(("\x1b[B", "\x1bOB"), "down"),
    **dict.fromkeys(("\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[5~"), "first"),
    **dict.fromkeys(("\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[6~"), "last"),
    **dict.fromkeys(("\r", "\n"), "enter"),
    **dict.fromkeys(("\x1b", "q", "\x04", ""), "cancel"),
}
_KEY = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)
"""A key: an escape sequence or one character. One read may hold several."""
_WINDOWS = {
    "\xe0H": "up",
    "\xe0P": "down",
    **dict.fromkeys(("\xe0G", "\xe0I"), "first"),
    **dict.fromkeys(("\xe0O", "\xe0Q"), "last"),
    "\r": "enter",
    **dict.fromkeys(("\x1b", "q", "\x03"), "cancel"),
}


def is_in_foreground() -> bool:
    """Whether stdin is a terminal that this process may read; a background process that reads it would be stopped."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (AttributeError, OSError):  # Windows, or not the controlling terminal
        return True


@contextmanager
def reading_keys() -> Iterator[Callable[[], Awaitable[str]]]:
    """A function that returns the next key: `up`, `down`, `first`, `last`, `enter`, `cancel`, or "" for another one."""
    if sys.platform == "win32":
        yield _next_windows_key
        return
    import termios
    import tty

    terminal, loop = sys.stdin.fileno(), asyncio.get_running_loop()
    before, pressed = termios.tcgetattr(terminal), asyncio.Queue[str]()
    tty.setcbreak(terminal)  # Ctrl-C is still a signal

    def read() -> None:
        for key in _KEY.findall(_read(terminal)) or [""]:  # at the end of the input nothing is read
            pressed.put_nowait(key)

    loop.add_reader(terminal, read)

    async def next_key() -> str:
        return _UNIX.get(await pressed.get(), "")

    try:
        yield next_key
    finally:
        loop.remove_reader(terminal)
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


async def read_line() -> str:
    """The next line of stdin, "" at its end. The thread that reads continues if this is cancelled."""
    loop = asyncio.get_running_loop()
    line = loop.create_future()

    def give(text: str) -> None:
        if not line.done():
            line.set_result(text)

    def read() -> None:
        text = sys.stdin.readline()
        if not loop.is_closed():
            loop.call_soon_threadsafe(give, text)

    threading.Thread(target=read, name="read-line", daemon=True).start()
    return str(await line)


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 32).decode(errors="replace")
    except OSError:
        return ""


async def _next_windows_key() -> str:
    if sys.platform == "win32":
        import msvcrt

        while not msvcrt.kbhit():  # noqa: ASYNC110 - a console has no event
            await asyncio.sleep(_POLL_S)
        key = msvcrt.getwch()
        return _WINDOWS.get(key + msvcrt.getwch() if key in "\x00\xe0" else key, "")
    return "cancel"
