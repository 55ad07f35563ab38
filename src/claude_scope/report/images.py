"""Frames as data URLs: small enough to embed twenty, sharp enough to read."""

from __future__ import annotations

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from claude_scope import pictures
from claude_scope.errors import NotAnImage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LONG_SIDE = 1456
"""The size an agent gets too, so that a person and an agent look at the same picture."""
THUMBNAIL_SIDE = 320
QUALITY = 80
METHOD = 1
"""WebP's effort, 0 to 6: half the bytes of a JPEG of this quality for a screen of text; more effort gains little."""
WORKERS = 2
"""Pillow lets go of the interpreter's lock while it decodes, scales and encodes; more workers only cost memory."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture to embed: two data URLs and the size of the larger one; all empty if there is no picture."""

    url: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0


def embed(paths: Sequence[Path]) -> list[Embedded]:
    """Encode pictures for the page, in the order given; one that cannot be read becomes an empty `Embedded`."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(_embed, paths))


def _embed(path: Path) -> Embedded:
    try:
        image = pictures.load(path)
    except NotAnImage:
        return Embedded()
    large = _fit(Pillow.fromarray(image), LONG_SIDE)
    return Embedded(_data_url(large), _data_url(_fit(large, THUMBNAIL_SIDE)), large.width, large.height)


def _fit(image: Pillow.Image, long_side: int) -> Pillow.Image:
    """Scale down, never up. Hamming is sharper than bilinear at its cost, less than half of that of Lanczos."""
    scale = long_side / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Pillow.Resampling.HAMMING)


def _data_url(image: Pillow.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=METHOD)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
