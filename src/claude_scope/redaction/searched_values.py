"""Decides which values of secret fields are searched for in other texts, such as addresses and lines of the console.

A value that could be any word or path is masked only in its field: searching for "/admin/" because it is the value of a
hidden field after a password would mask every link of a page.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

MIN_TYPED_CHARS = 4
"""A shorter value is part of too many words and numbers."""
_MIN_RANDOM_CHARS = 16
_MIN_CLASS_CHANGES = 0.25
"""Minimum number of changes between digits, capitals and small letters per character. Random base62 has 0.6, random hex
0.47, dates and names in code have at most 0.2."""
_MIN_GUESSES = 0.9
"""Minimum log10 of zxcvbn's guesses per character, which is 1 where it recognises no word, date or pattern."""
_MAX_ESTIMATED_CHARS = 24
"""zxcvbn's time grows faster than the length: 1 ms for this many characters, 7 ms for 54."""
_MIN_HEX_DIGITS = 9
"""Minimum number of different digits of a hexadecimal key. One of 200,000 random keys of 32 digits has fewer."""
_HEX = re.compile(r"[0-9a-f]{32,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PATH = re.compile(r"[./~]*/|[a-z][a-z0-9+.-]*://|[A-Za-z]:\\|[\w-]+(/[\w.-]+){2,}/?$")
_PARTS = re.compile(r"[/?&=#:@]")
_CLASSES = re.compile(r"[0-9]+|[A-Z]+|[a-z]+")


def is_searched_for(value: str, *, typed: bool) -> bool:
    """Whether texts that repeat the value of a secret field are masked.

    `typed` means that a person typed it; then it is searched for unless it is a path or a word. Other values have to
    look random, or have the form of a known issuer's keys.
    """
    if typed:
        return len(value) >= MIN_TYPED_CHARS and not is_path(value) and not is_word(value)
    return is_random(value) or (len(value) >= _MIN_RANDOM_CHARS and _issued().search(value) is not None)


def is_path(value: str) -> bool:
    """Whether this is a path or an address."""
    return _PATH.match(value) is not None


def is_plain_path(value: str) -> bool:
    """Whether this is a path or an address that has no key or token in it."""
    return is_path(value) and not any(is_random(part) for part in _PARTS.split(value))


def is_word(value: str) -> bool:
    """Whether this is a frequent English word or name, or a common password that consists only of letters."""
    plain = value.strip()
    return plain.isalpha() and plain.lower() in _words()


@lru_cache(maxsize=1_024)
def is_random(value: str) -> bool:
    """Whether this looks like a key or token: long, without spaces, and not words, a date or a path."""
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    value = value.strip()
    if len(value) < _MIN_RANDOM_CHARS or re.search(r"\s", value) or is_path(value):
        return False
    if _HEX.fullmatch(value) and not value.isdecimal():
        return len(set(value.lower())) >= _MIN_HEX_DIGITS
    changes = sum(len(_CLASSES.findall(part)) - 1 for part in re.findall(r"[0-9A-Za-z]+", value))
    if changes / len(value) < _MIN_CLASS_CHANGES:
        return False
    start = value[:_MAX_ESTIMATED_CHARS]
    return float(zxcvbn(start)["guesses_log10"]) / len(start) >= _MIN_GUESSES


@cache
def _issued() -> re.Pattern[str]:
    from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE

    return re.compile(ISSUED_SHAPE)


@cache
def _words() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

    # zxcvbn stores each word in only one of its lists, so "admin" and "dragon" are only among the passwords.
    return frozenset(word for words in FREQUENCY_LISTS.values() for word in words if word.isalpha())
