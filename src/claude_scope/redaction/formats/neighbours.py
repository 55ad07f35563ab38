"""Secrets named by a text before them in the same line: a network before its key, a question before its answer."""

from __future__ import annotations

from claude_scope.lexicon.link_words import unaccented
from claude_scope.lexicon.patterns import any_of
from claude_scope.lexicon.secrets.network_keys import KEY_WORDS, NETWORK_WORDS
from claude_scope.lexicon.secrets.questions import ANSWER, ASKED
from claude_scope.redaction.formats.format import Format
from claude_scope.redaction.value_boundaries import NO_VALUE, is_stated_value

_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb"
_ASKED = any_of((word for words in ASKED.values() for word in words.split(",")), begins="")
_NETWORKS = any_of((*NETWORK_WORDS.split("|"), "#", "ssid"), begins="")
_NEEDS_ASKED = tuple(sorted({word.strip() for words in ASKED.values() for word in words.split(",")}))
_NEEDS_NETWORK = (
    "ssid",
    "wifi",
    "wi-fi",
    "wlan",
    "red:",
    *(word for word in NETWORK_WORDS.split("|") if len(word) > 3),
)
_APART = rf",;/|·–—.。、，；\n{_QUOTES}-"
"""Characters that separate the name of a network from the word for its key."""
_MAX_WORDS = 5


def _is_network_key(text: str) -> bool:
    return is_stated_value(text) and not text.upper().startswith(("WPA", "WEP", "AES", "TKIP"))


def _is_answer(text: str) -> bool:
    words = text.casefold().split()
    return (
        bool(words)
        and len(words) <= _MAX_WORDS
        and words[0].strip(".!") not in NO_VALUE
        and any(map(str.isalnum, text))
    )


NEIGHBOURS: tuple[Format, ...] = (
    Format(
        "password or key",
        rf"(?i)(?<!\w)(?:SSID(?!\w)[^\n]{{1,40}}?[\s{_APART}]|"
        rf"{_NETWORKS}(?=[^\n]{{0,30}}[:：{_QUOTES}])[^\n]{{1,40}}?[{_APART}])\s{{0,3}}"
        rf"(?:{unaccented(KEY_WORDS)})\s{{0,2}}[:：=]?\s{{0,3}}[{_QUOTES}]?([^\s{_QUOTES}<>,;|]{{8,63}})",
        _NEEDS_NETWORK,
        _is_network_key,
    ),
    Format(
        "password or key",
        rf"(?i){_ASKED}[^\n]{{1,100}}?[?？؟.;,|/。\n]\W{{0,6}}(?:[^\W\d_]{{1,10}}\s)?(?:{unaccented(ANSWER)})"
        rf"\s?[:：=]\s{{0,3}}[{_QUOTES}]?([^\n.;,|<>()。，；{_QUOTES}]{{2,60}})",
        _NEEDS_ASKED,
        _is_answer,
    ),
)
"""Formats that begin with a name, followed by the word for the secret."""
