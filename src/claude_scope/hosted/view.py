"""A picture to send, as a value: a process without the picture file can pass it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claude_scope.values import Box

Shows = Literal["before", "after", "all"]


@dataclass(frozen=True, slots=True)
class View:
    """A picture to send: PNG in base64, `width` x `height` pixels, of the part `place` of a frame (frame pixels).

    `shows` names the state: the one before or after a change, or all of them in one picture. `is_whole` means that it
    shows the whole frame.
    """

    place: Box
    width: int
    height: int
    png: str
    shows: Shows = "after"
    is_whole: bool = False
