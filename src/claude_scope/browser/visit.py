"""What a page says, asks and fetches while it loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.browser.chromium import finish
from claude_scope.browser.load import Traffic
from claude_scope.browser.plain import plain
from claude_scope.browser.web import shown

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

_MOST_LINES = 50
_LINE = 500


@dataclass  # without slots: Playwright leaves a mark on the object whose methods it calls
class Visit:
    """What is collected while one page loads; `status` is the last HTTP status of the page itself, 0 if none came."""

    traffic: Traffic = field(default_factory=Traffic)
    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    status: int = 0
    crashed: bool = False

    def listen(self, context: BrowserContext, page: Page) -> None:
        """Collect from now on."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: _append(self.console, f"uncaught: {error}"))
        page.on("request", self.traffic.begin)
        page.on("requestfinished", self.traffic.end)
        page.on("requestfailed", self._on_failed)
        page.on("response", self._on_response)
        page.on("dialog", self._on_dialog)
        page.on("crash", self._on_crash)
        context.on("page", self._on_popup)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location.get("url", "").endswith("/favicon.ico"):
            _append(self.console, message.text)

    def _on_failed(self, request: Request) -> None:
        self.traffic.end(request)
        if request.failure != "net::ERR_ABORTED":
            _append(self.failed, f"{request.method} {shown(request.url)}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame.parent_frame is None:
            self.status = response.status
        if response.status >= 400:
            _append(self.failed, f"{response.request.method} {shown(response.url)}: HTTP {response.status}")

    async def _on_crash(self, page: Page) -> None:
        """Calls to a crashed page never come back, but those to a closed one do."""
        self.crashed = True
        await finish(page.close(), 1.0)

    async def _on_dialog(self, dialog: Dialog) -> None:
        self.note(f"The page showed a dialog ({dialog.type}: {line(dialog.message)[:120]!r}), which was dismissed.")
        await finish(dialog.dismiss(), 1.0)

    async def _on_popup(self, popup: Page) -> None:
        self.note("The page opened another window, which was closed.")
        await finish(popup.close(), 1.0)

    def note(self, text: str) -> None:
        """Say something to the person, once."""
        text = plain(text)
        if text not in self.notes and len(self.notes) < _MOST_LINES:
            self.notes.append(text)


def line(text: str) -> str:
    """A text of a page as one line, without what steers a terminal, cut at 500 characters."""
    flat = plain(text)
    return flat if len(flat) <= _LINE else flat[: _LINE - 1] + "…"


def _append(lines: list[str], text: str) -> None:
    entry = line(text)
    if len(lines) < _MOST_LINES and entry not in lines:
        lines.append(entry)
