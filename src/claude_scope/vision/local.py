"""The local reader: reads a picture with no key, no network and no GPU."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from claude_scope.values import Box, Element, Line, Reading
from claude_scope.vision.ocr import Ocr

if TYPE_CHECKING:
    from claude_scope.values import Image
    from claude_scope.vision.reader import Before


class LocalReader:
    """Reads pictures on this machine with at most `threads` threads; the models load with the first picture."""

    name = "local"

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._ocr: Ocr | None = None
        self._lock = threading.Lock()

    async def read(self, image: Image, before: Before | None = None) -> Reading:
        """Read an RGB picture in a thread of its own, one picture at a time."""
        return await asyncio.to_thread(self.read_sync, image, before)

    def read_sync(self, image: Image, before: Before | None = None) -> Reading:
        """Read an RGB picture of shape (height, width, 3)."""
        with self._lock:
            if self._ocr is None:
                self._ocr = Ocr(self._threads)
            lines = self._ocr.lines(image)
        height, width = image.shape[:2]
        read = tuple(
            Line(line.text, Box(line.box.left, line.box.top, line.box.width, line.box.height), line.confidence)
            for line in lines
        )
        elements = tuple(Element("text", line.text, line.box, line.confidence) for line in read)
        return Reading(width, height, read, elements, f"A screen with {len(read)} lines of text.")
