"""The local reader: reads a picture with no key, no network and no GPU."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from claude_scope.values import Box, Line, Reading
from claude_scope.vision.describe import describe
from claude_scope.vision.elements import elements
from claude_scope.vision.observe import observe
from claude_scope.vision.ocr import Ocr
from claude_scope.vision.scene import scene
from claude_scope.vision.typing_rules import typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image
    from claude_scope.vision.ocr import TextLine
    from claude_scope.vision.reader import Before


class LocalReader:
    """Reads pictures on this machine with at most `threads` threads; the models load with the first picture."""

    name = "local"

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._ocr: Ocr | None = None
        self._lock = threading.Lock()

    async def read(self, image: Image, before: Before | None = None) -> Reading:
        """Read an RGB picture in a thread of its own, one picture at a time.

        Raises:
            VisionError: the models are missing.
        """
        return await asyncio.to_thread(self.read_sync, image, before)

    def read_sync(self, image: Image, before: Before | None = None) -> Reading:
        """Read an RGB picture of shape (height, width, 3); see `read`."""
        with self._lock:
            if self._ocr is None:
                self._ocr = Ocr(self._threads)
            return self._reading(image, self._ocr.lines(image))

    def _reading(self, image: Image, lines: Sequence[TextLine]) -> Reading:
        taken_apart = scene(image, lines)
        found = elements(taken_apart, typed(taken_apart))
        return Reading(
            width=image.shape[1],
            height=image.shape[0],
            lines=tuple(_line(line) for line in lines),
            elements=found,
            description=describe(found),
            observations=observe(taken_apart, found),
            reader=self.name,
        )


def _line(line: TextLine) -> Line:
    return Line(line.text, Box(line.box.left, line.box.top, line.box.width, line.box.height), line.confidence)
