"""Reads amounts of money: "$1,204.50", "-€2.40", "1.204,50 €", "USD 12.00"; nothing ambiguous."""

from __future__ import annotations

import re

from claude_scope.lexicon.bill_words import CURRENCIES

_SIGNS = "-\u2212\u2013"
_NUMBER = r"\d{1,3}(?:[ ,.'\u2019\u00a0]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{2})?"
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<sign>[{_SIGNS}+])?\s?(?P<before>{CURRENCIES})?\s?(?P<inner>[{_SIGNS}])?(?P<number>{_NUMBER})"
    rf"(?:\s?(?P<after>{CURRENCIES}))?(?P<close>\))?",
    re.IGNORECASE,
)
_CENTS = re.compile(r"[.,]\d{2}$")


def parse_amount(text: str) -> int | None:
    """Parse a text as an amount in hundredths, negative if signed or in brackets; None if it is no amount.

    It must have a currency or two decimals: a bare "3" counts something, "2024" may be a year.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    number = found["number"]
    decimals = _CENTS.search(number) is not None
    if not decimals and not (found["before"] or found["after"]):
        return None
    digits = int(re.sub(r"\D", "", number)) * (1 if decimals else 100)
    negative = found["sign"] not in (None, "+") or found["inner"] or (found["open"] and found["close"])
    return -digits if negative else digits


def split_amount(text: str) -> tuple[str, int | None]:
    """Split a line into the words before its last amount and the amount: "Total $52.90" is `("Total", 5290)`."""
    words = text.strip().split(" ")
    for first in range(1, len(words)):
        cents = parse_amount(" ".join(words[first:]))
        if cents is not None:
            return " ".join(words[:first]), cents
    return text.strip(), None
