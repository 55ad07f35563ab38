"""Starts Chromium with a connection over a pipe, and stops it with all its processes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from claude_scope.browser.devtools.connection import Connection
from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.devtools.process import BrowserProcess
from claude_scope.browser.devtools.start_error import start_error
from claude_scope.errors import BrowserMissing
from claude_scope.threads import finish_cleanup

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path

_ARGUMENTS = ("--disable-blink-features=AutomationControlled",)
"""Keeps `navigator.webdriver` false, as for a user; Chromium otherwise sets it when it has a debugging pipe."""
_CLOSE_TIMEOUT_S = 10.0
_KILL_TIMEOUT_S = 5.0


@asynccontextmanager
async def launch(
    executable: Path, arguments: Sequence[str], *, env: Mapping[str, str], start_timeout_s: float = 30
) -> AsyncIterator[Connection]:
    """A browser that has answered its first command; it is stopped afterwards, even on cancellation.

    Raises:
        BrowserMissing: it does not start, ends at once, or does not answer within `start_timeout_s`.
    """
    try:
        process = BrowserProcess(executable, [*_ARGUMENTS, *arguments], env)
    except OSError as error:
        raise BrowserMissing(start_error(str(executable), error.strerror or str(error), None)) from error
    connection = Connection(process.transport)
    try:
        await _wait_until_ready(connection, process, str(executable), start_timeout_s)
        yield connection
    finally:
        await finish_cleanup(_stop(connection, process), _CLOSE_TIMEOUT_S + 2 * _KILL_TIMEOUT_S)


async def _wait_until_ready(connection: Connection, process: BrowserProcess, path: str, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            await connection.send("Browser.getVersion")
    except (DevToolsError, TimeoutError) as error:
        await _wait(process, _KILL_TIMEOUT_S if connection.closed.is_set() else 0)
        output, returncode = process.output, process.returncode
        process.kill()
        raise BrowserMissing(start_error(path, output, returncode)) from error
    except asyncio.CancelledError:
        process.kill()  # there is nothing to save yet
        raise


async def _stop(connection: Connection, process: BrowserProcess) -> None:
    """Let the browser save its profile and exit, then kill what is still running."""
    if not connection.closed.is_set():
        connection.send("Browser.close")
        await _wait(process, _CLOSE_TIMEOUT_S)
    process.kill()
    await _wait(process, _KILL_TIMEOUT_S)
    await connection.close()
    process.close()


async def _wait(process: BrowserProcess, timeout_s: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(timeout_s):
            await process.ended.wait()
