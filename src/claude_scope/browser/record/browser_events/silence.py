"""Notices loaded documents from which the recorder's script sends nothing, so that only their picture is known."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.record.tabs.tabs import now_ms
from claude_scope.browser.urls import display_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.browser.record.capture_folder import CaptureFolder
    from claude_scope.browser.record.tabs.tab import Tab
    from claude_scope.browser.record.tabs.tabs import Tabs

SILENT_S = 3.0
"""A document that sends nothing for this long is not recorded."""
_ON_ITS_WAY_S = 0.5
"""The messages of a busy page arrive within this time."""
_SLOW_MS = 1_000.0
"""A document that was loaded less than this before the end may not have begun to send."""
_MAX_NOTED = 1_000


@dataclass(eq=False)
class _Loaded:
    """A document of a tab, and whether it has sent anything."""

    tab: Tab
    url: str
    since: float
    has_spoken: bool = False
    has_dom: bool = False
    is_parsed: bool = False
    note: dict[str, Any] | None = None
    """Its entry in the manifest."""
    watch: asyncio.Task[None] | None = None

    @property
    def is_silent(self) -> bool:
        """Whether it has not sent what it should have sent by now; rrweb sends only once the document is parsed."""
        return not self.has_spoken or (self.is_parsed and not self.has_dom)


class SilenceWatch:
    """Writes to the manifest and the events which documents were not recorded; `told` gets a sentence for the user."""

    def __init__(self, tabs: Tabs, folder: CaptureFolder, told: Callable[[str], None]) -> None:
        self._tabs = tabs
        self._folder = folder
        self._told = told
        self._latest: dict[str, _Loaded] = {}
        self._noted: list[dict[str, Any]] = []

    def loaded(self, tab: Tab, url: str, t: float) -> None:
        """A tab has another document; `url` is empty for a document that cannot be recorded, such as a PDF."""
        before = self._latest.pop(tab.id, None)
        if before is not None:
            self._end(before, t)
        if url:
            document = self._latest[tab.id] = _Loaded(tab, url, t, has_spoken=tab.documents.has_begun)
            document.watch = asyncio.ensure_future(self._watch(document))

    def parsed(self, tab: Tab) -> None:
        """The document was parsed."""
        document = self._latest.get(tab.id)
        if document is not None and not document.is_parsed:
            document.is_parsed = True
            if document.watch is None or document.watch.done():
                document.watch = asyncio.ensure_future(self._watch(document))

    def on_event(self, tab: Tab, kind: str) -> None:
        """An event of the document arrived."""
        document = self._latest.get(tab.id)
        if document is None:
            return
        document.has_spoken = True
        document.has_dom |= kind == "dom"
        if document.note is not None and not document.is_silent:
            self._end(document, now_ms())

    def finish(self, hanging: Sequence[Tab]) -> None:
        """Called when the recording ends and each responsive page has sent its last events."""
        for document in self._latest.values():
            if document.watch is not None:
                document.watch.cancel()
            if not document.has_spoken and document.tab not in hanging and now_ms() - document.since > _SLOW_MS:
                self._write(document)

    async def _watch(self, document: _Loaded) -> None:
        await asyncio.sleep(SILENT_S)
        try:
            # A busy page, or one behind an open dialog, answers when it can run scripts again.
            await document.tab.session.send("Runtime.evaluate", {"expression": "0"})
        except DevToolsError:
            return  # the tab was closed
        await asyncio.sleep(_ON_ITS_WAY_S)
        if document.is_silent and self._latest.get(document.tab.id) is document:
            self._write(document)

    def _write(self, document: _Loaded) -> None:
        if document.note is not None or len(self._noted) >= _MAX_NOTED:
            return
        document.note = {"page": document.tab.id, "url": document.url, "since": document.since, "until": None}
        self._noted.append(document.note)
        self._folder.write_manifest(unrecorded=self._noted)
        self._tabs.write(document.tab, "page", document.since, event="unrecorded", url=document.url)
        self._told(f"{display_url(document.url)} was not recorded: only its picture is known.")

    def _end(self, document: _Loaded, t: float) -> None:
        if document.watch is not None:
            document.watch.cancel()
        if document.note is not None and document.note["until"] is None:
            document.note["until"] = t
            self._folder.write_manifest(unrecorded=self._noted)
