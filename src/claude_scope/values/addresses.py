"""The URL of a captured document over time: where it was loaded from, and navigations within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values.capture import Capture, Document, PageEvent

WENT_TO = "went to "
"""The beginning of the text of a navigation by history.pushState or replaceState."""
HISTORY_MOVES = {"went back to ": "Back", "went forward to ": "Forward", "went back or forward to ": "Back or Forward"}
"""The beginnings of texts of navigations in the tab's history, each with the browser buttons that cause it."""
_WITHIN = (WENT_TO, "address became ", *HISTORY_MOVES)
"""The beginnings of texts of navigations that may stay in the document."""
LOAD_MS = 10_000.0
"""A document begins at most this long after the act or navigation that leads to it."""


class Addresses:
    """The URLs of the documents of a capture."""

    def __init__(self, capture: Capture) -> None:
        self._documents = {document.id: document for document in capture.documents}
        self._within = [event for event in capture.events if event.url and self._stays(event)]

    def at(self, document_id: str, time_ms: float) -> str:
        """The URL of a document at a time of the recording."""
        document = self._documents[document_id]
        moved = (event.url for event in reversed(self._within) if self._is_of(event, document, time_ms))
        return next(moved, document.url)

    @staticmethod
    def _is_of(event: PageEvent, document: Document, time_ms: float) -> bool:
        return event.page == document.page and document.since_ms <= event.time_ms <= time_ms

    def _stays(self, event: PageEvent) -> bool:
        """Whether a navigation stays in its document. Back may lead to another document, which then begins soon."""
        if event.kind != "navigation" or not event.text.startswith(_WITHIN):
            return False
        return not any(
            document.page == event.page
            and document.url == event.url
            and 0 <= document.since_ms - event.time_ms <= LOAD_MS
            for document in self._documents.values()
        )
