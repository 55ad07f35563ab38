"""A list of words by language, in the notation of `secret_words`; its pattern is compiled on first use."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from claude_scope.lexicon.patterns import LETTER, any_of, lower_case

if TYPE_CHECKING:
    from collections.abc import Mapping


_LETTER = rf"{LETTER}\d_"
"""Digits and underscores continue a word, so "last_error" does not contain the word "error"."""


class Words:
    """Words by language, separated by commas; matches any case, with or without accents."""

    def __init__(self, by_language: Mapping[str, str]) -> None:
        self._by_language = by_language

    def __or__(self, other: Words) -> Words:
        languages = {**self._by_language, **other._by_language}
        both = (self._by_language, other._by_language)
        return Words({tag: ", ".join(words[tag] for words in both if tag in words) for tag in languages})

    @cached_property
    def every(self) -> frozenset[str]:
        """Each word as written in the lists."""
        return frozenset(self._listed())

    @cached_property
    def pattern(self) -> str:
        """A regular expression for all words in lower-case text, to embed in another."""
        return any_of(self._listed(), letter=_LETTER)

    @cached_property
    def unit(self) -> str:
        """The same pattern for words that directly follow a number."""
        return any_of(self._listed(), begins="", letter=_LETTER)

    def _listed(self) -> list[str]:
        return [word.strip() for words in self._by_language.values() for word in words.split(",")]

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first word in a text."""
        return self._compiled.search(lower_case(text))

    def match(self, text: str) -> re.Match[str] | None:
        """Match a word at the start of a text."""
        return self._compiled.match(lower_case(text))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match a word as the whole text."""
        return self._compiled.fullmatch(lower_case(text))
