"""Reads the output of commands: JSON lines, messages of an API, and what an error means."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.hosted.calls.commands.command import Trouble


def json_lines(stdout: str) -> list[dict[str, Any]]:
    """The JSON objects of which each is a line; other lines are ignored."""
    return [event for line in stdout.splitlines() if (event := json_object(line))]


def json_object(text: str) -> dict[str, Any]:
    """A JSON object; empty if the text is not one."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def part(event: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object inside an object; empty if it is missing."""
    found = event.get(name)
    return found if isinstance(found, dict) else {}


def api_message(words: str) -> str:
    """The message in an error that is the JSON of an API, else the words themselves."""
    return str(part(json_object(words), "error").get("message") or words)


def trouble_of(words: str, patterns: Mapping[Trouble, str]) -> Trouble | None:
    """The first of the patterns that occurs in an error."""
    return next((trouble for trouble, one in patterns.items() if re.search(one, words, re.IGNORECASE)), None)


def error_line(stderr: str) -> str:
    """The line of stderr that says what went wrong: the first that begins with "error", else the last."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    return next((line for line in lines if line.lower().startswith("error")), lines[-1] if lines else "")
