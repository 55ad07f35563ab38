"""Lists the certain texts of a recording's screens, which an agent reads instead of the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.geometry import centre, holds, reading_rows
from claude_scope.prompt.fence import cut

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from claude_scope.values import Box, Line, Moment, Timeline

MIN_CONFIDENCE = 0.7
"""Minimum confidence of a line's least certain letter."""


@dataclass(frozen=True, slots=True)
class ScreenTexts:
    """The lines of several states; `missing` of `total` lines are left out, but none of `states` (indices)."""

    lines: tuple[str, ...] = ()
    missing: int = 0
    total: int = 0
    states: frozenset[int] = frozenset()


def screen_texts(
    timeline: Timeline, others: Mapping[int, Sequence[Box]], focus: int, limit: int, text_limit: int
) -> ScreenTexts:
    """The texts of each state that shows another view, from top to bottom, without texts of the view before it.

    `others` are the indices of further states to include, with the places whose texts are always included. The last
    state and `focus`, in which it went wrong, are complete: an agent can see there what failed to change. They take
    precedence if not all fit in `limit` lines.
    """
    moments = timeline.moments
    last = len(moments) - 1
    views = sorted({0, last, focus, *others, *_other_views(timeline)} & set(range(len(moments))))
    rows: dict[int, list[str]] = {}
    known: Collection[str] = ()
    for index in views:
        told = () if index in (last, focus) else known
        rows[index] = list(_rows(moments[index], told, others.get(index, ()), text_limit))
        known = {line.text for line in _sure_lines(moments[index])}
    kept = _kept(rows, (focus, last, 0, *views), limit)
    lines: list[str] = []
    for index in views:
        if kept[index]:
            lines.append(f"state {index + 1}, {clock(moments[index].keyframe.since_ms)}:")
            lines += rows[index][: kept[index]]
    total = sum(map(len, rows.values()))
    whole = frozenset(index for index in views if kept[index] == len(rows[index]) > 0)
    return ScreenTexts(tuple(lines), total - sum(kept.values()), total, whole)


def _other_views(timeline: Timeline) -> Iterator[int]:
    return (claim.state - 1 for claim in timeline.claims if claim.kind == "page" and claim.is_said)


def _kept(rows: dict[int, list[str]], ranked: Iterable[int], limit: int) -> dict[int, int]:
    """The number of lines of each state that fit; states that come first in `ranked` take precedence."""
    kept = dict.fromkeys(rows, 0)
    for index in dict.fromkeys(ranked):
        kept[index] = min(len(rows[index]), limit)
        limit -= kept[index]
    return kept


def _sure_lines(moment: Moment) -> list[Line]:
    """The lines that OCR read with certainty."""
    return [line for line in moment.reading.lines if is_sure(line)]


def is_sure(line: Line) -> bool:
    """Whether OCR read a line with certainty; a single letter does not count, because OCR reads icons as letters."""
    text = line.text.strip()
    return line.weakest >= MIN_CONFIDENCE and (len(text) > 1 or text.isdigit())


def _rows(moment: Moment, known: Collection[str], places: Sequence[Box], text_limit: int) -> Iterator[str]:
    """Yield the texts of each row, `- Total | $93.90`, without known texts, unless these are in one of the places."""
    for row in reading_rows(_sure_lines(moment), lambda line: line.box):
        new = [
            line for line in row if line.text not in known or any(holds(place, centre(line.box)) for place in places)
        ]
        texts = [cut(line.text, text_limit) for line in new]
        if texts:
            yield f"- {' | '.join(texts)}"
