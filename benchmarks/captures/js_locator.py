"""Evaluates a prompt's locator, which is JavaScript, with Playwright for Python."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import FrameLocator, Locator

_CALL = re.compile(r"\.(\w+)\(")
_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'")
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)+)/")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+")


def located(text: str, page: Locator | FrameLocator) -> Locator:
    """The locator for `text` (`page.getByRole('button', { name: 'Save' }).nth(1)`) in `page`.

    Raises: ValueError: it contains a call that our locators do not use.
    """
    if not text.startswith("page"):
        raise ValueError(text)
    at, found = len("page"), page
    while at < len(text):
        call = _CALL.match(text, at)
        if call is None:
            raise ValueError(text[at:])
        arguments, at = _arguments(text, call.end())
        found = _called(found, call.group(1), arguments)
    return found  # type: ignore[return-value] # a chain of ours ends in an element


def _called(on: Any, name: str, arguments: list[Any]) -> Any:
    options = arguments[1] if len(arguments) > 1 else {}
    match name:
        case "getByRole":
            return on.get_by_role(arguments[0], **options)
        case "getByText":
            return on.get_by_text(arguments[0], **options)
        case "locator":
            return on.locator(arguments[0])
        case "nth":
            return on.nth(arguments[0])
        case "contentFrame":
            return on.content_frame
    raise ValueError(name)


def _arguments(text: str, at: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while text[at] != ")":
        if text[at] in ", ":
            at += 1
            continue
        value, at = _value(text, at)
        found.append(value)
    return found, at + 1


def _value(text: str, at: int) -> tuple[Any, int]:
    if match := _STRING.match(text, at):
        plain = re.sub(r'\\\'|"', lambda pair: "'" if pair[0] == "\\'" else '\\"', match[1])
        return json.loads(f'"{plain}"'), match.end()
    if match := _PATTERN.match(text, at):
        return re.compile(match[1]), match.end()
    if match := _NUMBER.match(text, at):
        return int(match[0]), match.end()
    if text[at] == "{":
        return _options(text, at + 1)
    if match := _WORD.match(text, at):
        return match[0] == "true", match.end()
    raise ValueError(text[at:])


def _options(text: str, at: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while text[at] != "}":
        if text[at] in ", ":
            at += 1
            continue
        name = _WORD.match(text, at)
        if name is None:
            raise ValueError(text[at:])
        found[name[0]], at = _value(text, name.end() + 2)
    return found, at + 1
