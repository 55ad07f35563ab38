"""Takes checked fields from a hostile event: a field that is missing or has another type gets a simple default."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from claude_scope.serialization.codec import replace_surrogates

MAX_TEXT_CHARS = 4_000
MAX_URL_CHARS = 8_000
MAX_ID_CHARS = 40
_MAX_EPOCH_MS = 4e12


def text(event: Mapping[str, Any], name: str, limit: int = MAX_TEXT_CHARS) -> str:
    """A text, cut to `limit` characters; "" if the field is not a text. Lone surrogates are replaced."""
    value = event.get(name)
    if not isinstance(value, str):
        return ""
    whole = replace_surrogates(value[: limit + 1])
    return whole if len(whole) <= limit else whole[: limit - 1] + "…"


def identifier(event: Mapping[str, Any], name: str) -> str:
    """A short id."""
    return text(event, name, MAX_ID_CHARS)


def epoch_ms(event: Mapping[str, Any], name: str) -> float | None:
    """An epoch time in milliseconds; None if the field is not a valid time."""
    value = number(event, name)
    return value if value is not None and 0 < value < _MAX_EPOCH_MS else None


def number(event: Mapping[str, Any], name: str) -> float | None:
    """A finite number; None if the field is not one."""
    value = event.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def count(event: Mapping[str, Any], name: str) -> int:
    """A number from 0 to 2**53, rounded down; 0 if the field is not one."""
    value = number(event, name)
    return int(value) if value is not None and 0 <= value < 2**53 else 0


def pair(event: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    """Two finite numbers; None if the field is not a list of two."""
    value = event.get(name)
    if not isinstance(value, list) or len(value) != 2:
        return None
    first, second = (number({"n": item}, "n") for item in value)
    return None if first is None or second is None else (first, second)


def mapping(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A JSON object; empty if the field is not one."""
    value = event.get(name)
    return value if isinstance(value, dict) else {}
