"""Shows a document of a capture in the replayer as it was at a given time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.browser.rebuild.rebuilt_tree import see_page
from claude_scope.browser.rebuild.replay_page import script
from claude_scope.errors import InspectionError
from claude_scope.threads import in_thread
from claude_scope.values import Addresses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.async_api import Page

    from claude_scope.browser.rebuild.rebuilt_tree import SeenPage
    from claude_scope.values import Capture, Document

_START_S = 60.0
"""The maximum number of seconds to open a document, to show a state of it and to read the state."""
MAX_ELEMENTS = 10_000
"""Maximum number of elements of one state. The time of Playwright's snapshot grows faster than the
number of elements.
"""
_MAX_FRAGMENT_CHARS = 2_000
_MAX_DOCUMENT_BYTES = 150_000_000
"""Maximum number of bytes of one document's events: the browser keeps several copies of them."""
PIECE_CHARS = 1_000_000
"""Playwright's time for one long argument grows faster than its length: 30 MB take 16 s at once, and 5 s in pieces."""


async def open_document(page: Page, document: Document, capture: Capture) -> None:
    """Load the events of a document into the replayer; raises InspectionError if it cannot be rebuilt.

    The events are sent as text: Playwright takes a second to serialise half a megabyte of objects.
    """
    events = await in_thread(_json, document.events)
    styles = await in_thread(_json, capture.styles) if capture.styles else "{}"
    for name, text in (("events", events), ("styles", styles)):
        await page.evaluate("([name]) => { (globalThis.sent ||= {})[name] = []; }", [name])
        for at in range(0, len(text), PIECE_CHARS):
            await page.evaluate("([name, piece]) => { sent[name].push(piece); }", [name, text[at : at + PIECE_CHARS]])
    if await page.evaluate(script("replay.js"), [document.images]) is None:
        raise InspectionError("its DOM has no full snapshot.")


def _json(path: Path) -> str:
    if path.stat().st_size > _MAX_DOCUMENT_BYTES:
        raise InspectionError(f"its DOM events are larger than {_MAX_DOCUMENT_BYTES // 1_000_000} MB.")
    return path.read_text("utf-8")


class Rendered(NamedTuple):
    """A rebuilt document: title, scroll position and viewport in CSS pixels, number of elements, and number of events
    that could not be replayed so far (`broken`)."""

    title: str
    left: float
    top: float
    width: float
    height: float
    elements: int
    broken: int


async def seek(page: Page, epoch_ms: float, address: str) -> Rendered:
    """Rebuild the open document as it was at an epoch time, at this address."""
    fragment = address.partition("#")[2][:_MAX_FRAGMENT_CHARS]
    title, *numbers = await page.evaluate(script("seek.js"), [epoch_ms, MAX_ELEMENTS, fragment])
    left, top, width, height, elements, broken = map(float, numbers)
    return Rendered(str(title), left, top, width, height, int(elements), int(broken))


class Replayer:
    """A page with the replayer, and the open document."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._open: tuple[Capture, str] | None = None

    async def state(self, capture: Capture, number: int, wanted: Sequence[int]) -> tuple[Rendered, SeenPage]:
        """Show the state of an instant and read it; `wanted` are DOM ids of targets.

        Raises:
            InspectionError, TimeoutError: the state cannot be rebuilt, or rebuilding takes too long.
            playwright.async_api.Error: the browser failed.
        """
        instant = capture.instants[number]
        try:
            async with asyncio.timeout(_START_S):
                if self._open is None or self._open[0] is not capture or self._open[1] != instant.document:
                    self._open = None
                    documents = {document.id: document for document in capture.documents}
                    await open_document(self.page, documents[instant.document], capture)
                    self._open = capture, instant.document
                address = Addresses(capture).at(instant.document, instant.time_ms)
                now = await seek(self.page, capture.offset_ms + instant.time_ms, address)
                return now, await see_page(self.page, wanted)
        except BaseException:
            self._open = None
            raise
