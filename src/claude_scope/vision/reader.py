"""The previous frame, which a reader may receive along with the picture that it has to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values import Image, Reading


@dataclass(frozen=True, slots=True, eq=False)
class PreviousFrame:
    """The keyframe before the current one: its picture and its reading."""

    image: Image
    reading: Reading
