"""Puts validation errors into plain words, because Pydantic's own messages are for programmers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = {
    "bool_parsing": "this has to be true or false",
    "bool_type": "this has to be true or false",
    "dict_type": "this has to be a JSON object",
    "extra_forbidden": "this field is not known",
    "finite_number": "this has to be a number",
    "float_type": "this has to be a number",
    "int_from_float": "this has to be a whole number",
    "int_parsing": "this has to be a whole number",
    "int_parsing_size": "this number is too large",
    "int_type": "this has to be a whole number",
    "json_invalid": "this is not JSON",
    "list_type": "this has to be a list",
    "missing": "this field is required",
    "model_attributes_type": "this has to be a JSON object",
    "model_type": "this has to be a JSON object",
    "string_type": "this has to be a text",
    "string_unicode": "this is not a text in UTF-8",
}
"""Messages of errors without numbers, by Pydantic's error type."""


def worded(error: Mapping[str, Any]) -> str:
    """One Pydantic error in plain words, without the value that was sent."""
    kind, facts = error["type"], error.get("ctx", {})
    if kind in WORDS:
        return WORDS[kind]
    match kind:
        case "string_too_short":
            least = facts["min_length"]
            return "this may not be empty" if least == 1 else f"this has to have at least {counted(least, 'character')}"
        case "string_too_long":
            return f"this may have at most {counted(facts['max_length'], 'character')}"
        case "too_long":
            return f"this may have at most {counted(facts['max_length'], 'entry', 'entries')}"
        case "greater_than_equal":
            return f"this has to be at least {facts['ge']:,}"
        case "less_than_equal":
            return f"this may be at most {facts['le']:,}"
        case "literal_error":
            return f"This value is unknown; give {facts['expected'].replace(chr(39), '')}."
        case "string_pattern_mismatch":
            return _of_pattern(facts["pattern"])
    return str(error["msg"]).removeprefix("Value error, ")


def _of_pattern(pattern: str) -> str:
    return "it has to begin with https://" if "https" in pattern else "it has characters that cannot be stored"
