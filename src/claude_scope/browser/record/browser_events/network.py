"""Records requests and sockets, and the style sheets and fonts that they download."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.record.browser_events.own_timing import own_timing
from claude_scope.browser.record.browser_events.requests import request_of
from claude_scope.browser.record.tabs.tabs import now_ms

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from claude_scope.browser.devtools.connection import Session
    from claude_scope.browser.record.browser_events.requests import Request
    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.tabs.tab import Tab
    from claude_scope.browser.record.tabs.tabs import Tabs

_MAX_BODY_BYTES = 65_536
_MAX_URL_CHARS = 65_536
_ASSETS = ("stylesheet", "font")
_TEXTS = ("application/json", "text/", "application/xml", "application/x-www-form-urlencoded", "+json", "+xml")
_END_TIMEOUT_S = 2.0
_DOCUMENT_TIMEOUT_S, _POLL_S = 1.5, 0.05
_NOT_RECORDED = ("data:", "chrome-extension:")
"""Addresses of requests that reach no server; the browser's PDF viewer is an extension."""


class Network:
    """Writes each request when it ends."""

    def __init__(self, tabs: Tabs, folder: CaptureFolder, *, bodies: bool) -> None:
        self._tabs = tabs
        self._folder = folder
        self._bodies = bodies
        self._open: dict[str, Request] = {}
        """Requests by the browser's id. A frame's document may be requested in one session and answered in another."""
        self._sockets: dict[str, str] = {}
        self._loading: set[Tab] = set()
        """Tabs for which the browser reported a request for a document."""
        self._opening: set[asyncio.Task[None]] = set()
        """Windows whose first document has not arrived yet."""
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def listen(self, tab: Tab, session: Session) -> None:
        """Listen to a session of a tab."""
        session.on("Network.requestWillBeSent", lambda event: self._on_request(tab, session, event))
        session.on("Network.responseReceived", lambda event: self._on_response(session, event))
        session.on("Network.loadingFinished", self._on_finished)
        session.on("Network.loadingFailed", self._on_failed)
        session.on("Network.webSocketCreated", lambda event: self._on_socket(tab, event))
        session.on("Network.webSocketClosed", lambda event: self._on_socket_event(tab, event, "close"))
        session.on("Network.webSocketFrameError", lambda event: self._on_socket_event(tab, event, "error"))
        if tab.opener and session is tab.session:
            opening = self._tabs.run(self._first_document(tab))
            self._opening.add(opening)
            opening.add_done_callback(self._opening.discard)

    def is_loading(self, tab: Tab) -> bool:
        """Whether a tab waits for a document. Until its first document arrives, a tab runs no scripts."""
        loaders = [request.loader for request in self._open.values() if request.is_document and request.tab is tab]
        return any(not tab.documents.is_committed(loader) for loader in loaders)

    async def finish(self) -> None:
        """Write the pending events, and the requests that have not ended."""
        for opening in [*self._opening]:
            opening.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_END_TIMEOUT_S)
        for request in self._open.values():  # the header may have arrived without the end of the body
            self._write(request, end=None, size=0, failure="")
        self._open.clear()

    def _on_request(self, tab: Tab, session: Session, event: dict[str, Any]) -> None:
        before = self._open.pop(event["requestId"], None)
        if before is not None and "redirectResponse" in event:
            before.answer(event["redirectResponse"])
            self._write(before, end=before.at(event["timestamp"]), size=0, failure="")
        if not (event["request"]["url"].startswith(_NOT_RECORDED) or _is_favicon(event)):
            self._count += 1
            request = self._open[event["requestId"]] = request_of(event, self._count, tab, session)
            if request.is_document:
                self._loading.add(tab)

    def _on_response(self, session: Session, event: dict[str, Any]) -> None:
        if request := self._open.get(event["requestId"]):
            request.session = session
            request.answer(event["response"])

    def _on_finished(self, event: dict[str, Any]) -> None:
        if request := self._open.pop(event["requestId"], None):
            end = request.at(event["timestamp"]) if request.requested_s is not None else now_ms()
            size = max(0, round(event["encodedDataLength"]) - request.headers_size)
            self._begin(self._finished(request, event["requestId"], end, size))

    async def _finished(self, request: Request, request_id: str, end: float, size: int) -> None:
        try:
            rest = await self._contents(request, request_id)
        except DevToolsError:  # the browser no longer has the body
            rest = {}
        if request.is_document:
            await self._until_begun(request)
        self._write(request, end=end, size=size, failure="", **rest)

    def _on_failed(self, event: dict[str, Any]) -> None:
        if request := self._open.pop(event["requestId"], None):
            failure = event.get("errorText") or event.get("blockedReason") or "failed"
            self._write(request, end=now_ms(), size=0, failure=failure)

    async def _contents(self, request: Request, request_id: str) -> dict[str, Any]:
        """Store style sheets and fonts, and return the bodies to record."""
        kind = request.content_type.lower()
        if request.type in _ASSETS and request.is_ok:
            self._folder.write_asset(request.url, kind, await self._body(request, request_id))
        elif self._bodies and request.type in ("xhr", "fetch") and (kind.startswith(_TEXTS) or kind.endswith(_TEXTS)):
            answer = _text(await self._body(request, request_id))
            return {"body": answer, **({"requestBody": request.body[:_MAX_BODY_BYTES]} if request.body else {})}
        return {}

    async def _body(self, request: Request, request_id: str) -> bytes:
        answer = await request.session.send("Network.getResponseBody", {"requestId": request_id})
        return base64.b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()

    async def _until_begun(self, request: Request) -> None:
        """Wait until the requested document begins to send: in a new window after its request, for a download never."""
        for _ in range(round(_DOCUMENT_TIMEOUT_S / _POLL_S)):
            if request.tab.documents.of_loader(request.loader):
                return
            await asyncio.sleep(_POLL_S)

    async def _first_document(self, tab: Tab) -> None:
        """Write the request of a window that a page opened, if the browser did not report it.

        It does not if the window loads before we attach to it. That happens in the user's own browser, and when another
        program that drives the browser (--cdp-port) lets the window load. The document knows everything about its
        request except the method and the body.
        """
        present = ""
        while not (tab.is_closed or tab in self._loading):
            if tab.document != present:
                present = tab.document
                if found := await own_timing(tab):
                    self._count += 1
                    about = {"id": f"r{self._count}", "method": "GET", "type": "document", "failure": ""}
                    self._tabs.write(tab, "request", found["start"], **about, **found)
                    return
            await asyncio.sleep(_POLL_S)

    def _write(self, request: Request, **rest: Any) -> None:
        about: dict[str, Any] = {"id": request.id, "method": request.method, "url": request.url[:_MAX_URL_CHARS]}
        about |= {"type": request.type, "start": request.start, "status": request.status}
        if request.is_document and (document := request.tab.documents.of_loader(request.loader)):
            rest |= {"document": document, "frame": document}
        self._tabs.write(request.tab, "request", request.start, **about, **rest)

    def _on_socket(self, tab: Tab, event: dict[str, Any]) -> None:
        self._sockets[event["requestId"]] = event["url"]
        self._on_socket_event(tab, event, "open")

    def _on_socket_event(self, tab: Tab, event: dict[str, Any], what: str) -> None:
        url = self._sockets.get(event["requestId"])
        if what == "close":
            self._sockets.pop(event["requestId"], None)
        if url is not None:
            self._tabs.write(tab, "socket", url=url, event=what)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_favicon(event: dict[str, Any]) -> bool:
    """Whether the browser asks for an icon that the page does not name."""
    return event.get("type") == "Other" and urlsplit(event["request"]["url"]).path == "/favicon.ico"


def _text(content: bytes) -> str:
    return content[:_MAX_BODY_BYTES].decode("utf-8", "replace")
