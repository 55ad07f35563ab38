"""Chooses which texts of a state are reported: errors, headings, sentences, then words, without duplicates.

A person would mention a few of the new texts; the rest are in `session.json`. Many new numbers and dates belong to a
table, and while it scrolls, it is uncertain which of them were visible at that moment.
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
"""At most this many texts of one state are reported, besides errors."""
MASS = 20
"""If this many texts are new, they form a page, a table or a menu, and only headings and sentences are reported."""
SENTENCE_WORDS, LONG_LETTERS = 2, 20
"""A text with at least this many words, or this many letters (such as an address), is not short. The digits of a time
do not count as letters."""
MAX_HEADS, HEAD_HEIGHT = 3, 1.25
"""The maximum number of headings, and the minimum ratio of a heading's height to the median height of the new texts."""
MIN_LETTERS = 2
"""A single letter that appeared, or that a text changed into, is an icon or a part of a word. A single digit may be a
real change."""
LONG_WORDS = 3
PAIR = 2
"""In Chinese, Japanese and Korean, `WORD` matches pairs of letters; each pair counts as half a word."""
_REPEATED = re.compile(r"([^\W0])\1{3,}")
"""OCR noise from lines and hatches: "AAAAAA". Repeated zeros are normal in numbers."""


def select_reported(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of one state, with the reported ones marked."""
    is_mass = sum(claim.kind == "appeared" for claim in claims) >= MASS
    legible = [claim for claim in claims if claim.property == "text" and _is_legible(claim)]
    heads = {id(claim) for claim in _heads(legible)}
    texts = [
        claim for claim in legible if id(claim) in heads or (_is_sure(claim) and not (is_mass and _is_short(claim)))
    ]
    texts.sort(key=lambda text: (id(text) not in heads, _is_short(text), -text.score))
    said = {id(claim) for claim in claims if claim.property == "error" and claim.score >= SAID_ERROR}
    said |= {id(claim) for claim in _without_copies(texts)[:MAX_SAID]}
    return [
        replace(claim, is_said=id(claim) in said) if claim.property in ("text", "error") else claim for claim in claims
    ]


def _heads(claims: Sequence[Claim]) -> list[Claim]:
    """The new texts in the largest letters, which name what appeared."""
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
    """The claims without those that repeat an earlier claim at another place; changed values are all kept."""
    first: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        first.setdefault((claim.kind, claim.before, claim.name, claim.box if claim.kind == "changed" else None), claim)
    return list(first.values())


def _is_legible(claim: Claim) -> bool:
    """Whether a text is likely correct, and not OCR noise from a hatch."""
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
    """Whether a text has at most one word and few letters, and the claim is not about a change of text."""
    is_long = sum(map(str.isalpha, claim.name)) >= LONG_LETTERS or len(WORD.findall(claim.name)) >= SENTENCE_WORDS
    return claim.kind != "changed" and not is_long
