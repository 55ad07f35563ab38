"""Secret formats that need no name: issuer tokens, URLs, headers, commands, checksums, random strings.

Every pattern starts at a boundary and repeats a single character class with a bound, so that no hostile text takes more
than linear time.
"""

from __future__ import annotations

import re

from claude_scope.lexicon.link_words import AS, CODE, IS, KEEP_TO_YOURSELF, THIS, TO, USE, VERIFY, YOUR
from claude_scope.lexicon.patterns import any_of
from claude_scope.lexicon.public_codes import PUBLIC_CODES
from claude_scope.redaction.formats.addresses import ADDRESSES
from claude_scope.redaction.formats.commands import COMMANDS
from claude_scope.redaction.formats.format import Format
from claude_scope.redaction.formats.headers import HEADERS, SESSIONS
from claude_scope.redaction.formats.issuer_tokens import ISSUED, started
from claude_scope.redaction.formats.neighbours import NEIGHBOURS
from claude_scope.redaction.formats.numbers import NUMBERS
from claude_scope.redaction.formats.wrapped_tokens import WRAPPED


def _words(alternatives: str) -> str:
    """A pattern of these words that fails at the first letter if no word begins with it."""
    return any_of(alternatives.split("|"), begins="")


_YOUR, _THIS, _USE, _CODE = map(_words, (YOUR, THIS, USE, CODE))
_WORDS = r"[^\s\d.:-]{1,30}"
_NOT_PUBLIC = rf"(?!(?:[^\s\d.:]{{1,30}}[\s-]){{0,3}}(?:{PUBLIC_CODES.pattern}))"
_NAMED_CODE = rf"{_YOUR}\s{_NOT_PUBLIC}(?:(?:{_WORDS}[\s-]){{1,2}}{_CODE}|{_CODE}(?:\s[^\s\d.:]{{1,30}}){{1,3}})"
_THIS_CODE = rf"{_THIS}\s{_NOT_PUBLIC}(?:{_WORDS}[\s-]){{0,2}}{_CODE}(?:\s[^\s\d.:]{{1,30}}){{0,8}}"
_SENDER = r"(?:[A-Z]{1,3}-(?=\d{3}))?"
_ONE_TIME_CODE = (
    r"\d\d \d\d \d\d(?! \d)|(?!(?:[0-2]\d|3[01])-(?:[0-2]\d|3[01])-)\d\d-\d\d-\d\d|\d{3}[ -]\d{3}|\d{4} \d{4}|\d{4,8}"
)
_NO_DISCOUNT = (
    r"(?![^\n.!?]{0,60}(?:%|(?<!\w)off(?!\w)|[$€£]|discount|descuento|desconto|sconto|rabat|réduction|remise|korting|gratis|"
    r"free(?!\w)|скид|indirim|zniżk|slev))"
)
"""Excludes codes before words for a discount, because such codes are public: "use code 4829 to get 10 % off"."""
_CODE_OF_LETTERS = r"(?-i:(?=[A-Z-]{0,20}\d)[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){0,2})"
_IS = f"{IS}|—|-"
_BEHIND_VERB = "|".join(f"(?<=\\W{word} \\d)|(?<=^{word} \\d)" for word in f"{USE}|{CODE}".split("|"))
"""Checks after the first digit whether a verb such as "enter" precedes it. The search begins with the digit because
digits are rarer than verbs."""
_CODES = "cod", "kod", "kód", "cód", "код"

BEFORE_NAMES: tuple[Format, ...] = (
    Format(
        "private key",
        re.compile(
            r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
            r"(?:[A-Za-z0-9+/=\s\\:,.]|-(?!----END)){0,16000}(?:-----END [A-Z0-9 ]{0,60}-----)?"
        ),
        ("private key",),
    ),
    WRAPPED,
    HEADERS[0],
    *ADDRESSES[:2],
    *(Format(hint, started(pattern), needs, holds) for hint, pattern, needs, holds in ISSUED),
    Format(
        "AWS secret key",
        re.compile(r"\[masked: AWS key\][^A-Za-z0-9+/\n]{1,10}\n?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])"),
    ),
    *HEADERS[1:],
    *ADDRESSES[2:],
)
CODES: tuple[Format, ...] = (
    Format("security code", re.compile(
        rf"(?i)\b{_NAMED_CODE}\s?(?::|(?:{_IS})\s?:?)\s{{0,4}}{_SENDER}({_ONE_TIME_CODE})(?![\w%-]|[.,/]\d)"), _CODES),
    Format("security code", re.compile(
        rf"(?i)(?<!\w)(?:{_THIS_CODE})\s?[:：]\s{{0,4}}{_SENDER}({_ONE_TIME_CODE}|{_CODE_OF_LETTERS})"
        r"(?![\w%-]|[.,/]\d)"), _CODES),
    Format("security code", re.compile(
        rf"(?i)(?<![\w.,-]){_SENDER}({_ONE_TIME_CODE})\s(?:{_IS})\s{_NAMED_CODE}(?!\w)"), _CODES),
    Format("security code", re.compile(
        r"(?i)(\d(?<=\s\d)"
        rf"(?=[\d -]{{3,7}},?(?:\s\w{{1,12}}){{0,4}}?\s(?:{TO}|{AS})\s)(?:{_BEHIND_VERB})"
        rf"(?:\d{{2}}[ -]\d{{3}}|\d{{3,7}}))"
        rf"(?=,?(?:\s\w{{1,12}}){{0,4}}?\s(?:(?:{TO})\s(?:{VERIFY})|"
        rf"(?:{AS})\s(?:{YOUR}|{VERIFY})))")),
    Format("security code", re.compile(
        rf"(?i)(?<!\w){_USE}\s(?:\w{{1,5}}\s)?{_CODE}\s{_SENDER}({_ONE_TIME_CODE})(?:,?\s(?:{TO})(?!\w){_NO_DISCOUNT}|"
        r"(?=[.!]?\s{0,3}(?:\Z|\n)))"),
        (*_CODES, "κωδ", "رمز", "kood")),
    Format("security code", re.compile(
        rf"(?i)(?<!\w){_CODE}\s?[:：]\s{{0,3}}{_SENDER}({_ONE_TIME_CODE})(?![\w%-]|[.,/]\d)"), KEEP_TO_YOURSELF),
)  # fmt: skip
"""Formats of codes in messages: "Your Northwind code is 482913"."""
AFTER_NAMES = (*SESSIONS, *COMMANDS, *CODES, *NEIGHBOURS, *NUMBERS)
