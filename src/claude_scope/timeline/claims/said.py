"""Chooses which texts of a state are said: errors, headings, sentences, then words; one that came twice, once.

A person tells a few of the texts that came, and the rest are in `session.json`. Numbers and dates that come in a mass
are those of a table: which of them stood there at that moment is not sure while it scrolls.
"""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from claude_scope.timeline.claims.rows.text_rows import WORD
from claude_scope.timeline.claims.scores import SAID_ERROR, SAID_NUMBER, SAID_SENTENCE, SAID_WORD, said_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Claim

MAX_SAID = 20
"""Texts that are said of one state, errors aside."""
MASS = 20
"""So many texts at once are a page, a table or a menu, of which only headings and sentences are told."""
SENTENCE_WORDS, LONG_LETTERS = 2, 20
"""A text with so many words, or letters as an address has, is no single word; digits, as of a time, are no letters."""
MAX_HEADS, HEAD_HEIGHT = 3, 1.25
"""Headings are so much higher than the usual text that came."""
MIN_LETTERS = 2
"""A letter that came alone, or became a text, is an icon, or a part of a word; a digit may have become another one."""
LONG_WORDS = 3
PAIR = 2
"""Of Chinese, Japanese and Korean `WORD` finds pairs of letters, of which a word has two."""
_REPEATED = re.compile(r"([^\W0])\1{3,}")
"""What is read of lines and hatches: "AAAAAA". Zeros stand in a row in many numbers."""


def select_reported(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of one state, with those marked that are said."""
    is_mass = sum(claim.kind == "appeared" for claim in claims) >= MASS
    legible = [claim for claim in claims if claim.property == "text" and _is_legible(claim)]
    heads = {id(claim) for claim in _heads(legible)}
    texts = [
        claim for claim in legible if id(claim) in heads or (_is_sure(claim) and not (is_mass and _is_short(claim)))
    ]
    texts.sort(key=lambda one: (id(one) not in heads, _is_short(one), -one.score))
    said = {id(claim) for claim in claims if claim.property == "error" and claim.score >= SAID_ERROR}
    said |= {id(claim) for claim in _without_copies(texts)[:MAX_SAID]}
    return [
        replace(claim, is_said=id(claim) in said) if claim.property in ("text", "error") else claim for claim in claims
    ]


def _heads(claims: Sequence[Claim]) -> list[Claim]:
    """The texts in the highest letters, which say what came."""
    came = [
        (claim.box.height, claim)
        for claim in claims
        if claim.kind == "appeared" and claim.box and WORD.search(claim.name)
    ]
    if not came:
        return []
    usual = median(height for height, _ in came)
    high = [(height, item) for height, item in came if height >= HEAD_HEIGHT * usual]
    return [item for _, item in sorted(high, key=lambda pair: -pair[0])[:MAX_HEADS]]


def _without_copies(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without those that say in another place what one before them says; a changed value counts twice."""
    first: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        first.setdefault((claim.kind, claim.before, claim.name, claim.box if claim.kind == "changed" else None), claim)
    return list(first.values())


def _is_legible(claim: Claim) -> bool:
    """Whether a text is likely true, and no hatch."""
    if _REPEATED.search(claim.name.casefold()) or claim.score < _threshold(claim):
        return False
    if claim.kind != "changed":
        return _letters(claim.name) >= MIN_LETTERS
    return all(_letters(text) >= MIN_LETTERS or any(map(str.isdigit, text)) for text in (claim.before, claim.after))


def _threshold(claim: Claim) -> float:
    words = sum(0.5 if len(word) == PAIR else 1 for word in WORD.findall(claim.name))
    is_sentence = claim.kind == "appeared" and words >= LONG_WORDS
    return SAID_SENTENCE if is_sentence else said_from(claim.kind)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _is_sure(claim: Claim) -> bool:
    if not _is_short(claim):
        return True
    return claim.score >= (SAID_WORD if WORD.search(claim.name) else SAID_NUMBER)


def _is_short(claim: Claim) -> bool:
    """Whether a text is no sentence, and did not become another one."""
    is_long = sum(map(str.isalpha, claim.name)) >= LONG_LETTERS or len(WORD.findall(claim.name)) >= SENTENCE_WORDS
    return claim.kind != "changed" and not is_long
