"""Records the console lines, uncaught errors and requests that the browser reports to the driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.captures.live import now_ms
from claude_scope.browser.record.masking import LineMasker

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Request, Response, WebError

    from benchmarks.captures.truth import Truth

_LOAD_FAILED = "Failed to load resource:"
"""The browser's message about a failed request; a capture has the request itself."""
_LEVELS = {"verbose": "debug"}
"""Chromium's name of a level, and the capture format's."""


class Witness:
    """Listens to all pages of a browser from now on."""

    def __init__(self, context: BrowserContext, truth: Truth) -> None:
        self._truth = truth
        self._statuses: dict[int, int] = {}
        self._requests: list[tuple[float, Request]] = []
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def finish(self) -> None:
        """Add the requests to the truth, with secrets in their addresses replaced by the expected masks."""
        masker = LineMasker()
        self._truth.requests = [
            (at, request.method, masker.line(request.url), self._statuses.get(id(request), 0))
            for at, request in self._requests
            if request.url.startswith(("http:", "https:"))
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(_LOAD_FAILED):
            self._truth.console.append((now_ms(), _LEVELS.get(message.type, message.type), message.text))

    def _error(self, error: WebError) -> None:
        self._truth.errors.append((now_ms(), f"{error.error.name}: {error.error.message}"))

    def _request(self, request: Request) -> None:
        self._requests.append((now_ms(), request))

    def _response(self, response: Response) -> None:
        self._statuses[id(response.request)] = response.status
