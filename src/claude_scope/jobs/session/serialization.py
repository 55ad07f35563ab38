"""Serialises results and errors of steps as JSON; an error is stored as its class and its message."""

from __future__ import annotations

import json
from typing import Any

from claude_scope import errors
from claude_scope.errors import ClaudeScopeError

ERRORS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, ClaudeScopeError) and "__init__" not in vars(kind)
}
"""Errors that are restored with their class; any other error is restored as ClaudeScopeError."""


def dump(data: Any) -> str:
    """Serialise JSON data or an exception. Raises TypeError for anything else."""
    if isinstance(data, BaseException):
        return json.dumps({"error": {"type": type(data).__name__, "message": str(data)}}, ensure_ascii=False)
    return json.dumps({"value": data}, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Any:
    """Restore a value that `dump` serialised; tuples become lists."""
    found = json.loads(text)
    if "error" not in found:
        return found["value"]
    error = found["error"]
    return ERRORS.get(error["type"], ClaudeScopeError)(error["message"])
