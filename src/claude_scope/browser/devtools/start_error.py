"""Explains in one sentence why a browser does not start, from what it wrote."""

from __future__ import annotations

import re

from claude_scope.browser.chromium import start_error as sandbox_error
from claude_scope.browser.find_browser import BROWSER_VARIABLE, has_screen
from claude_scope.browser.terminal_text import strip_controls

NO_DISPLAY = (
    "There is no display to show a window on; record on a desktop, run it under `xvfb-run`, or use --headless with "
    "--cdp-port, so that a script acts in the page."
)
_OF_DISPLAY = re.compile(r"X server|DISPLAY|\bozone", re.IGNORECASE)
_IN_USE = re.compile(r"ProcessSingleton|profile appears to be in use|existing browser session", re.IGNORECASE)
_LOG_LINE = re.compile(r"^\[[^\]]*:(?:ERROR|FATAL):(?P<file>[^\]]*)\] *(?P<text>.+)$")
_NOISE = ("dbus/", "content/zygote/")
"""Source files that log errors at every start without a desktop, and after other errors."""


def start_error(path: str, output: str, returncode: int | None) -> str:
    """Why the browser at `path`, which wrote `output`, does not start. `returncode` is None if it has not ended."""
    if "no usable sandbox" in output.lower():
        return sandbox_error(path, output)
    if not has_screen() and _OF_DISPLAY.search(output):
        return NO_DISPLAY
    if _IN_USE.search(output):
        return "The browser's profile is in use by another window; close that, or give another folder with --profile."
    reason = _last_reason(output) or ("no answer" if returncode is None else f"exit code {returncode}")
    reason = strip_controls(reason).rstrip(" .")[:160]
    return f"{path} does not start ({reason}); run `claude-scope doctor`, or set {BROWSER_VARIABLE} to another browser."


def _last_reason(output: str) -> str:
    """The text of the last logged error, or the last line if the program logs in another format."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    logged = [found for line in lines if (found := _LOG_LINE.match(line))]
    errors = [found["text"] for found in logged if not found["file"].startswith(_NOISE)]
    if errors or logged:
        return errors[-1] if errors else ""
    return lines[-1] if lines else ""
