"""The `Reader` protocol: a local model, a hosted model or a script that reads a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from claude_scope.values import Image, Reading


@dataclass(frozen=True, slots=True, eq=False)
class PreviousFrame:
    """The keyframe before the current one: its picture and its reading."""

    image: Image
    reading: Reading


class Reader(Protocol):
    """Reads one picture of a screen."""

    name: str

    async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
        """Read an RGB picture of shape (height, width, 3), in frame pixels.

        With `before`, a reader may read only what changed since; the result always describes the whole picture.

        Raises:
            VisionError: the picture could not be read; the message says why.
        """
        ...
