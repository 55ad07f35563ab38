"""Which element of one state is which of the next.

A node of the DOM keeps its id as long as it lives. A framework that renders anew makes a new node for the same thing:
then role, name and place decide.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from claude_scope.timeline.captured.visible_elements import Seen

SAME_PLACE_PX = 4
"""A node rendered anew at its place; the next line of a text is at least 10 px away."""


class Identities:
    """Gives each element an id that it keeps over all states (`e12`)."""

    def __init__(self) -> None:
        self._next = 0

    def first(self, elements: Sequence[Seen]) -> list[str]:
        """New ids for the elements of the first state."""
        return [self._new() for _ in elements]

    def following(
        self, before: Sequence[Seen], ids: Sequence[str], now: Sequence[Seen], *, same_document: bool
    ) -> list[str]:
        """The ids of the elements `now`, given those of the state before."""
        pairs = match(before, now, same_document=same_document)
        return [ids[pairs[j]] if j in pairs else self._new() for j in range(len(now))]

    def _new(self) -> str:
        self._next += 1
        return f"e{self._next}"


def match(before: Sequence[Seen], now: Sequence[Seen], *, same_document: bool) -> dict[int, int]:
    """The index before of each element that was there before, by its index now."""
    pairs: dict[int, int] = {}
    if same_document:
        _pair(before, now, pairs, lambda one: one.ref or None)
    _pair(before, now, pairs, lambda one: (one.role, one.name, _cell(one)))
    _pair(before, now, pairs, lambda one: (one.role, one.name) if one.name else None)
    if same_document:
        _pair(before, now, pairs, lambda one: (one.role, one.parent, _cell(one)))
    return pairs


def _pair(before: Sequence[Seen], now: Sequence[Seen], pairs: dict[int, int], key: Callable[[Seen], Hashable]) -> None:
    """Pair the elements that are left and alone with their key; equal ones in document order if they are as many."""
    taken = set(pairs.values())
    old: dict[Hashable, list[int]] = defaultdict(list)
    new: dict[Hashable, list[int]] = defaultdict(list)
    for i, one in enumerate(before):
        if i not in taken and (of := key(one)) is not None:
            old[of].append(i)
    for j, one in enumerate(now):
        if j not in pairs and (of := key(one)) is not None:
            new[of].append(j)
    for of, some in new.items():
        if len(old[of]) == len(some):
            pairs.update(zip(some, old[of], strict=True))


def _cell(one: Seen) -> tuple[int, int] | None:
    """Where an element is, coarse enough for one that was rendered anew."""
    return None if one.box is None else (round(one.box.x / SAME_PLACE_PX), round(one.box.y / SAME_PLACE_PX))
