"""Writes the DOM events of each document into a separate file, without invalid events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from claude_scope.capture import dom_events
from claude_scope.capture.fields import MAX_URL_CHARS, count, epoch_ms, identifier, text
from claude_scope.capture.pointer import PointerMoves
from claude_scope.capture.state_times import Tick
from claude_scope.values import Document

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.serialization.capture_files import Event

MAX_DOCUMENTS = 300
MAX_IMAGES, MAX_IMAGE_SIDE = 5_000, 20_000
MAX_SWITCH_MS = 1_000
"""The longest time from the end of a page until the video shows the page behind it."""
_CHANGES_OF_DOM = frozenset({0, 5, 8, 13, 15})
"""Sources of rrweb's incremental events that change the appearance of a page: mutation, input, style rules, adopted
sheets.
"""


@dataclass(slots=True)
class _Draft:
    """A document under construction.

    `has_snapshot` is False before its first full snapshot and after an invalid one: changes cannot be used until the
    next valid snapshot.
    """

    page: str
    url: str
    since_ms: float
    path: Path
    file: BinaryIO
    events: int = 0
    has_snapshot: bool = False


@dataclass(slots=True)
class DocumentFiles:
    """Writes the DOM events of each document into a separate file, and stores the times at which the DOM changed."""

    folder: Path
    offset_ms: float
    drafts: dict[str, _Draft] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    ticks: list[Tick] = field(default_factory=list)
    images: dict[str, dict[int, tuple[int, int]]] = field(default_factory=dict)
    pointer: PointerMoves = field(default_factory=PointerMoves)
    closed_ms: float | None = None
    """The epoch time at which a page was last closed."""
    shown: list[str] = field(default_factory=list)
    """The ids of the pages that the video showed, in order."""
    left_out_ms: float | None = None
    """The time of the first event that is left out, because there are too many documents."""
    broken: int = 0
    """The number of invalid events."""

    def begin(self, event: Event) -> None:
        """Store the address of a document that began."""
        self.urls.setdefault(identifier(event, "document"), text(event, "url", MAX_URL_CHARS))

    def add(self, event: Event) -> None:
        """Write a DOM event, unless it is invalid or not needed."""
        name, change = identifier(event, "document"), event.get("event")
        time = epoch_ms(change, "timestamp") if isinstance(change, dict) else None
        if not isinstance(change, dict) or time is None or not name:
            self.broken += 1
            return
        draft = self.drafts.get(name) or self._draft(name, event, time)
        if draft is None:
            self.left_out_ms = time - self.offset_ms if self.left_out_ms is None else self.left_out_ms
            return
        verdict = dom_events.check(change)
        self.broken += verdict in ("partial", "senseless")
        if change.get("type") == dom_events.FULL_SNAPSHOT:
            draft.has_snapshot = verdict == "whole"
        is_early = change.get("type") == dom_events.INCREMENTAL and not draft.has_snapshot
        if verdict in ("whole", "partial") and not is_early and self._write(draft, change):
            self._note(name, change, time)

    def _draft(self, name: str, event: Event, time_ms: float) -> _Draft | None:
        """Begin a document; None if there are too many."""
        if len(self.drafts) >= MAX_DOCUMENTS:
            return None
        path = self.folder / f"document-{len(self.drafts):03d}.json"
        since_ms = time_ms - self.offset_ms
        draft = _Draft(identifier(event, "page"), self.urls.get(name, ""), since_ms, path, path.open("wb"))
        self.drafts[name] = draft
        return draft

    def _write(self, draft: _Draft, change: Event) -> bool:
        """Write an event; return False if an unchecked key has a value that JSON cannot represent."""
        try:
            line = json.dumps(change, allow_nan=False)
        except (ValueError, RecursionError):
            self.broken += 1
            return False
        draft.file.write((b"," if draft.events else b"[") + line.encode())
        draft.events += 1
        return True

    def _note(self, name: str, change: Event, time_ms: float) -> None:
        """Store the time of a DOM change, and the positions of the pointer."""
        self.pointer.add(change, time_ms)
        is_whole = change["type"] == dom_events.FULL_SNAPSHOT
        if is_whole or (change["type"] == dom_events.INCREMENTAL and change["data"]["source"] in _CHANGES_OF_DOM):
            first = is_whole and not any(tick.document == name for tick in self.ticks[-1:])
            self.ticks.append(Tick(time_ms - self.offset_ms, name, begins_document=first))

    def add_image(self, event: Event) -> None:
        """Store the natural size of an image: without it the layout of the page would differ."""
        of = self.images.setdefault(identifier(event, "document"), {})
        width, height = count(event, "width"), count(event, "height")
        if len(of) < MAX_IMAGES and 0 < width <= MAX_IMAGE_SIDE and 0 < height <= MAX_IMAGE_SIDE:
            of[count(event, "node")] = width, height

    def add_page_event(self, event: Event) -> None:
        """Begin a state when the video returns to a page, such as when the tab or popup in front of it was closed."""
        what, time = text(event, "event", 20), epoch_ms(event, "t")
        if what == "close":
            self.closed_ms = time
        elif what == "show" and time is not None:
            page = identifier(event, "page")
            documents = [name for name, draft in self.drafts.items() if draft.page == page]
            if self.closed_ms is not None and time - self.closed_ms <= MAX_SWITCH_MS:
                time = self.closed_ms
            is_back = page in self.shown and self.shown[-1] != page
            self.shown.append(page)
            self.ticks += [Tick(time - self.offset_ms, name, begins_document=is_back) for name in documents[-1:]]

    def close(self) -> tuple[Document, ...]:
        """Close the files, and return the documents that have a full snapshot: others cannot be rebuilt."""
        for draft in self.drafts.values():
            draft.file.write(b"]" if draft.events else b"[]")
            draft.file.close()
        rebuilt = {tick.document for tick in self.ticks}
        return tuple(
            Document(
                name,
                draft.page,
                draft.url or self.urls.get(name, ""),
                draft.since_ms,
                draft.path,
                tuple((node, *size) for node, size in self.images.get(name, {}).items()),
            )
            for name, draft in self.drafts.items()
            if name in rebuilt
        )
