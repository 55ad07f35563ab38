"""Recognise the magnifier icon of a search: a ring with a handle at its lower right.

With a bar or a cross in or beside the glass the icon means something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Mask = npt.NDArray[np.bool_]

MIN_SIDE_PX = 11
"""Shorter side in pixels; below, a Q looks the same."""
GLASS_SHARES = (0.08, 0.42)
"""Share of the box that the glass covers."""
GLASS_ROUNDNESS = (0.7, 0.9)
"""Share of its own box that the glass fills: a circle 0.79."""
GLASS_CENTRES = (0.30, 0.47)
"""Centre of the glass as a share of the box, equal in both directions."""
MAX_HANDLE_OFFSET = 0.22
"""Distance of the handle from the diagonal, as a share of the width."""


def is_magnifier(mask: Mask) -> bool:
    """Whether a tight ink mask shows a magnifier."""
    height, width = mask.shape
    if min(height, width) < MIN_SIDE_PX or abs(height - width) > max(1, 0.1 * width):
        return False
    glass = _glass(mask)
    if glass is None or not GLASS_CENTRES[0] <= glass[0] / width <= GLASS_CENTRES[1]:
        return False
    x, y = glass
    if abs(x / width - y / height) > 0.06:
        return False
    rows, columns = np.nonzero(mask)
    beyond = np.hypot(columns - x, rows - y) > min(x, y) + 1.3
    right, down = columns[beyond] - x, rows[beyond] - y
    aslant = bool((right > 0).all() and (down > 0).all() and (np.abs(right - down) <= MAX_HANDLE_OFFSET * width).all())
    return aslant and bool(mask[-max(2, height // 6) :, -max(2, width // 6) :].any())


def _glass(mask: Mask) -> tuple[float, float] | None:
    """Centre of the only hole, if it is round and all ink is connected."""
    padded = np.pad(mask, 1).astype(np.uint8)
    if cv2.connectedComponents(padded, connectivity=8)[0] != 2:
        return None
    count, labels, stats, middles = cv2.connectedComponentsWithStats(1 - padded, connectivity=4)
    holes = [index for index in range(1, count) if index != labels[0, 0] and stats[index, 4] >= 4]
    if len(holes) != 1:
        return None
    _, _, wide, high, area = (int(side) for side in stats[holes[0]])
    fits = (
        GLASS_SHARES[0] <= area / mask.size <= GLASS_SHARES[1]
        and GLASS_ROUNDNESS[0] * wide * high <= area <= GLASS_ROUNDNESS[1] * wide * high
    )
    if not fits or abs(wide - high) > max(1, 0.12 * wide):
        return None
    x, y = middles[holes[0]]
    return float(x) - 1, float(y) - 1
