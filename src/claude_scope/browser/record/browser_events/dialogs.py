"""Records dialogs, downloads and crashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.tabs.tabs import now_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.browser.devtools.connection import Connection, Session
    from claude_scope.browser.record.tabs.tab import Tab
    from claude_scope.browser.record.tabs.tabs import Tabs

_MAX_CHARS = 20_000


class Dialogs:
    """Writes dialogs, downloads and crashes of each tab; `told` is called with sentences for the user."""

    def __init__(self, tabs: Tabs, told: Callable[[str], None]) -> None:
        self._tabs = tabs
        self._told = told
        self._open: dict[str, tuple[Tab, dict[str, Any]]] = {}
        """Open dialogs by the id of their tab."""
        self._downloads: set[str] = set()
        """Ids of the downloads that have been written."""

    def listen_to_downloads(self, connection: Connection) -> None:
        """Listen to the downloads of all tabs."""
        connection.on("Browser.downloadWillBegin", self._on_download)

    def listen(self, tab: Tab, session: Session) -> None:
        """Listen to a session of a tab."""
        session.on(
            "Page.javascriptDialogOpening",
            lambda event: self._open.update({tab.id: (tab, event | {"t": now_ms()})}),
        )
        session.on(
            "Page.javascriptDialogClosed",
            lambda event: self._write_dialog(tab, "accepted" if event.get("result") else "dismissed"),
        )
        # The user's own browser reports downloads only in this way.
        session.on("Page.downloadWillBegin", self._on_download)
        if session is tab.session:
            session.on("Inspector.targetCrashed", lambda _: self._on_crash(tab))

    def write_hanging(self, tabs: Sequence[Tab]) -> None:
        """Write which tabs do not answer at the end, unless a dialog is open: it blocks other tabs too."""
        if self._open or not tabs:
            return
        for tab in tabs:
            self._tabs.write(tab, "page", event="hang")
        self._told("The page did not answer as the recording ended: a script may be running for ever.")

    def finish(self) -> None:
        """Write the dialogs that are open at the end of the recording."""
        for tab, _ in [*self._open.values()]:
            self._write_dialog(tab, "not answered")

    def _write_dialog(self, tab: Tab, answer: str) -> None:
        _, opened = self._open.pop(tab.id, (tab, {}))
        self._tabs.write(
            tab,
            "dialog",
            opened.get("t"),
            type=str(opened.get("type", "unknown")),  # it was open before the recording
            message=str(opened.get("message", ""))[:_MAX_CHARS],
            answer=answer,
            closed=now_ms(),
        )

    def _on_download(self, event: dict[str, Any]) -> None:
        if event["guid"] in self._downloads:
            return
        self._downloads.add(event["guid"])
        tab = next((tab for tab in self._tabs if tab.frames.get(event["frameId"])), None) or self._tabs.newest()
        if tab is not None:
            self._tabs.write(tab, "download", name=event.get("suggestedFilename", ""), url=event.get("url", ""))

    def _on_crash(self, tab: Tab) -> None:
        if tab.since and not tab.frames.main.loader:  # never answered: it crashed before the recording
            self._told("The tab has no page now: it crashed, or the browser discarded it; go to the tab or reload it.")
            return
        self._tabs.write_begun(tab)
        self._tabs.write(tab, "page", event="crash")
        self._told("The page crashed; reload it to go on, or stop the recording.")
