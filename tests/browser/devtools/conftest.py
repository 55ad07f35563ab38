"""A browser that the tests share, at a pipe and at its debugging port."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from claude_scope.browser.devtools.connection import Connection, Session
from claude_scope.browser.devtools.launch import launch
from claude_scope.browser.devtools.websocket import connect_websocket
from claude_scope.browser.find_browser import find_browser, launch_arguments

PATH = find_browser() or Path("/nowhere")
SWITCHES = ("--headless", *launch_arguments(), "about:blank")


@dataclass
class Running:
    """A browser: the connection over its pipe, one over its port, its profile, and its process."""

    pipe: Connection
    websocket: Connection
    address: str
    profile: Path


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def running() -> AsyncIterator[Running]:
    with tempfile.TemporaryDirectory(prefix="cs-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder, "profile")
        switches = [*SWITCHES, f"--user-data-dir={profile}", "--remote-debugging-port=0"]
        async with launch(PATH, switches, env={**os.environ, "TMPDIR": folder}) as connection:
            address = await address_of(profile)
            websocket = Connection(await connect_websocket(address))
            yield Running(connection, websocket, address, profile)
            await websocket.close()


async def address_of(profile: Path) -> str:
    """Of the debugging port, which Chromium opens at the same time as the pipe."""
    for _ in range(1000):
        if len(lines := _lines(profile / "DevToolsActivePort")) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        await asyncio.sleep(0.01)
    raise TimeoutError


def _lines(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


@asynccontextmanager
async def tab(connection: Connection) -> AsyncIterator[Session]:
    """A new tab; closed afterwards."""
    target = await connection.send("Target.createTarget", {"url": "about:blank"})
    attached = await connection.send("Target.attachToTarget", {**target, "flatten": True})
    session = connection.session(attached["sessionId"])
    yield session
    if not session.is_detached and not connection.closed.is_set():
        await connection.send("Target.closeTarget", target)


async def evaluate(session: Session, expression: str) -> object:
    answer = await session.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    return answer["result"].get("value")
