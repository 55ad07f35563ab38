"""The interface of every reader, for tests that accept any: the local one, or a scripted one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from claude_scope.values import Image, Reading
    from claude_scope.vision.local import LocalReader
    from claude_scope.vision.reader import PreviousFrame


class Reader(Protocol):
    """Reads one picture of a screen."""

    name: str

    async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
        """Read an RGB picture; raises VisionError if it cannot be read."""
        ...


class InThread:
    """The local reader, in a thread."""

    def __init__(self, local: LocalReader) -> None:
        self.name = local.name
        self._local = local

    async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
        return await asyncio.to_thread(self._local.read_sync, image, before)
