"""Builds the script that records a frame in the extension's isolated world."""

from __future__ import annotations

from pathlib import Path

from claude_scope.browser.record.script import compose

KEY = "claudeScopeRecorder"
"""The object of a frame through which the extension's other scripts reach the recorder. No page sees this world."""
_PORT = Path(__file__).parent / "files" / "page" / "port.js"


def recorder_script() -> str:
    """The script for the extension, with its own port to the host."""
    return compose(key=KEY, binding="", heartbeat=True, port=_PORT.read_text("utf-8"))
