"""The pictures of a video, even of one that is still being written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import av

if TYPE_CHECKING:
    from pathlib import Path

NEAR = 12
"""How much JPEG and VP9 may change a colour."""


def pictures(video: Path) -> list[Any]:
    """The pictures so far, in RGB."""
    with suppress(av.FFmpegError), av.open(str(video)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return []


def is_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two colours are equal, apart from codec noise."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < NEAR
