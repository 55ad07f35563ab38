"""The pages of a recording: their ids and documents, the events of their frames, and which page the video shows."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.delayed_events import DelayedEvents
from claude_scope.browser.record.frame_lines import frame_id, is_full_snapshot, read_batch, screen_of, time_of
from claude_scope.browser.record.screencast import Screencast
from claude_scope.browser.record.tab_documents import TabDocuments

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from playwright.async_api import BrowserContext, CDPSession, Frame, Page

    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.masking import LineMasker
    from claude_scope.browser.record.video import Picture

_SETTLE_TIMEOUT_S = 1.0
_ON_ITS_WAY_S = 0.15
"""How long to wait for events, which arrive on another channel than the answer."""


@dataclass(eq=False)
class RecordedPage:
    """A page, its id in the capture, and its documents."""

    id: str
    page: Page
    documents: TabDocuments
    session: CDPSession | None = None
    screencast: Screencast | None = None

    @property
    def document(self) -> str:
        """The id of the current document, "" before there is one."""
        return self.documents.present


def now_ms() -> float:
    """Epoch milliseconds."""
    return time.time() * 1000


class RecordedPages:
    """Knows all pages of the context. The video follows the newest page, then the one with the last act."""

    def __init__(
        self, folder: CaptureFolder, masker: LineMasker, show: Callable[[Picture], None], mark_script: str
    ) -> None:
        self._folder = folder
        self._masker = masker
        self._show = show
        self._pages: dict[Page, RecordedPage] = {}
        self._opened = 0
        self._shown: RecordedPage | None = None
        self._shown_since = 0.0
        self._switch = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._documents: set[str] = set()
        self._mark_script = mark_script
        self._delayed = DelayedEvents(folder.write_event)
        self.on_event: Callable[[RecordedPage, str], None] = lambda item, kind: None
        """Called with each event of the current document of a page."""
        self.acts = 0
        self.has_loaded = False
        self.all_closed = asyncio.Event()

    async def add(self, context: BrowserContext, page: Page) -> RecordedPage:
        """Add a new page; the video follows it."""
        one = self._known(page)
        opener = await page.opener()
        opened_by: dict[str, Any] = {"opener": self._known(opener).id} if opener else {}
        self.write(one, "page", event="open", **opened_by)
        one.session = await context.new_cdp_session(page)
        one.screencast = Screencast(one.session, self._show)
        await self.follow(one)
        return one

    def _known(self, page: Page) -> RecordedPage:
        """The record of a page; its frames may send before its opening is reported."""
        if page not in self._pages:
            self._opened += 1
            one = self._pages[page] = _recorded(f"p{self._opened}", page)
            page.on("close", lambda _: self._closed(one))
        return self._pages[page]

    def newest(self) -> RecordedPage | None:
        """The page that was opened last."""
        return next(reversed(self._pages.values()), None)

    def of(self, page: Page | None) -> RecordedPage | None:
        """The record of a page; None for an unknown page."""
        return self._pages.get(page) if page else None

    async def follow(self, one: RecordedPage) -> None:
        """Let the video show this page from now on."""
        from playwright.async_api import Error

        async with self._switch:
            if self._shown is one or one.page.is_closed() or one.screencast is None:
                return
            before, self._shown, self._shown_since = self._shown, one, now_ms()
            with suppress(Error):
                await one.screencast.start()
                self.write(one, "page", event="show")
                if before is not None and before.screencast is not None and not before.page.is_closed():
                    await before.screencast.stop()

    async def settle(self, script: str) -> list[RecordedPage]:
        """Let every frame send its pending events, such as a click that may become a double click.

        Returns the pages whose main frame does not answer: a dialog is open, or a script does not end. Other frames may
        have no document, such as lazily loaded ones.
        """
        work = {asyncio.ensure_future(frame.evaluate(script)): frame for page in self._pages for frame in page.frames}
        if not work:
            return []
        done, late = await asyncio.wait(work, timeout=_SETTLE_TIMEOUT_S)
        for task in late:
            task.cancel()
        for task in done:
            task.exception()  # retrieved: the frame was removed
        await asyncio.sleep(_ON_ITS_WAY_S)
        silent = [work[task] for task in late]
        return [item for page, item in self._pages.items() if page.main_frame in silent]

    def write(self, one: RecordedPage, kind: str, t: float | None = None, **rest: Any) -> None:
        """Write an event of a page's current document."""
        event = {"kind": kind, "t": now_ms() if t is None else t, "page": one.id}
        if one.document and kind != "page":
            event |= {"document": one.document, "frame": one.document}
        self._delayed.add({**event, **rest})

    def finish(self) -> None:
        """Write the pending events."""
        self._delayed.flush()
        for page in self._pages.values():
            self._release(page)

    def committed(self, one: RecordedPage, url: str, *, is_first_look: bool) -> None:
        """The browser committed a document; `url` is "" for a blank page or an error page."""
        one.documents.commit(url, is_first_look=is_first_look)
        self.has_loaded |= bool(url)

    def receive(self, frame: Frame, batch: object) -> None:
        """Write the events of a frame. The sender determines page, document and frame, not the events."""
        page = frame.page
        if page.is_closed():
            return
        one = self._known(page)
        is_top = frame is page.main_frame
        events = list(read_batch(batch, is_top=is_top))
        for event in events:
            if event["kind"] == "secret":
                value, is_typed = str(event.get("value", "")), event.get("typed") is True
                self._masker.learn(value, typed=is_typed, source=frame)
        for event in events:
            if event["kind"] == "secret":
                continue
            if is_top:
                self._receive_from_top(one, event)
            elif not one.documents.must_wait(frame, event):
                self._receive_from_frame(one, frame, event)

    def _receive_from_top(self, one: RecordedPage, event: dict[str, Any]) -> None:
        if event["kind"] == "document" and not self._begin_document(one, event):
            return
        document = one.documents.named(event.get("document"))
        event |= {"document": document, "frame": frame_id(event, document)}
        if document == one.document and one.documents.has_begun:
            self.on_event(one, event["kind"])
        self._write_of_frame(one, event)
        if event["kind"] == "dom":
            self._mark_masked(one, document, event)

    def _begin_document(self, one: RecordedPage, event: dict[str, Any]) -> bool:
        """Begin a document, with the URL that the browser reported. False if the document is already known."""
        name = frame_id(event, "")
        if not name or name in self._documents:
            return False
        if not self._documents:
            self._folder.write_manifest(**screen_of(event))
        self._documents.add(name)
        event["url"] = one.documents.begin(time_of(event), name, str(event.get("url", ""))) or one.page.url
        self._release(one)
        return True

    def _release(self, one: RecordedPage) -> None:
        for frame, event in one.documents.released():
            self._receive_from_frame(one, frame, event)

    def _receive_from_frame(self, one: RecordedPage, frame: Frame, event: dict[str, Any]) -> None:
        """Limit an event of a frame of another origin to the frame itself: it knows no nodes of the page around it."""
        name, document = one.documents.place_of(frame)
        event |= {"document": document, "frame": name}
        if event["kind"] == "action":
            event["node"] = None
        elif event["kind"] == "masked":
            event["inside"] = True
        self._write_of_frame(one, event)

    def _mark_masked(self, one: RecordedPage, document: str, event: dict[str, Any]) -> None:
        """Have the page record the places of texts that were masked here. It gets node ids, never a secret."""
        marks, self._masker.marks = self._masker.marks, {}
        nodes = [[node, is_masked] for (where, node), is_masked in marks.items() if where == document]
        since = 0 if is_full_snapshot(event) else time_of(event)
        if nodes:
            self.run(self._evaluate(one.page.main_frame, self._mark_script, [document, since, nodes]))

    async def _evaluate(self, frame: Frame, script: str, argument: object) -> None:
        await frame.evaluate(script, argument)

    def _write_of_frame(self, one: RecordedPage, event: dict[str, Any]) -> None:
        if event["kind"] == "action":
            self.acts += 1
            if time_of(event) > self._shown_since:  # an act may be written later than it happened
                self._later(one)
        self._folder.write_event({**event, "page": one.id})

    def _later(self, one: RecordedPage) -> None:
        if one is not self._shown:
            self.run(self.follow(one))

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background; closing the page ends it."""
        task = asyncio.ensure_future(_unless_closed(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _closed(self, one: RecordedPage) -> None:
        if self._pages.pop(one.page, None) is None:
            return
        self.write(one, "page", event="close")
        if not self._pages:
            self.all_closed.set()
        elif one is self._shown:
            self._shown = None
            self._later(next(reversed(self._pages.values())))


def _recorded(name: str, page: Page) -> RecordedPage:
    return RecordedPage(name, page, TabDocuments(name))


async def _unless_closed(work: Coroutine[Any, Any, None]) -> None:
    from playwright.async_api import Error

    with suppress(Error):
        await work
