"""Words of error messages, grouped by what else the screen must show: nothing, a sign of an error, an alert.

A word with accents also matches the word without them: "refusé" would match "refuse". So such a word is mostly listed
together with a second word.
"""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

ERRORS = Words(word_list("error_words", "errors"))
"""Words that make any text an error message."""
COMPLAINTS = Words(word_list("error_words", "complaints"))
"""Words of an error message if the text is red, at a field or looks like an alert; alone they prove nothing."""
DEMANDS = Words(word_list("error_words", "demands"))
"""Words that turn a text that looks like an alert into an error."""
CALM = Words(word_list("error_words", "calm"))
"""Questions before something irreversible, which are not errors even if they are red."""
_NO = Words(word_list("error_words", "no"))
_TROUBLE = Words(word_list("error_words", "trouble"))
_TOPICS = Words(word_list("error_words", "topics"))

REQUIREMENTS = Words(word_list("error_words", "requirements"))
"""The words of `ERRORS` that also explain in advance how a field has to be filled in."""
_CONDITIONS = Words(word_list("error_words", "conditions"))
"""Words after which the sentence describes what may happen, not what happened."""

_QUOTES = (('"', '"'), ("\u201c", "\u201d"), ("\u00ab", "\u00bb"), ("\u201e", "\u201c\u201d"))
"""Opening and closing quotation marks: quoted text is not the message itself."""
_QUESTION = re.compile(r"[^.!。！,:;\n–—?？؟]*[?？؟]\W*")
"""A clause that asks a question, such as "Not found what you look for?"."""


def says_error(text: str) -> bool:
    """Whether a text is an error message regardless of its look; questions are not."""
    return not _QUESTION.fullmatch(text) and _holds(text, ERRORS)


def only_requires(text: str) -> bool:
    """Whether a text with error words only explains how to fill in a field."""
    return REQUIREMENTS.search(text) is not None and not says_error(re.sub(REQUIREMENTS.pattern, " ", lower_case(text)))


def has_error_word(text: str) -> bool:
    """Whether a text with a sign of an error, such as red letters, says that something went wrong."""
    return _holds(text, ERRORS, COMPLAINTS)


def alert_says_error(text: str) -> bool:
    """Whether a text that looks like an alert says that something went wrong or has to be done."""
    return _holds(text, ERRORS, COMPLAINTS, DEMANDS)


def asks_to_confirm(text: str) -> bool:
    """Whether a text asks for confirmation before something irreversible."""
    return CALM.search(text) is not None


def _holds(text: str, *lists: Words) -> bool:
    """Whether one of the words says what happened: not what may happen, that all is well, or the name of a topic."""
    if not any(words.search(text) for words in lists) or asks_to_confirm(text):
        return False
    rest = _harmless().sub("", lower_case(text))
    return any(words.search(rest) for words in lists)


@cache
def _harmless() -> re.Pattern[str]:
    code = r"(?<!\w)error[\s_-]codes?(?!\w)(?!\W{0,3}\d)|(?<!\w)(?:errors|failures|failed)\W{1,3}0(?![\d.,:%])"
    supposed = rf"{_CONDITIONS.pattern}[^.!?:;\n。！？：；]*|[^.!?:;\n。！？：；、]*(?:た場合|る場合|い場合)"
    no_trouble = rf"(?<!\d){_NO.pattern}[\s'\u2019]{{1,3}}{_TROUBLE.pattern}"
    quoted = "|".join(rf"{opens}[^{closes}\n]{{1,60}}[{closes}]" for opens, closes in _QUOTES)
    return re.compile(rf"{no_trouble}|{_TOPICS.pattern}|{code}|{supposed}|{quoted}")
