"""The exact differences of two states: what came, went, and changed in name, value, state or order."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.visible_elements import ui_element
from claude_scope.values import FIELD_ROLES, ROW, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claude_scope.timeline.captured.visible_elements import Seen
    from claude_scope.values import UiElement

FOCUSED = "focused"
_OPPOSITES = {
    "checked": "unchecked",
    "disabled": "enabled",
    "selected": "not selected",
    "pressed": "not pressed",
    "expanded": "collapsed",
    "invalid": "valid",
    "required": "optional",
    "readonly": "editable",
    FOCUSED: f"not {FOCUSED}",
    "busy": "not busy",
    "current": "not current",
}
_ROW_ROLES = frozenset({"row", "listitem", "option", "treeitem", "article", "tab"})
_MIN_ROWS = 3


def tree_diff(
    before: Sequence[Seen], ids_before: Sequence[str], now: Sequence[Seen], ids_now: Sequence[str], scale: float
) -> tuple[Change, ...]:
    """The changes, in document order; elements with the same id are the same element."""
    old = dict(zip(ids_before, before, strict=True))
    new = dict(zip(ids_now, now, strict=True))
    changes: list[Change] = []
    for number, one in new.items():
        element = ui_element(one, number, scale)
        if number not in old:
            changes.append(Change("added", element))
        else:
            changes.extend(_changed(old[number], one, element))
    changes.extend(
        Change("removed", ui_element(one, number, scale)) for number, one in old.items() if number not in new
    )
    changes.extend(_moved_rows(old, new, scale))
    return tuple(_without_echoes(changes, old, new))


def _changed(old: Seen, new: Seen, element: UiElement) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("changed", element, "text", old.name, new.name)
    if old.value != new.value:
        yield Change("changed", element, "value", old.value, new.value)
    for name in dict.fromkeys((*map(_state_name, old.states), *map(_state_name, new.states))):
        if name == FOCUSED and new.role not in FIELD_ROLES:
            continue  # every click moves the focus; only in a field it is what the click was for
        then, after = _state(old.states, name), _state(new.states, name)
        if then != after:
            yield Change("changed", element, "state", then, after)


def _state_name(state: str) -> str:
    return state.partition("=")[0]


def _state(states: Sequence[str], name: str) -> str:
    """How an element is with regard to one state: "checked", "unchecked", "value=40"."""
    found = next((state for state in states if _state_name(state) == name), "")
    if found in (name, f"{name}=true"):
        return name
    if found == f"{name}=false" or not found:
        return _OPPOSITES.get(name, found if found else f"not {name}")
    return found


def _moved_rows(old: Mapping[str, Seen], new: Mapping[str, Seen], scale: float) -> Iterator[Change]:
    """Rows that changed places among those that stayed: the fewest that explain the new order."""
    order = {number: at for at, number in enumerate(old)}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number, one in new.items():
        if number in order:
            groups[one.parent, one.role].append(number)
    for (_, role), numbers in groups.items():
        if role not in _ROW_ROLES or len(numbers) < _MIN_ROWS:
            continue
        then = sorted(numbers, key=lambda number: order[number])
        ranks = {number: at for at, number in enumerate(then)}
        stayed = _longest_increasing([ranks[number] for number in numbers])
        for at, number in enumerate(numbers):
            if at not in stayed and (by := ranks[number] - at):
                places = f"{abs(by)} row{'s' * (abs(by) != 1)} {'up' if by > 0 else 'down'}"
                yield Change("changed", ui_element(new[number], number, scale), "place", ROW, places)


def _longest_increasing(ranks: Sequence[int]) -> set[int]:
    """The positions of a longest increasing subsequence."""
    tails: list[int] = []
    at: list[int] = []
    parents: list[int] = []
    for position, rank in enumerate(ranks):
        place = bisect_left(tails, rank)
        parents.append(at[place - 1] if place else -1)
        tails[place : place + 1] = [rank]
        at[place : place + 1] = [position]
    found: set[int] = set()
    position = at[-1] if at else -1
    while position >= 0:
        found.add(position)
        position = parents[position]
    return found


def _without_echoes(changes: Sequence[Change], old: Mapping[str, Seen], new: Mapping[str, Seen]) -> Iterator[Change]:
    """The changes without texts of containers whose content changed by just that, and without lost focus."""
    parents = {one.ref: one.parent for one in (*old.values(), *new.values())}
    refs = {number: one.ref for number, one in (*old.items(), *new.items())}
    inside: set[str] = set()
    for change in changes:
        ref = parents.get(refs[change.element.id], "")
        while ref and ref not in inside:
            inside.add(ref)
            ref = parents.get(ref, "")
    for change in changes:
        is_echo = change.what == "text" and change.element.type == "text" and refs[change.element.id] in inside
        if change.after != f"not {FOCUSED}" and not (is_echo and _is_told(change, changes)):
            yield change


def _is_told(change: Change, changes: Sequence[Change]) -> bool:
    """Whether another change says what changed in this text."""
    others = [one for one in changes if one is not change]
    return any(
        (one.after and one.after in change.after)
        or (one.kind == "added" and one.element.name and one.element.name in change.after)
        for one in others
        if one.what in ("text", "value", "")
    )
