"""Finds runs of digits that can be a one-time code, unlike amounts, dates, times, telephone numbers and card tails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURRENCY = (
    r"(?:US\$|R\$|[$€£¥₹₽₩₫฿₺₴]|USD|EUR|GBP|CHF|INR|Rs|Rp|PLN|CZK|HUF|RON|TRY|RUB|UAH|SEK|NOK|DKK|JPY|CNY|KRW|VND|THB|"
    r"IDR|MYR|BRL|MXN|ARS|BGN|RSD|SAR|AED|EGP|ILS|kr|zł|Kč|Ft|TL|lei|лв|руб|грн|円|元|원|บาท|đ|ر\.س|ש\"ח)"
)
NO_LONGER = r"(?![\w%]|-\w|[.,:/]\d{1,12}(?![\d\u3000-\u9fff\uac00-\ud7af]))"
"""Matches where a run ends and does not continue as a decimal, date or time. "482913,5分钟" is a code and a time."""
RUN = re.compile(
    r"(?<![\w.,+/#*\u2022\u2026-])(?:[A-Z]{1,3}-)?(?P<run>\d\d \d\d \d\d(?! \d)|"
    r"(?!(?:[0-2]\d|3[01])-(?:[0-2]\d|3[01])-)\d\d-\d\d-\d\d|"
    r"\d{3}[ -]\d{3}(?:[ -]\d{3})?|\d{4}[ -]\d{4}|[#*]?\d{4,10}[#*]?)"
    rf"{NO_LONGER}(?!\s?{_CURRENCY}(?![A-Za-z])|\s?[年月日時分秒位桁字文個件년월일시분초자개건])",
    re.ASCII,
)
"""A run of digits in the form of a code: 4 to 10 digits, in groups or with the `#` and `*` of a keypad.

Dates with hyphens are left out. A sender's prefix is not part of the run.
"""
_BEHIND_AMOUNT = re.compile(rf"(?:{_CURRENCY}\.?\s?|[xX*\u2022\u2026]{{2,}}\s?|\d\s)$")
_SENTENCE_END = re.compile(
    r"[!?。！？;；]|(?<![\s.(]\w)(?<![\s.(]\w\w)(?<![\s.(]\w\w\w)(?<!\d)\.(?=\s[^\W\d])|\n|\[masked:"
)
"""The end of a sentence, which is not the dot of an abbreviation or number such as "nr." or "12."."""


def sentence_behind(text: str, start: int, longest: int) -> str:
    """The rest of a sentence from `start` on, at most `longest` characters."""
    rest = text[start : start + longest]
    end = _SENTENCE_END.search(rest)
    return rest[: end.start()] if end else rest


def code_runs(text: str) -> Iterator[re.Match[str]]:
    """The runs of digits in a sentence that can be a code."""
    for match in RUN.finditer(text):
        if not _BEHIND_AMOUNT.search(text[max(0, match.start() - 8) : match.start()]):
            yield match


def is_year(run: str) -> bool:
    """Whether a run is more likely a year."""
    return re.fullmatch("(?:19|20)[0-9]{2}", run) is not None


def is_phone(run: str) -> bool:
    """Whether groups of digits are a telephone number: "010-1234-5678"."""
    return re.fullmatch("0[0-9]{1,4}[ -][0-9]{2,4}[ -][0-9]{3,4}", run) is not None
