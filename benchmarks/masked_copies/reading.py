"""Reads the text of a video's pictures, as a whole and at the masked places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

from benchmarks.masking import leaks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from claude_scope.vision.ocr.text_lines import Ocr

_SAME_LEVELS = 24
"""A picture is not read again if all pixels differ from the last one by less than this."""
_AROUND_PX = 12
_DARK_LEVEL = 72
_ENLARGED = 2


@dataclass(slots=True)
class Legible:
    """A legible secret: the time in the video and the text."""

    pictures: int = 0
    crops: int = 0
    read: list[str] = field(default_factory=list)


def legible_in_pictures(video: Path, secrets: Sequence[str], ocr: Ocr) -> Legible:
    """Read every distinct picture as a whole."""
    found = Legible()
    for ms, _, picture in distinct(video):
        found.pictures += 1
        found.read += [f"{ms / 1000:.2f} s: {text}" for text in _secrets_in(picture, secrets, ocr)]
    return found


def shown_secrets(video: Path, secrets: Sequence[str], ocr: Ocr) -> set[str]:
    """Which of the secrets can be read in any picture of the original."""
    missing, pictures = set(secrets), [*distinct(video)]
    for step in (5, 1):
        for *_, picture in pictures[::step]:
            texts = _secrets_in(picture, [*missing], ocr) if missing else []
            missing -= {secret for secret in missing for text in texts if leaks(text, {secret})}
    return set(secrets) - missing


def legible_in_places(
    video: Path, events: Sequence[dict[str, Any]], start_ms: float, secrets: Sequence[str], ocr: Ocr
) -> Legible:
    """Read each masked place, enlarged and with its surroundings, in each distinct picture of its time."""
    found = Legible()
    spans = [*_places(events)]
    seen: set[bytes] = set()
    for ms, until_ms, picture in distinct(video):
        for begin, end, box, view in spans:
            if start_ms + until_ms <= begin or end <= start_ms + ms:
                continue
            found.crops += 1
            crop = _crop(picture, box, view)
            if crop.size == 0 or crop.max() < _DARK_LEVEL or crop.tobytes() in seen:
                continue
            seen.add(crop.tobytes())
            large = cv2.resize(crop, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
            found.read += [f"{ms / 1000:.2f} s {box}: {text}" for text in _secrets_in(large, secrets, ocr)]
    return found


def distinct(video: Path) -> Iterator[tuple[float, float, Any]]:
    """The pictures that differ from their predecessor, in RGB, with the times in milliseconds at
    which each is shown.
    """
    last, since_ms, ms = None, 0.0, 0.0
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            picture, ms = frame.to_ndarray(format="rgb24"), (frame.time or 0.0) * 1000
            if last is None or cv2.norm(picture, last, cv2.NORM_INF) > _SAME_LEVELS:
                if last is not None:
                    yield since_ms, ms, last
                last, since_ms = picture, ms
    if last is not None:
        yield since_ms, ms + 1, last


def _secrets_in(picture: Any, secrets: Sequence[str], ocr: Ocr) -> list[str]:
    lines = ocr.lines(np.ascontiguousarray(picture))
    return [line.text for line in lines if leaks(line.text, set(secrets))]


def _places(events: Sequence[dict[str, Any]]) -> Iterator[tuple[float, float, list[float], list[float]]]:
    """Each recorded place, including those in cross-origin frames, with its time span.

    It lasts until its frame reports other places, or until the page or the video shows something else.
    """
    for at, event in enumerate(events):
        if event["kind"] != "masked" or event["inside"]:
            continue
        page, t = event["page"], event["t"]
        shows = [(entry["t"], entry["page"]) for entry in events if entry.get("event") == "show"]
        if [shown for since, shown in shows if since <= t or since == shows[0][0]][-1] != page:
            continue
        ends = (entry["t"] for entry in events[at + 1 :] if _ends(entry, event))
        end = min((time for time in ends if time > t), default=float("inf"))
        yield from ((t, end, box[1:], event["viewport"]) for box in (*event["boxes"], *event["frames"]))


def _ends(later: dict[str, Any], note: dict[str, Any]) -> bool:
    if later["kind"] == "masked":
        return bool(later["page"] == note["page"] and later["frame"] == note["frame"])
    if later["kind"] == "page":
        return bool(later["event"] == "show" and later["page"] != note["page"])
    return bool(later["kind"] == "document" and later["page"] == note["page"])


def _crop(picture: Any, box: Sequence[float], view: Sequence[float]) -> Any:
    height, width = picture.shape[:2]
    scale = min(width / view[0], height / view[1])
    left, top = (width - view[0] * scale) / 2, (height - view[1] * scale) / 2
    x, y, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
    first_row, last_row = int(top + y * scale - _AROUND_PX), int(top + bottom * scale + _AROUND_PX)
    first_column, last_column = int(left + x * scale - _AROUND_PX), int(left + right * scale + _AROUND_PX)
    return picture[max(0, first_row) : max(0, last_row), max(0, first_column) : max(0, last_column)]
