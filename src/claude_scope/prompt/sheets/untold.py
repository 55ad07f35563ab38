"""The states whose change the rows of a prompt do not tell, or not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.values import Claim, Timeline

_UNCOUNTED = frozenset({"wrong", "stands"})
"""Claims that say nothing of what changed."""


def is_told(claims: Iterable[Claim]) -> bool:
    """Whether the claims of a state tell what changed in it: where it was clicked is no change."""
    return any(one.is_said and one.kind not in _UNCOUNTED and not one.is_place_alone() for one in claims)


def hidden_texts(claims: Iterable[Claim]) -> int:
    """How many texts that likely changed a row does not quote; of another page there are always some."""
    found = list(claims)
    if any(one.kind == "page" for one in found):
        return 0
    return sum(one.kind in ("appeared", "changed") and not one.is_said for one in found)


def untold_states(timeline: Timeline) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The indices of the states whose change is not told, and of those that are told in part."""
    if timeline.is_captured:
        return (), ()
    untold, partly = [], []
    for index in range(1, len(timeline.moments)):
        claims = [one for one in timeline.claims if one.state == index + 1]
        if not is_told(claims):
            untold.append(index)
        elif hidden_texts(claims):
            partly.append(index)
    return tuple(untold), tuple(partly)
