"""Finds parts of a video for which no masked places were recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any

from claude_scope.serialization.shown_pages import ALWAYS, ShownPages, is_number, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from claude_scope.serialization.shown_pages import Span

UNRECORDED = "unrecorded"
"""The manifest's key that lists the pages whose script was silent: `{"page", "url", "since", "until"}`."""
_MARGIN_MS = 1_000.0
"""A silent page may be in the video this long before and after its `show` events."""
_LONG_MS = 1_000.0
"""A document that is shown for less may vanish before its first places arrive."""


@dataclass
class UnrecordedParts:
    """Collects the documents of all pages, and which of them recorded masked places."""

    _shown: ShownPages = field(default_factory=ShownPages)
    _documents: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    _noted: set[tuple[str, str]] = field(default_factory=set)

    def add(self, event: Mapping[str, Any]) -> None:
        """Take an event of any kind."""
        self._shown.add(event)
        page, document = str(event.get("page", "")), str(event.get("document", ""))
        if event.get("kind") == "document" and is_number(event.get("t")):
            self._documents[page].append((float(event["t"]), document))
        elif event.get("kind") == "masked" and event.get("frame") == document:
            self._noted.add((page, document))

    def find(self, manifest: Mapping[str, Any], start_ms: float) -> Span | None:
        """The first part of the video without recorded places; the video begins at `start_ms`."""
        ended = manifest.get("ended")
        end_ms = float(ended) if is_number(ended) else inf
        silent = self._shown.spans(_MARGIN_MS)
        shown = self._shown.spans()
        video = start_ms, end_ms
        found = [part for page, *part in _listed(manifest) if _times(silent, page, part, video, at_most=1)]
        for page, part in self._without_note():
            if sum(end - begin for begin, end in _times(shown, page, part, video)) > _LONG_MS:
                found.append(part)
        return min(((max(begin, start_ms), min(end, end_ms)) for begin, end in found), default=None)

    def _without_note(self) -> Iterator[tuple[str, list[float]]]:
        """The documents whose top frame recorded no places: the page of each, and the span in which it may be shown."""
        for page, documents in self._documents.items():
            for (begin, document), (end, _) in pairwise([*sorted(documents), (inf, "")]):
                if (page, document) not in self._noted:
                    yield page, [begin, end]


def _listed(manifest: Mapping[str, Any]) -> Iterator[tuple[str | None, float, float]]:
    """The unrecorded parts in the manifest; a missing page means any page, a missing time means always."""
    listed = manifest.get(UNRECORDED, [])
    for part in listed if isinstance(listed, list) else [None]:
        said = part if isinstance(part, dict) else {}
        page, since, until = said.get("page"), said.get("since"), said.get("until")
        yield (
            page if isinstance(page, str) else None,
            float(since) if is_number(since) else -inf,
            float(until) if is_number(until) else inf,
        )


def _times(
    shown: Mapping[str, list[Span]] | None, page: str | None, *parts: Any, at_most: int | None = None
) -> list[Span]:
    """The times at which a page is shown within some intervals."""
    begin, end = max(part[0] for part in parts), min(part[1] for part in parts)
    spans = [ALWAYS] if shown is None or page is None else shown.get(page, [])
    return within(spans, begin, end, at_most) if begin < end else []
