"""Properties of colours: chroma, hue, luminance, contrast; whether one reads as red."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Colour = npt.NDArray[np.float32]


def as_rgb(colour: Colour) -> tuple[int, int, int]:
    """A colour as whole numbers, 0..255."""
    red, green, blue = (min(255, max(0, round(float(channel)))) for channel in colour)
    return red, green, blue


def chroma(colour: Colour) -> float:
    """The difference between the largest and the smallest channel, 0..255; 0 is grey."""
    return float(np.ptp(colour))


def apart(one: Colour, other: Colour) -> float:
    """The largest difference over the channels, 0..255."""
    return float(np.abs(one - other).max())


def hue(colour: Colour) -> float:
    """Hue in degrees, 0..360: red 0, green 120, blue 240."""
    red, green, blue = (float(channel) for channel in colour)
    high, spread = max(red, green, blue), chroma(colour)
    if spread == 0:
        return 0.0
    if high == red:
        return 60 * (((green - blue) / spread) % 6)
    if high == green:
        return 60 * ((blue - red) / spread + 2)
    return 60 * ((red - green) / spread + 4)


def is_red(colour: Colour, least: float = 50) -> bool:
    """Whether a colour reads as red, the colour of errors."""
    angle = hue(colour)
    return chroma(colour) >= least and (angle >= 335 or angle <= 20)


def is_cool(colour: Colour) -> bool:
    """Whether a colour is between teal and purple, like nearly all links."""
    return 165 <= hue(colour) <= 310


def luminance(colour: Colour) -> float:
    """Relative luminance, 0..1 (WCAG 2.2)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (float(level) / 255 for level in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1..21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
