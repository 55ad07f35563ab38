"""Words that people use for a bug in the title and the notes of a recording."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

_AND = Words(word_list("bug_report_words", "and"))
COMMON = Words(word_list("bug_report_words", "common"))
"""Words of four letters and more, and "bug", that name nothing on a screen."""


def clauses_of(text: str) -> list[str]:
    """A text in lower case, split into complaints."""
    return _end().split(lower_case(text))


@cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"[.!?](?:\s|$)|[;\n,]|\s{_AND.pattern}\s")
