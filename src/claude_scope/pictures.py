"""Loads and scales pictures: RGB arrays of shape (height, width, 3).

NumPy and Pillow are imported where they are needed: a process that only serves the API saves their 16 MB.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from claude_scope.errors import NotAnImage

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image as Pillow

    from claude_scope.values import Image

MAX_PIXELS = 64_000_000
"""About twice an 8K screen; more is a decompression bomb or not a screen."""

LONG_SIDE = 1_456
"""Longest side of a picture for an agent: Claude scales larger ones down itself (1456 x 819 costs 1,560 tokens)."""


OURS = ("PNG",)
"""The formats that keyframes and screenshots are written in."""


def load(path: Path, formats: tuple[str, ...] | None = None) -> Image:
    """Read a picture of any format that Pillow knows, or of `formats` only.

    Pass `OURS` for a picture that a child process wrote: a hijacked child could otherwise choose the decoder that
    runs here.

    Raises:
        NotAnImage: the file is missing, empty, larger than `MAX_PIXELS`, or not a picture.
    """
    import numpy as np
    from PIL import Image as Pillow

    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise NotAnImage(f"{path} is not an ordinary file; give a PNG, JPEG or WebP file.")
        with Pillow.open(path, formats=formats) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotAnImage(
                    f"{path} has {picture.width} x {picture.height} pixels, more than any screen; give a screenshot."
                )
            return np.asarray(picture.convert("RGB"))
    except FileNotFoundError as error:
        raise NotAnImage(f"There is no file {path}; check the name.") from error
    except IsADirectoryError as error:
        raise NotAnImage(f"{path} is a folder; give the pictures in it, for example {path}/*.png.") from error
    except Pillow.DecompressionBombError as error:
        raise NotAnImage(f"{path} has more than {MAX_PIXELS:,} pixels; give a screenshot.") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise NotAnImage(f"{path} is not a picture that can be read; give a PNG, JPEG or WebP file.") from error


class PictureCache:
    """Caches the last two pictures that were loaded."""

    def __init__(self) -> None:
        self._cached: deque[tuple[Path, Image]] = deque(maxlen=2)

    def load(self, path: Path) -> Image:
        """See `load`."""
        for known, image in self._cached:
            if known == path:
                return image
        self._cached.append((path, load(path)))
        return self._cached[-1][1]


def fitted_size(width: int, height: int, long_side: int) -> tuple[int, int]:
    """The size in pixels after scaling the longer side down to `long_side`; unchanged if it already fits."""
    scale = min(1.0, long_side / max(width, height, 1))
    return max(1, round(width * scale)), max(1, round(height * scale))


def fit(image: Image, long_side: int, filtered: Pillow.Resampling | None = None) -> Image:
    """Scale a picture down so that its longer side has at most `long_side` pixels; unchanged if it already fits."""
    height, width = image.shape[:2]
    size = fitted_size(width, height, long_side)
    if size == (width, height):
        return image
    import numpy as np
    from PIL import Image as Pillow

    scaled = Pillow.fromarray(image).resize(size, Pillow.Resampling.LANCZOS if filtered is None else filtered)
    return np.asarray(scaled)
