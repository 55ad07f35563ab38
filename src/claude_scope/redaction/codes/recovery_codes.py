"""Finds recovery codes and phrases after their name, including lists with one code per line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.redaction.codes.one_time_codes import CLOSED, IS_LINK
from claude_scope.redaction.value_boundaries import has_digit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.lexicon.secret_names import Name

_LIST = re.compile(rf"{CLOSED}(?:\s{{0,3}}[:=：＝|\t]\s{{0,4}}|{IS_LINK}|\s)[\"'\[]{{0,2}}")
_HEADER = re.compile(r"[^\n]{0,160}\n(?:[^\n\d]{0,120}[.:：。!]?\n)?\s{0,8}")
"""The rest of the line that names codes, possibly another line about them, and their line ends."""
_NUMBERED = r"(?:\d{1,2}[.):]\s{1,3}|[•·*▪◦–-]\s{1,3}|\[[ x]\]\s)?"
_ONE_OF_LIST = re.compile(
    rf"{_NUMBERED}[\"'`]?(?P<code>\d{{3,4}}(?: \d{{3,4}}){{1,3}}|[A-Za-z0-9]{{3,16}}(?:-[A-Za-z0-9]{{3,8}}){{0,8}})"
    r"(?![\w-])[\"'`]?",
    re.ASCII,
)
_GROUPS = re.compile(r"[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){3,15}(?!\w)")
"""A recovery key as it is shown for typing: groups of four letters and digits."""
_BETWEEN = re.compile(r"[\s,;|/•·*-]{1,8}")
_MAX_CODES = 32
_PHRASE = re.compile(r"(?:(?:\d{1,2}[.)]?\s)?[a-z]{3,8}[\s,]{1,3}){11,23}(?:\d{1,2}[.)]?\s)?[a-z]{3,8}(?!\w)")
"""12 to 24 words of the list of BIP 39, which have three to eight letters."""
_LINE_ENDS = re.compile(r"[\"'`]?(?![^\S\n]{1,4}[^\W\d])")
"""Matches after a code of a list, which no word follows on its line."""
_MANY = 2
"""At least this many codes of the same form below a line that names them make a list."""


def recovery_of(text: str, name: Name) -> Iterator[tuple[int, int]]:
    """The spans of recovery codes after their name or below it, or of a whole recovery phrase."""
    start = _LIST.match(text, name.end)
    if start and (phrase := _PHRASE.match(text, start.end())):
        yield phrase.span()
        return
    if start and (key := _GROUPS.match(text, start.end())) and has_digit(key[0]):
        yield key.span()
        return
    codes = _codes(text, start.end()) if start else []
    yield from codes or _codes_below(text, name)


def _codes_below(text: str, name: Name) -> list[tuple[int, int]]:
    """The spans of codes in a list below the line that names them, all in the same form."""
    header = _HEADER.match(text, name.end)
    codes = _codes(text, header.end()) if header else []
    forms = {_form(text[start:end]) for start, end in codes}
    are_alone = all(_LINE_ENDS.match(text, end) for _, end in codes)
    return codes if len(codes) >= _MANY and len(forms) == 1 and are_alone else []


def _form(code: str) -> tuple[int, ...]:
    return tuple(map(len, re.split("[ -]", code)))


def _codes(text: str, at: int) -> list[tuple[int, int]]:
    """The spans of consecutive codes, of which the first begins at `at`."""
    found: list[tuple[int, int]] = []
    for _ in range(_MAX_CODES):
        one = _ONE_OF_LIST.match(text, at)
        if not one or not _is_recovery_code(one["code"]):
            break
        found.append(one.span("code"))
        between = _BETWEEN.match(text, one.end())
        if not between:
            break
        at = between.end()
    return found


def _is_recovery_code(code: str) -> bool:
    """Whether a run is a recovery code: it has a digit, or three groups of equal length."""
    groups = code.split("-")
    is_grouped = len(groups) >= 3 and len({len(group) for group in groups}) == 1
    return is_grouped or (has_digit(code) and len(code) >= 4)
