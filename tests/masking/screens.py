"""Screens for the tests of masking: pictures drawn with Pillow, and their readings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from claude_scope.masking.plan import plan_masks
from claude_scope.redaction.redact import masker_of
from claude_scope.values import (
    Analysis,
    Box,
    Element,
    EventKind,
    Keyframe,
    Keyframes,
    Line,
    Moment,
    Node,
    Reading,
    Recording,
    Timeline,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image, MaskPlan, Snapshot, UiElement

SIZE = (800, 400)
FONT = ImageFont.load_default(20)
KEY = "sk_" + "live_51Nq8ZrTb4WmXc7Ld2"


def drawn(*texts: tuple[str, int, int], ink: str = "black", paper: str = "white", boxes: Sequence[Box] = ()) -> Image:
    """A picture with texts at their places, and borders of fields."""
    picture = Pillow.new("RGB", SIZE, paper)
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle((box.x, box.y, box.x + box.width - 1, box.y + box.height - 1), outline="grey")
    for text, x, y in texts:
        draw.text((x, y), text, fill=ink, font=FONT)
    return np.asarray(picture)


def line(text: str, x: int, y: int) -> Line:
    """The OCR line of a text that was drawn there."""
    left, top, right, bottom = FONT.getbbox(text)
    return Line(text, Box(x + left - 2, y + top - 2, right - left + 4, bottom - top + 4), 0.95)


def read(*lines: Line, elements: Sequence[Element] = ()) -> Reading:
    return Reading(*SIZE, lines, tuple(elements), "")


UNREAD = Reading(*SIZE, (), (), "", reader="")


def moment(path: Path, reading: Reading, *elements: UiElement) -> Moment:
    return Moment(Keyframe(0, 0.0, "", path), reading, elements, Node("document"), (), EventKind.INITIAL, "")


def analysis(*moments: Moment, snapshots: Sequence[Snapshot] = ()) -> Analysis:
    numbered = tuple(
        replace(moment, keyframe=replace(moment.keyframe, timestamp_ms=1000 * n)) for n, moment in enumerate(moments)
    )
    keyframes = Keyframes(tuple(item.keyframe for item in numbered), *SIZE, 1000 * len(numbered), 30)
    recording = Recording(Path("bug.webm"), "webm", "vp9", *SIZE, 1000, 1000)
    return Analysis("", "", "", recording, keyframes, Timeline(numbered), tuple(snapshots), ())


def planned(whole: Analysis, local: Sequence[Reading] | None = None) -> MaskPlan:
    masker = masker_of(whole)
    masker.redacted(whole)
    return plan_masks(whole, local or [moment.reading for moment in whole.timeline.moments], masker)


def secrets_of(plan: MaskPlan) -> list[list[str]]:
    """The covered places of each keyframe, given its lines."""
    return [sorted(place.secret for place in frame.places) for frame in plan.frames]
