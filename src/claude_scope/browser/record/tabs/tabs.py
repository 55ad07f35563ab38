"""All tabs of a recording: their ids, the events of their frames, and which tab the video shows."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.record.tabs.delayed_events import DelayedEvents
from claude_scope.browser.record.tabs.frame_lines import frame_id, is_full_snapshot, read_batch, screen_of, time_of
from claude_scope.browser.record.tabs.joined_frames import JoinedFrames
from claude_scope.browser.record.tabs.masked_texts import MaskedTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from claude_scope.browser.devtools.connection import Session
    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.masking import LineMasker
    from claude_scope.browser.record.script import Script
    from claude_scope.browser.record.tabs.frames import Frame
    from claude_scope.browser.record.tabs.tab import Tab

_SETTLE_TIMEOUT_S = 1.0
_ON_ITS_WAY_S = 0.15
"""How long to wait for events, which arrive on another channel than the answer."""


def now_ms() -> float:
    """Epoch milliseconds."""
    return time.time() * 1000


class Tabs:
    """Knows all recorded tabs. The video shows the tab that was opened or acted in last."""

    def __init__(self, folder: CaptureFolder, masker: LineMasker, script: Script) -> None:
        self._folder = folder
        self._script = script
        self._tabs: dict[str, Tab] = {}
        """Open tabs by the browser's target id."""
        self._shown: Tab | None = None
        self._shown_since = 0.0
        self._switch = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._has_begun = False
        """Whether any document has begun."""
        self._joined = JoinedFrames(script.key, self._write_of_frame, self.run)
        self._delayed = DelayedEvents(folder.write_event)
        self._masked = MaskedTexts(folder, masker, self, self._joined, self._call_soon)
        self.on_event: Callable[[Tab, str], None] = lambda tab, kind: None
        """Called with each event of the current document of a tab."""
        self.on_closed: Callable[[Tab], None] = lambda tab: None
        """Called with a closed tab."""
        self.all_closed = asyncio.Event()
        self.acts = 0
        self.has_loaded = False
        """Whether any document was loaded."""

    def __iter__(self) -> Iterator[Tab]:
        return iter([*self._tabs.values()])

    def add(self, target: str, tab: Tab) -> None:
        """Add a new tab."""
        self._tabs[target] = tab
        opened_by: dict[str, Any] = {"opener": tab.opener} if tab.opener else {}
        self.write(tab, "page", event="open", **opened_by)

    def of_target(self, target: str) -> Tab | None:
        """The open tab with this target id of the browser."""
        return self._tabs.get(target)

    def newest(self) -> Tab | None:
        """The tab that was opened last."""
        return next(reversed(self._tabs.values()), None)

    async def follow(self, tab: Tab) -> None:
        """Let the video show this tab from now on."""
        async with self._switch:
            if self._shown is tab or tab.is_closed:
                return
            before, self._shown, self._shown_since = self._shown, tab, now_ms()
            with suppress(DevToolsError):
                await tab.screencast.start()
                self.write(tab, "page", event="show")
                if before is not None and not before.is_closed:
                    await before.screencast.stop()

    async def settle(self) -> list[Tab]:
        """Let every frame send its pending events, such as a click that may become a double click.

        Returns the tabs whose main frame does not answer: a dialog is open, or a script does not end. Other frames may
        have no document, such as lazily loaded ones.
        """
        work = {
            asyncio.ensure_future(self._call(frame, "leave()")): (tab, frame)
            for tab in self
            for frame in tab.frames
            if frame.context is not None
        }
        if not work:
            return []
        done, late = await asyncio.wait(work, timeout=_SETTLE_TIMEOUT_S)
        for task in late:
            task.cancel()
        for task in done:
            task.exception()  # retrieved: the frame was removed
        await asyncio.sleep(_ON_ITS_WAY_S)
        await self._joined.finish(_SETTLE_TIMEOUT_S)
        for tab in self:
            if not any(work[task][0] is tab for task in late):
                tab.begun.clear()
        return [tab for tab, frame in (work[task] for task in late) if frame is tab.frames.main]

    def write(self, tab: Tab, kind: str, t: float | None = None, **rest: Any) -> None:
        """Write an event of a tab's current document."""
        event = {"kind": kind, "t": now_ms() if t is None else t, "page": tab.id}
        if tab.document and kind != "page":
            event |= {"document": tab.document, "frame": tab.document}
        self._delayed.add({**event, **rest})

    def finish(self) -> None:
        """Write the pending events."""
        for tab in self:
            self.write_begun(tab)
        self._delayed.flush()
        self._masked.flush()

    def write_begun(self, tab: Tab) -> None:
        """Write the acts that have begun, because the page hangs, crashed, was closed, or has another document."""
        for frame, event in tab.begun.take():
            if "document" in event:
                self._write_of_frame(tab, event)
            else:
                self._joined.write_act(tab, frame, event)

    def committed(self, tab: Tab, loader: str, *, is_page: bool) -> None:
        """The browser committed a document; `is_page` is False for a blank page or an error page."""
        self.write_begun(tab)
        tab.documents.commit(loader)
        self.has_loaded |= is_page

    def receive(self, tab: Tab, session: Session, context: int, batch: object) -> None:
        """Write the events that the recorder's script sent from an execution context."""
        found = tab.frames.of_script(session, context)
        if found is None or tab.is_closed:
            return
        frame, loader = found
        frame.has_sent = True
        events = list(read_batch(batch))
        for event in events:
            if event["kind"] == "secret":
                self._masked.learn(frame, event)
        for event in events:
            if event["kind"] == "secret" or (event["kind"] == "action" and not tab.begun.end(frame, event)):
                continue
            if event["kind"] == "begun":
                self._receive_begun(tab, frame, event)
            elif frame is tab.frames.main:
                self._receive_from_top(tab, loader, event)
            elif event["kind"] in ("dom", "action", "masked"):
                self._joined.receive(tab, frame, event)

    def _receive_begun(self, tab: Tab, frame: Frame, event: dict[str, Any]) -> None:
        if frame is tab.frames.main:
            document = tab.documents.named(event.get("document"))
            event |= {"document": document, "frame": frame_id(event, document)}
        else:
            event.pop("document", None)
        tab.begun.begin(frame, event)

    def _receive_from_top(self, tab: Tab, loader: str, event: dict[str, Any]) -> None:
        if event["kind"] == "begin":
            tab.documents.begin(frame_id(event, ""), loader)
            self.on_event(tab, "begin")
            return
        document = tab.documents.named(event.get("document"))
        event |= {"document": document, "frame": frame_id(event, document)}
        if event["kind"] == "document":
            self._begin_document(tab, event)
        if document == tab.document and tab.documents.has_begun:
            self.on_event(tab, event["kind"])
        self._write_of_frame(tab, event)
        if event["kind"] == "dom" and is_full_snapshot(event):
            self._joined.attach_again(tab, tab.frames.main)

    def _begin_document(self, tab: Tab, event: dict[str, Any]) -> None:
        if not self._has_begun:
            self._has_begun = True
            self._folder.write_manifest(**screen_of(event))
        event.setdefault("url", tab.url)
        if time_of(event) < tab.since:
            event |= {"t": tab.since, "how": "attached"}

    def _call_soon(self, frame: Frame, call: str) -> None:
        self.run(self._call(frame, call))

    async def _call(self, frame: Frame, call: str) -> None:
        """Call a method of the recorder's script in a frame, if it is there."""
        expression = f"window.{self._script.key}?.{call}"
        await frame.session.send("Runtime.evaluate", {"expression": expression, "contextId": frame.context})

    def _write_of_frame(self, tab: Tab, event: dict[str, Any]) -> None:
        if event["kind"] == "dom":
            tab.last_dom_ms = max(tab.last_dom_ms, time_of(event))
        elif event["kind"] == "action":
            self.acts += 1
            if time_of(event) > self._shown_since:  # an act may be written later than it happened
                self._follow_soon(tab)
        self._folder.write_event({**event, "page": tab.id})
        if event["kind"] == "dom":
            self._masked.written(tab, event)

    def _follow_soon(self, tab: Tab) -> None:
        if tab is not self._shown:
            self.run(self.follow(tab))

    def run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something in the background; closing the tab ends it."""
        task = asyncio.ensure_future(_unless_closed(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def closed(self, target: str) -> None:
        """The browser closed a tab."""
        tab = self._tabs.pop(target, None)
        if tab is None:
            return
        self.write_begun(tab)
        tab.is_closed = True
        self.write(tab, "page", event="close")
        self.on_closed(tab)
        if not self._tabs:
            self.all_closed.set()
        elif tab is self._shown:
            self._shown = None
            self._follow_soon(next(reversed(self._tabs.values())))


async def _unless_closed(work: Coroutine[Any, Any, None]) -> None:
    with suppress(DevToolsError):
        await work
