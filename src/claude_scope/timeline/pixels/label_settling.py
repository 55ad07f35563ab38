"""Settles the label of each element from all its readings: neighbours correct one misread word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.pixels.occlusion import MIN_LEFT
from claude_scope.timeline.text_compare import normalise, same_text, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element

_DIGITS = re.compile(r"\d")
MIN_LETTERS = 4
"""A flicker in a shorter word may be the word itself: "On" is not "Oh" misread."""


def settle_labels(
    readings: Sequence[Sequence[Element]], numbers: Sequence[Sequence[int]]
) -> tuple[tuple[str, ...], ...]:
    """The label of every element of every keyframe; `numbers[k][j]` is the track of element j in keyframe k."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for k, row in enumerate(numbers):
        for j, number in enumerate(row):
            places[number].append((k, j))
    labels = [[element.label for element in elements] for elements in readings]
    for track in places.values():
        _undo_flickers(labels, track)
        _keep_names(labels, track, readings)
        _spell_alike(labels, track, readings)
    return tuple(tuple(row) for row in labels)


def _undo_flickers(labels: list[list[str]], track: Sequence[tuple[int, int]]) -> None:
    """Correct a label that differs by one letter from two equal neighbours: no page changes a letter and back."""
    for (k0, j0), (k1, j1), (k2, j2) in zip(track, track[1:], track[2:], strict=False):
        around, label = labels[k0][j0], labels[k1][j1]
        if not same_text(around, labels[k2][j2]) or same_text(around, label):
            continue
        if _one_letter(around, label) or _lost_its_end(around, label) or _lost_its_start(around, label):
            labels[k1][j1] = around


def _keep_names(
    labels: list[list[str]], track: Sequence[tuple[int, int]], readings: Sequence[Sequence[Element]]
) -> None:
    """A field keeps its name when only its value can be read: the placeholder is gone."""
    places = [(k, j) for k, j in track if readings[k][j].type in FIELD_TYPES]
    names = Counter(labels[k][j] for k, j in places if labels[k][j])
    if names:
        name = max(names, key=lambda label: names[label])
        for k, j in places:
            labels[k][j] = labels[k][j] or name


def _lost_its_end(whole: str, rest: str) -> bool:
    """Whether two letters or more are missing at the end: "App" of "Apply", not "Follow" of "Unfollow"."""
    a, b = normalise(whole), normalise(rest)
    return len(b) >= MIN_LEFT and len(a) - len(b) >= 2 and a.startswith(b) and not _DIGITS.search(a)


def _lost_its_start(whole: str, rest: str) -> bool:
    """Whether what is left begins within a word: "e changes" of "Save changes", not "Follow" of "Unfollow"."""
    a, b = normalise(whole), normalise(rest)
    return len(b) >= MIN_LEFT and len(a) - len(b) >= 2 and a.endswith(b) and rest[:1].islower() and whole[:1].isupper()


def _one_letter(one: str, other: str) -> bool:
    """Whether two texts differ by one letter of a longer word, and by no digit: "Plan A" and "Plan B" are two plans."""
    a, b = skeleton(one), skeleton(other)
    if min(len(a), len(b)) < MIN_LETTERS or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    words = zip(normalise(one).split(), normalise(other).split(), strict=False)
    if any(x != y and min(len(x), len(y)) == 1 for x, y in words):
        return False
    edits = [edit for edit in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if edit[0] != "equal"]
    return len(edits) == 1 and all(max(i2 - i1, j2 - j1) == 1 for _, i1, i2, j1, j2 in edits)


def _spell_alike(
    labels: list[list[str]], track: Sequence[tuple[int, int]], readings: Sequence[Sequence[Element]]
) -> None:
    """Readings of one text get one spelling: that with the most confidence over all keyframes."""
    groups: list[tuple[str, list[tuple[int, int]]]] = []
    for k, j in track:
        group = next((g for g in groups if same_text(g[0], labels[k][j])), None)
        if group is None:
            groups.append((labels[k][j], [(k, j)]))
        else:
            group[1].append((k, j))
    for _, places in groups:
        weight: Counter[str] = Counter()
        for k, j in places:
            weight[labels[k][j]] += readings[k][j].confidence  # type: ignore[assignment]  # weights, not counts
        best = max(weight, key=lambda label: weight[label])
        for k, j in places:
            labels[k][j] = best
