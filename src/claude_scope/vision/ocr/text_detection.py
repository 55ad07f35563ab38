"""Detect text with a segmentation network (DB, Liao et al. 2020, arXiv:1911.08947), as boxes of lines.

Text on a screen is horizontal, so boxes stay axis-aligned and are grown without polygon clipping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.ocr.models import DETECTION, session

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image


TEXT_PROBABILITY = 0.3
"""Pixels above this are text: the value the network was trained for."""
BOX_PROBABILITY = 0.5
"""Components with a lower mean are noise."""
UNCLIP_RATIO = 1.6
"""DB shrinks its targets; a box grows by area x UNCLIP_RATIO / perimeter to undo it (the paper's unclip ratio)."""
MAX_SIDE = 1280
"""Longer pictures are scaled down for detection only. At 1920 px a detection costs 3.3 times as much."""
FULL_SIZE_PIXELS = 300_000
"""Crops up to this area are processed in full size, which finds single digits. Larger ones are scaled like the whole
picture, which takes a sixth less time. At 150,000, two of 86 small changes are lost, at this value none."""
STRIDE = 32
"""The network's stride."""


class Detector:
    """Detects boxes of text lines."""

    def __init__(self) -> None:
        self._session = session(DETECTION, 1, arena=True)  # two threads take a quarter more while shapes are found

    def boxes(self, image: Image, whole: tuple[int, int]) -> list[Rect]:
        """The boxes of text lines in an RGB picture, from top to bottom.

        The picture may be a crop; `whole` is the width and height of the uncropped picture in pixels.
        """
        height, width = image.shape[:2]
        scale = min(1.0, MAX_SIDE / max((width, height) if width * height <= FULL_SIZE_PIXELS else whole))
        probability = self._probability(image, scale)
        return [_to_full_size(box, scale, width, height) for box in _components(probability)]

    def _probability(self, image: Image, scale: float) -> npt.NDArray[np.float32]:
        height, width = (max(1, round(side * scale)) for side in image.shape[:2])
        small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA) if scale < 1 else image
        bottom, right = (-height) % STRIDE, (-width) % STRIDE
        padded = cv2.copyMakeBorder(small, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
        batch = cv2.dnn.blobFromImage(padded, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True)
        (answer,) = self._session.run(None, {self._session.get_inputs()[0].name: batch})
        result: npt.NDArray[np.float32] = answer[0, 0, :height, :width]
        return result


def _components(probability: npt.NDArray[np.float32]) -> list[Rect]:
    """The boxes of connected components of text pixels, grown to the size of the text."""
    mask = (probability > TEXT_PROBABILITY).astype(np.uint8)
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    labels: npt.NDArray[np.int32] = np.asarray(numbers, np.int32)
    total = np.bincount(labels.ravel(), weights=probability.ravel(), minlength=count)
    found = []
    for index in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[index])
        if min(width, height) < 3 or total[index] / area < BOX_PROBABILITY:
            continue
        grow = width * height * UNCLIP_RATIO / (2 * (width + height))
        found.append(Rect(int(left - grow), int(top - grow), round(left + width + grow), round(top + height + grow)))
    return sorted(found, key=lambda box: (box.top, box.left))


def _to_full_size(box: Rect, scale: float, width: int, height: int) -> Rect:
    left, top, right, bottom = (round(side / scale) for side in box)
    return Rect(max(0, left), max(0, top), min(width, right), min(height, bottom))
