"""Reads the lines that frames send. A page can call the binding as well, so a line says nothing of who sent it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BATCH_CHARS = 64_000_000
_OF_ANY_FRAME = frozenset({"action", "error", "masked", "secret"})
_OF_TOP_FRAMES = _OF_ANY_FRAME | {"document", "dom", "image", "visibility"}
"""Requests, dialogs, downloads, the console and navigations come from the browser alone."""
_ID = re.compile(r"d[0-9a-f]{16}")
_FULL_SNAPSHOT = 2
"""rrweb's number for an event that holds the whole document."""
_MAX_SIDE_PX, _MAX_RATIO = 16_384, 16


def read_batch(batch: object, *, is_top: bool) -> Iterator[dict[str, Any]]:
    """The events of a batch that such a frame may send; the others are left out.

    Each line is parsed here, once, and what is written later is made from the result; a line that repeats a key is
    left out. So no reader can see another event in it.
    """
    if not isinstance(batch, str) or len(batch) > MAX_BATCH_CHARS:
        return
    kinds = _OF_TOP_FRAMES if is_top else _OF_ANY_FRAME
    for line in batch.split("\n"):
        try:
            event = json.loads(line, object_pairs_hook=_unique)
        except (ValueError, RecursionError):
            continue
        if isinstance(event, dict) and isinstance(event.get("kind"), str) and event["kind"] in kinds:
            yield event


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def frame_id(event: dict[str, Any], default: str) -> str:
    """The frame that an event of a top frame names: itself, or one that speaks through it."""
    named = event.get("frame")
    return named if isinstance(named, str) and _ID.fullmatch(named) else default


def time_of(event: dict[str, Any]) -> float:
    """When it happened, in epoch milliseconds; 0 if the event does not say."""
    t = event.get("t")
    return float(t) if isinstance(t, int | float) and not isinstance(t, bool) else 0.0


def is_full_snapshot(event: dict[str, Any]) -> bool:
    """Whether an event of the DOM holds the whole document."""
    dom = event.get("event")
    return isinstance(dom, dict) and dom.get("type") == _FULL_SNAPSHOT


def screen_of(event: dict[str, Any]) -> dict[str, Any]:
    """What the manifest says of the screen, from the first document; what makes no sense is left out."""
    sides, ratio = event.get("viewport"), event.get("devicePixelRatio")
    found: dict[str, Any] = {}
    if isinstance(sides, list) and len(sides) == 2 and all(_is_within(side, _MAX_SIDE_PX) for side in sides):
        found["viewport"] = sides
    if _is_within(ratio, _MAX_RATIO):
        found["devicePixelRatio"] = ratio
    return found


def _is_within(value: object, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most
