"""The JSON schema of an answer for a command, and the JSON in the text of its answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

STRICT_KEYWORDS = frozenset({"type", "description", "enum", "const", "properties", "items", "anyOf", "$defs"})
"""Keywords of structured outputs (platform.openai.com/docs/guides/structured-outputs); the API rejects some others."""
ANY_SCALAR = ["string", "number", "boolean", "null"]


def schema(answer: type[BaseModel]) -> str:
    """The JSON schema of an answer, on one line."""
    return json.dumps(answer.model_json_schema())


def strict_schema(answer: type[BaseModel]) -> str:
    """The JSON schema in the subset that OpenAI's structured outputs accept: every property is required."""
    return json.dumps(_strict(answer.model_json_schema()))


def _strict(node: Any) -> dict[str, Any]:
    if not isinstance(node, dict) or not node:
        return {"type": ANY_SCALAR}
    if "$ref" in node:  # no other keyword is allowed next to it
        return {"$ref": node["$ref"]}
    alternatives = node.get("anyOf") or node.get("oneOf") or node.get("allOf")
    kept = {name: value for name, value in node.items() if name in STRICT_KEYWORDS}
    for name in {"properties", "$defs"} & kept.keys():
        kept[name] = {inner: _strict(value) for inner, value in kept[name].items()}
    if alternatives:
        kept["anyOf"] = [_strict(alternative) for alternative in alternatives]
    elif kept.get("type") == "array":
        kept["items"] = _strict(kept.get("items"))
    elif kept.get("type") == "object":
        kept.setdefault("properties", {})
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    elif not kept.keys() & {"type", "enum", "const"}:
        kept["type"] = ANY_SCALAR
    return kept


def json_in(text: str) -> str:
    """The first JSON object in a text, without the words or the code fence around it.

    Raises:
        ValueError: the text has no JSON object.
    """
    start = text.index("{")
    _, end = json.JSONDecoder().raw_decode(text, start)
    return text[start:end]
