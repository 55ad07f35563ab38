"""Finds known secrets in OCR text, despite misread letters, lost spaces and cut-off parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.redaction.formats.format import MASKED
from claude_scope.redaction.redact import is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from difflib import Match

SEED_LETTERS = 4
"""A text is compared with a secret only if the two share this many letters in a row."""
MIN_SECRET_LETTERS = 6
"""Shorter secrets are not searched for, because too many ordinary words would match them."""
MAX_SECRET_LETTERS = 400
"""Only this many letters of a secret are compared, because a line contains no more."""
MAX_KNOWN_SECRETS = 300
"""At most this many secrets are searched for, the longest ones; a recording shows only a few."""
MAX_COMPARED_SECRETS = 6
"""A line is compared with at most this many secrets, those with the most letters in common, because a page could
contain thousands of secrets that begin alike.
"""
MIN_RUN_LETTERS = 9
"""A line that shares this many letters in a row with a secret shows a readable part of it."""
MIN_SHARED_PART = 0.6
"""A line that shares this share of a secret's letters, with misread letters between them, shows it too."""
MIN_BLOCK_LETTERS = 3
"""Minimum number of letters in a row that agree; fewer agree by chance."""
MAX_MISREAD_LETTERS = 3
"""Maximum number of letters between two runs of letters that agree."""
_CONFUSED = str.maketrans("o1i|!5$8b2z6g9q", "0llllss88zz6999")
"""Letters that OCR confuses, in lower case."""
_DROPPED = frozenset("-_.,:;'\"`~\u2010\u2011\u2012\u2013\u2014 \u00a0")
_ENDS = frozenset(" \"'=,;&?()<>[]{}`\u00a0")
"""Word boundaries: misread letters next to a secret belong to its word."""


class FoldedText(NamedTuple):
    """A text without the distinctions that OCR loses, and the position of each letter in the original."""

    letters: str
    places: tuple[int, ...]


def fold_text(text: str) -> FoldedText:
    """Fold case and confusable letters; remove spaces and small punctuation."""
    kept = [(letter, index) for index, raw in enumerate(text) for letter in raw.casefold() if letter not in _DROPPED]
    letters = "".join(letter for letter, _ in kept).translate(_CONFUSED)
    return FoldedText(letters, tuple(index for _, index in kept))


class KnownSecrets:
    """Secrets to look for."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets: dict[str, None] = {}
        for secret in sorted(sorted(secrets), key=len, reverse=True)[:MAX_KNOWN_SECRETS]:
            letters = fold_text(secret[:MAX_SECRET_LETTERS]).letters
            if len(letters) >= MIN_SECRET_LETTERS and not is_hidden(secret) and MASKED not in secret:
                self._secrets[letters] = None
        self._by_seed: dict[str, list[str]] = defaultdict(list)
        for letters in self._secrets:
            for seed in {letters[start : start + SEED_LETTERS] for start in range(len(letters) - SEED_LETTERS + 1)}:
                if len(self._by_seed[seed]) < MAX_COMPARED_SECRETS:
                    self._by_seed[seed].append(letters)
        self._spans: dict[str, list[tuple[int, int]]] = {}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The spans of the words that contain a known secret, or a large part of one."""
        if not self._secrets:
            return []
        if text not in self._spans:
            self._spans[text] = self._spans_of(text)
        return self._spans[text]

    def _spans_of(self, text: str) -> list[tuple[int, int]]:
        line = fold_text(text)
        near: Counter[str] = Counter()
        for start in range(len(line.letters) - SEED_LETTERS + 1):
            near.update(self._by_seed.get(line.letters[start : start + SEED_LETTERS], []))
        likely = [secret for secret, _ in near.most_common(MAX_COMPARED_SECRETS)]
        found = [span for secret in likely if (span := _shared(secret, line.letters)) is not None]
        return [_whole_words(text, line.places[start], line.places[end - 1] + 1) for start, end in found]


def _shared(secret: str, line: str) -> tuple[int, int] | None:
    """The positions of letters that a line shares with a secret, if there are enough to identify it."""
    blocks = SequenceMatcher(None, secret, line, autojunk=False).get_matching_blocks()
    sure = [n for n, block in enumerate(blocks) if block.size >= MIN_BLOCK_LETTERS]
    if not sure:
        return None
    longest = max(sure, key=lambda n: blocks[n].size)
    first, last = _run(blocks, longest)
    start, end = blocks[first].b, blocks[last].b + blocks[last].size
    shared = sum(block.size for block in blocks[first : last + 1])
    is_enough = shared >= MIN_SHARED_PART * len(secret) and blocks[longest].size > MIN_BLOCK_LETTERS
    return (start, end) if is_enough or blocks[longest].size >= min(MIN_RUN_LETTERS, len(secret)) else None


def _run(blocks: Sequence[Match], longest: int) -> tuple[int, int]:
    """The first and last block of the run that contains the longest block; few misread letters separate its blocks."""
    first = last = longest
    while first > 0 and _are_near(blocks[first - 1], blocks[first]):
        first -= 1
    while last < len(blocks) - 1 and blocks[last + 1].size and _are_near(blocks[last], blocks[last + 1]):
        last += 1
    return first, last


def _are_near(a: Match, b: Match) -> bool:
    return max(b.a - a.a - a.size, b.b - a.b - a.size) <= MAX_MISREAD_LETTERS


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1] not in _ENDS:
        start -= 1
    while end < len(text) and text[end] not in _ENDS:
        end += 1
    return start, end
