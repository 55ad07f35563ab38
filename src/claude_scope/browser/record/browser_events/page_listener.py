"""Records console lines, dialogs, downloads and crashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.recorded_pages import now_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.async_api import BrowserContext, CDPSession, ConsoleMessage, Download, Page

    from claude_scope.browser.record.recorded_pages import RecordedPage, RecordedPages

_LEVELS = {
    "warning": "warning",
    "error": "error",
    "assert": "error",
    "info": "info",
    "debug": "debug",
    "verbose": "debug",
    **dict.fromkeys(("log", "dir", "dirxml", "table", "trace", "count", "timeEnd", "startGroup"), "log"),
    **dict.fromkeys(("startGroupCollapsed", "profile", "profileEnd", "clear"), "log"),
}
"""Levels by Playwright's message types; `verbose` is the type of the browser's hints."""
_MAX_CHARS = 20_000
_LOAD_FAILED = "Failed to load resource:"
"""The beginning of the browser's own message about a failed request, which is recorded as a request."""


class PageListener:
    """Writes the events of each page; `told` is called with sentences for the user."""

    def __init__(self, pages: RecordedPages, told: Callable[[str], None]) -> None:
        self._pages = pages
        self._told = told
        self._open: dict[str, tuple[RecordedPage, dict[str, Any]]] = {}
        """Open dialogs by the id of their page."""

    def listen(self, context: BrowserContext) -> None:
        """Listen to the events of all pages."""
        context.on("console", self._on_console)
        # Without a listener Playwright dismisses dialogs, which the user should answer.
        context.on("dialog", lambda _: None)

    async def listen_to(self, one: RecordedPage, session: CDPSession) -> None:
        """Listen to one page, and to its dialogs over its DevTools session."""
        one.page.on("download", self._on_download)
        one.page.on("crash", self._on_crash)
        session.on(
            "Page.javascriptDialogOpening",
            lambda event: self._open.update({one.id: (one, event | {"t": now_ms()})}),
        )
        session.on(
            "Page.javascriptDialogClosed",
            lambda event: self._write_dialog(one, "accepted" if event.get("result") else "dismissed"),
        )
        await session.send("Page.enable")

    def _on_console(self, message: ConsoleMessage) -> None:
        one = self._pages.of(message.page)
        if one is None or message.type not in _LEVELS or message.text.startswith(_LOAD_FAILED):
            return
        place = message.location
        self._pages.write(
            one,
            "console",
            message.timestamp or None,
            level=_LEVELS[message.type],
            text=message.text[:_MAX_CHARS],
            place=f"{place['url']}:{place['lineNumber'] + 1}:{place['columnNumber'] + 1}" if place.get("url") else "",
        )

    def write_hanging(self, pages: Sequence[RecordedPage]) -> None:
        """Write which pages do not answer at the end of the recording; an open dialog blocks other pages too."""
        if self._open or not pages:
            return
        for page in pages:
            self._pages.write(page, "page", event="hang")
        self._told("The page did not answer as the recording ended: a script may be running for ever.")

    def finish(self) -> None:
        """Write the dialogs that are open at the end of the recording."""
        for item, _ in [*self._open.values()]:
            self._write_dialog(item, "not answered")

    def _write_dialog(self, one: RecordedPage, answer: str) -> None:
        _, opened = self._open.pop(one.id, (one, {}))
        self._pages.write(
            one,
            "dialog",
            opened.get("t"),
            type=str(opened.get("type", "alert")),
            message=str(opened.get("message", ""))[:_MAX_CHARS],
            answer=answer,
            closed=now_ms(),
        )

    def _on_download(self, download: Download) -> None:
        if one := self._pages.of(download.page):
            self._pages.write(one, "download", name=download.suggested_filename, url=download.url)

    def _on_crash(self, page: Page) -> None:
        if one := self._pages.of(page):
            self._pages.write(one, "page", event="crash")
            self._told("The page crashed; reload it to go on, or stop the recording.")
