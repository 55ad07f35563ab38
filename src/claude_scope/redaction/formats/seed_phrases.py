"""Recovery phrases of wallets: 12 or more words of the English list of BIP 39, possibly numbered or one per line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIST = Path(__file__).parent / "data" / "bip39.txt"
_FEWEST, _MOST = 12, 400
_FEWEST_DIFFERENT = 9
"""Minimum number of different words. Twelve random words of 2,048 hardly ever repeat one; test phrases do."""
_WORD = r"(?:\d{1,2}[.):]?\s{0,3})?[A-Za-z]{3,8}"
SEED_PHRASE = rf"(?<![\w.]){_WORD}(?:[\s,;|·•-]{{1,4}}{_WORD}){{{_FEWEST - 1},{_MOST}}}(?![A-Za-z])"
"""Matches adjacent short words, at least as many as a phrase has, which may contain a phrase."""
_EACH = re.compile(r"(?:\d{1,2}[.):]?\s{0,3})?([A-Za-z]{3,8})")


def find_seed_phrases(text: str) -> Iterator[tuple[int, int]]:
    """The spans of phrases in words that `SEED_PHRASE` matches."""
    run: list[re.Match[str]] = []
    for match in _EACH.finditer(text):
        if match[1].lower() in _words():
            run.append(match)
            continue
        yield from _phrase(run)
        run = []
    yield from _phrase(run)


def _phrase(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The span of a run of words of the list, if it is long enough and does not repeat a few words."""
    different = len({match[1].lower() for match in run})
    if len(run) >= _FEWEST and different >= max(_FEWEST_DIFFERENT, len(run) // 2):
        yield run[0].start(), run[-1].end()


@cache
def _words() -> frozenset[str]:
    return frozenset(_LIST.read_text("ascii").split())
