"""Parses JSON with comments and trailing commas (JSONC), and records where each member of an object is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 200
_SPACE = re.compile(r"(?:[ \t\r\n]+|//[^\r\n]*|/\*.*?\*/)*", re.S)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_WORD = re.compile(r"[-+.\w]+")


class NotJson(Exception):
    """The text is not JSON; `line` is the line, from 1, in which the error is."""

    def __init__(self, text: str, at: int, what: str) -> None:
        self.line = text.count("\n", 0, at) + 1
        super().__init__(f"line {self.line}: {what}")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: from `start`, where its key begins, to `end`, after its value."""

    key: str
    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True)
class Value:
    """A value from `start` to `end`; `members` are those of an object, otherwise None. `data` is as `json` gives it."""

    start: int
    end: int
    data: Any
    members: tuple[Member, ...] | None = None

    def member(self, key: str) -> Member | None:
        """The member with this key; if there are several, the last one, which is the one that counts."""
        return next((member for member in reversed(self.members or ()) if member.key == key), None)


def parse(text: str) -> Value | None:
    """The one value of a text; None if it contains only white space and comments. Raises NotJson."""
    at = skip(text, 0)
    if at == len(text):
        return None
    value = _value(text, at, 0)
    if (end := skip(text, value.end)) != len(text):
        raise NotJson(text, end, "there is text after the end")
    return value


def skip(text: str, at: int) -> int:
    """The position after the spaces and comments that begin at `at`."""
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def _value(text: str, at: int, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise NotJson(text, at, "it is nested too deeply")
    opening = text[at : at + 1]
    if opening == "{":
        return _object(text, at, depth)
    if opening == "[":
        return _list(text, at, depth)
    match = (_STRING if opening == '"' else _WORD).match(text, at)
    if match is None:
        raise NotJson(text, at, "a value is missing" if at < len(text) else "it ends too early")
    return Value(at, match.end(), _scalar(text, at, match[0]))


def _scalar(text: str, at: int, word: str) -> Any:
    try:
        return json.loads(word, strict=False)
    except ValueError as error:
        raise NotJson(text, at, f"{word[:20]!r} is no value") from error


def _object(text: str, start: int, depth: int) -> Value:
    members: list[Member] = []
    at = skip(text, start + 1)
    while text[at : at + 1] != "}":
        match = _STRING.match(text, at)
        if match is None:
            raise NotJson(text, at, "a name in quotation marks is missing" if at < len(text) else "it ends too early")
        colon = skip(text, match.end())
        if text[colon : colon + 1] != ":":
            raise NotJson(text, colon, "a colon is missing")
        value = _value(text, skip(text, colon + 1), depth + 1)
        members.append(Member(_scalar(text, at, match[0]), at, value.end, value))
        at = _after_item(text, value.end, "}")
    return Value(start, at + 1, {member.key: member.value.data for member in members}, tuple(members))


def _list(text: str, start: int, depth: int) -> Value:
    items = []
    at = skip(text, start + 1)
    while text[at : at + 1] != "]":
        value = _value(text, at, depth + 1)
        items.append(value.data)
        at = _after_item(text, value.end, "]")
    return Value(start, at + 1, items)


def _after_item(text: str, end: int, closing: str) -> int:
    """The position of the next item, or of the end of the list or object."""
    at = skip(text, end)
    if text[at : at + 1] == ",":
        return skip(text, at + 1)
    if text[at : at + 1] != closing:
        raise NotJson(text, at, f"a comma or {closing} is missing" if at < len(text) else "it ends too early")
    return at
