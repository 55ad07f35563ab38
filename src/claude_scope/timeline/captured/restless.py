"""Elements that change by themselves all the time: numbers that run, and texts that take turns."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COUNTING_MS = 4_500
"""A clock ticks once a second; a page that changes all the time is looked at every four seconds."""
MIN_ALONE = 2
MIN_TURNS = 3
PACE_SHARE = 0.15
"""Timers of a busy page are late by less of their interval."""
MAX_LATE_SHARE = 0.25
_NUMBER = re.compile(r"[\d.,:\s]+")


@dataclass(frozen=True, slots=True)
class Turn:
    """A text that changed: its element, when, the texts before and after, and whether somebody did something."""

    element: str
    time_ms: float
    before: str
    after: str
    is_act: bool = False


def is_count(before: str, after: str) -> bool:
    """Whether two texts differ in their numbers alone."""
    return before != after and _NUMBER.sub("", before) == _NUMBER.sub("", after)


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    return bool(text) and not _NUMBER.sub("", text)


def running(turns: Iterable[Turn]) -> frozenset[str]:
    """The elements whose number changes again and again: clocks, countdowns, figures that count up.

    It changes at least twice while nobody does anything, and on from one to the other.
    """
    last_ms: dict[str, float] = {}
    alone: dict[str, int] = defaultdict(int)
    found: set[str] = set()
    for turn in turns:
        if not (is_count(turn.before, turn.after) or (not turn.before and is_number(turn.after))):
            continue
        if turn.time_ms - last_ms.get(turn.element, float("-inf")) > COUNTING_MS:
            alone[turn.element] = 0
        last_ms[turn.element] = turn.time_ms
        alone[turn.element] += not turn.is_act
        if alone[turn.element] >= MIN_ALONE:
            found.add(turn.element)
    return frozenset(found)


def turning(turns: Iterable[Turn]) -> frozenset[str]:
    """The elements whose texts take turns at one pace, as announcements do: one of them comes again."""
    of: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        if not turn.is_act:
            of[turn.element].append(turn)
    return frozenset(element for element, its in of.items() if _take_turns(its))


def _take_turns(turns: Sequence[Turn]) -> bool:
    texts = [turns[0].before, *(turn.after for turn in turns)]
    is_again = len(set(texts)) < len(texts)
    return len(turns) >= MIN_TURNS and is_again and _is_regular([turn.time_ms for turn in turns])


def _is_regular(times_ms: Sequence[float]) -> bool:
    """Whether most intervals are multiples of the usual one.

    A turn that falls into another state has the time of that one: it makes two intervals uneven whose sum is even.
    """
    intervals = [later - earlier for earlier, later in pairwise(times_ms)]
    pace = median(intervals)

    def is_even(interval: float) -> bool:
        return abs(interval - pace * max(1, round(interval / pace))) <= PACE_SHARE * pace

    late, at = 0, 0
    while at < len(intervals):
        if not is_even(intervals[at]):
            late += 1
            at += is_even(sum(intervals[at : at + 2]))
        at += 1
    return late <= MAX_LATE_SHARE * len(intervals)
