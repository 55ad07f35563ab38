"""Which states get a picture in the prompt, and which rows stay when there is no room for all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.lexicon.bug_report_words import COMMON
from claude_scope.values import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Moment, Timeline

_WORD = re.compile(r"[^\W\d_]{4,40}")


def significant_words(text: str) -> frozenset[str]:
    """The words by which a developer's title and notes can point at a state: four letters and more, no common ones."""
    return frozenset(_WORD.findall(text[:4_000].casefold())) - COMMON.every


def rank_states(timeline: Timeline, about: frozenset[str] = frozenset()) -> tuple[int, ...]:
    """The indices of all moments, the most important first.

    The one in which it went wrong, others that are suspected, the ones before and after them, the last, the first,
    errors and transients, then those whose changes hold words that the developer used (`about`), then those with most
    changes; ties go to the earlier one. Without a wrong one the last counts most: people stop recording when they have
    seen the bug.
    """
    return tuple(dict.fromkeys(_candidates(timeline, about)))


def _candidates(timeline: Timeline, about: frozenset[str]) -> Iterator[int]:
    moments, wrong = timeline.moments, timeline.wrong
    indices = range(len(moments))
    if wrong is not None and wrong in indices:
        suspects = [suspect.moment for suspect in timeline.also_wrong]
        yield from (i for i in (wrong, *suspects, wrong - 1, wrong + 1, *(s - 1 for s in suspects)) if i in indices)
    yield from (i for i in (len(moments) - 1, 0) if i in indices)
    yield from sorted(
        indices, key=lambda i: (_is_ordinary(moments[i]), -_matching_words(moments[i], about), -len(moments[i].changes))
    )


def _is_ordinary(moment: Moment) -> bool:
    return moment.kind not in {EventKind.ERROR, EventKind.TRANSIENT}


def _matching_words(moment: Moment, about: frozenset[str]) -> int:
    """How many of the developer's words stand in what changed."""
    if not about:
        return 0
    texts = (t for c in moment.changes for t in (c.element.label, c.element.name, c.element.near, c.before, c.after))
    return len(about & set(_WORD.findall(" ".join(text[:200] for text in texts).casefold())))
