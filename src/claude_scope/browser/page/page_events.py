"""Collects console errors, failed requests, dialogs and popups of a page while it loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.browser.load_errors import COMMAND_LINE, Advice, remove_proxy_error, request_error
from claude_scope.browser.page.load import Traffic
from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url
from claude_scope.redaction.redact import redact_text
from claude_scope.threads import finish_cleanup

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

    from claude_scope.browser.egress.guard_proxy import Guard

_MAX_LINES = 50
_MAX_LINE_CHARS = 500
_MAX_UNMASKED_CHARS = 20_000
"""Lines are cut to this length before masking, and shorter after it, since half a secret would not be recognised."""


@dataclass  # without slots: Playwright sets an attribute on objects whose methods it calls
class PageEvents:
    """The events of one page load.

    The lines in `console` and `failed` are masked and cut later. `document` is the address of the last request for the
    page itself, `status` its HTTP status (0 without an answer), `failure` Chromium's error if it failed.
    """

    guard: Guard
    advice: Advice = COMMAND_LINE
    traffic: Traffic = field(default_factory=Traffic)
    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    document: str = ""
    status: int = 0
    failure: str = ""
    crashed: bool = False

    def listen(self, context: BrowserContext, page: Page) -> None:
        """Start to collect events."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: _append(self.console, f"uncaught: {error}"))
        page.on("request", self._on_request)
        page.on("requestfinished", self.traffic.end)
        page.on("requestfailed", self._on_failed)
        page.on("response", self._on_response)
        page.on("dialog", self._on_dialog)
        page.on("crash", self._on_crash)
        context.on("page", self._on_popup)

    def _on_console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not url.endswith("/favicon.ico"):
            _append(self.console, remove_proxy_error(message.text, url, self.guard))

    def _on_request(self, request: Request) -> None:
        self.traffic.begin(request)
        if _is_document(request):
            self.document, self.status, self.failure = request.url, 0, ""

    def _on_failed(self, request: Request) -> None:
        self.traffic.end(request)
        failure = request.failure or "failed"
        if _is_document(request) and request.url == self.document:
            self.failure = failure
        if failure != "net::ERR_ABORTED":
            why = request_error(failure, self.guard.problem(request.url))
            _append(self.failed, f"{request.method} {display_url(request.url)}: {why}")

    def _on_response(self, response: Response) -> None:
        if _is_document(response.request):
            self.status = response.status
        if response.status >= 400:
            _append(self.failed, f"{response.request.method} {display_url(response.url)}: HTTP {response.status}")

    async def _on_crash(self, page: Page) -> None:
        """Close a crashed page, because calls to it never return, while calls to a closed page do."""
        self.crashed = True
        await finish_cleanup(page.close(), 1.0)

    async def _on_dialog(self, dialog: Dialog) -> None:
        said = redact_text(strip_controls(dialog.message[:_MAX_UNMASKED_CHARS]))[0][:120]
        self.note(f"The page showed a dialog ({dialog.type}: {said!r}), which was dismissed.")
        await finish_cleanup(dialog.dismiss(), 1.0)

    async def _on_popup(self, popup: Page) -> None:
        self.note("The page opened another window, which was closed.")
        await finish_cleanup(popup.close(), 1.0)

    def note(self, text: str) -> None:
        """Add a note for people, once."""
        text = strip_controls(text)
        if text not in self.notes and len(self.notes) < _MAX_LINES:
            self.notes.append(text)


def _is_document(request: Request) -> bool:
    """Whether the request is for the page itself, not for a resource or frame in it."""
    return request.is_navigation_request() and request.frame.parent_frame is None


def one_line(text: str) -> str:
    """A page text on one line, without control characters, cut at 500 characters."""
    flat = strip_controls(text)
    return flat if len(flat) <= _MAX_LINE_CHARS else flat[: _MAX_LINE_CHARS - 1] + "…"


def _append(lines: list[str], text: str) -> None:
    entry = strip_controls(text[:_MAX_UNMASKED_CHARS])
    if len(lines) < _MAX_LINES and entry not in lines:
        lines.append(entry)
