"""Records requests and sockets, and the style sheets and fonts that they download."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.recorded_pages import now_ms

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from playwright.async_api import BrowserContext, Request, Response, WebSocket

    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.recorded_pages import RecordedPage, RecordedPages

_MAX_BODY_BYTES = 65_536
_ASSETS = ("stylesheet", "font")
_TEXTS = ("application/json", "text/", "application/xml", "application/x-www-form-urlencoded", "+json", "+xml")
_END_TIMEOUT_S = 2.0
_DOCUMENT_TIMEOUT_S = 1.5
_CLOCKS_MS = 5.0
"""How much later than its request a document may seem to begin, since two processes measure the times."""
_OWN_TIMING = """() => performance.getEntriesByType("navigation")
    .filter((load) => load.name.startsWith("http"))
    .map((load) => ({ url: load.name, start: performance.timeOrigin + load.startTime,
        end: performance.timeOrigin + load.responseEnd, status: load.responseStatus, size: load.encodedBodySize }))"""
"""A document's own record of its request (Navigation Timing)."""
_FORM = "form_submit"


@dataclass
class _Open:
    """A request that has not ended."""

    id: str
    start: float


class Network:
    """Writes each request when it ends."""

    def __init__(self, pages: RecordedPages, folder: CaptureFolder, *, bodies: bool) -> None:
        self._pages = pages
        self._folder = folder
        self._bodies = bodies
        self._open: dict[Request, _Open] = {}
        self._documents: list[Request] = []
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._opening: set[asyncio.Task[None]] = set()
        """Windows whose first document has not arrived yet."""

    def listen(self, context: BrowserContext) -> None:
        """Listen to all pages."""
        context.on("request", self._on_request)
        context.on("requestfinished", lambda request: self._begin(self._finished(request)))
        context.on("requestfailed", lambda request: self._begin(self._failed(request)))

    def listen_to(self, one: RecordedPage) -> None:
        """Listen to the events of a single page."""
        one.page.on("websocket", lambda socket: self._on_socket(one, socket))
        task = asyncio.ensure_future(self._first_document(one))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    def is_loading(self, one: RecordedPage) -> bool:
        """Whether a page waits for a document: until the first one arrives it runs no scripts."""
        return any(request in self._open and self._page_of(request) is one for request in self._documents)

    async def finish(self) -> None:
        """Write the pending events, and the requests that have not ended."""
        for opening in self._opening:
            opening.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_END_TIMEOUT_S)
        for request, open_ in list(self._open.items()):
            response = request.existing_response  # the header may have arrived without the end of the body
            self._write(request, open_, end=None, status=response.status if response else 0, size=0, failure="")
        self._open.clear()

    def _on_request(self, request: Request) -> None:
        if request.url.startswith("chrome-extension:"):
            return  # the browser's PDF viewer
        if request.service_worker is not None:
            return  # a service worker usually forwards a request of the page, which is recorded anyway
        self._count += 1
        if _is_document(request) and not _is_of_frame(request):
            self._documents.append(request)
        self._open[request] = _Open(f"r{self._count}", now_ms())

    async def _finished(self, request: Request) -> None:
        from playwright.async_api import Error

        open_ = self._open.pop(request, None)
        if open_ is None:
            return
        end, status, size, rest = now_ms(), 0, 0, {}
        timing = request.timing
        if timing["startTime"] > 0:
            open_.start = timing["startTime"]
            end = open_.start + timing["responseEnd"] if timing["responseEnd"] >= 0 else end
        with suppress(Error):
            response = await request.response()
            if response is not None:
                status = response.status
                size = (await request.sizes())["responseBodySize"]
                rest = await self._contents(request, response)
        if request in self._documents and (document := await self._document_of(request)):
            rest |= {"document": document, "frame": document}
        self._write(request, open_, end=end, status=status, size=max(size, 0), failure="", **rest)

    async def _failed(self, request: Request) -> None:
        open_ = self._open.pop(request, None)
        if open_ is None:
            return
        if request.timing["startTime"] > 0:
            open_.start = request.timing["startTime"]
        response = request.existing_response
        status = response.status if response else 0
        self._write(request, open_, end=now_ms(), status=status, size=0, failure=request.failure or "failed")

    async def _contents(self, request: Request, response: Response) -> dict[str, Any]:
        """Store style sheets and fonts, and return the bodies to record."""
        kind = (response.headers.get("content-type") or "").split(";")[0].strip().lower()
        is_text = kind.startswith(_TEXTS) or kind.endswith(_TEXTS)
        if request.resource_type in _ASSETS and response.ok:
            self._folder.write_asset(request.url, kind, await response.body())
        elif self._bodies and is_text and request.resource_type in ("xhr", "fetch"):
            sent = request.post_data_buffer or b""
            said = await response.body()
            return {"body": _text(said), **({"requestBody": _text(sent)} if sent else {})}
        return {}

    def _page_of(self, request: Request) -> RecordedPage | None:
        from playwright.async_api import Error

        with suppress(Error):  # from a service worker, or for a page that does not exist yet
            return self._pages.of(request.frame.page)
        return None

    async def _document_of(self, request: Request) -> str:
        """The document that a request loaded; "" if there is none, as for a download.

        It began right before its request, and after the previous document's request. A busy browser reports both late.
        """
        requested = _requested(request)
        for _ in range(round(_DOCUMENT_TIMEOUT_S / 0.05)):
            one = self._page_of(request)
            if one is not None:
                others = (_requested(other) for other in self._documents if self._page_of(other) is one)
                before = max((time for time in others if time < requested), default=0.0)
                if found := [
                    document for began, document in one.documents.begun if before < began <= requested + _CLOCKS_MS
                ]:
                    return found[-1]
            await asyncio.sleep(0.05)
        return ""

    async def _first_document(self, one: RecordedPage) -> None:
        """Write the request of a window that a script opened, if the browser did not report it.

        Another program that drives the browser (--cdp-port) may let the window load before this one listens. The
        document knows everything about its request but the method and the body.
        """
        from playwright.async_api import Error

        with suppress(Error):  # it was closed
            if one.session is None or await one.page.opener() is None:
                return
            found = await self._own_timing(one)
            entries = (await one.session.send("Page.getNavigationHistory"))["entries"]
            if found is None or (entries and entries[0]["transitionType"] == _FORM):
                return
            self._count += 1
            about = {"id": f"r{self._count}", "method": "GET", "type": "document"} | found
            self._pages.write(one, "request", found["start"], failure="", **about)

    async def _own_timing(self, one: RecordedPage) -> dict[str, Any] | None:
        """The first document's own record of its request; None if the browser reported the request."""
        known = 0
        while not (one.page.is_closed() or any(self._page_of(request) is one for request in self._documents)):
            if len(one.documents.begun) > known:
                known = len(one.documents.begun)
                if found := await one.page.evaluate(_OWN_TIMING):
                    timing: dict[str, Any] = found[0]
                    return timing
            await asyncio.sleep(0.05)
        return None

    def _write(self, request: Request, open_: _Open, **rest: Any) -> None:
        one = self._page_of(request) or self._pages.newest()
        if one is None:
            return
        about: dict[str, Any] = {"id": open_.id, "method": request.method, "url": request.url[:_MAX_BODY_BYTES]}
        about |= {"type": request.resource_type, "start": open_.start}
        self._pages.write(one, "request", open_.start, **about, **rest)

    def _on_socket(self, one: RecordedPage, socket: WebSocket) -> None:
        def say(event: str) -> None:
            self._pages.write(one, "socket", url=socket.url, event=event)

        say("open")
        socket.on("close", lambda _: say("close"))
        socket.on("socketerror", lambda _: say("error"))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_document(request: Request) -> bool:
    return request.is_navigation_request() and request.resource_type == "document"


def _is_of_frame(request: Request) -> bool:
    """Whether the request is from a frame within a page; a new window has no known frames."""
    from playwright.async_api import Error

    with suppress(Error):
        return request.frame.parent_frame is not None
    return False


def _requested(request: Request) -> float:
    """When a request, or the first one of its redirects, was sent; epoch milliseconds."""
    while request.redirected_from is not None:
        request = request.redirected_from
    return request.timing["startTime"]


def _text(content: bytes) -> str:
    return content[:_MAX_BODY_BYTES].decode("utf-8", "replace")
