"""Acts in the window of `record --attach --choose-in-window` as its user does."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.browser.attach.address import parse_address
from claude_scope.browser.devtools.connection import Connection
from claude_scope.browser.devtools.errors import ConnectionClosed
from claude_scope.browser.devtools.websocket import connect_websocket
from claude_scope.browser.find_browser import find_browser
from claude_scope.errors import BadInput
from tests.browser.attach.own_browser import Person, PersonTab
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

DEAF_S = 0.6
"""The window ignores choices for half a second after it changed."""
KEYS = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "End": 35, "Tab": 9}


@dataclass(frozen=True)
class Opener:
    """`browser` opens windows without a screen, in which other programs can act through `port`."""

    browser: Path
    port: int


def opener(folder: Path) -> Opener:
    """A program for `CLAUDE_SCOPE_BROWSER`. Real windows have no port."""
    port, program = free_port(), folder / "browser.sh"
    program.write_text(f'#!/bin/sh\nexec "{find_browser()}" --headless=new --remote-debugging-port={port} "$@"\n')
    program.chmod(0o700)
    return Opener(program, port)


class TabWindow:
    """The open window."""

    def __init__(self, page: PersonTab) -> None:
        self.page = page

    async def until(self, text: str) -> str:
        """Wait until the window shows the text and takes choices; returns all that it shows."""
        await self.page.until(f"document.body.innerText.includes({text!r})")
        await asyncio.sleep(DEAF_S)
        return str(await self.page.evaluate("document.body.innerText"))

    async def click(self, label: str) -> None:
        """Click the button with this text."""
        found = f"[...document.querySelectorAll('button')].find(b => b.innerText.includes({label!r}))"
        place = f"(() => {{ const r = {found}.getBoundingClientRect(); return [r.x + 20, r.y + r.height / 2] }})()"
        at = await self.page.evaluate(place)
        with suppress(ConnectionClosed):  # the click closed it
            await self.page.click_at(*at)

    async def press(self, key: str) -> None:
        text = {"text": "\r"} if key == "Enter" else {}
        about = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
        with suppress(ConnectionClosed):  # the key closed it
            await self.page.session.send("Input.dispatchKeyEvent", {"type": "keyDown", **about, **text})
            await self.page.session.send("Input.dispatchKeyEvent", {"type": "keyUp", **about})

    async def close(self) -> None:
        await self.page.session.send("Page.close")


@asynccontextmanager
async def tab_window(opener: Opener) -> AsyncIterator[TabWindow]:
    """The window, once it is open."""
    connection = Connection(await connect_websocket(await _address(opener.port)))
    try:
        person = Person(connection)
        [page] = [target for target, about in (await person.targets()).items() if about["type"] == "page"]
        yield TabWindow(await person.use(page))
    finally:
        await connection.close()


async def _address(port: int) -> str:
    for _ in range(600):
        try:
            return (await asyncio.to_thread(parse_address, f"127.0.0.1:{port}")).websocket
        except BadInput:
            await asyncio.sleep(0.05)
    raise TimeoutError
