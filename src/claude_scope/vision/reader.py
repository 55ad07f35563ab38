"""The seam of the vision lane: whatever reads a picture, a local model, a hosted one or a script, is a `Reader`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from claude_scope.values import Image, Reading


@dataclass(frozen=True, slots=True, eq=False)
class PreviousFrame:
    """The keyframe before the one to read: its picture and what was read from it."""

    image: Image
    reading: Reading


class Reader(Protocol):
    """Reads one picture of a screen."""

    name: str

    async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
        """Read an RGB picture of shape (height, width, 3), in frame pixels.

        With `before`, a reader may read only what changed since; the result describes the whole picture all the same.

        Raises:
            VisionError: the picture could not be read; the message says why.
        """
        ...
