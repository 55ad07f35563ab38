"""Writes the steps as numbered lines with states and times, and marks where it went wrong."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.plural import counted
from claude_scope.prompt.acts.acts import SKIPPED, Step, infer_steps, was_or_were
from claude_scope.prompt.fence import quote

if TYPE_CHECKING:
    from claude_scope.values import Timeline

_WRONG = "; went wrong here (inferred)"
_SUSPECTED = "; may have gone wrong here (inferred)"


def steps(timeline: Timeline, seed_url: str, limit: int, text_limit: int, skipped_after: int = 0) -> tuple[str, ...]:
    """One line per step of the whole recording: what was done, where, and which state followed.

    The state in which it went wrong is only inferred, so later steps are included. A change without a known action is
    a gap; elements that only went away need no action. `skipped_after` counts the dropped states after the last one.
    """
    groups = _groups(timeline, text_limit)
    marks = _marks(timeline, groups)
    lines = [f"open {quote(seed_url, 2 * text_limit)}" if seed_url else "open the page"]
    lines += [_line(group, timeline) + mark for group, mark in zip(groups, marks, strict=True)]
    if skipped_after:
        after = f"after state {len(timeline.moments)} " if timeline.moments else ""
        lines.append(f"({counted(skipped_after, 'state')} {after}{was_or_were(skipped_after)} {SKIPPED})")
    of_wrong = [n for n, group in enumerate(groups, 1) if _leads_to(timeline.wrong, group)]
    wrong = next((n for n, mark in enumerate(marks, 1) if mark == _WRONG), next(iter(of_wrong), len(lines)))
    return tuple(f"{n}. {line}" for n, line in enumerate(_shorten(lines, limit, wrong), 1))


def numbered(lines: list[str], limit: int) -> tuple[str, ...]:
    """At most `limit` lines with their numbers; the state in which it went wrong stays among them."""
    wrong = next((n for n, line in enumerate(lines, 1) if line.endswith(_WRONG)), len(lines))
    return tuple(f"{n}. {line}" for n, line in enumerate(_shorten(lines, limit, wrong), 1))


def has_known_step(timeline: Timeline) -> bool:
    """Whether any step is known or guessed."""
    return any(step.is_known for step in infer_steps(timeline, 1))


def _groups(timeline: Timeline, text_limit: int) -> list[list[Step]]:
    """The steps that share a line: typing into one field, or a wait, over several states."""
    groups: list[list[Step]] = []
    for place, run in groupby(infer_steps(timeline, text_limit), key=lambda step: step.place):
        group = list(run)
        groups += [group] if place else [[step] for step in group]
    return groups


def _leads_to(moment: int | None, group: list[Step]) -> bool:
    return any(step.moment == moment for step in group)


def _marks(timeline: Timeline, groups: list[list[Step]]) -> list[str]:
    """The mark at the end of each line: the first line of a suspected state is marked, but not a gap before it."""
    marks = [""] * len(groups)
    suspected = [(suspect.moment, _SUSPECTED) for suspect in timeline.also_wrong]
    for moment, mark in ((timeline.wrong, _WRONG), *suspected):
        lines = (n for n, group in enumerate(groups) if _leads_to(moment, group) and not group[0].is_skipped)
        if (first := next(lines, None)) is not None:
            marks[first] = marks[first] or mark
    return marks


def _shorten(lines: list[str], limit: int, wrong: int) -> list[str]:
    """The first line and the `limit` - 1 that end one after the wrong state; without one, the last lines."""
    if len(lines) <= limit:
        return lines
    end = max(min(wrong + 2, len(lines)), limit)
    start = end - limit + 1
    left_out = [f"({counted(n, 'step')} not shown)" if n else "" for n in (start - 1, len(lines) - end)]
    return [text for text in (lines[0], left_out[0], *lines[start:end], left_out[1]) if text]


def _line(group: list[Step], timeline: Timeline) -> str:
    first, last = group[0], group[-1]
    numbers, times = f"state {first.moment + 1}", clock(_since(timeline, first))
    if last.moment != first.moment:
        numbers, times = f"states {first.moment + 1}-{last.moment + 1}", f"{times} to {clock(_since(timeline, last))}"
    return last.text.replace("@where", f"{numbers}, {times}")


def _since(timeline: Timeline, step: Step) -> int:
    return timeline.moments[step.moment].keyframe.since_ms
