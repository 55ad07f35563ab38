"""Decides by its label whether a field contains a secret, and recognises masked values."""

from __future__ import annotations

from functools import lru_cache

from claude_scope.lexicon.secret_names import kinds_of_label
from claude_scope.lexicon.secret_words import Kind
from claude_scope.redaction.field_instructions import is_instruction
from claude_scope.redaction.value_boundaries import NO_VALUE

_MAX_LABEL_LETTERS = 300
_kinds = lru_cache(maxsize=4096)(kinds_of_label)
_ALWAYS = set(Kind) - {Kind.NUMBER, Kind.NATIONAL_ID}
_WORDS_OF_PERSONS = {Kind.PASSWORD, Kind.ANSWER}
_ENOUGH_DIGITS = 8
"""A misread card or account number fails its checksum, so in a labelled field every number of at least this many
digits is masked."""
_ENOUGH_OF_ID = 5


def is_secret_label(label: str) -> bool:
    """Whether a field with this label contains a secret, a card or account number, or a personal number."""
    return bool(_kinds(label))


def is_personal_label(label: str, value: str) -> bool:
    """Whether a field with this label contains a secret.

    That is a password or code, or a card, account or identity number with enough digits.
    """
    if len(label) > _MAX_LABEL_LETTERS or not value or is_instruction(value):
        return False
    kinds, digits = _kinds(label), sum(map(str.isdigit, value))
    is_number = Kind.NUMBER in kinds and digits >= _ENOUGH_DIGITS
    return not _ALWAYS.isdisjoint(kinds) or is_number or (Kind.NATIONAL_ID in kinds and digits >= _ENOUGH_OF_ID)


def is_password_label(label: str) -> bool:
    """Whether a field with this label contains a password, not a code or a number."""
    return len(label) <= _MAX_LABEL_LETTERS and not _WORDS_OF_PERSONS.isdisjoint(_kinds(label))


HIDDEN = "(hidden text)"
"""The value of a field that shows dots: there is nothing to read or mask."""
_ROUND = frozenset("0oec8@\u00a9\u00ae")
"""Characters that OCR reads in place of a dot or a star. It mostly reads a whole row of them as the same character."""


def looks_like_dots(value: str) -> bool:
    """Whether what OCR read in a password field may be its dots: "\\u2022\\u2022\\u2022\\u2022",
    "0000", "+....", "O0O".
    """
    letters = {c for c in value.casefold() if c.isalnum() or c in _ROUND}
    return bool(value.strip()) and (letters <= {"0", "o"} or (len(letters) == 1 and letters <= _ROUND))


def is_placeholder(value: str, label: str) -> bool:
    """Whether a value is only a placeholder such as "Your password", which an empty field shows."""
    known = NO_VALUE | set(label.casefold().split())
    return all(word.strip(".,:;!?()*\u2026") in known for word in value.casefold().split())
