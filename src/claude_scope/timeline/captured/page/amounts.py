"""The numbers in a text: amounts, counts, shares, in the notations of several languages."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

MAX_DIGITS = 18
NUMBER = re.compile(r"(?:(?<!\w)[-+\u2212])?(?:\d{1,3}(?:[\u2009\u202f\u00a0 ']\d{3})+|\d+)(?:[.,]\d+)*")
"""A sign counts only if no letter or digit is before it: `SKU-7` and `3-7` contain no negative number."""
_BETWEEN = re.compile(r"[\u2009\u202f\u00a0 ']")
_UNSURE = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+")
"""Ambiguous numbers: 1.500 is fifteen hundred in some languages, and one and a half in others."""


def amounts_in(text: str) -> list[Decimal]:
    """The unambiguous numbers in a text, in order: `Total: $1,200.50` gives 1200.50."""
    spelled = (match[0] for match in NUMBER.finditer(text))
    found = (decimal_of(item) for item in spelled if not _UNSURE.fullmatch(item))
    return [amount for amount in found if amount is not None]


@lru_cache(20_000)  # most cells of a table are the same in the next state
def amount_of(text: str) -> Decimal | None:
    """The number in a text that has exactly one number, otherwise None."""
    found = amounts_in(text)
    return found[0] if len(found) == 1 else None


def decimal_of(spelled: str) -> Decimal | None:
    """The value of a text that `NUMBER` matched; None if it is part of an address or a date, or too long."""
    digits = _BETWEEN.sub("", spelled).replace("\u2212", "-")
    if sum(map(str.isdecimal, digits)) > MAX_DIGITS or not digits.isascii():
        return None
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma > dot >= 0 or (dot < 0 and digits.count(",") == 1 and len(digits) - comma != 4):
        digits = digits.replace(".", "").replace(",", ".")  # 1.200,50 and 4,5
    else:
        digits = digits.replace(",", "")
    return Decimal(digits) if digits.count(".") <= 1 else None
