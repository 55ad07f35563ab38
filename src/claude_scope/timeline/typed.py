"""Settles what a field holds by all readings of it: a caret is no letter, a placeholder no value."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.timeline.text import same_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element

CARETS = "|lI1!"
"""What OCR makes of a caret behind the last letter."""


def settle_values(
    readings: Sequence[Sequence[Element]], numbers: Sequence[Sequence[int]]
) -> tuple[tuple[str, ...], ...]:
    """The value of every element of every keyframe; `numbers[k][j]` is the track of element j in keyframe k."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for k, row in enumerate(numbers):
        for j, number in enumerate(row):
            places[number].append((k, j))
    values = [[element.value.rstrip("| ") for element in elements] for elements in readings]
    for track in places.values():
        _without_carets(values, track)
        _without_placeholders(values, track, readings)
    return tuple(tuple(row) for row in values)


def _without_carets(values: list[list[str]], track: Sequence[tuple[int, int]]) -> None:
    """A last letter that looks like a caret and is gone in the next reading was one: people type, and seldom delete.

    From the last to the first, so that a value that stands for several keyframes loses it in all of them.
    """
    for (k0, j0), (k1, j1) in reversed(list(pairwise(track))):
        value, later = values[k0][j0], values[k1][j1]
        if value[:-1] and value[:-1] == later and value[-1] in CARETS:
            values[k0][j0] = later


def _without_placeholders(
    values: list[list[str]], track: Sequence[tuple[int, int]], readings: Sequence[Sequence[Element]]
) -> None:
    """A field that holds the words of its own label before it holds others is empty: those are its placeholder."""
    labels = {readings[k][j].label for k, j in track if readings[k][j].label}
    for n, (k, j) in enumerate(track):
        if readings[k][j].type != "input" or not any(same_text(values[k][j], label) for label in labels):
            return
        if any(not same_text(values[a][b], values[k][j]) for a, b in track[n + 1 :]):
            values[k][j] = ""
