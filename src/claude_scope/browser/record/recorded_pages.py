"""The pages of a recording: their ids and documents, what their frames send, and which page the video shows."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.frame_lines import frame_id, read_batch, time_of
from claude_scope.browser.record.repeats import PART_CHARS
from claude_scope.browser.record.screencast import Screencast
from claude_scope.browser.urls import is_web_address, origin

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from playwright.async_api import BrowserContext, CDPSession, Frame, Page

    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.masking import LineMasker
    from claude_scope.browser.record.video import Picture

_SETTLE_TIMEOUT_S = 1.0
_ON_ITS_WAY_S = 0.15
"""What was sent arrives by another way than the answer."""
_HELD_S = 0.2
"""What the browser says is written so much later: a secret that the page repeats there is known by then."""
_CLOCKS_MS = 5.0
"""How much later than its navigation a document may seem to begin: the two are told by clocks of two processes."""
_MAX_WAITING = 10_000
_MAX_TYPED = 50


@dataclass(eq=False)
class RecordedPage:
    """A page, its id in the capture, and its documents so far, each with the time at which its navigation began."""

    id: str
    page: Page
    session: CDPSession | None = None
    screencast: Screencast | None = None
    documents: list[tuple[float, str]] = field(default_factory=list)
    loaded: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=50))
    """When the browser told of documents of the page, and their addresses."""
    frames: dict[Frame, tuple[str, str]] = field(default_factory=dict)
    """The id of each frame that does not speak through the main frame, and the document that it is in."""
    waiting: list[tuple[Frame, dict[str, Any]]] | None = field(default_factory=list)
    """What frames sent before the document around them did, None once it did."""

    @property
    def document(self) -> str:
        """The id of the present document, "" before there is one."""
        return self.documents[-1][1] if self.documents else ""


def now_ms() -> float:
    """Epoch milliseconds."""
    return time.time() * 1000


class RecordedPages:
    """Knows every page of the context; the video follows the newest, and then the one in which something is done."""

    def __init__(
        self, folder: CaptureFolder, masker: LineMasker, show: Callable[[Picture], None], recall_script: str
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
        self._recall_script = recall_script
        self._typed: dict[str, list[str]] = {}
        """What was typed into secret fields, by origin."""
        self._held: deque[dict[str, Any]] = deque()
        self.heard: Callable[[RecordedPage, str], None] = lambda one, kind: None
        """Called with each event of the present document of a page."""
        self.acts = 0
        self.has_loaded = False
        self.all_closed = asyncio.Event()

    async def add(self, context: BrowserContext, page: Page) -> RecordedPage:
        """A page was opened; the video follows it."""
        one = self._known(page)
        opener = await page.opener()
        opened_by: dict[str, Any] = {"opener": self._known(opener).id} if opener else {}
        self.write(one, "page", event="open", **opened_by)
        one.session = await context.new_cdp_session(page)
        one.screencast = Screencast(one.session, self._show)
        await self.follow(one)
        return one

    def _known(self, page: Page) -> RecordedPage:
        """What is recorded of a page; its frames may send before its opening is told."""
        if page not in self._pages:
            self._opened += 1
            one = self._pages[page] = RecordedPage(f"p{self._opened}", page)
            page.on("close", lambda _: self._closed(one))
        return self._pages[page]

    def newest(self) -> RecordedPage | None:
        """The page that was opened last."""
        return next(reversed(self._pages.values()), None)

    def of(self, page: Page | None) -> RecordedPage | None:
        """What is recorded of a page; None for one that is unknown."""
        return self._pages.get(page) if page else None

    async def follow(self, one: RecordedPage) -> None:
        """Let the video show this page from here."""
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
        """Let every frame send what it waits with, such as a click that may become a double click.

        Returns the pages whose main frame does not answer: a dialog is open, or a script runs for ever. Others may have
        no document, such as a frame that loads when it is scrolled to.
        """
        work = {asyncio.ensure_future(frame.evaluate(script)): frame for page in self._pages for frame in page.frames}
        if not work:
            return []
        done, late = await asyncio.wait(work, timeout=_SETTLE_TIMEOUT_S)
        for task in late:
            task.cancel()
        for task in done:
            task.exception()  # retrieved: the frame is gone
        await asyncio.sleep(_ON_ITS_WAY_S)
        silent = [work[task] for task in late]
        return [one for page, one in self._pages.items() if page.main_frame in silent]

    def write(self, one: RecordedPage, kind: str, t: float | None = None, **rest: Any) -> None:
        """Write an event of a page, in its document of now."""
        event = {"kind": kind, "t": now_ms() if t is None else t, "page": one.id}
        if one.document and kind != "page":
            event |= {"document": one.document, "frame": one.document}
        self._held.append({**event, **rest})
        asyncio.get_running_loop().call_later(_HELD_S, self._write_held)

    def finish(self) -> None:
        """Write what is held back."""
        while self._held:
            self._write_held()

    def _write_held(self) -> None:
        if self._held:
            self._folder.write_event(self._held.popleft())

    def loaded(self, one: RecordedPage, url: str) -> None:
        """The browser says that a page has another document; `url` is "" for one that is blank or tells of an error."""
        if url:
            one.loaded.append((now_ms(), url))
            self.has_loaded = True
        one.waiting = one.waiting or []

    def receive(self, frame: Frame, batch: object) -> None:
        """Write what a frame sent. Page, document and frame are set by where it came from, not by what it says."""
        page = frame.page
        if page.is_closed():
            return
        one = self._known(page)
        is_top = frame is page.main_frame
        events = list(read_batch(batch, is_top=is_top))
        for event in events:
            if event["kind"] == "secret":
                self._learn(frame, str(event.get("value", "")), is_typed=event.get("typed") is True)
        for event in events:
            if event["kind"] == "secret":
                continue
            if is_top:
                self._receive_from_top(one, event)
            elif one.waiting is None or frame in one.frames or len(one.waiting) >= _MAX_WAITING:
                self._receive_from_frame(one, frame, event)
            else:
                one.waiting.append((frame, event))

    def _learn(self, frame: Frame, value: str, *, is_typed: bool) -> None:
        """Mask a value of a secret field. Later documents of its origin are told it, since they may show it again."""
        self._masker.learn(value, typed=is_typed, source=frame)
        if is_typed and is_web_address(frame.url) and len(value) >= PART_CHARS:
            typed = self._typed.setdefault(origin(frame.url), [])
            if typed and value.startswith(typed[-1]):
                typed.pop()
            if len(typed) < _MAX_TYPED:
                typed.append(value)

    async def _recall(self, frame: Frame, values: list[str]) -> None:
        await frame.evaluate(self._recall_script, values)

    def _receive_from_top(self, one: RecordedPage, event: dict[str, Any]) -> None:
        if event["kind"] == "document" and not self._begin_document(one, event):
            return
        named = event.get("document")
        document = next((known for _, known in one.documents if known == named), one.document)
        event |= {"document": document, "frame": frame_id(event, document)}
        if document == one.document:
            self.heard(one, event["kind"])
        self._write_of_frame(one, event)

    def _begin_document(self, one: RecordedPage, event: dict[str, Any]) -> bool:
        """A document says that it began; its address is what the browser says. False if it is known already."""
        began, name = time_of(event), frame_id(event, "")
        if not name or name in self._documents:
            return False
        if not self._documents:
            self._folder.write_manifest(**_screen(event))
        self._documents.add(name)
        urls = [url for told, url in one.loaded if told > began - _CLOCKS_MS]
        event["url"] = urls[0] if urls else one.page.url
        one.documents.append((began, name))
        if is_web_address(event["url"]) and (typed := self._typed.get(origin(event["url"]))):
            self.soon(self._recall(one.page.main_frame, list(typed)))
        waiting, one.waiting = one.waiting or [], None
        for frame, waited in waiting:
            self._receive_from_frame(one, frame, waited)
        return True

    def _receive_from_frame(self, one: RecordedPage, frame: Frame, event: dict[str, Any]) -> None:
        """What a frame of another origin says is about itself: it has no nodes of the page around it."""
        if frame not in one.frames:
            one.frames[frame] = f"{one.id}f{len(one.frames) + 1}", one.document
        name, document = one.frames[frame]
        event |= {"document": document, "frame": name}
        if event["kind"] == "action":
            event["node"] = None
        elif event["kind"] == "masked":
            event["inside"] = True
        self._write_of_frame(one, event)

    def _write_of_frame(self, one: RecordedPage, event: dict[str, Any]) -> None:
        if event["kind"] == "action":
            self.acts += 1
            if time_of(event) > self._shown_since:  # an act may be written a while after it was done
                self._later(one)
        self._folder.write_event({**event, "page": one.id})

    def _later(self, one: RecordedPage) -> None:
        if one is not self._shown:
            self.soon(self.follow(one))

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that takes a while; a page that is closed meanwhile ends it."""
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


def _screen(event: dict[str, Any]) -> dict[str, Any]:
    """What the manifest says of the screen, from the first document."""
    return {key: event[key] for key in ("viewport", "devicePixelRatio") if event.get(key)}


async def _unless_closed(work: Coroutine[Any, Any, None]) -> None:
    from playwright.async_api import Error

    with suppress(Error):
        await work
