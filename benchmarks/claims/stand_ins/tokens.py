"""How many tokens a question and its answer have, with Claude's formula for pictures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.claims.stand_ins.asked import Put

PIXELS_A_TOKEN = 750
"""Pixels per token of a picture (platform.claude.com/docs, Vision)."""
LETTERS_A_TOKEN = 4
MOST_IN, MOST_OUT, MOST_OF_A_PAIR = 3_000, 500, 5_000
"""Limits: the average input and output per pair, and the maximum in total."""


@dataclass(frozen=True)
class Tokens:
    """Tokens of one question; `state` is None for the whole."""

    state: int | None
    into: int
    out: int


def tokens_of(question: Put, answer: str) -> Tokens:
    """The tokens of a question and its answer."""
    letters = len(question.instructions) + len(question.words) + len(json.dumps(question.schema))
    pixels = sum(width * height for width, height in question.sizes)
    into = round(pixels / PIXELS_A_TOKEN + letters / LETTERS_A_TOKEN)
    return Tokens(question.state, into, round(len(answer) / LETTERS_A_TOKEN))


def in_words(all_tokens: list[list[Tokens]]) -> str:
    """Tokens per pair and per recording, in words."""
    pairs = [item for each in all_tokens for item in each if item.state is not None]
    if not pairs:
        return "no question was asked"
    into, out = (sum(getattr(pair, name) for pair in pairs) / len(pairs) for name in ("into", "out"))
    most = max(pair.into + pair.out for pair in pairs)
    recording = sum(item.into + item.out for each in all_tokens for item in each) / len(all_tokens)
    questions = sum(map(len, all_tokens)) / len(all_tokens)
    return (
        f"tokens of a pair: {into:,.0f} in ({MOST_IN:,} allowed), {out:,.0f} out ({MOST_OUT:,}), at most {most:,} "
        f"({MOST_OF_A_PAIR:,}); of a recording {recording:,.0f} in {questions:.1f} questions"
    )
