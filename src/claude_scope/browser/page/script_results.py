"""Validates what our scripts return, because scripts of the page can replace the functions that our scripts use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Frame, Page


class Interference(Exception):
    """A result does not have the shape that our script returns."""


async def evaluate_text(page: Page, script: str) -> str:
    """The text that a script returns."""
    return _text(await page.evaluate(script))


async def evaluate_count(page: Page, script: str, most: int) -> int:
    """The non-negative integer that a script returns."""
    count = _number(await page.evaluate(script, most))
    if count < 0 or count != int(count):
        raise Interference
    return int(count)


async def evaluate_texts(frame: Frame, script: str, argument: object) -> list[str]:
    """The texts that a script returns."""
    return [_text(item) for item in _list(await frame.evaluate(script, argument))]


async def evaluate_numbers(element: ElementHandle, script: str, length: int) -> tuple[float, ...]:
    """The `length` numbers that a script returns for an element."""
    return tuple(map(_number, _list(await element.evaluate(script), length)))


async def evaluate_boxes(
    frame: Frame, script: str, most: int
) -> list[tuple[float, float, float, float, str, bool, bool]]:
    """The rows that a script returns: left, top, width, height, a text and two flags."""
    rows = [_list(row, 7) for row in _list(await frame.evaluate(script, most))]
    return [
        (_number(x), _number(y), _number(w), _number(h), _text(text), item is True, other is True)
        for x, y, w, h, text, item, other in rows
    ]


def _list(answer: object, length: int | None = None) -> list[Any]:
    if not isinstance(answer, list) or (length is not None and len(answer) != length):
        raise Interference
    return answer


def _text(answer: object) -> str:
    if not isinstance(answer, str):
        raise Interference
    return answer


def _number(answer: object) -> float:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        raise Interference
    return answer
