"""The pictures for a question: crops of what changed between two states with the whole view, or both whole frames.

Providers scale large pictures themselves, and coordinates then refer to an unknown size. The limits: Claude takes 1,568
px and about 1.15 million pixels (platform.claude.com/docs, Vision), OpenAI 768 px on the short side within 2,048
(developers.openai.com, Images and vision); Gemini gives boxes in thousandths anyway. Claude counts 750 pixels per
token.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from claude_scope import pictures
from claude_scope.geometry import Rect, centre, holds, merge_places
from claude_scope.hosted.view import View
from claude_scope.png import PngWriter
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.hosted.view import Shows
    from claude_scope.values import Image, Keyframe

MAX_LONG_SIDE_PX, MAX_SHORT_SIDE_PX = 1_568, 768
MAX_PIXELS = 780_000
"""The maximum number of pixels of one picture. Two of them, before and after, are 2,100 tokens of Claude."""
MAX_CROPS_PIXELS = 1_100_000
"""The maximum number of pixels of all crops of one change together."""
OVERVIEW_LONG_SIDE_PX = 640
"""The longest side of the whole view next to crops: its texts need not be legible, only recognisable."""
MARGIN_PX = 40
MIN_CROP_PX = (320, 200)
"""Minimum width and height of a crop: a button without its surroundings shows little."""
POINTED_PX = (320, 120)
"""Width and height of the crop around the pointer."""
MIN_SCALE = 0.9
"""If a whole frame is scaled down more than this, the place of the pointer is sent at full size."""
MAX_CROPS = 3
MAX_CROPPED_SHARE = 0.45
"""If a larger share changed, both whole frames are sent, because crops would save less than they lose in clarity."""


def pair_pictures(before: Keyframe, after: Keyframe) -> tuple[View, ...]:
    """The pictures of a change.

    Crops come in pairs, before and after. They are followed by the place where the pointer last rested before the
    change, if no crop shows it, and by the whole frame after the change. Otherwise both whole frames are returned, with
    the pointer's place if the frames are scaled down much.

    Raises:
        NotAnImage: a picture is missing or broken.
    """
    old, new = pictures.load(before.path), pictures.load(after.path)
    height, width = new.shape[:2]
    whole = Rect(0, 0, width, height)
    places = _places(after.changed, width, height) if old.shape == new.shape else []
    pointed = _pointed(before, after, old)
    if not places:
        of_old = Rect(0, 0, old.shape[1], old.shape[0])
        shown = _view(old, of_old, "before", MAX_PIXELS)
        is_small = shown.width < MIN_SCALE * old.shape[1]
        return *(pointed if is_small else ()), shown, _view(new, whole, "after", MAX_PIXELS)
    share = min(1.0, MAX_CROPS_PIXELS / sum(2 * place.width * place.height for place in places))
    both: tuple[tuple[Image, Shows], ...] = ((old, "before"), (new, "after"))
    crops = [
        _view(image, place, shows, int(share * place.width * place.height)) for place in places for image, shows in both
    ]
    apart = [view for view in pointed if not any(holds(place.box(), centre(view.place)) for place in places)]
    return (*crops, *apart, _view(new, whole, "after", MAX_PIXELS, OVERVIEW_LONG_SIDE_PX))


def _pointed(before: Keyframe, after: Keyframe, image: Image) -> tuple[View, ...]:
    """Where the pointer last rested before the change, with the words around it; nothing if it is unknown."""
    rests = [rest for rest in (*before.rests, *after.rests) if rest.since_ms <= after.since_ms]
    height, width = image.shape[:2]
    if not rests or not holds(Box(0, 0, width, height), centre(rests[-1].box)):
        return ()
    x, y = map(int, centre(rests[-1].box))
    left, top = max(0, x - POINTED_PX[0] // 2), max(0, y - POINTED_PX[1] // 2)
    place = Rect(left, top, min(width, left + POINTED_PX[0]), min(height, top + POINTED_PX[1]))
    return (_view(image, place, "before", MAX_PIXELS),)


def _places(changed: Sequence[Box], width: int, height: int) -> list[Rect]:
    """The places to crop; none if the whole frames are better."""
    grown = merge_places(_enlarged(box, width, height) for box in changed)
    area = sum(place.width * place.height for place in grown)
    return grown if len(grown) <= MAX_CROPS and area <= MAX_CROPPED_SHARE * width * height else []


def _enlarged(box: Box, width: int, height: int) -> Rect:
    """The box with its margin, at least as large as the smallest crop, and within the picture."""
    across = max(MARGIN_PX, (MIN_CROP_PX[0] - box.width) / 2)
    down = max(MARGIN_PX, (MIN_CROP_PX[1] - box.height) / 2)
    left = max(0, min(int(box.x - across), width - MIN_CROP_PX[0]))
    top = max(0, min(int(box.y - down), height - MIN_CROP_PX[1]))
    right = min(width, max(left + MIN_CROP_PX[0], int(box.x + box.width + across)))
    bottom = min(height, max(top + MIN_CROP_PX[1], int(box.y + box.height + down)))
    return Rect(left, top, right, bottom)


def _view(image: Image, place: Rect, shows: Shows, max_pixels: int, long_side: int = MAX_LONG_SIDE_PX) -> View:
    width, height = fitted_size(place.width, place.height, max_pixels, long_side)
    data = PngWriter().encode(pictures.resized(place.of(image), width, height))
    is_whole = place == Rect(0, 0, image.shape[1], image.shape[0])
    return View(place.box(), width, height, base64.b64encode(data).decode("ascii"), shows, is_whole)


def fitted_size(
    width: int, height: int, max_pixels: int = MAX_PIXELS, long_side: int = MAX_LONG_SIDE_PX
) -> tuple[int, int]:
    """The largest size of the same shape that no provider scales down, in pixels; at most the original size."""
    long, short = max(width, height), min(width, height)
    scale = min(1.0, long_side / long, MAX_SHORT_SIDE_PX / short, (max_pixels / (long * short)) ** 0.5)
    return max(1, int(width * scale)), max(1, int(height * scale))


def overview(frames: Sequence[tuple[int, Path]]) -> View:
    """One picture of all states in reading order, each with its number.

    Raises:
        NotAnImage: a picture is missing or broken.
    """
    import cv2
    import numpy as np

    columns = max(1, round(len(frames) ** 0.5))
    rows = -(-len(frames) // columns)
    cell = MAX_LONG_SIDE_PX // max(columns, 2)
    shown = [(number, pictures.fit(pictures.load(path), cell - 2 * GAP_PX)) for number, path in frames]
    high = max(image.shape[0] for _, image in shown) + LABEL_PX + GAP_PX
    drawn = np.full((rows * high, columns * cell, 3), 255, np.uint8)
    for at, (number, image) in enumerate(shown):
        top, left = at // columns * high + LABEL_PX, at % columns * cell + GAP_PX
        drawn[top : top + image.shape[0], left : left + image.shape[1]] = image
        cv2.putText(drawn, str(number), (left, top - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 2, cv2.LINE_AA)
    return _view(drawn, Rect(0, 0, drawn.shape[1], drawn.shape[0]), "all", MAX_PIXELS)


GAP_PX, LABEL_PX = 6, 24
