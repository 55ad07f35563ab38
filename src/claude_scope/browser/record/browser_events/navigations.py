"""Records the navigations of tabs: to another document, and within a document."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from claude_scope.browser.devtools.errors import DevToolsError, ProtocolError
from claude_scope.browser.record.tabs.answers import answered
from claude_scope.browser.record.tabs.tabs import now_ms

if TYPE_CHECKING:
    from claude_scope.browser.devtools.connection import Session
    from claude_scope.browser.record.browser_events.silence import SilenceWatch
    from claude_scope.browser.record.tabs.tab import Tab
    from claude_scope.browser.record.tabs.tabs import Tabs

_HOW = {
    "reload": "reload",
    "reloadBypassingCache": "reload",
    "restore": "traverse",
    "restoreWithPost": "traverse",
    "historyDifferentDocument": "traverse",
}
"""Our words for the DevTools protocol's navigation types; all other types are loads."""
_MAX_TRIES, _RETRY_S = 10, 0.02
_HTML = frozenset({"text/html", "application/xhtml+xml"})


class Navigations:
    """Writes the navigations of the main frame of each tab."""

    def __init__(self, tabs: Tabs, silence: SilenceWatch) -> None:
        self._tabs = tabs
        self._silence = silence

    def listen(self, tab: Tab, session: Session) -> None:
        """Listen to the tab's own session."""
        if session is tab.session:
            self._tabs.run(_TabNavigations(tab, self._tabs, self._silence).listen())


class _TabNavigations:
    def __init__(self, tab: Tab, tabs: Tabs, silence: SilenceWatch) -> None:
        self._tab = tab
        self._session = tab.session
        self._tabs = tabs
        self._silence = silence
        self._frame = tab.frames.main.id
        self._url = ""
        self._step = 0
        """The index in the tab's history."""
        self._finding: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._finding.set_result(None)
        self._began: dict[str, tuple[float, str]] = {}
        """The beginnings and types of navigations, by their loader ids."""
        self._is_traversal = False
        """Whether a step back or forward within the document has begun."""
        self._has_committed = False
        session = self._session
        session.on("Page.frameStartedNavigating", self._on_began)
        session.on("Page.frameNavigated", lambda event: self._on_committed(event["frame"], event.get("type", "")))
        session.on("Page.navigatedWithinDocument", self._on_step)
        session.on("Page.domContentEventFired", lambda _: self._silence.parsed(tab))

    async def listen(self) -> None:
        """Begin with the current document; the document of a new tab counts as just loaded."""
        send = partial(self._session.send, "Page.getFrameTree")
        tree = (await answered(send(), send))["frameTree"]
        self._tab.frames.add_tree(self._session, tree)
        if not self._has_committed:
            self._on_committed(tree["frame"], "", is_earlier=self._tab.since > 0)

    def _on_began(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self._is_traversal = event["navigationType"] == "historySameDocument"
            self._began[event["loaderId"]] = now_ms(), event["navigationType"]

    def _on_committed(self, frame: dict[str, Any], kind: str, *, is_earlier: bool = False) -> None:
        if frame.get("parentId"):
            return
        self._has_committed = True
        t, how = self._began.get(frame["loaderId"], (now_ms(), ""))
        self._began.clear()
        self._url = frame["url"] + frame.get("urlFragment", "")
        is_page = self._url not in ("", "about:blank") and not frame.get("unreachableUrl")
        self._tab.url = self._url
        self._tabs.committed(self._tab, frame["loaderId"], is_page=is_page)
        self._silence.loaded(self._tab, self._url if is_page and frame.get("mimeType") in _HTML else "", t)
        how = "traverse" if kind == "BackForwardCacheRestore" else _HOW.get(how, "load")
        is_new = is_page and not is_earlier
        if is_new and how == "traverse":
            self._finding = self._tabs.run(self._write_traversal(self._url, t, self._finding))
            return
        if is_new:
            self._tabs.write(self._tab, "navigation", t, url=self._url, how=how)
        self._finding = self._tabs.run(self._find_step(self._url))

    def _on_step(self, event: dict[str, Any]) -> None:
        is_traversal, self._is_traversal = self._is_traversal, False
        if event["frameId"] != self._frame or (event["url"] == self._url and not is_traversal):
            return  # pages call history.replaceState with the same URL to keep state
        is_hash = event["url"].split("#")[0] == self._url.split("#")[0] and "#" in event["url"]
        self._url = event["url"]
        self._tab.url = self._url
        if is_traversal:
            self._finding = self._tabs.run(self._write_traversal(self._url, now_ms(), self._finding))
        else:
            self._tabs.run(self._write_step(self._url, now_ms(), is_hash=is_hash))

    async def _write_traversal(self, url: str, t: float, finding: asyncio.Future[None]) -> None:
        """Write a step in the tab's history; `finding` finds the index of the entry before this step."""
        await asyncio.wait({finding})
        before = self._step
        with suppress(DevToolsError):  # the tab is closed
            await self._find_step(url)
        how = "back" if self._step < before else "forward" if self._step > before else "traverse"
        self._tabs.write(self._tab, "navigation", t, url=url, how=how)

    async def _write_step(self, url: str, t: float, *, is_hash: bool) -> None:
        await self._finding
        index, _ = await self._present()
        is_new = index > self._step
        if is_new:
            self._step += 1  # only one step: another one may have followed
        how = "replace" if not is_new else "hash" if is_hash else "push"
        self._tabs.write(self._tab, "navigation", t, url=url, how=how)

    async def _find_step(self, url: str) -> None:
        """Find the index of a document in the tab's history. The browser's process learns of the document a moment
        after the page's process, and answers with an error while the page moves to another process.
        """
        for _ in range(_MAX_TRIES):
            with suppress(ProtocolError):
                self._step, shown = await self._present()
                if shown == url:
                    return
            await asyncio.sleep(_RETRY_S)

    async def _present(self) -> tuple[int, str]:
        """The index and the address of the current entry of the tab's history."""
        history = await self._session.send("Page.getNavigationHistory")
        return history["currentIndex"], history["entries"][history["currentIndex"]]["url"]
