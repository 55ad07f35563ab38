"""Explains in one sentence why a browser does not start, from what it wrote."""

from __future__ import annotations

from claude_scope.browser.find_browser import BROWSER_VARIABLE
from claude_scope.browser.terminal_text import strip_controls


def start_error(path: str, output: str, returncode: int | None, timeout_s: float = 0) -> str:
    """Why the browser at `path` does not start."""
    return f"{path} does not start ({strip_controls(output)[-160:]!r}, {returncode}, {timeout_s}); {BROWSER_VARIABLE}"
