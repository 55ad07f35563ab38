"""Assigns element ids across states and lists the elements' changes, for boxes on pictures and for counts.

Rows come from the structure of pages; this flat list complements them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.compare_rows import state_word
from claude_scope.values import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.captured.visible_elements import Seen
    from claude_scope.values import UiElement

_FOCUSED = "focused"


class ElementIds:
    """Gives each element an id (`e12`) that it keeps in all states.

    A DOM node keeps its id as long as it lives. A new node takes the id of a vanished element with the same role and
    name.
    """

    def __init__(self) -> None:
        self._of_node: dict[tuple[str, str], str] = {}
        self._last: list[tuple[str, str, str]] = []
        self._next = 0

    def of(self, document: str, elements: Sequence[Seen]) -> list[str]:
        """The ids of the elements of the next state."""
        known = {
            self._of_node[document, element.ref] for element in elements if (document, element.ref) in self._of_node
        }
        left: dict[tuple[str, str], list[str]] = defaultdict(list)
        for role, name, number in reversed(self._last):
            if number not in known:
                left[role, name].append(number)
        ids = [self._id(document, element, left[element.role, element.name]) for element in elements]
        self._last = [(item.role, item.name, number) for item, number in zip(elements, ids, strict=True)]
        return ids

    def _id(self, document: str, one: Seen, left: list[str]) -> str:
        number = self._of_node.get((document, one.ref)) if one.ref else None
        if number is None:
            self._next += 0 if left else 1
            number = left.pop() if left else f"e{self._next}"
        if one.ref:
            self._of_node[document, one.ref] = number
        return number


def element_changes(before: Sequence[UiElement], now: Sequence[UiElement]) -> tuple[Change, ...]:
    """What appeared, changed and vanished, in document order."""
    old = {element.id: element for element in before}
    new = {element.id: element for element in now}
    found: list[Change] = []
    for number, element in new.items():
        found += _changed(old[number], element) if number in old else [Change("added", element)]
    return (*found, *(Change("removed", element) for number, element in old.items() if number not in new))


def _changed(old: UiElement, new: UiElement) -> Iterator[Change]:
    if old.label != new.label:
        yield Change("changed", new, "text", old.label, new.label)
    if old.value != new.value:
        yield Change("changed", new, "value", old.value, new.value)
    for name in dict.fromkeys(state.partition("=")[0] for state in (*old.state, *new.state) if state != _FOCUSED):
        then, now = _state(old.state, name), _state(new.state, name)
        if then != now:
            yield Change("changed", new, "state", then, now)


def _state(states: Sequence[str], name: str) -> str:
    """One state of an element in words: "checked", "unchecked", "value=40"."""
    found = next((state for state in states if state.partition("=")[0] == name), f"{name}=false")
    return state_word(name, False) if found == f"{name}=false" else found
