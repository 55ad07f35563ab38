"""JSON text that a person can page through: the upper levels on lines of their own, each deeper value on one line.

Python's encoder is ten times faster without `indent`, and most of a session lies deep: elements and trees.
"""

from __future__ import annotations

import json
from typing import Any

LEVELS = 5
"""Of `session.json`: each element of a state, each of its changes and each branch of its tree has a line."""
_compact = json.JSONEncoder(ensure_ascii=False).encode


def json_text(value: Any, levels: int = LEVELS, indent: str = "") -> str:
    """The value as JSON, of which `levels` are broken into lines."""
    if not levels or not value or not isinstance(value, dict | list):
        return _compact(value)
    below = indent + " "
    if isinstance(value, dict):
        parts = [f"{_compact(str(key))}: {json_text(item, levels - 1, below)}" for key, item in value.items()]
    else:
        parts = [json_text(item, levels - 1, below) for item in value]
    first, last = "{}" if isinstance(value, dict) else "[]"
    return f"{first}\n{below}" + f",\n{below}".join(parts) + f"\n{indent}{last}"
