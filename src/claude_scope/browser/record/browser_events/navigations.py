"""The navigations of tabs: to another document, and within one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.recorded_pages import now_ms

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from claude_scope.browser.record.browser_events.silence import SilenceWatch
    from claude_scope.browser.record.recorded_pages import RecordedPage, RecordedPages

_HOW = {
    "reload": "reload",
    "reloadBypassingCache": "reload",
    "restore": "traverse",
    "restoreWithPost": "traverse",
    "historyDifferentDocument": "traverse",
}
"""Our words for the DevTools protocol's navigation types; the others are loads."""
_HTML = frozenset({"text/html", "application/xhtml+xml"})


class TabNavigations:
    """Writes the navigations of one tab's main frame."""

    def __init__(self, one: RecordedPage, session: CDPSession, pages: RecordedPages, silence: SilenceWatch) -> None:
        self._one = one
        self._session = session
        self._pages = pages
        self._silence = silence
        self._frame = ""
        self._url = ""
        self._step = 0
        """The index in the tab's history."""
        self._began: dict[str, tuple[float, str]] = {}
        """The beginnings and types of navigations, by their loader ids."""
        self._is_traversal = False
        """Whether a step back or forward within the document has begun."""

    async def listen(self) -> None:
        """Listen; an existing document of the tab counts as just loaded."""
        session = self._session
        main = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]
        self._frame = main["id"]
        session.on("Page.frameStartedNavigating", self._on_began)
        session.on("Page.frameNavigated", lambda event: self._on_committed(event["frame"], event.get("type", "")))
        session.on("Page.navigatedWithinDocument", self._on_step)
        session.on("Page.domContentEventFired", lambda _: self._silence.parsed(self._one))
        self._on_committed(main, "", is_first_look=True)

    def _on_began(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self._is_traversal = event["navigationType"] == "historySameDocument"
            self._began[event["loaderId"]] = now_ms(), event["navigationType"]

    def _on_committed(self, frame: dict[str, Any], kind: str, *, is_first_look: bool = False) -> None:
        if frame.get("parentId"):
            return
        t, how = self._began.get(frame["loaderId"], (now_ms(), ""))
        self._began.clear()
        self._url = frame["url"] + frame.get("urlFragment", "")
        is_page = self._url != "about:blank" and not frame.get("unreachableUrl")
        self._pages.committed(self._one, self._url if is_page else "", is_first_look=is_first_look)
        self._silence.loaded(
            self._one, self._session, self._url if is_page and frame.get("mimeType") in _HTML else "", t
        )
        if is_page:
            how = "traverse" if kind == "BackForwardCacheRestore" else _HOW.get(how, "load")
            self._pages.write(self._one, "navigation", t, url=self._url, how=how)
        self._pages.run(self._find_step())

    def _on_step(self, event: dict[str, Any]) -> None:
        is_traversal, self._is_traversal = self._is_traversal, False
        if event["frameId"] != self._frame or (event["url"] == self._url and not is_traversal):
            return  # pages call history.replaceState with the same URL to keep state
        is_hash = event["url"].split("#")[0] == self._url.split("#")[0] and "#" in event["url"]
        self._url = event["url"]
        self._one.documents.step(self._url)
        if is_traversal:
            self._pages.write(self._one, "navigation", url=self._url, how="traverse")
            self._pages.run(self._find_step())
        else:
            self._pages.run(self._write_step(self._url, now_ms(), is_hash=is_hash))

    async def _write_step(self, url: str, t: float, *, is_hash: bool) -> None:
        is_new = await self._index() > self._step
        if is_new:
            self._step += 1  # only one step: another one may have followed
        how = "replace" if not is_new else "hash" if is_hash else "push"
        self._pages.write(self._one, "navigation", t, url=url, how=how)

    async def _find_step(self) -> None:
        self._step = await self._index()

    async def _index(self) -> int:
        return int((await self._session.send("Page.getNavigationHistory"))["currentIndex"])
