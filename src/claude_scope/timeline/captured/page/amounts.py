"""The number in a text: an amount, a count, a share, in the spellings of several languages."""

from __future__ import annotations

import re
from decimal import Decimal

MAX_DIGITS = 18
_NUMBER = re.compile(r"[-\u2212]?\d[\d.,'\u2009\u202f\u00a0 ]*")
_UNSURE = re.compile(r"-?\d{1,3}(?:\.\d{3})+")
"""1.500: a thousand and a half in one language, one and a half in another."""
_SPACES = re.compile(r"['\u2009\u202f\u00a0 ]")


def amounts_in(text: str) -> list[Decimal]:
    """All numbers in a text, in its order: `Total: $1,200.50` has 1200.50."""
    return [found for match in _NUMBER.finditer(text) if (found := _decimal(match[0])) is not None]


def amount_of(text: str) -> Decimal | None:
    """The number of a text that has one, None of others."""
    found = amounts_in(text)
    return found[0] if len(found) == 1 else None


def _decimal(text: str) -> Decimal | None:
    digits = _SPACES.sub("", text.rstrip(".,' ")).replace("\u2212", "-")
    if sum(map(str.isdecimal, digits)) > MAX_DIGITS or not digits.isascii() or _UNSURE.fullmatch(digits):
        return None
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma > dot >= 0 or (dot < 0 and digits.count(",") == 1 and len(digits) - comma != 4):
        digits = digits.replace(".", "").replace(",", ".")  # 1.200,50 and 4,5
    else:
        digits = digits.replace(",", "")
    return Decimal(digits) if digits.count(".") <= 1 else None
