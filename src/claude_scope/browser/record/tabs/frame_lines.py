"""Reads the lines that the recorder's script sends."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BATCH_CHARS = 64_000_000
_KINDS = frozenset({"begin", "document", "dom", "image", "visibility", "action", "begun", "masked", "secret"})
"""Kinds that the script sends. All others come from the browser."""
_ID = re.compile(r"d[0-9a-f]{16}")
_FULL_SNAPSHOT = 2
"""rrweb's number for an event that holds the whole document."""
_MAX_SIDE_PX, _MAX_RATIO = 16_384, 16


def read_batch(batch: object) -> Iterator[dict[str, Any]]:
    """The events of a batch; unknown ones are dropped.

    Each line is parsed once, and later output is made from the result; a line with a duplicate key is dropped. So all
    readers see the same event.
    """
    if not isinstance(batch, str) or len(batch) > MAX_BATCH_CHARS:
        return
    for line in batch.split("\n"):
        try:
            event = json.loads(line, object_pairs_hook=_unique)
        except (ValueError, RecursionError):
            continue
        if isinstance(event, dict) and isinstance(event.get("kind"), str) and event["kind"] in _KINDS:
            yield event


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def frame_id(event: dict[str, Any], default: str) -> str:
    """The frame of an event: the sender itself, or a frame of the same origin that sends through it."""
    named = event.get("frame")
    return named if isinstance(named, str) and _ID.fullmatch(named) else default


def time_of(event: dict[str, Any]) -> float:
    """The time of an event in epoch milliseconds; 0 if it has none."""
    return number_of(event, "t")


def number_of(event: dict[str, Any], name: str) -> float:
    """The number in a field of an event; 0 if there is none."""
    found = event.get(name)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else 0.0


def is_full_snapshot(event: dict[str, Any]) -> bool:
    """Whether a DOM event contains the whole document."""
    dom = event.get("event")
    return isinstance(dom, dict) and dom.get("type") == _FULL_SNAPSHOT


def screen_of(event: dict[str, Any]) -> dict[str, Any]:
    """The screen's values for the manifest, from the first document; invalid ones are dropped."""
    sides, ratio = event.get("viewport"), event.get("devicePixelRatio")
    found: dict[str, Any] = {}
    if isinstance(sides, list) and len(sides) == 2 and all(_is_within(side, _MAX_SIDE_PX) for side in sides):
        found["viewport"] = sides
    if _is_within(ratio, _MAX_RATIO):
        found["devicePixelRatio"] = ratio
    return found


def _is_within(value: object, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most
