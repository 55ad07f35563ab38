"""Finds boxed texts that were read as fields, such as a chat message or the title of a card."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.text_compare import skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.pixels.tracking import Tracks
    from claude_scope.values import Node, Reading

MIN_WORDS = 8
"""A shorter text in a box may be a quantity, a date or a name that nobody changed."""


def fields_to_texts(readings: Sequence[Reading], tracks: Tracks, nodes: Mapping[int, Node]) -> list[Reading]:
    """The readings with boxed texts as texts, not fields; an unchanged reading is the same object."""
    boxed = _boxed(readings, tracks, nodes)
    return [
        replace(
            reading,
            elements=tuple(
                replace(e, type="text", label=e.value, value="") if n in boxed else e
                for e, n in zip(reading.elements, row, strict=True)
            ),
        )
        if boxed.intersection(row)
        else reading
        for reading, row in zip(readings, tracks.numbers, strict=True)
    ]


def _boxed(readings: Sequence[Reading], tracks: Tracks, nodes: Mapping[int, Node]) -> set[int]:
    """The tracks of fields that no page has, that have no name, and whose words never change."""
    kinds: dict[int, set[tuple[str, str]]] = defaultdict(set)
    values: dict[int, set[str]] = defaultdict(set)
    for reading, row in zip(readings, tracks.numbers, strict=True):
        for element, number in zip(reading.elements, row, strict=True):
            kinds[number].add((element.type, element.label))
            values[number].add(skeleton(element.value))
    return {
        n
        for n, read in kinds.items()
        if read == {("input", "")} and n not in nodes and len(values[n]) == 1 and len(min(values[n])) >= MIN_WORDS
    }
