"""The pages of a recording: their ids and documents, what their frames send, and which page the video shows."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.screencast import Screencast

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import BrowserContext, CDPSession, Page

    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.masking import LineMasker
    from claude_scope.browser.record.video import Picture

_BULK = ('{"kind":"dom",', '{"kind":"image",')
"""How the lines begin that are most of all; they are written as they come, without being parsed."""
_SENT_BY_FRAMES = frozenset({"document", "action", "error", "navigation", "visibility", "masked"})
_SETTLE_TIMEOUT_S = 1.0
_ON_ITS_WAY_S = 0.15
"""What was sent arrives by another way than the answer."""
_MAX_LINE_CHARS = 64_000_000


@dataclass
class RecordedPage:
    """A page, its id in the capture, and its documents so far, each with the time at which its navigation began."""

    id: str
    page: Page
    session: CDPSession | None = None
    screencast: Screencast | None = None
    documents: list[tuple[float, str]] = field(default_factory=list)

    @property
    def document(self) -> str:
        """The id of the present document, "" before there is one."""
        return self.documents[-1][1] if self.documents else ""


def now_ms() -> float:
    """Epoch milliseconds."""
    return time.time() * 1000


class RecordedPages:
    """Knows every page of the context; the video follows the newest, and then the one in which something is done."""

    def __init__(self, folder: CaptureFolder, masker: LineMasker, show: Callable[[Picture], None]) -> None:
        self._folder = folder
        self._masker = masker
        self._show = show
        self._pages: dict[Page, RecordedPage] = {}
        self._opened = 0
        self._shown: RecordedPage | None = None
        self._shown_since = 0.0
        self._switch = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
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
        self._folder.write_event({**event, **rest})

    def receive(self, page: Page, batch: object) -> None:
        """Write the lines that a frame sent."""
        if page.is_closed() or not isinstance(batch, str) or len(batch) > _MAX_LINE_CHARS:
            return
        one = self._known(page)
        for line in batch.split("\n"):
            if line.startswith(_BULK):
                self._folder.write_line(f'{{"page":"{one.id}",{line[1:]}')
            else:
                self._event(one, line)

    def _event(self, one: RecordedPage, line: str) -> None:
        try:
            event = json.loads(line)
            kind = event.pop("kind")
        except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
            return  # not from our script
        if kind == "secret":
            self._masker.learn(str(event.get("value", "")))
            return
        if kind not in _SENT_BY_FRAMES:
            return
        if kind == "document":
            if not any(page.document for page in self._pages.values()):
                self._folder.write_manifest(**_screen(event))
            one.documents.append((_time(event), str(event.get("document", ""))))
            self.has_loaded = True
        event["document"] = event.get("document") or one.document
        event["frame"] = event.get("frame") or event["document"]
        if kind == "action":
            self.acts += 1
            if _time(event) > self._shown_since:  # an act may be written a while after it was done
                self._later(one)
        self._folder.write_event({"kind": kind, "page": one.id, **event})

    def _later(self, one: RecordedPage) -> None:
        if one is not self._shown:
            task = asyncio.ensure_future(self.follow(one))
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


def _time(event: dict[str, Any]) -> float:
    t = event.get("t")
    return float(t) if isinstance(t, int | float) else 0.0
