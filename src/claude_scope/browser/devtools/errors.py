"""Errors of the client. Both are `DevToolsError`.

DevToolsError
├── ProtocolError       the browser answered a command with an error
└── ConnectionClosed    the browser or the tab is gone
"""

from __future__ import annotations


class DevToolsError(Exception):
    """A command has no result."""


class ProtocolError(DevToolsError):
    """The browser answered a command with an error: its `code` and its `message` (JSON-RPC 2.0)."""

    def __init__(self, method: str, code: int, message: str) -> None:
        super().__init__(f"{method}: {message}")
        self.code = code
        self.message = message


class ConnectionClosed(DevToolsError):
    """The browser or the tab of a session is gone, so a command gets no answer."""
