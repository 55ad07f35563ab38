"""Attaches to a tab of the user's browser and to the windows that it opens, and leaves them as they were."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_scope.browser.attach.loaded_assets import store_loaded_assets
from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.urls import display_url
from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_scope.browser.attach.open_tabs import OpenTab
    from claude_scope.browser.devtools.connection import Connection
    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.script import Script
    from claude_scope.browser.record.tabs.attaching import Attaching
    from claude_scope.browser.record.tabs.frames import Frame
    from claude_scope.browser.record.tabs.tab import Tab
    from claude_scope.browser.record.tabs.tabs import Tabs

_BEAT_S = 0.5
"""The recorder's script stops itself after two seconds without a call. On a busy machine a call takes a second, and
the next call is sent only after it was answered.
"""
_ANSWER_S = 2.0
_MAX_NAMED = 3
_LEAVE_S = 2.0
"""How long to wait for the tabs when the recording ends; a busy tab takes its commands later."""


@dataclass(frozen=True, slots=True)
class ChosenTab:
    """The tab to record, the connection to its browser, and the browser's name and version."""

    connection: Connection
    version: str
    tab: OpenTab


class Attachment:
    """The attachment of a recording to tabs of the user's own browser. `told` is called with sentences for the user."""

    def __init__(
        self,
        chosen: ChosenTab,
        attaching: Attaching,
        tabs: Tabs,
        folder: CaptureFolder,
        script: Script,
        told: Callable[[str], None],
    ) -> None:
        self._chosen = chosen
        self._attaching = attaching
        self._tabs = tabs
        self._folder = folder
        self._script = script
        self._told = told
        self._crashed: set[Tab] = set()
        self._is_visibility_known = False
        self._beating: asyncio.Task[None] | None = None
        self._calling: dict[Frame, asyncio.Future[Any]] = {}
        """Calls that are not answered yet. A frame that has not answered gets no second call."""
        attaching.listeners.append(self)
        tabs.on_closed = self._on_closed

    def listen(self, tab: Tab, session: Any) -> None:
        """Called when a tab or frame is attached: store what its page had loaded before."""
        self._tabs.run(store_loaded_assets(session, self._folder))
        if session is tab.session:
            session.on("Inspector.targetCrashed", lambda _: self._crashed.add(tab))
            session.on("Page.screencastVisibilityChanged", lambda event: self._on_visibility(tab, event["visible"]))

    async def enter(self) -> None:
        """Attach to the chosen tab. Never waits for its page, which may be busy, frozen or crashed.

        Raises:
            BadInput: the tab or the browser was closed.
        """
        try:
            tab = await self._attaching.follow_tab(self._chosen.tab.target)
        except DevToolsError as error:
            raise BadInput("The tab was closed before its recording began; run this again.") from error
        self._beating = asyncio.ensure_future(self._beat())
        self._tabs.run(self._note_silence(tab))

    async def leave(self) -> None:
        """Stop the script in all frames and detach, whatever the state of the tabs. Can be called twice."""
        if self._beating is None:
            return  # never entered, or left already
        self._beating.cancel()
        self._beating = None
        if self._chosen.connection.closed.is_set():
            self._told("The browser was closed; what was recorded until then is kept.")
            return
        self._attaching.stop_following()
        tabs = [*self._tabs]
        stop = f"window.{self._script.key}?.stop()"
        await _wait([self._evaluate(frame, stop) for tab in tabs for frame in _frames(tab)])
        with suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE_S):
                for tab in tabs:
                    await tab.screencast.stop()
        detaching = [
            self._chosen.connection.send("Target.detachFromTarget", {"sessionId": tab.session.id}) for tab in tabs
        ]
        await _wait(detaching)

    def _on_visibility(self, tab: Tab, is_visible: bool) -> None:
        """The browser reports the visibility of a tab when its pictures begin. It does not paint background tabs."""
        if not (is_visible or self._is_visibility_known or tab in self._crashed):
            self._told("The tab is in the background; go to it: its picture is recorded from then on.")
        self._is_visibility_known = True

    def _on_closed(self, tab: Tab) -> None:
        """Closing the chosen tab ends the recording only if no window that it opened is left."""
        left = [display_url(other.url) or "a blank page" for other in self._tabs][:_MAX_NAMED]
        if left and tab.since:
            self._told(
                f"The tab was closed, but what it opened is still recorded: {', '.join(left)}; close it to stop."
            )

    async def _beat(self) -> None:
        """Tell the script in each frame that the recording goes on, and start it again where it gave up waiting."""
        alive = f"window.{self._script.key}?.alive()"
        while True:
            for frame, call in [*self._calling.items()]:
                if call.done():
                    del self._calling[frame]
                    if _is_false(call):
                        self._evaluate(frame, self._script.text)
            for tab in self._tabs:
                for frame in _frames(tab):
                    if frame not in self._calling:
                        self._calling[frame] = self._evaluate(frame, alive)
            await asyncio.sleep(_BEAT_S)

    def _evaluate(self, frame: Frame, expression: str) -> asyncio.Future[Any]:
        call = frame.session.send("Runtime.evaluate", {"expression": expression, "contextId": frame.context})
        call.add_done_callback(lambda done: done.cancelled() or done.exception())  # the frame may be gone
        return call

    async def _note_silence(self, tab: Tab) -> None:
        """Tell the user if the tab does not answer."""
        answer = tab.session.send("Runtime.evaluate", {"expression": "0"})
        with suppress(DevToolsError):
            done, _ = await asyncio.wait({answer}, timeout=_ANSWER_S)
            if not done and tab not in self._crashed:
                self._told(
                    "The tab does not answer yet: a script is running, or a dialog is open; "
                    "its page is recorded as soon as it answers."
                )
            await answer


def _frames(tab: Tab) -> list[Frame]:
    """The frames in which the script runs."""
    return [frame for frame in tab.frames if frame.context is not None]


async def _wait(calls: Iterable[asyncio.Future[Any]]) -> None:
    """Wait a while for answers; errors mean that a tab was closed."""
    waiting = [*calls]
    for call in waiting:
        call.add_done_callback(lambda done: done.cancelled() or done.exception())
    if waiting:
        await asyncio.wait(waiting, timeout=_LEAVE_S)


def _is_false(call: asyncio.Future[Any]) -> bool:
    """Whether the expression of this call evaluated to `false`."""
    return not call.cancelled() and call.exception() is None and call.result()["result"].get("value") is False
