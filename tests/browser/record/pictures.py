"""The pictures of a video, also of one that is being written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import av

if TYPE_CHECKING:
    from pathlib import Path

NEAR = 12
"""What JPEG and VP9 leave of a colour."""


def pictures(video: Path) -> list[Any]:
    """Those that are there so far, in RGB."""
    with suppress(av.FFmpegError), av.open(str(video)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return []


def is_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two colours are the same but for the codec."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < NEAR
