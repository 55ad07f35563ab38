"""Loads, scales and masks pictures, and removes the mouse pointer: RGB arrays of shape (height, width, 3).

NumPy and OpenCV are imported in the functions that need them, so that a process that only serves the API saves their
memory.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from claude_scope.errors import NotAnImage
from claude_scope.geometry import clip_places
from claude_scope.image_header import read_header
from claude_scope.png import critical_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from claude_scope.geometry import Rect
    from claude_scope.values import BarePlace, Image

MAX_PIXELS = 64_000_000
"""About twice an 8K screen; more is a decompression bomb or not a screen."""

LONG_SIDE = 1_456
"""The longest side of a picture for an agent: Claude scales larger ones down (1456 x 819 costs 1,560 tokens)."""
MAX_FILE_BYTES = 256 << 20
"""More than a PNG of `MAX_PIXELS` without any compression."""

VISIBLE = 12
"""Minimum difference of brightness (0..255) between the pointer and the pixels below it; less is noise."""

GREY, STRIPE, EDGE = 122, 138, 92
"""Brightness of a mask: between light and dark backgrounds. The stripes are too faint to be read as letters."""
PERIOD, WIDE = 12, 4
"""Pixels from stripe to stripe, and the width of a stripe."""

ANY = ("PNG", "JPEG", "WEBP")
"""The formats that are read."""
OURS = ("PNG",)
"""The formats that keyframes and screenshots are written in."""


def load(path: Path, formats: tuple[str, ...] = ANY) -> Image:
    """Read a picture of one of the formats as it is stored: without transparency, and without the rotation by EXIF.

    Pass `OURS` for a picture that a child process wrote: a hijacked child could otherwise choose the decoder that
    runs here.

    Raises:
        NotAnImage: the file is missing, empty, cut off, larger than `MAX_PIXELS`, or not a picture.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise NotAnImage(f"{path} is not an ordinary file; give a PNG, JPEG or WebP file.")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise NotAnImage(f"{path} has more than {MAX_FILE_BYTES >> 20} MB; give a screenshot.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotAnImage(f"There is no file {path}; check the name.") from error
    except IsADirectoryError as error:
        raise NotAnImage(f"{path} is a folder; give the pictures in it, for example {path}/*.png.") from error
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    return _decode(data, path, formats)


def _decode(data: bytes, path: Path, formats: tuple[str, ...]) -> Image:
    header = read_header(data)
    if header is None or header.format not in formats:
        raise _unreadable(path)
    if header.width * header.height > MAX_PIXELS:
        raise NotAnImage(
            f"{path} has {header.width} x {header.height} pixels, more than any screen; give a screenshot."
        )
    wanted = critical_chunks(data) if header.format == "PNG" else data
    if wanted is None:
        raise _unreadable(path)
    import cv2
    import numpy as np

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # OpenCV prints errors of damaged files
    try:
        image = cv2.imdecode(np.frombuffer(wanted, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise _unreadable(path) from error
    if image is None:
        raise _unreadable(path)
    return np.asarray(image, np.uint8)


def _unreadable(path: Path) -> NotAnImage:
    return NotAnImage(f"{path} is not a picture that can be read; give a PNG, JPEG or WebP file.")


def uncovered(image: Image, bare: BarePlace | None) -> Image:
    """A copy of a keyframe's RGB picture without the mouse pointer, for OCR; the picture itself if `bare` is None.

    A covered pixel gets the colour of the uncovered pixel whose brightness is nearest to the one below the pointer.

    Raises:
        NotAnImage: the file of the bare place cannot be read, or has another size.
    """
    if bare is None:
        return image
    import numpy as np

    left, top, width, height = (round(side) for side in bare.box)
    copy, pair = image.copy(), load(bare.path, OURS)
    place = copy[top : top + height, left : left + width]
    if place.shape != pair.shape:
        raise _unreadable(bare.path)
    shown, other = pair[:, :, 0].astype(np.int16), pair[:, :, 1].astype(np.int16)
    covered = _surroundings(np.abs(shown - other) >= VISIBLE)
    if covered.any() and not covered.all():
        colours, levels = place[~covered], shown[~covered]
        order = np.argsort(levels, kind="stable")
        nearest = np.searchsorted(levels[order], other[covered]).clip(max=len(order) - 1)
        place[covered] = colours[order[nearest]]
    return copy


def _surroundings(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The mask grown by one pixel, because compression blurs edges."""
    import cv2
    import numpy as np

    return cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)


class PictureCache:
    """Caches the last three keyframe pictures, without the mouse pointer where it could be removed."""

    def __init__(self) -> None:
        self._cached: deque[tuple[Path, Image]] = deque(maxlen=3)

    def load(self, path: Path, bare: BarePlace | None = None) -> Image:
        """See `load` and `uncovered`."""
        for known, image in self._cached:
            if known == path:
                return image
        self._cached.append((path, uncovered(load(path), bare)))
        return self._cached[-1][1]


def fitted_size(width: int, height: int, long_side: int) -> tuple[int, int]:
    """The size in pixels after scaling the longer side down to `long_side`; unchanged if it already fits."""
    scale = min(1.0, long_side / max(width, height, 1))
    return max(1, round(width * scale)), max(1, round(height * scale))


def fit(image: Image, long_side: int) -> Image:
    """Scale a picture down so that its longer side has at most `long_side` pixels; unchanged if it already fits."""
    height, width = image.shape[:2]
    return resized(image, *fitted_size(width, height, long_side))


def resized(image: Image, width: int, height: int) -> Image:
    """Scale a picture down to a size in pixels: each pixel is the mean of the pixels that it replaces."""
    if image.shape[:2] == (height, width):
        return image
    import cv2
    import numpy as np

    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def encoded(image: Image, suffix: str, quality: int) -> bytes:
    """Encode an RGB picture as `.jpg` or `.webp`, with a quality from 0 to 100."""
    import cv2

    setting = {".jpg": cv2.IMWRITE_JPEG_QUALITY, ".webp": cv2.IMWRITE_WEBP_QUALITY}[suffix]
    _, data = cv2.imencode(suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [setting, quality])
    return data.tobytes()


def draw_masks(image: Image, places: Iterable[Rect]) -> Image:
    """A copy of an RGB picture with opaque masks over the places, which are clipped to the picture."""
    import numpy as np

    copy = image.copy()
    for place in clip_places(places, image.shape[1], image.shape[0]):
        rows, columns = np.ogrid[place.top : place.bottom, place.left : place.right]
        mask = np.where((rows + columns) % PERIOD < WIDE, np.uint8(STRIPE), np.uint8(GREY))
        mask[[0, -1], :] = EDGE
        mask[:, [0, -1]] = EDGE
        copy[place.top : place.bottom, place.left : place.right] = mask[:, :, None]
    return copy
