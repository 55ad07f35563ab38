"""Words of loading messages."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

LOADING = Words(word_list("loading_words", "loading"))
_WITH_DOTS = Words(word_list("loading_words", "with_dots"))
"""Verbs, and words with other meanings, that mean loading only if dots follow: "Processing" may be a status."""


def contains_loading_message(text: str) -> bool:
    """Whether a longer text contains a loading message."""
    return LOADING.search(text) is not None or _within().search(lower_case(text)) is not None


@cache
def _within() -> re.Pattern[str]:
    return re.compile(rf"{_WITH_DOTS.pattern} ?(?:\.{{3}}|…)")
