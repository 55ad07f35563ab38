"""Joins the changes of several states in a row into one list: first state against last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from claude_scope.geometry import centre
from claude_scope.timeline.diff.reordered import find_reordered
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Change, UiElement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

What = Literal["text", "value"]
RESTS_PX = 10
"""OCR boxes wobble by less."""


def fold_changes(
    rows: Sequence[Sequence[Change]], before: Mapping[str, UiElement], after: Mapping[str, UiElement]
) -> tuple[Change, ...]:
    """The changes of `rows`, one row a state, joined into changes from `before` to `after` (elements by id).

    What appeared and went away again cancels, and so does a value that fell back; a to b and b to c is a to c. Rows
    that moved are found anew, since rows that only made room were not reported and moves do not add up.
    """
    by_element: dict[str, list[Change]] = {}
    changes = [change for row in rows for change in row]
    moved = any(change.is_row_move for change in changes)
    for change in changes:
        if not (moved and change.what == "place"):
            by_element.setdefault(change.element.id, []).append(change)
    folded_changes = [
        folded for id_, chain in by_element.items() for folded in _of_one(chain, before.get(id_), after.get(id_))
    ]
    if moved:
        folded_changes += _places({c.element.id for c in changes if c.what == "place"}, before, after)
    return tuple(sorted(folded_changes, key=lambda c: c.kind != "changed"))  # as `diff` has them: from-to first


def _places(ids: Set[str], before: Mapping[str, UiElement], after: Mapping[str, UiElement]) -> list[Change]:
    """The reordered rows, and the other elements that moved."""
    rows = find_reordered([(before[id_], after[id_]) for id_ in before if id_ in after], tuple(after.values()))
    pairs = [(before[id_], after[id_]) for id_ in before if id_ in ids and id_ in after]
    alone = [(old, new) for old, new in pairs if not _rests(old, new) and not rows.has_moved(old, new)]
    return [*rows.changes, *(Change("changed", new, "place", _point(old), _point(new)) for old, new in alone)]


def _rests(old: UiElement, new: UiElement) -> bool:
    return all(abs(a - b) <= RESTS_PX for a, b in zip(centre(old.box), centre(new.box), strict=True))


def _point(element: UiElement) -> str:
    x, y = centre(element.box)
    return f"({round(x)}, {round(y)})"


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
