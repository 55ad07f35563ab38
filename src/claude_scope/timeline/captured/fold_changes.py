"""Joins the changes of several states in a row into one list: first state against last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Change, UiElement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

What = Literal["text", "value"]


def fold_changes(
    rows: Sequence[Sequence[Change]], before: Mapping[str, UiElement], after: Mapping[str, UiElement]
) -> tuple[Change, ...]:
    """The changes of `rows`, one row a state, joined into changes from `before` to `after` (elements by id).

    What appeared and went away again cancels, and so does a value that fell back; a to b and b to c is a to c. Moves do
    not add up: those of the last state stay.
    """
    by_element: dict[str, list[Change]] = {}
    moves = [change for row in rows[-1:] for change in row if change.what == "place"]
    for change in (change for row in rows for change in row if change.what != "place"):
        by_element.setdefault(change.element.id, []).append(change)
    folded = [one for id_, chain in by_element.items() for one in _of_one(chain, before.get(id_), after.get(id_))]
    return tuple(sorted([*folded, *moves], key=lambda c: c.kind != "changed"))  # from-to first


def _of_one(chain: Sequence[Change], before: UiElement | None, after: UiElement | None) -> list[Change]:
    """The changes of one element; the first and last one say whether it exists before and after."""
    first, last = chain[0], chain[-1]
    ends = [c for c in chain if c.kind != "changed"]
    was_there = first.kind != "added" if not ends else ends[0].kind == "removed"
    is_there = last.kind != "removed" if not ends else ends[-1].kind == "added"
    if not was_there and not is_there:
        return []
    if not was_there:
        return [Change("added", after or last.element)]
    if not is_there:
        return [Change("removed", before or first.element)]
    if ends and before is not None and after is not None:
        return _came_back(before, after)  # it went away and came back
    return _chained([c for c in chain if c.kind == "changed"], after)


def _came_back(before: UiElement, after: UiElement) -> list[Change]:
    whats: tuple[tuple[What, str, str], ...] = (
        ("text", before.label, after.label),
        ("value", before.value, after.value),
    )
    return [
        Change("changed", after, what, old, new) for what, old, new in whats if old != new and not same_text(old, new)
    ]


def _chained(changes: Sequence[Change], after: UiElement | None) -> list[Change]:
    """One change from first `before` to last `after` for each property; unchanged ones are left out."""
    chains: dict[tuple[str, frozenset[str]], list[Change]] = {}
    for change in changes:
        # There are several states at once: "disabled" and "enabled" are one thing, "checked" and "unchecked" another.
        pair = frozenset((change.before, change.after)) if change.what == "state" else frozenset[str]()
        chains.setdefault((change.what, pair), []).append(change)
    return [
        replace(chain[-1], element=after or chain[-1].element, before=chain[0].before)
        for chain in chains.values()
        if chain[0].before != chain[-1].after
    ]
