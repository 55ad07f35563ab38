"""Connects to a running browser only once, because the browser asks the user about each connection."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.browser.attach.address import SETTING
from claude_scope.browser.devtools.connection import Connection
from claude_scope.browser.devtools.errors import ConnectionClosed, DevToolsError
from claude_scope.browser.devtools.websocket import connect_websocket
from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.browser.attach.address import Address

CONSENT_TIMEOUT_S = 180.0
"""How long the user may take to answer the browser's question."""
_FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class RunningBrowser:
    """A browser of the user, and its name and version, such as "Chrome 156.0.8078.114"."""

    connection: Connection
    version: str


@asynccontextmanager
async def connect(address: Address, timeout_s: float = CONSENT_TIMEOUT_S) -> AsyncIterator[RunningBrowser]:
    """A browser that has accepted the connection and answered; it keeps running afterwards.

    Raises:
        BadInput: no browser is there, the user refuses, or nobody answers within `timeout_s`.
    """
    try:
        transport = await connect_websocket(address.websocket, timeout_s=timeout_s)
    except ConnectionClosed as error:
        raise BadInput(_why(address, error.__cause__, timeout_s)) from error
    connection = Connection(transport)
    try:
        try:
            product = (await connection.send("Browser.getVersion"))["product"]
        except DevToolsError as error:
            raise BadInput(_refused(address)) from error
        yield RunningBrowser(connection, _name(str(product)))
    finally:
        await connection.close()


def _why(address: Address, cause: BaseException | None, timeout_s: float) -> str:
    """Why the connection failed, and what to do."""
    from websockets.exceptions import InvalidStatus, InvalidURI

    if isinstance(cause, TimeoutError):
        return (
            f"Nobody answered {address.browser}'s question within {timeout_s / 60:.0f} minutes; "
            "run this again, and click Allow."
        )
    if isinstance(cause, InvalidStatus) and cause.response.status_code != _FORBIDDEN:
        return (
            f"{address.browser} was started again since it wrote down this address ({address.websocket}); "
            "quit it, start it, and run this again."
        )
    if isinstance(cause, OSError):
        return (
            f"{address.browser} does not run, or no longer allows remote debugging: start it, tick the box at "
            f"{SETTING}, and run this again."
        )
    if isinstance(cause, InvalidURI):
        return f"{address.websocket} is not the address of a browser; give one such as http://127.0.0.1:9222."
    return _refused(address)


def _refused(address: Address) -> str:
    return (
        f"{address.browser} refused the connection: its question was answered with Cancel, or a policy of your "
        "organisation forbids it. To record, run this again and click Allow."
    )


def _name(product: str) -> str:
    """`Chrome 156.0` for the protocol's `HeadlessChrome/156.0`, `Edge 156.0` for `Edg/156.0`."""
    name, _, version = product.partition("/")
    return f"{ {'HeadlessChrome': 'Chrome', 'Edg': 'Edge'}.get(name, name) } {version}"
