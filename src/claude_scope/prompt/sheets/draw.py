"""Draws sheets from the frames of a session, so that secrets covered in a frame are covered on the sheet too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope import pictures
from claude_scope.geometry import Rect, clip_places
from claude_scope.prompt.frames import FOLDER
from claude_scope.prompt.sheets.layout import change_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.prompt.sheets.layout import Cell, Sheet
    from claude_scope.values import Box, Image, Timeline

PAPER, EDGE, INK = 255, 150, 0


def write_sheets(timeline: Timeline, out: Path) -> list[Path]:
    """Write the sheets of a recording to `out/frames` as PNGs, and return their paths.

    Raises:
        NotAnImage: a frame is missing or broken.
        OSError: a file cannot be written.
    """
    from claude_scope.png import PngWriter

    cached = pictures.PictureCache()
    paths = []
    for sheet in change_sheets(timeline):
        drawn = draw(sheet, lambda state: cached.load(timeline.moments[state - 1].keyframe.path))
        paths.append(out / FOLDER / sheet.name)
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        PngWriter().write(paths[-1], drawn)
    return paths


def draw(sheet: Sheet, frame_of: Callable[[int], Image]) -> Image:
    """Draw a sheet as an RGB picture; `frame_of` gives the frame of a state by its number."""
    import cv2
    import numpy as np

    drawn = np.full((sheet.height, sheet.width, 3), PAPER, np.uint8)
    for cell in sheet.cells:
        _paste(drawn, cell, frame_of(cell.state))
    for label in sheet.labels:
        # OpenCV's fonts have ASCII only, which suffices for numbers and times.
        cv2.putText(drawn, label.text, (label.x, label.y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (INK,) * 3, 1, cv2.LINE_AA)
    return drawn


def _paste(drawn: Image, cell: Cell, frame: Image) -> None:
    """Draw a crop with a thin edge. If the frame contains only a part of the crop, that part is drawn."""
    crop, place = _rect(cell.crop), _rect(cell.place)
    drawn[place.top - 1 : place.bottom + 1, place.left - 1 : place.right + 1] = EDGE
    drawn[place.top : place.bottom, place.left : place.right] = PAPER
    for part in clip_places([crop], frame.shape[1], frame.shape[0]):
        share = place.width / crop.width
        width, height = max(1, round(part.width * share)), max(1, round(part.height * share))
        small = pictures.resized(part.of(frame), min(width, place.width), min(height, place.height))
        drawn[place.top : place.top + small.shape[0], place.left : place.left + small.shape[1]] = small


def _rect(box: Box) -> Rect:
    return Rect(round(box.x), round(box.y), round(box.x + box.width), round(box.y + box.height))
