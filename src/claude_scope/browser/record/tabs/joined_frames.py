"""Receives what frames of another origin send, and writes it as a part of the document around them."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.tabs.frame_lines import is_full_snapshot, time_of
from claude_scope.browser.record.tabs.joined_frame import FIRST_ID, JoinedFrame
from claude_scope.browser.record.tabs.joining import place_of_iframe

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from claude_scope.browser.record.tabs.frames import Frame
    from claude_scope.browser.record.tabs.tab import Tab

_MAX_WAITING = 10_000


class JoinedFrames:
    """The frames of another origin in all tabs, which send their own events.

    `write` is called with each event, `run` starts work in the background; `key` is that of the recorder's script.
    """

    def __init__(
        self,
        key: str,
        write: Callable[[Tab, dict[str, Any]], None],
        run: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
    ) -> None:
        self._key = key
        self._write = write
        self._run = run
        self._ids = itertools.count(FIRST_ID)
        self._looking: set[asyncio.Task[None]] = set()

    def receive(self, tab: Tab, frame: Frame, event: dict[str, Any]) -> None:
        """Write an event of a frame: acts and DOM events get node ids of the page, acts also points of the viewport."""
        joined = tab.joined.get(frame)
        if joined is None:
            joined = self._begin(tab, frame)
        event |= {"document": tab.document, "frame": joined.name}
        if event["kind"] == "masked":
            self._write(tab, event | {"inside": True})
        elif is_full_snapshot(event):
            joined.waiting.append(event)
            self._look_up(tab, frame, joined)
        elif joined.is_being_looked_up or event["kind"] == "action":
            if len(joined.waiting) < _MAX_WAITING:
                joined.waiting.append(event)
            if event["kind"] == "action":
                self._look_up(tab, frame, joined)
        else:
            self._write_translated(tab, joined, event)

    def write_act(self, tab: Tab, frame: Frame, event: dict[str, Any]) -> None:
        """Write an act of a page that may not answer, relative to the frame's last known place."""
        joined = tab.joined.get(frame) or self._begin(tab, frame)
        self._write_translated(tab, joined, event | {"document": tab.document, "frame": joined.name})

    def _begin(self, tab: Tab, frame: Frame) -> JoinedFrame:
        """A frame sends for the first time. Frames that are gone, such as old advertisements, are forgotten."""
        for gone in [known for known in tab.joined if tab.frames.get(known.id) is not known]:
            del tab.joined[gone]
        tab.joined_count += 1
        joined = tab.joined[frame] = JoinedFrame(f"{tab.id}f{tab.joined_count}", lambda: next(self._ids))
        return joined

    def attach_again(self, tab: Tab, around: Frame) -> None:
        """A document sent a full snapshot, which lacks the content of these frames: have them send it again."""
        for frame, joined in tab.joined.items():
            if self._root_of(frame) is around and frame.context is not None:
                joined.is_joined = False
                snapshot = {"expression": f"window.{self._key}?.snapshot()", "contextId": frame.context}
                self._run(_sent(frame, snapshot))

    def owner(self, tab: Tab, node: int) -> tuple[Frame, int]:
        """The frame of a node, and the frame's own id of it."""
        for frame, joined in tab.joined.items():
            if (own := joined.own_node(node)) is not None:
                return frame, own
        return tab.frames.main, node

    async def finish(self, timeout_s: float) -> None:
        """Wait until the frames whose places are being looked up have written their events."""
        if self._looking:
            await asyncio.wait(self._looking, timeout=timeout_s)

    def _root_of(self, frame: Frame) -> Frame | None:
        """The nearest frame around this one that sends its own events, or the main frame."""
        return next((around for around in frame.ancestors() if around.has_sent or around.parent is None), None)

    def _look_up(self, tab: Tab, frame: Frame, joined: JoinedFrame) -> None:
        if joined.is_being_looked_up:
            return
        joined.is_being_looked_up = True
        task = self._run(self._join(tab, frame, joined))
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _join(self, tab: Tab, frame: Frame, joined: JoinedFrame) -> None:
        """Find the frame's element, then write what waited for it."""
        try:
            iframe = await self._find(tab, frame, joined)
        finally:
            joined.is_being_looked_up = False
            waiting, joined.waiting = joined.waiting, []
        for event in waiting:
            if is_full_snapshot(event):
                joined.begin()
                joined.is_joined = bool(iframe)
                if iframe:
                    t = max(time_of(event), tab.last_dom_ms)
                    self._write(tab, event | {"t": t, "event": joined.attached(event["event"], iframe, t)})
                    self.attach_again(tab, frame)
            else:
                self._write_translated(tab, joined, event)

    async def _find(self, tab: Tab, frame: Frame, joined: JoinedFrame) -> int:
        """The id of the frame's element in the page's document, 0 if it is unknown; updates the frame's offset."""
        found = await place_of_iframe(frame, self._key)
        root = self._root_of(frame)
        if found is None or root is None:
            return 0
        around = tab.joined.get(root)
        if around is None:
            joined.offset = found.left, found.top
            return found.node
        await self._find(tab, root, around)
        joined.offset = found.left + around.offset[0], found.top + around.offset[1]
        return (around.node(found.node) or 0) if around.is_joined else 0

    def _write_translated(self, tab: Tab, joined: JoinedFrame, event: dict[str, Any]) -> None:
        if event["kind"] == "action":
            _place(event, joined)
            self._write(tab, event)
        elif joined.is_joined and (translated := joined.translated(event["event"])):
            self._write(tab, event | {"event": translated})


def _place(act: dict[str, Any], joined: JoinedFrame) -> None:
    """Give an act the ids of the document around its frame, and points of the viewport."""
    for part in (act, act.get("to")):
        if not isinstance(part, dict):
            continue
        if "node" in part:
            part["node"] = joined.node(part["node"])
        point = part.get("point")
        if isinstance(point, list) and len(point) == 2:
            part["point"] = [round(side + by, 2) for side, by in zip(point, joined.offset, strict=True)]


async def _sent(frame: Frame, about: dict[str, Any]) -> None:
    await frame.session.send("Runtime.evaluate", about)
