"""Which pixels hang together: the connected components of a mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]


def components(mask: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """The number of each pixel's component, corners touching, and a row for each: left, top, width, height, area.

    Number 0 is what is not in the mask. Of OpenCV's algorithms this one takes half the time of the usual on masks of
    which little is set, as edges are.
    """
    picture = np.ascontiguousarray(mask).view(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(picture, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)[:count]
