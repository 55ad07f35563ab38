"""A picture to send as a value that a process without the picture can pass on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claude_scope.values import Box

Shows = Literal["before", "after", "all"]


@dataclass(frozen=True, slots=True)
class View:
    """A picture to send: PNG in base64, `width` x `height` pixels, of the part `place` of a frame (frame pixels).

    `shows` says of which state: the one before or after a change, or all of them on one picture. `is_whole`: it shows
    the whole frame.
    """

    place: Box
    width: int
    height: int
    png: str
    shows: Shows = "after"
    is_whole: bool = False
