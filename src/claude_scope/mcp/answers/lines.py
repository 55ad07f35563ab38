"""Keeps lines within a budget of tokens, and fences them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claude_scope.prompt.fence import fence_for
from claude_scope.prompt.tokens import text_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TOKENS = 9_000
"""Maximum number of tokens of one answer: Claude Code warns at 10,000 by its count, which ours may
miss by a few percent.
"""


class Kept(NamedTuple):
    """The lines that fit, and the number of those that did not."""

    lines: list[str]
    left: int


def fit(lines: Iterable[str], tokens: int) -> Kept:
    """Keep the first lines that together take at most `tokens`."""
    kept: list[str] = []
    left = 0
    for line in lines:
        tokens -= text_tokens(line) + 1
        if tokens < 0 or left:
            left += 1
        else:
            kept.append(line)
    return Kept(kept, left)


def fenced(lines: list[str]) -> str:
    """The lines between tags that no page can guess, each cleaned again."""
    return fence_for(lines).wrap(lines)
