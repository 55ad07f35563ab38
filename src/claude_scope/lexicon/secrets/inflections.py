"""Stems of the words that languages inflect: "kod weryfikacyjny" is also found as "kodu weryfikacyjnego"."""

from __future__ import annotations

import re

_SUFFIXED = frozenset("tr fi hu sv da nb et".split())
"""Languages that add endings to the last word of a name: "doğrulama kodunuz"."""
_INFLECTED = frozenset("pl cs sk sl hr sr bg ru uk el ro lt lv he".split())
"""Languages that inflect every word of a name."""
_CODE_WORD = re.compile(r"(?:.*(?:kod|kode|kodu|kódja|kódod|kód|kood|koodi)|код|коды|коди|kody|kódy)")
_HAS_CODE = re.compile("kod|kood|kód")
_ENDING = re.compile(r"(?:ого|ому|[aáäąăâeéěęëiíîoóuúůyýū]+|[аеёиіїйоуыьъэюяє]+|[αάεέηήιίοόυύωώ]+ς?|[ςí])$")
_MIN_LETTERS = 5


def stem(name: str, language: str) -> str:
    """A name in the notation of `secret_words`, in which a star represents the endings of its words."""
    tilde = "~" if name.startswith("~") else ""
    words = name.removeprefix("~").split()
    if language in _SUFFIXED and _HAS_CODE.search(words[-1]):
        return f"{tilde}{' '.join(words)}*"
    if language in _INFLECTED:
        return tilde + " ".join(map(_stem_of_word, words))
    return name


def _stem_of_word(word: str) -> str:
    is_plain = word.isalpha()
    if is_plain and _CODE_WORD.fullmatch(word):
        return f"{_ENDING.sub('', word)}*"
    return f"{_ENDING.sub('', word)}*" if is_plain and len(word) >= _MIN_LETTERS else word
