"""Encodes frames as data URLs, small enough to embed twenty and sharp enough to read."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope import pictures
from claude_scope.errors import NotAnImage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.values import Image

THUMBNAIL_SIDE = 320
QUALITY = 80
"""The quality of WebP: a screen of text takes less than half the bytes of a JPEG of this quality."""
WORKERS = 2
"""Concurrent encoders: OpenCV releases the GIL while it decodes, scales and encodes; more only cost memory."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture as two data URLs, with the size of the larger one; all empty without a picture."""

    url: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0


def embed_pictures(paths: Sequence[Path]) -> list[Embedded]:
    """Encode pictures, in order; an unreadable one becomes an empty `Embedded`."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(_embed, paths))


def _embed(path: Path) -> Embedded:
    try:
        image = pictures.load(path, pictures.OURS)
    except NotAnImage:
        return Embedded()
    large = pictures.fit(image, pictures.LONG_SIDE)  # the size that agents get too
    height, width = large.shape[:2]
    return Embedded(_data_url(large), _data_url(pictures.fit(large, THUMBNAIL_SIDE)), width, height)


def _data_url(image: Image) -> str:
    data = pictures.encoded(image, ".webp", QUALITY)
    return "data:image/webp;base64," + base64.b64encode(data).decode("ascii")
