"""Prepares new tabs, frames and workers of the recorded browser, before their first script runs."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from claude_scope.browser.devtools.errors import ConnectionClosed
from claude_scope.browser.record.tabs.answers import answered
from claude_scope.browser.record.tabs.frames import Frame, Frames
from claude_scope.browser.record.tabs.tab import Tab
from claude_scope.browser.record.tabs.tabs import now_ms
from claude_scope.browser.record.video.screencast import Screencast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from claude_scope.browser.devtools.connection import Connection, Session
    from claude_scope.browser.record.script import Script
    from claude_scope.browser.record.tabs.tabs import Tabs
    from claude_scope.browser.record.video.video_writer import Picture

_FOLLOWING = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
_TABS = {**_FOLLOWING, "filter": [{"type": "page"}, {"exclude": True}]}
_PARTS = {**_FOLLOWING, "filter": [{"type": "iframe"}, {"type": "worker"}, {"exclude": True}]}
"""Service workers are left out: they usually forward requests of the page, which are recorded anyway."""


class TabListener(Protocol):
    """Listens to a tab; `listen` is called with the tab's own session, and with that of each of its frames and workers
    that has a process of its own.
    """

    def listen(self, tab: Tab, session: Session) -> None:
        """Listen to the events of a session."""


class Attaching:
    """Attaches to tabs, and to what they contain."""

    def __init__(
        self,
        connection: Connection,
        script: Script,
        tabs: Tabs,
        show: Callable[[Picture], None],
        viewport: tuple[int, int] | None,
    ) -> None:
        self._connection = connection
        self._script = script
        self._tabs = tabs
        self._show = show
        self._viewport = viewport
        self._targets: dict[str, str] = {}
        """The target of each session that belongs to a tab."""
        self._preparing: dict[Tab, list[asyncio.Task[None]]] = {}
        self._opened = 0
        self._chosen = ""
        """The target of the tab to record, if it was open before the recording, in a browser that has other tabs."""
        self.listeners: list[TabListener] = []

    async def follow_all(self) -> None:
        """Attach to all tabs of the browser, now and later."""
        self._connection.on("Target.attachedToTarget", self._on_tab)
        self._connection.on("Target.detachedFromTarget", self._on_closed)
        await self._connection.send("Target.setAutoAttach", _TABS)

    async def follow_tab(self, target: str) -> Tab:
        """Attach to this tab, which is open already, and to the windows that it opens from now on; not to other tabs.

        Raises `DevToolsError` if the tab or the browser is closed.
        """
        self._chosen = target
        self._connection.on("Target.attachedToTarget", self._on_tab)
        self._connection.on("Target.detachedFromTarget", self._on_closed)
        self._connection.on("Target.targetCreated", self._on_created)
        # Windows that are open already are reported before the answer. No tab is known then that opened them, so they
        # are not attached to.
        await self._connection.send("Target.setDiscoverTargets", {"discover": True, "filter": _TABS["filter"]})
        await self._connection.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        tab = self._tabs.of_target(target)  # its session is reported before the answer
        if tab is None:
            raise ConnectionClosed("The tab was closed.")
        return tab

    def stop_following(self) -> None:
        """From now on, ignore windows that open and tabs that close."""
        self._connection.off("Target.targetCreated", self._on_created)
        self._connection.off("Target.detachedFromTarget", self._on_closed)

    async def first_tab(self) -> Tab:
        """The tab that the browser opened first, or a new tab, once it is prepared; a process that a navigation starts
        gets only what was prepared before. Raises `DevToolsError` if the browser is closed.
        """
        if self._tabs.newest() is None:
            await self._connection.send("Target.createTarget", {"url": "about:blank"})
        tab = self._tabs.newest()  # its session is reported before the answer
        if tab is None:
            raise ConnectionClosed("The browser closed the tab that it opened.")
        await asyncio.wait(self._preparing[tab])
        return tab

    async def prepared(self, timeout_s: float) -> None:
        """Wait until the recorder's script runs in all open tabs, or `timeout_s`: a frozen tab never answers."""
        if preparing := [task for tab in self._tabs for task in self._preparing[tab]]:
            await asyncio.wait(preparing, timeout=timeout_s)

    def _on_tab(self, event: dict[str, Any]) -> None:
        about = event["targetInfo"]
        if about["type"] != "page":
            return
        self._opened += 1
        session = self._connection.session(event["sessionId"])
        frames = Frames(Frame(about["targetId"], session), self._script.world)
        opener = self._tabs.of_target(about.get("openerId", ""))
        tab = Tab(
            f"p{self._opened}",
            session,
            frames,
            Screencast(session, self._show),
            opener.id if opener else "",
            about.get("url", ""),
            since=now_ms() if about["targetId"] == self._chosen else 0.0,
        )
        self._targets[event["sessionId"]] = about["targetId"]
        self._tabs.add(about["targetId"], tab)
        self._preparing[tab] = self._prepare(tab, session, "page")
        self._tabs.run(self._tabs.follow(tab))

    def _on_created(self, event: dict[str, Any]) -> None:
        about = event["targetInfo"]
        if self._tabs.of_target(about.get("openerId", "")) is not None:
            attach = {"targetId": about["targetId"], "flatten": True}
            self._tabs.run(_done(partial(self._connection.send, "Target.attachToTarget", attach)))

    def _on_closed(self, event: dict[str, Any]) -> None:
        if target := self._targets.pop(event["sessionId"], ""):
            self._tabs.closed(target)

    def _prepare(self, tab: Tab, session: Session, kind: str) -> list[asyncio.Task[None]]:
        """Listen to a session, then let its first script run. All commands are sent at once."""
        tasks: list[asyncio.Task[None]] = []
        if kind != "worker":
            tab.frames.listen(session)
            session.on("Runtime.bindingCalled", lambda event: self._on_binding(tab, session, event))
        session.on("Target.attachedToTarget", lambda event: self._on_part(tab, event))
        for listener in self.listeners:
            listener.listen(tab, session)
        # A binding reaches only execution contexts that the protocol's domain Runtime knows already.
        commands: list[tuple[str, dict[str, Any]]] = [("Target.setAutoAttach", _PARTS), ("Runtime.enable", {})]
        if kind != "worker":
            commands += self._page_commands(kind)
        commands += [("Log.enable", {}), ("Network.enable", {})]
        for method, given in (*commands, ("Runtime.runIfWaitingForDebugger", {})):
            tasks.append(self._tabs.run(_done(partial(session.send, method, given))))
        return tasks

    def _page_commands(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        script = self._script
        commands: list[tuple[str, dict[str, Any]]] = [
            ("Page.enable", {}),
            ("Inspector.enable", {}),
            ("Runtime.addBinding", {"name": script.binding, "executionContextName": script.world}),
            (
                "Page.addScriptToEvaluateOnNewDocument",
                {"source": script.text, "worldName": script.world, "runImmediately": True},
            ),
        ]
        if kind == "page" and self._viewport is not None:
            width, height = self._viewport
            size = {"width": width, "height": height, "screenWidth": width, "screenHeight": height}
            commands.append(("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 1, "mobile": False}))
            commands.append(("Emulation.setFocusEmulationEnabled", {"enabled": True}))
        return commands

    def _on_part(self, tab: Tab, event: dict[str, Any]) -> None:
        """Prepare a frame in another process, or a worker."""
        about, session = event["targetInfo"], self._connection.session(event["sessionId"])
        if about["type"] == "iframe":
            tab.frames.move(about["targetId"], session, about.get("parentFrameId"))
            self._tabs.run(_add_frames(tab, session))
        self._prepare(tab, session, "iframe" if about["type"] == "iframe" else "worker")

    def _on_binding(self, tab: Tab, session: Session, event: dict[str, Any]) -> None:
        if event["name"] == self._script.binding:
            self._tabs.receive(tab, session, event["executionContextId"], event["payload"])


async def _add_frames(tab: Tab, session: Session) -> None:
    tab.frames.add_tree(session, (await session.send("Page.getFrameTree"))["frameTree"])


def _done(send: Callable[[], Awaitable[dict[str, Any]]]) -> Coroutine[Any, Any, None]:
    """Send a command now; the coroutine waits for its answer."""
    answer = send()

    async def wait() -> None:
        await answered(answer, send)

    return wait()
