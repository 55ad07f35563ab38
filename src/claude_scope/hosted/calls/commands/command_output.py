"""Reads the output of commands: JSON lines, messages of an API, and kinds of failure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.hosted.calls.commands.command import Trouble


def json_lines(stdout: str) -> list[dict[str, Any]]:
    """The lines that are JSON objects; other lines are ignored."""
    return [event for line in stdout.splitlines() if (event := json_object(line))]


def json_object(text: str) -> dict[str, Any]:
    """The JSON object in a text; empty if the text is not a JSON object."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def part(event: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object within an object; empty if it is missing."""
    found = event.get(name)
    return found if isinstance(found, dict) else {}


def api_message(words: str) -> str:
    """The message in the JSON of an API error; other texts unchanged."""
    return str(part(json_object(words), "error").get("message") or words)


def trouble_of(words: str, patterns: Mapping[Trouble, str]) -> Trouble | None:
    """The first kind of failure whose pattern matches an error."""
    return next((trouble for trouble, pattern in patterns.items() if re.search(pattern, words, re.IGNORECASE)), None)


def error_line(stderr: str) -> str:
    """The line of stderr with the error: the first that begins with "error", otherwise the last."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    return next((line for line in lines if line.lower().startswith("error")), lines[-1] if lines else "")
