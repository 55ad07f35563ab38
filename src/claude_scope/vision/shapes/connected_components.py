"""Connected components of a mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]


def components(mask: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return the component of each pixel (8-connected), and a row for each component: left, top, width, height, area.

    Label 0 is the background. This OpenCV algorithm takes half the time of the default on sparse masks such as edges.
    """
    picture = np.ascontiguousarray(mask).view(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(picture, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)[:count]
