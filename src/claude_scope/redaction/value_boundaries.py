"""Distinguishes the value of a secret from other text after its name: a sentence, a placeholder, an expression."""

from __future__ import annotations

import re

from claude_scope.lexicon.secret_names import find_secret_names
from claude_scope.lexicon.secret_words import FUNCTION_WORDS, NO_VALUES

NO_VALUE = frozenset(word for words in NO_VALUES.values() for word in words.split())
_QUOTES = "\"'\\`"
_END = ".,:;!?()"
_DOTS = "\u2022\u25cf\u00b7\u2219\u26ab*.\u2026 _-"
_TEMPLATE = re.compile(
    r"[$%@#]?\{.*|\$[A-Z_][A-Z0-9_]*|%[sdr]|%\(\w+\)s?|%\w+%|<.*|\[%.*|[xX]{3,}|"
    r"!(?:vault|ref|sub|getatt|env|secret|include)\b.*"
)
"""Placeholders that another program replaces with a value."""
_CHAIN = re.compile(r"[A-Za-z_$][\w$]*[!?]?(?:(?:\.|->|::|\?\.)#?[A-Za-z_$][\w$]*[!?]?)+")
"""Names with dots between them: `request.form.password`."""
_SEGMENT = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAMING = frozenset(
    "password passwd pass pwd passphrase secret secrets token tokens key keys apikey credential credentials auth oauth "
    "your my example placeholder change replace insert todo redacted env environ params config settings props self "
    "this request req options opts args state form values process data".split()
)
"""Words in the names of variables and placeholders: `DB_PASSWORD`, `your-api-key`."""
_FUNCTION_WORDS = frozenset(word for words in FUNCTION_WORDS.values() for word in words.split())
_PATH = re.compile(r"[~.]{0,2}(?:/[\w.@-]+){2,}/?|[A-Za-z]:\\.*|(?:https?:)?//.*")
_MOMENT = re.compile(
    r"\d{1,4}([-/.:])\d{1,2}(?:\1\d{1,4})?(?:[T ].*)?|v?\d+(?:\.\d+)+|\d+%?|\d{1,2}-[^\W\d_]+|[^@\s]+@[^@\s]+\.[^@\s]+"
)
"""A date, a time, a version, an address, a plain number: other things in a sentence about a password."""
_SIGNS = frozenset("@#$%^&*+_!?")
CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff01-\uff60]")
"""Characters of scripts without spaces between words; no password contains them."""
_ESCAPED = re.compile(r"\\{1,3}u([0-9a-f]{4})", re.IGNORECASE)
_LETTERS_OF_WORD = 4
_DIGIT = re.compile(r"\d")
_MAX_NAME_LETTERS = 200
"""Nothing longer is a name, a sentence or an expression, and no password is longer in scripts without spaces."""
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e])+")
"""Letters, with the combining marks on them."""


def is_value(text: str) -> bool:
    """Whether text after "Password:" is a value, not a sentence or a code expression."""
    bare = unescaped(text).strip(_QUOTES)
    if len(bare) > _MAX_NAME_LETTERS:
        return has_digit(bare)
    if len(bare) < 3 or not bare.strip(_DOTS) or bare.casefold().strip(_END) in NO_VALUE:
        return False
    if CJK.search(bare) and not has_digit(bare):
        return False
    if _TEMPLATE.fullmatch(bare) or _PATH.fullmatch(bare) or len(set(bare)) == 1:
        return False
    if "|" in bare and bare.partition("|")[0].casefold() in NO_VALUE:
        return False  # a list of rules
    return not (_is_name(bare) or _is_sentence(bare))


def is_stated_value(text: str) -> bool:
    """Whether text after "the password is" is a value: it has a digit or a sign, unlike most words."""
    bare = text.strip(_QUOTES).rstrip(_END)
    telling = has_digit(bare) or (has_sign(bare[1:]) and not CJK.search(bare))
    return telling and " " not in bare and len(bare) >= 4 and not _MOMENT.fullmatch(bare) and is_value(bare)


def is_long_value(text: str) -> bool:
    """Whether text after "token=" is a value: it has a digit, or is longer than identifiers made of words."""
    bare = unescaped(text).strip(_QUOTES)
    long = len(bare) >= 6 and (has_digit(bare) or (len(bare) >= 16 and not _is_of_words(bare)))
    return long and " " not in bare and not _CHAIN.fullmatch(bare) and not _MOMENT.fullmatch(bare) and is_value(bare)


def unescaped(text: str) -> str:
    """The text with `\\u00e9` decoded to its letter: JSON is often written so."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def has_function_word(text: str) -> bool:
    """Whether a text contains a function word, as sentences do."""
    return any(word in _FUNCTION_WORDS or word in NO_VALUE for word in text.casefold().split())


def is_plain_word(text: str) -> bool:
    """Whether a text is letters alone."""
    return _WORD.fullmatch(text) is not None


def has_digit(text: str) -> bool:
    """Whether there is a digit in a text."""
    return _DIGIT.search(text) is not None


def has_sign(text: str) -> bool:
    """Whether a text has a sign that is common in passwords and rare in words."""
    return not _SIGNS.isdisjoint(text)


def _is_name(bare: str) -> bool:
    """Whether a text is itself the name of a secret, in code or any language, and therefore not a value."""
    if has_digit(bare):
        return False
    segments = [segment.lower() for segment in _SEGMENT.findall(bare)]
    is_named = bool(_NAMING.intersection(segments)) and re.fullmatch(r"[\w$.:>#?!-]+", bare) is not None
    if is_named and (len(segments) >= 2 or _CHAIN.fullmatch(bare)):
        return True
    return any(name.end - name.start >= 0.5 * len(bare) or " " in bare for name in find_secret_names(bare))


def _is_of_words(bare: str) -> bool:
    """Whether a text without digits consists of words: `startedWithBacktick`."""
    segments = _SEGMENT.findall(bare)
    return sum(map(len, segments)) >= _LETTERS_OF_WORD * len(segments)


def _is_sentence(bare: str) -> bool:
    words = bare.lower().split()
    is_written = bare[:1].isupper() and bare[-1:] in ".!?"
    return len(words) >= 3 and (is_written or bool(_FUNCTION_WORDS.intersection(words)))
