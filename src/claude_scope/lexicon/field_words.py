"""Words that mark a field as required, or name its purpose."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

_REQUIRED = Words(word_list("field_words", "required"))
SEARCH = Words(word_list("field_words", "search"))
"""The beginnings of placeholders in search fields and command boxes."""


def is_required(label: str) -> bool:
    """Whether a label ends in a star, or says in brackets that its field is required."""
    return _required().search(lower_case(label)) is not None


@cache
def _required() -> re.Pattern[str]:
    return re.compile(rf"[*\u2217\uff0a]$|\({_REQUIRED.pattern}\)$")
