"""The states whose change the rows of a prompt do not tell, or not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.values import Claim, Timeline

_UNCOUNTED = frozenset({"wrong", "stands"})


def is_told(claims: Iterable[Claim]) -> bool:
    """Whether the claims of a state tell what changed in it: another page without a word of it is not told."""
    return any(one.is_said and _tells(one) for one in claims)


def _tells(claim: Claim) -> bool:
    """Whether a claim that is said tells a change: a click does not, nor does that a text stands there."""
    is_bare = claim.kind == "page" and not claim.after
    return claim.kind not in _UNCOUNTED and claim.property != "click" and not is_bare


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
