"""Reads the cells of a column as numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.amounts import NUMBER, decimal_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

MAX_BESIDE_CHARS = 6
"""Maximum number of characters of a currency or unit around a number."""
_JOINED = re.compile(r"[-\u2013/:]\d")
"""What follows the first number of a date, a time, a range or a code. Such cells are compared in natural order."""
_SPACE = r"[\u2009\u202f\u00a0 ]"
_PLAIN_NUMBER = re.compile(
    r"[-+\u2212]?(?P<before>[^\w.,+\u2212-]{0,3}|[A-Z]{3}" + _SPACE + r"(?=[\d,]+\.\d\d$))[-+\u2212]?"
    r"(?:\d{1,3}(?:[,'\u2009\u202f\u00a0 ]\d{3})+|0|[1-9]\d*)(?P<cents>[.,]\d\d)?"
    r"(?P<after>\D{0,3}|" + _SPACE + r"\D{0,6})"
)
"""An integer, or a number with two decimals, with its sign and its currency or unit. Codes do not match, because they
have letters before the number or leading zeros; versions do not match, because they have one decimal."""


def are_plain_numbers(texts: Sequence[str]) -> bool:
    """Whether all texts are numbers of the same kind, so that a user expects numeric order; empty texts are ignored."""
    found = [_PLAIN_NUMBER.fullmatch(text) for text in texts if text]
    kinds = {(item["before"], bool(item["cents"]), item["after"].strip()) for item in found if item}
    return None not in found and len(kinds) == 1


def numbers_in(texts: Sequence[str]) -> list[Decimal]:
    """The number in each text; empty unless every text is a number with, at most, a currency or unit."""
    found = []
    for text in texts:
        number = NUMBER.search(text)
        if number is None or len(text) - len(number[0]) > MAX_BESIDE_CHARS or _JOINED.match(text, number.end()):
            return []
        if (amount := decimal_of(number[0])) is None:
            return []
        found.append(amount)
    return found


def spelled_plainly(texts: Sequence[str]) -> list[str]:
    """The numbers in texts as a program writes them, such as 1200.5 for `1,200.50 EUR`; empty if `numbers_in` is."""
    return [f"{number.normalize():f}" for number in numbers_in(texts)]
