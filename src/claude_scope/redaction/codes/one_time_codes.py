"""Finds codes and numbers after their name: PINs, one-time codes, card codes, account numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import ERRORS
from claude_scope.lexicon.link_words import AS, IS, IS_BEHIND, IS_JOINED, IS_WEAK, STATES, YOUR, YOURS, unaccented
from claude_scope.lexicon.public_codes import PUBLIC_CODES
from claude_scope.lexicon.secret_names import is_about, is_vague
from claude_scope.lexicon.secret_words import Kind
from claude_scope.redaction.codes.code_runs import NO_LONGER, code_runs, is_phone, is_year, sentence_behind
from claude_scope.redaction.codes.postcodes import is_postcode

if TYPE_CHECKING:
    from claude_scope.lexicon.secret_names import Name

CLOSED = rf"[\\\"'`]{{0,4}}(?:\s?\([^()\n]{{1,40}}\)|(?i:\s?(?:{unaccented(YOURS)})|\s(?:{unaccented(STATES)}))){{0,3}}"
IS_LINK = rf"(?i:\s{{1,3}}(?:{IS}|{IS_WEAK})\s?[:：]?\s{{1,3}})|\s?(?:{IS_JOINED})\s?[:：]?\s?|\s[-–—]\s"
_DIGITS = (
    r"\d\d \d\d \d\d(?! \d)|[#*]{1,2}\d{3,8}[#*]{0,2}|"
    r"\d{3}[ -]\d{3}(?:[ -]\d{3})?|\d{3,8}[#*]?|(?=[A-Z0-9-]{0,40}\d)[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,8}){1,4}"
)
_SENDER = r"(?:[A-Z]{1,3}-(?=\d{3}))?"
"""The constant prefix of a code in a text message: "G-482913"."""
_THEN = (
    rf"{CLOSED}(?:\s?(?:=>|[:=：＝])\s{{0,3}}|{IS_LINK}|\s?[|│\t]\s?|\s?[\[【「『“(]\s?|"
    r"(?P<said>\s|(?<=[\u3000-\u9fff])(?=\d)))[\"'「『【\[]?\s?"
)
_CODE = re.compile(rf"{_THEN}{_SENDER}(?P<code>{_DIGITS}){NO_LONGER}", re.ASCII)
_CARD_CODE = re.compile(rf"{_THEN}(?P<code>\d{{3,4}}){NO_LONGER}", re.ASCII)
_LINK = re.compile(
    rf"(?i)(?:[:：=\[【「『“\"(（]|(?<!\w)(?:{IS}|{IS_WEAK})|{IS_JOINED}|\s[-–—])\s{{0,3}}[\"'「『【\[]?(?:[A-Z]{{1,3}}-)?$"
)
"""Text before a code in its sentence: "code for the payment of $40.00 is 482913"."""
_COPULA_BEHIND = re.compile(rf"\s?(?:{IS_BEHIND})")
_LONGEST_LINK = 30
_LINK_OF_NAME = re.compile(rf"(?i)[\s'’]{{0,2}}(?:(?:{IS}|{IS_WEAK}|{AS})\s|[-–—=)\]】」』”\"(（]|{IS_JOINED})")
"""Text between a code and its name: "482913 is your security code"."""
_OF_READER = re.compile(rf"(?i)(?<!\w)(?:{YOUR})(?!\w)|您|你的|あなた|お客様|ご本人|고객|회원|본인|आपका|आपकी|आपके|ของคุณ")
_STARTS = re.compile(r"(?:^|[\n.!?。！:：>\])】」-]\s?)(?:[A-Z]{1,3}-)?$")
"""Text before a code at the beginning of a message."""
_BEFORE, _BEHIND = 80, 140
"""A code is at most this many characters before or after its name."""
_NUMBER = re.compile(
    rf"{CLOSED}\s{{0,3}}[:=：＝|\t]\s{{0,3}}[\"']?(?P<number>[A-Z0-9][A-Z0-9 ./-]{{4,30}}[A-Z0-9])(?![\w%])", re.ASCII
)
_MIN_DIGITS = {Kind.NUMBER: 8, Kind.NATIONAL_ID: 6}


def code_of(text: str, name: Name, done: int) -> tuple[int, int] | None:
    """The span of a PIN, one-time code or card code, which stands after the name, or between `done` and the name."""
    if name.kind is Kind.CARD_CODE:
        match = _CARD_CODE.match(text, name.end)
        return match.span("code") if match else None
    if _is_for_everybody(text, name):
        return None
    match = _CODE.match(text, name.end)
    if match and (is_phone(match["code"]) or is_postcode(text, name, match.start("code"), match["code"])):
        return None
    if match and _fits(match, text[name.start : name.end]):
        return match.span("code")
    return code_in_sentence(text, name) or _code_before(text, name, done)


def _fits(match: re.Match[str], name: str) -> bool:
    """Whether a code has a usual length; a number directly after "pin" may be that of a hardware pin."""
    digits, is_said = len(match["code"]), match["said"] is not None
    is_ambiguous = name.casefold() in {"pin", "пин", "tan"} and not name.isupper()
    return digits >= (3 if "code" in name.casefold() and not is_said else 4) and not (is_said and is_ambiguous)


def code_in_sentence(text: str, name: Name) -> tuple[int, int] | None:
    """The span of the first code that a colon or copula links to the name, in the rest of the sentence."""
    called = text[name.start : name.end]
    is_other = text.startswith(("-", "_"), name.end) or is_about(text, name.end)
    rest = "" if is_other else sentence_behind(text, name.end, _BEHIND)
    for run in code_runs(rest):
        start, end = run.span("run")
        between = rest[:start]
        if not _LINK.search(between, max(0, start - _LONGEST_LINK)) and not _COPULA_BEHIND.match(rest, end):
            continue
        is_public = PUBLIC_CODES.search(between) if is_vague(called) else PUBLIC_CODES.match(between.lstrip())
        if is_public or ERRORS.search(between) or is_postcode(text, name, name.end + start, run["run"]):
            return None
        return name.end + start, name.end + end
    return None


def _is_for_everybody(text: str, name: Name) -> bool:
    """Whether the word before a vague name shows that the code is meant for everyone: "your discount code"."""
    word = text[max(0, name.start - _LONGEST_LINK) : name.start].split()[-1:]
    return bool(word) and is_vague(text[name.start : name.end]) and PUBLIC_CODES.match(word[0]) is not None


def _code_before(text: str, name: Name, done: int) -> tuple[int, int] | None:
    """The span of a code at the beginning of a sentence that continues with its name."""
    start = max(done, name.start - _BEFORE)
    before = text[start : name.start]
    for run in reversed([*code_runs(before)]):
        between = before[run.end() :]
        if sentence_behind(between, 0, _BEFORE) != between or any(map(str.isdigit, between)):
            return None
        if run["run"].startswith(("#", "*")):
            return None
        is_first = _STARTS.search(before[: run.start("run")]) is not None and (start == done or run.start() > 0)
        is_reader = not between.strip() or _OF_READER.search(between) is not None
        if _LINK_OF_NAME.match(between) or (is_first and is_reader and not is_year(run["run"])):
            return start + run.start("run"), start + run.end("run")
    return None


def number_of(text: str, name: Name) -> tuple[int, int] | None:
    """The span of a card, account or personal number after its name."""
    match = _NUMBER.match(text, name.end)
    is_number = match and sum(map(str.isdigit, match["number"])) >= _MIN_DIGITS[name.kind]
    return match.span("number") if match and is_number else None
