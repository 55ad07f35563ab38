"""Ranks the states of a recording: which get a picture, and which rows remain; writes the chosen rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import holds
from claude_scope.lexicon.bug_report_words import COMMON
from claude_scope.values import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claude_scope.values import Moment, Timeline

TOOLTIP_PX = 80.0
"""The greatest distance of a tooltip from the pointer."""
_WORD = re.compile(r"[^\W\d_]{4,40}")


def significant_words(text: str) -> frozenset[str]:
    """The words of a title or notes that can refer to a state: four letters or more, common words excluded."""
    return frozenset(_WORD.findall(text[:4_000].casefold())) - COMMON.every


def rank_states(timeline: Timeline, about: frozenset[str] = frozenset()) -> tuple[int, ...]:
    """The indices of all moments, the most important first.

    The order: the state in which it went wrong, other suspected states, their neighbours, the last, the first, errors
    and transients, states whose changes contain words of `about`, states with most changes. Ties go to the earlier
    state. Without a wrong state the last one comes first: people stop recording when they have seen the bug.

    In a recording without a capture, states that answer a press come after those with words of `about`, each followed
    by the state before the press. States without a reported change, such as a tooltip, come last.
    """
    return tuple(dict.fromkeys(_candidates(timeline, about)))


def _candidates(timeline: Timeline, about: frozenset[str]) -> Iterator[int]:
    moments, wrong = timeline.moments, timeline.wrong
    indices = range(len(moments))
    if wrong is not None and wrong in indices:
        suspects = [suspect.moment for suspect in timeline.also_wrong]
        yield from (i for i in (wrong, *suspects, wrong - 1, wrong + 1, *(s - 1 for s in suspects)) if i in indices)
    yield from (i for i in (len(moments) - 1, 0) if i in indices)
    if not timeline.is_captured:
        yield from _answers(moments, about)
    yield from sorted(
        indices,
        key=lambda i: (
            _is_ordinary(moments[i]),
            -_matching_words(moments[i], about),
            -len(moments[i].facts or moments[i].changes),
        ),
    )


def _answers(moments: Sequence[Moment], about: frozenset[str]) -> Iterator[int]:
    """Yield errors and toasts, states with the developer's words, answers to a press, other states with changes."""
    yield from (i for i, moment in enumerate(moments) if not _is_ordinary(moment) and not _is_tooltip(moment))
    matching = [i for i, moment in enumerate(moments) if _matching_words(moment, about)]
    yield from sorted(matching, key=lambda i: -_matching_words(moments[i], about))
    for index, moment in enumerate(moments):
        if index and moment.kind in (EventKind.INTERACTION, EventKind.NAVIGATION):
            yield from (index, index - 1)
    yield from sorted(
        (i for i, other_moment in enumerate(moments) if other_moment.changes), key=lambda i: -len(moments[i].changes)
    )


def _is_tooltip(moment: Moment) -> bool:
    """Whether a transient state changed the picture near the pointer."""
    tip = moment.keyframe.pointer
    is_brief = moment.kind is EventKind.TRANSIENT
    return is_brief and tip is not None and any(holds(box, tip, TOOLTIP_PX) for box in moment.keyframe.changed)


def _is_ordinary(moment: Moment) -> bool:
    return moment.kind not in {EventKind.ERROR, EventKind.TRANSIENT}


def _matching_words(moment: Moment, about: frozenset[str]) -> int:
    """The number of the developer's words that the changes contain."""
    if not about:
        return 0
    texts = [text for fact in moment.facts for text in fact.texts]
    if not moment.facts:
        texts = [t for c in moment.changes for t in (c.element.label, c.element.name, c.before, c.after)]
    return len(about & set(_WORD.findall(" ".join(text[:200] for text in texts).casefold())))


def state_table(
    indices: Sequence[int], states: int, row: Callable[[int], tuple[str, int]]
) -> tuple[tuple[str, ...], int]:
    """The rows of the states at `indices`, and the number of changes left out.

    `states` is the number of all states. `row` returns the row of one state, and the number of changes left out of it.
    """
    lines: list[str] = []
    left_out, last = 0, -1
    for index in indices:
        if index > last + 1:
            lines.append(_gap(last + 1, index - 1))
        line, missing = row(index)
        lines.append(line)
        left_out += missing
        last = index
    if last + 1 < states:
        lines.append(_gap(last + 1, states - 1))
    return tuple(lines), left_out


def _gap(first: int, last: int) -> str:
    """The line for states that are not listed."""
    return f"{first + 1}..{last + 1} | not shown" if last > first else f"{first + 1} | not shown"
