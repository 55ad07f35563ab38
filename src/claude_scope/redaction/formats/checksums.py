"""Checks whether characters can be a secret: card and account checksums, base64, randomness."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def passes_luhn(digits: str) -> bool:
    """Whether digits pass the Luhn checksum of payment cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


_CARD = re.compile(r"4\d{15}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|3[068]\d{12}|6\d{15}(?:\d{3})?")
"""Visa, Mastercard, American Express, JCB, Diners, Discover, Maestro and UnionPay: prefix and length."""


_CARD_DIGITS = 19
"""Maximum number of digits of a card number."""
_MIN_GROUP_DIGITS = 3
"""Cards are written in groups of four to six, the last one of three or more; days and prices have fewer digits."""
_OF_FOUR, _CELLS = 4, 3
"""Cards are written in groups of four; this many groups of another length, such as 5-5-5, are table cells."""
_MAX_GROUPS = 5_000
"""A run of more groups must have been designed to be slow to check, so it is masked without a check."""
_GROUP = re.compile(r"\d+(?=(?:0[1-9]|1[0-2]) ?/ ?\d\d)|\d+")
"""A run of digits, up to a month of expiry that follows without a space."""


def is_card(digits: str) -> bool:
    """Whether digits are a card number: issuer, length and checksum."""
    return _CARD.fullmatch(digits) is not None and len(set(digits)) > 1 and passes_luhn(digits)


def find_cards(run: str) -> Iterator[tuple[int, int]]:
    """Find card numbers in a run of digits that may include others: expiry, code, another card.

    If two of them overlap, one is a match by chance, and both are masked as one.
    """
    groups = [match.span() for match in _GROUP.finditer(run)]
    if len(groups) > _MAX_GROUPS:
        yield 0, len(run)
        return
    start = end = 0
    for first, (begin, _) in enumerate(groups):
        last = _last_of_card(run, groups, first)
        if last is None:
            continue
        if begin >= end and end:
            yield start, end
        start, end = start if begin < end else begin, groups[last][1]
    if end:
        yield start, end


def _last_of_card(run: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The group with which the longest card number that begins with group `first` ends."""
    digits, found, end = "", None, groups[first][0]
    lengths: list[int] = []
    for n, (start, stop) in enumerate(groups[first : first + _CARD_DIGITS // _MIN_GROUP_DIGITS], first):
        too_far = n > first and (start != end + 1 or run[end] == "/")
        if too_far or stop - start < _MIN_GROUP_DIGITS or len(digits) + stop - start > _CARD_DIGITS:
            break
        digits += run[start:stop]
        end = stop
        lengths.append(stop - start)
        are_cells = len(lengths) >= _CELLS and len(set(lengths)) == 1 and lengths[0] != _OF_FOUR
        if is_card(digits) and not are_cells:
            found = n
    return found


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN (ISO 13616): rearranged as a number, it leaves 1 when divided by 97."""
    plain = re.sub("[ .-]", "", text)
    if not 15 <= len(plain) <= 34 or plain.startswith("RF"):  # a creditor reference (ISO 11649)
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def is_basic_credentials(text: str) -> bool:
    """Whether a text is HTTP Basic credentials (RFC 7617): base64 of `user:password`."""
    try:
        return b":" in base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


def is_random(text: str) -> bool:
    """Whether a run looks random (letters of both cases and digits), and is neither words nor a hex hash.

    In a camelCase name about every fifth character is of another kind than the one before it, in a random text more
    than every second.
    """
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in text if c.isalnum()]
    if min(kinds.count(kind) for kind in "dul") < 3 or _is_of_words(text, len(kinds)):
        return False
    switches = sum(a != b for a, b in pairwise(kinds))
    return switches > 0.4 * len(kinds) and entropy(text) > 4.0


def entropy(text: str) -> float:
    """The Shannon entropy of the characters of a text, in bits per character."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


_WORD = re.compile(r"[A-Z][a-z]{3,}|[a-z]{4,}|[A-Z]{4,}|\d{4,}")


def _is_of_words(text: str, letters: int) -> bool:
    """Whether a run has separators and is mostly words: `id_GostR3410_94_CryptoPro_XchB_ParamSet`."""
    return ("_" in text or "-" in text) and sum(map(len, _WORD.findall(text))) > 0.5 * letters


_RUN = re.compile(r"[A-Za-z0-9]+")
_KIND = re.compile(r"[0-9]+|[A-Z]+|[a-z]+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MIN_CHANGES = 0.2
"""Minimum number of changes between digits, capitals and small letters per character. Random hex has 0.47, base32 0.3,
base62 0.6; words with a year at their end have less than 0.1."""
_MIN_RUN = 8


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID."""
    return _UUID.fullmatch(text) is not None


def is_opaque(text: str) -> bool:
    """Whether a run in a URL looks random, unlike words, dates and file names."""
    runs = _RUN.findall(text)
    letters = sum(map(len, runs))
    if letters < 16 or max(map(len, runs)) < _MIN_RUN or not any(c.isdigit() for c in text):
        return False
    return sum(len(_KIND.findall(run)) - 1 for run in runs) >= _MIN_CHANGES * letters


_SEGMENT = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_LONGEST_WORD, _LETTERS_OF_WORD = 24, 4


def is_no_word(text: str) -> bool:
    """Whether the longest run of letters and digits is longer than any word, and is not several words in camel case."""
    run = max(_RUN.findall(text), key=len, default="")
    segments = _SEGMENT.findall(run)
    is_camel_case = len(segments) > 1 and len(run) >= _LETTERS_OF_WORD * len(segments)
    return len(run) >= _LONGEST_WORD and not is_camel_case
