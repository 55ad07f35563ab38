"""A reader that returns scripted readings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.errors import VisionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.values import Image, Reading
    from claude_scope.vision.reader import PreviousFrame


class ScriptedReader:
    """Returns the scripted readings in order, resized to the picture; raises scripted exceptions.

    `seen` records each call: width, height, and whether the previous picture was given.
    """

    name = "scripted"

    def __init__(self, script: Iterable[Reading | Exception]) -> None:
        self._script = list(script)
        self.seen: list[tuple[int, int, bool]] = []

    async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
        """Return the next reading of the script.

        Raises: VisionError: the script has ended, or contains this error.
        """
        height, width = image.shape[:2]
        self.seen.append((width, height, before is not None))
        if len(self.seen) > len(self._script):
            raise VisionError(f"The script holds {len(self._script)} readings; add one for picture {len(self.seen)}.")
        answer = self._script[len(self.seen) - 1]
        if isinstance(answer, Exception):
            raise answer
        return replace(answer, width=width, height=height, reader=self.name)
