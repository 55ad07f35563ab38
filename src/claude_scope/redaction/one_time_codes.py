"""Finds codes and numbers behind their name: one-time codes, recovery codes and phrases, account numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.lexicon.link_words import FOR, IS, IS_JOINED, STATES, YOURS
from claude_scope.lexicon.secret_words import Kind
from claude_scope.redaction.postcodes import is_postcode
from claude_scope.redaction.value_boundaries import has_digit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.lexicon.secret_names import Name

_CLOSED = rf"[\\\"'`]{{0,4}}(?:\s?\([^()\n]{{1,40}}\)|\s?(?:{YOURS})|(?i:\s(?:{STATES})))?"
_IS = rf"(?i:\s{{1,3}}(?:{IS}|on)\s?[:：]?\s{{1,3}})|\s?(?:{IS_JOINED})\s?[:：]?\s?|\s[-–—]\s"
_DIGITS = (
    r"(?:[A-Z]{1,3}-)?\d{3}[ -]\d{3}(?:[ -]\d{3})?|(?:[A-Z]{1,3}-)?\d{3,8}[#*]?|"
    r"(?=[A-Z0-9-]{0,40}\d)[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,8}){1,4}"
)
_THEN = rf"{_CLOSED}(?:\s?(?:=>|[:=：＝])\s{{0,3}}|{_IS}|\s?[|│\t]\s?|\s?[\[【「『“(]\s?|(?P<said>\s))[\"'「『【\[]?\s?"
_NO_LONGER = r"(?![\w%-]|[.,/]\d)"
_CODE = re.compile(rf"{_THEN}(?P<code>{_DIGITS}){_NO_LONGER}", re.ASCII)
_CODE_FOR = re.compile(
    rf"\s(?i:{FOR})\s[^\n:;|]{{1,48}}?(?:\s?[:：]\s{{0,3}}|\s(?i:{IS})\s?:?\s{{0,3}})(?P<code>{_DIGITS}){_NO_LONGER}",
    re.ASCII,
)
"""Behind what the code is for: "code for the payment of $40.00 is 482913"."""
_CARD_CODE = re.compile(rf"{_THEN}(?P<code>\d{{3,4}}){_NO_LONGER}", re.ASCII)
_CODE_BEFORE = re.compile(
    r"(?i)(?<![\w.,-])(?P<code>(?:[A-Z]{1,3}-)?\d{3}[ -]?\d{3}|(?:[A-Z]{1,3}-)?\d{4,8})"
    rf"\s(?:{IS}|as|als|como|—|-|–|{IS_JOINED})\s[^\d\n]{{0,40}}$"
)
_BEFORE = 80
"""Characters before a name in which its code may stand: "482913 is your security code"."""
_NUMBER = re.compile(
    rf"{_CLOSED}\s{{0,3}}[:=：＝|\t]\s{{0,3}}[\"']?(?P<number>[A-Z0-9][A-Z0-9 ./-]{{4,30}}[A-Z0-9])(?![\w%])", re.ASCII
)
_MIN_DIGITS = {Kind.NUMBER: 8, Kind.NATIONAL_ID: 6}
_LIST = re.compile(rf"{_CLOSED}(?:\s{{0,3}}[:=：＝|\t]\s{{0,4}}|{_IS}|\s)[\"'\[]{{0,2}}")
_ONE_OF_LIST = re.compile(
    r"(?:\d{1,2}[.)]\s)?[\"'`]?(?P<code>\d{4} \d{4}|[A-Za-z0-9]{3,8}(?:-[A-Za-z0-9]{3,8}){0,8})(?![\w-])[\"'`]?"
)
_GROUPS = re.compile(r"[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){3,15}(?!\w)")
"""A recovery key as it is shown for typing: groups of four letters and digits."""
_BETWEEN = re.compile(r"[\s,;|/•·*-]{1,8}")
_MAX_CODES = 32
_PHRASE = re.compile(r"(?:(?:\d{1,2}[.)]?\s)?[a-z]{3,8}[\s,]{1,3}){11,23}(?:\d{1,2}[.)]?\s)?[a-z]{3,8}(?!\w)")
"""12 to 24 words of the list of BIP 39, which have three to eight letters."""


def code_of(text: str, name: Name, done: int) -> tuple[int, int] | None:
    """The span of a PIN, one-time code or card code: behind the name, or between `done` and the name."""
    if name.kind is Kind.CARD_CODE:
        match = _CARD_CODE.match(text, name.end)
        return match.span("code") if match else None
    match = _CODE.match(text, name.end)
    if match and is_postcode(text, name, match.start("code"), match["code"]):
        return None
    if match and _fits(match, text[name.start : name.end]):
        return match.span("code")
    if match := _CODE_FOR.match(text, name.end):
        return match.span("code")
    start = max(done, name.start - _BEFORE)
    before = _CODE_BEFORE.search(text[start : name.start])
    return (start + before.start("code"), start + before.end("code")) if before else None


def _fits(match: re.Match[str], name: str) -> bool:
    """Whether a code has a usual length; right after "pin" may stand the number of a hardware pin."""
    digits, is_said = len(match["code"]), match["said"] is not None
    is_ambiguous = name.casefold() in {"pin", "пин", "tan"} and not name.isupper()
    return digits >= (3 if "code" in name.casefold() and not is_said else 4) and not (is_said and is_ambiguous)


def number_of(text: str, name: Name) -> tuple[int, int] | None:
    """The span of a card, account or personal number behind its name."""
    match = _NUMBER.match(text, name.end)
    is_number = match and sum(map(str.isdigit, match["number"])) >= _MIN_DIGITS[name.kind]
    return match.span("number") if match and is_number else None


def recovery_of(text: str, name: Name) -> Iterator[tuple[int, int]]:
    """The spans of recovery codes behind their name, or of a whole recovery phrase."""
    start = _LIST.match(text, name.end)
    if start and (phrase := _PHRASE.match(text, start.end())):
        yield phrase.span()
        return
    if start and (key := _GROUPS.match(text, start.end())) and has_digit(key[0]):
        yield key.span()
        return
    at = start.end() if start else len(text)
    for _ in range(_MAX_CODES):
        one = _ONE_OF_LIST.match(text, at)
        if not one or not _is_recovery_code(one["code"]):
            return
        yield one.span("code")
        between = _BETWEEN.match(text, one.end())
        if not between:
            return
        at = between.end()


def _is_recovery_code(code: str) -> bool:
    """Whether a run is a recovery code: it has a digit, or three groups of equal length."""
    groups = code.split("-")
    is_grouped = len(groups) >= 3 and len({len(group) for group in groups}) == 1
    return is_grouped or (has_digit(code) and len(code) >= 4)
