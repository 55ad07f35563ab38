"""Pictures of a frame for a model: the whole, or crops of what changed, in a size that no provider scales down.

Providers scale larger pictures themselves, and coordinates then refer to an unknown size. The limits: Claude takes
1,568 px and about 1.15 million pixels (platform.claude.com/docs, Vision), OpenAI 768 px on the short side within 2,048
(developers.openai.com, Images and vision); Gemini counts in thousandths anyway.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from claude_scope import pictures
from claude_scope.geometry import Rect
from claude_scope.png import PngWriter
from claude_scope.hosted.view import View, Views
from claude_scope.vision.incremental.changed_regions import find_changes, merge_overlapping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from claude_scope.values import Box, Image, Reading
    from claude_scope.vision.reader import PreviousFrame

MAX_LONG_SIDE_PX, MAX_SHORT_SIDE_PX, MAX_PIXELS = 1_568, 768, 1_150_000
MIN_CROP_PX = (320, 200)
"""Least width and height of a crop: a button without its surroundings says little."""
MAX_CROPS = 4
MAX_CROPPED_SHARE = 0.5
"""Above this changed share the whole frame is sent: crops would save less than they cost in understanding."""
CONTAINERS = frozenset({"dialog", "menu", "image", "other"})
"""Elements that hold others: a change in them is no reason to send them whole."""


def views_of(image: Image, read: Reading, before: PreviousFrame | None) -> Views:
    """The pictures to send of an RGB picture of shape (height, width, 3), given its reading and the frame before."""
    height, width = image.shape[:2]
    whole = Rect(0, 0, width, height)
    places = None if before is None else _places(image, read, before)
    if places is None:
        return Views((_view(image, whole),), True, width, height)
    return Views(tuple(_view(image, place) for place in places), False, width, height)


def views_of_file(path: Path, read: Reading, before: tuple[Path, Reading] | None) -> Views:
    """The same for pictures on disk; raises NotAnImage."""
    from claude_scope.vision.reader import PreviousFrame

    known = None if before is None else PreviousFrame(pictures.load(before[0]), before[1])
    return views_of(pictures.load(path), read, known)


def _places(image: Image, read: Reading, before: PreviousFrame) -> list[Rect] | None:
    """The places to send, each with the lines and elements that it touches; None for the whole frame."""
    known = before.reading
    boxes = [*(line.box for line in (*known.lines, *read.lines)), *_small(known)]
    found = find_changes(before.image, image, [_rect(box) for box in boxes])
    if found is None:
        return None
    height, width = image.shape[:2]
    places = merge_overlapping([_enlarged(place, width, height) for place in found.places])
    area = sum(place.width * place.height for place in places)
    return places if len(places) <= MAX_CROPS and area <= MAX_CROPPED_SHARE * width * height else None


def _small(reading: Reading) -> Iterable[Box]:
    return (element.box for element in reading.elements if element.type not in CONTAINERS)


def _enlarged(place: Rect, width: int, height: int) -> Rect:
    """The place, grown to the least size of a crop, inside of the picture."""
    across, down = max(0, MIN_CROP_PX[0] - place.width), max(0, MIN_CROP_PX[1] - place.height)
    left = max(0, min(place.left - across // 2, width - place.width - across))
    top = max(0, min(place.top - down // 2, height - place.height - down))
    return Rect(left, top, min(width, left + place.width + across), min(height, top + place.height + down))


def _rect(box: Box) -> Rect:
    return Rect(int(box.x), int(box.y), int(box.x + box.width + 0.999), int(box.y + box.height + 0.999))


def _view(image: Image, place: Rect) -> View:
    width, height = fitted_size(place.width, place.height)
    data = PngWriter().encode(pictures.resized(place.of(image), width, height))
    return View(place.box(), width, height, base64.b64encode(data).decode("ascii"))


def fitted_size(width: int, height: int) -> tuple[int, int]:
    """The largest size of the same shape that no provider scales down, in pixels; never larger than the original."""
    long, short = max(width, height), min(width, height)
    scale = min(1.0, MAX_LONG_SIDE_PX / long, MAX_SHORT_SIDE_PX / short, (MAX_PIXELS / (long * short)) ** 0.5)
    return max(1, int(width * scale)), max(1, int(height * scale))
