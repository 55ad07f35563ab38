"""Settles the value of each field from all its readings; removes carets and placeholders."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from claude_scope.timeline.text_compare import same_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.values import Element

CARETS = "|lI1!"
"""What OCR makes of a caret behind the last letter."""
MIN_SAID = 3
"""A shorter value stands in many texts by chance."""


def settle_values(
    readings: Sequence[Sequence[Element]],
    numbers: Sequence[Sequence[int]],
    placeholders: Mapping[int, str] = MappingProxyType({}),
) -> tuple[tuple[str, ...], ...]:
    """The value of every element of every keyframe; `numbers[k][j]` is the track of element j in keyframe k.

    `placeholders` are those that the page's tree has, by track.
    """
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for k, row in enumerate(numbers):
        for j, number in enumerate(row):
            places[number].append((k, j))
    values = [[_without_bar(element.value) for element in elements] for elements in readings]
    for number, track in places.items():
        _without_carets(values, track, readings)
        _without_placeholders(values, track, readings, placeholders.get(number, ""))
    return tuple(tuple(row) for row in values)


def _without_bar(value: str) -> str:
    """The value without a final bar or unmatched bracket: OCR reads a caret as either."""
    bare = value.rstrip("| ")
    return bare[:-1] if len(bare) > 1 and bare.endswith("]") and "[" not in bare else bare


def _without_carets(
    values: list[list[str]], track: Sequence[tuple[int, int]], readings: Sequence[Sequence[Element]]
) -> None:
    """A last letter that looks like a caret and is gone in the next reading was one: people type, and seldom delete.

    From the last to the first, so that a value that stands for several keyframes loses it in all of them. Where the
    value itself went away, a later text that holds it without that letter, as words of its own, tells as much.
    """
    for (k, j), after in zip(track, [*track[1:], None], strict=True):
        value, later = values[k][j], values[after[0]][after[1]] if after else ""
        if _is_caret(value) and not later.startswith(value[:-1]) and _is_said(value[:-1], value, readings[k + 1 :]):
            values[k][j] = value[:-1]
    for (k0, j0), (k1, j1) in reversed(list(pairwise(track))):
        value, later = values[k0][j0], values[k1][j1]
        if _is_caret(value) and value[:-1] == later:
            values[k0][j0] = later


def _is_caret(value: str) -> bool:
    return len(value) > 1 and value[-1] in CARETS


def _is_said(words: str, more: str, readings: Sequence[Sequence[Element]]) -> bool:
    """Whether later texts contain these words, and none has them with the doubtful letter."""
    texts = [element.label for elements in readings for element in elements]
    wanted = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return len(words) >= MIN_SAID and any(map(wanted.search, texts)) and not any(more in text for text in texts)


def _without_placeholders(
    values: list[list[str]], track: Sequence[tuple[int, int]], readings: Sequence[Sequence[Element]], known: str
) -> None:
    """Empty a field that shows its placeholder: that of the tree, its own label, or its text before and after.

    Its label counts only before the field holds other words, or when it was empty so before.
    """
    labels = {readings[k][j].label for k, j in track if readings[k][j].label}
    placeholders = {known} - {""}
    for n, (k, j) in enumerate(track):
        value = values[k][j]
        if readings[k][j].type != "input" or not any(same_text(value, label) for label in labels):
            break
        if any(not same_text(values[a][b], value) for a, b in track[n + 1 :]):
            placeholders.add(value)
    for k, j in track:
        if any(same_text(values[k][j], text) for text in placeholders):
            values[k][j] = ""
