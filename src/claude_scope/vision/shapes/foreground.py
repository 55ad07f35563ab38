"""Separate the background of a small piece of a picture from the ink on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image

    Mask = npt.NDArray[np.bool_]
    Colour = npt.NDArray[np.float32]
    """RGB, 0..255, shape (3,)."""

MIN_INK_DIFF = 14
"""Least difference (0..255, largest channel) of ink: above video noise, below pale placeholders."""
INK_SHARE = 0.35
"""Share of the strongest difference in the piece; the soft edges of glyphs lie below it."""


def background(piece: Image) -> Colour:
    """The most common colour, in bins of 16 levels so that compression noise does not split it, then averaged."""
    pixels = piece.reshape(-1, 3)
    bins = (pixels >> 4).astype(np.int32)
    keys = (bins[:, 0] << 8) | (bins[:, 1] << 4) | bins[:, 2]
    commonest = np.bincount(keys, minlength=4096).argmax()
    rough = median(pixels[keys == commonest])
    near = largest(np.abs(pixels - rough)) < MIN_INK_DIFF
    colour: Colour = pixels[near].mean(axis=0, dtype=np.float32) if near.any() else rough
    return colour


def median(pixels: npt.NDArray[Any]) -> Colour:
    """The median of each channel of `pixels`, shape (count, 3), as `np.median`, in a third of the time for a few."""
    middle, is_even = len(pixels) // 2, len(pixels) % 2 == 0
    near = np.partition(pixels, (middle - 1, middle) if is_even else middle, axis=0)
    colour: Colour = near[middle].astype(np.float32)
    return (colour + near[middle - 1]) / np.float32(2) if is_even else colour


def difference(piece: Image, colour: Colour) -> npt.NDArray[np.float32]:
    """The largest difference over the channels of each pixel to `colour`, shape (height, width)."""
    return largest(np.abs(piece.astype(np.float32) - colour))


def largest(channels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The largest of the three channels in the last axis, six times as fast as NumPy's maximum over a short axis."""
    result: npt.NDArray[Any] = np.maximum(np.maximum(channels[..., 0], channels[..., 1]), channels[..., 2])
    return result


def ink(piece: Image, colour: Colour | None = None) -> Mask:
    """Mask of the pixels that stand out from the background."""
    far = difference(piece, background(piece) if colour is None else colour)
    result: Mask = far > max(MIN_INK_DIFF, INK_SHARE * _percentile_99(far))
    return result


def _percentile_99(values: npt.NDArray[np.float32]) -> float:
    """As `np.percentile(values, 99)`, in a fifth of the time for the pixels of a line."""
    at = 0.99 * (values.size - 1)
    low, high = int(at), min(int(at) + 1, values.size - 1)
    near = np.partition(values, (low, high), axis=None)
    return float(near[low]) + (at - low) * float(near[high] - near[low])


def is_whole(image: Image, box: tuple[int, int, int, int]) -> bool:
    """Whether no glyph crosses the upper or lower edge of a box (left, top, right, bottom)."""
    left, top, right, bottom = box
    mask = ink(image[top:bottom, left:right])
    return not (mask[0].any() or mask[-1].any())


def runs(flags: npt.NDArray[np.bool_] | np.bool_) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each run of true values."""
    padded = np.zeros(np.size(flags) + 2, np.bool_)
    padded[1:-1] = flags
    edges = np.flatnonzero(padded[1:] != padded[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
