"""Recovery phrases of wallets: 12 or more words of the English list of BIP 39, also numbered or one to a line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIST = Path(__file__).parent / "data" / "bip39.txt"
_FEWEST, _MOST = 12, 400
_WORD = r"(?:\d{1,2}[.):]?\s{0,3})?[A-Za-z]{3,8}"
SEED_PHRASE = rf"(?<![\w.]){_WORD}(?:[\s,;|·•-]{{1,4}}{_WORD}){{{_FEWEST - 1},{_MOST}}}(?![A-Za-z])"
"""So many short words that a phrase may be among them."""
_EACH = re.compile(r"(?:\d{1,2}[.):]?\s{0,3})?([A-Za-z]{3,8})")


def find_seed_phrases(text: str) -> Iterator[tuple[int, int]]:
    """The spans of phrases in words that `SEED_PHRASE` matches."""
    start = end = count = 0
    for match in _EACH.finditer(text):
        if match[1].lower() in _words():
            start, end, count = (start if count else match.start()), match.end(), count + 1
            continue
        if count >= _FEWEST:
            yield start, end
        count = 0
    if count >= _FEWEST:
        yield start, end


@cache
def _words() -> frozenset[str]:
    return frozenset(_LIST.read_text("ascii").split())
