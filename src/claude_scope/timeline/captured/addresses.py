"""The address of a page at the end of a state: that of its document, as navigations within it changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.captured.act_spans import LOAD_MS

if TYPE_CHECKING:
    from claude_scope.values import Capture, CapturedState, Document, PageEvent

_WITHIN = ("went to ", "address became ", "went back or forward to ")
"""How the texts of navigations begin that may stay in the document."""


class Addresses:
    """The addresses of the documents of a capture over time."""

    def __init__(self, capture: Capture) -> None:
        self._documents = {document.id: document for document in capture.documents}
        self._within = [event for event in capture.events if event.url and self._stays(event)]

    def of(self, state: CapturedState) -> str:
        """The address at the end of a state."""
        document = self._documents[state.document]
        return next(
            (event.url for event in reversed(self._within) if self._is_of(event, document, state)), document.url
        )

    @staticmethod
    def _is_of(event: PageEvent, document: Document, state: CapturedState) -> bool:
        return event.page == document.page and document.since_ms <= event.time_ms <= state.time_ms

    def _stays(self, event: PageEvent) -> bool:
        """Whether a navigation stays in its document: Back may lead to another one, which begins soon after it."""
        if event.kind != "navigation" or not event.text.startswith(_WITHIN):
            return False
        return not any(
            one.page == event.page and one.url == event.url and 0 <= one.since_ms - event.time_ms <= LOAD_MS
            for one in self._documents.values()
        )
