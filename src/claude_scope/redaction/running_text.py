"""Finds secrets in running text: `Password: hunter2`, `パスワードはhunter2です`, `482913 is your code`.

It finds the names first, then the value of each, whose form depends on the kind of the name. Every repetition has a
bound, so that no text takes more than linear time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.lexicon.secret_names import find_secret_names, is_vague
from claude_scope.lexicon.secret_words import Kind
from claude_scope.redaction.codes.one_time_codes import code_in_sentence, code_of, number_of
from claude_scope.redaction.codes.recovery_codes import recovery_of
from claude_scope.redaction.named_values import value_after
from claude_scope.redaction.stated_values import stated_value
from claude_scope.redaction.table_columns import column_below

if TYPE_CHECKING:
    from claude_scope.lexicon.secret_names import Name

MAX_NAMES = 3_000
"""After this many names of secrets the rest of a text is masked without being read: it must have been designed to be
slow. A megabyte of source code about passwords has a third of this number.
"""
HINTS = {
    Kind.PASSWORD: "password or key",
    Kind.ANSWER: "password or key",
    Kind.KEY: "password or key",
    Kind.TOKEN: "token",
    Kind.CODE: "security code",
    Kind.RECOVERY: "recovery code",
    Kind.CARD_CODE: "security code",
    Kind.NUMBER: "account number",
    Kind.NATIONAL_ID: "identity number",
}


def named_secrets(text: str) -> list[tuple[int, int, str]]:
    """Start, end and hint of each secret in a text, from left to right."""
    found: list[tuple[int, int, str]] = []
    done = 0
    for number, name in enumerate(find_secret_names(text)):
        if number >= MAX_NAMES:
            found.append((max(done, name.start), len(text), HINTS[name.kind]))
            break
        spans = list(column_below(text, name))
        if name.start >= done:
            values = _values(text, name, done)
            done = values[-1][1] if values else done
            spans += values
        found += [(start, end, HINTS[name.kind]) for start, end in spans]
    return _without_overlaps(sorted(found))


def _values(text: str, name: Name, done: int) -> list[tuple[int, int]]:
    if name.kind is Kind.RECOVERY:
        return list(recovery_of(text, name))
    if name.kind in {Kind.CODE, Kind.CARD_CODE}:
        value = code_of(text, name, done)
        if not value and name.kind is Kind.CODE and not is_vague(text[name.start : name.end]):
            value = stated_value(text, name)
    elif name.kind in {Kind.NUMBER, Kind.NATIONAL_ID}:
        value = number_of(text, name)
    else:
        value = value_after(text, name) or stated_value(text, name)
        if not value and name.kind is Kind.PASSWORD and not text[name.start : name.end].casefold().startswith("pass"):
            value = code_in_sentence(text, name)
    return [value] if value else []


def _without_overlaps(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    apart: list[tuple[int, int, str]] = []
    for span in spans:
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart
