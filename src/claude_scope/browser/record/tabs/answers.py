"""Waits for answers to commands that a crashed page handles only after it is reloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.browser.devtools.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_CRASHED = "Target crashed"
"""The browser's answer to a pending command when a page that had crashed is reloaded."""


async def answered(answer: Awaitable[dict[str, Any]], send: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """The answer to a command, which is sent again if the page had crashed before. Raises `DevToolsError`."""
    try:
        return await answer
    except ProtocolError as error:
        if error.message != _CRASHED:
            raise
        return await send()
