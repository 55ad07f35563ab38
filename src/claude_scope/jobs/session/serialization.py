"""What the workflow engine stores, as JSON: values as they are, errors as a class of our tree and a sentence."""

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
"""The errors that come back as what they were; whatever else was raised comes back as the root of the tree."""


def dump(data: Any) -> str:
    """JSON data, or an exception, as text. Raises TypeError for what is neither."""
    if isinstance(data, BaseException):
        return json.dumps({"error": {"type": type(data).__name__, "message": str(data)}}, ensure_ascii=False)
    return json.dumps({"value": data}, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Any:
    """What was dumped; tuples come back as lists."""
    found = json.loads(text)
    if "error" not in found:
        return found["value"]
    error = found["error"]
    return ERRORS.get(error["type"], ClaudeScopeError)(error["message"])
