"""Finds the moment in which it went wrong, if one can be told, and says what that rests on. It is an inference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.timeline.events import error_changes, shown
from claude_scope.timeline.text import normal
from claude_scope.values import EventKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Moment

_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?![\d:])")
_WORD = re.compile(r"[^\W\d_]{4,}|\$?\d[\d.,]*")
MAX_HINTS = 2
_COMMON = frozenset(
    "after also always appears because been before being broken button click clicked clicking correct does doesn "
    "expected from have here instead into just nothing page screen shows should shown still text than that them then "
    "there they this very wait when where which while will with without work works wrong your bug error".split()
)
"""Words of bug reports that name nothing on a screen."""


def find_wrong(moments: Sequence[Moment], title: str, notes: str) -> tuple[int | None, str]:
    """The index of the moment in which it went wrong and why it is thought so; (None, "") if it cannot be told.

    The person's own words come first (a time, then words that changes share), then an error on the screen. The notes
    say what went wrong; the title, which often only names the scene, is asked where there are none.
    """
    for finder in (_named_time, _named_words):
        found = finder(moments, notes or title)
        if found:
            return found
    for index, moment in enumerate(moments):
        if moment.kind is EventKind.ERROR:
            texts = error_changes(moment.changes)
            return index, f"the first error on the screen{': ' + shown(texts[0]) if texts else ''}"
    return None, ""


def _named_time(moments: Sequence[Moment], words: str) -> tuple[int, str] | None:
    named = _CLOCK.search(words)
    if not named or not moments:
        return None
    at_ms = (int(named[1]) * 60 + int(named[2])) * 1000
    if at_ms > moments[-1].keyframe.timestamp_ms + 60_000:
        return None  # a time of day, not of the recording
    begun = [i for i, m in enumerate(moments) if m.keyframe.timestamp_ms < at_ms + 1000]
    return (begun[-1], f"the notes name {named[0]}") if begun else None


def _named_words(moments: Sequence[Moment], words: str) -> tuple[int, str] | None:
    """The last of the moments whose changes hold the most of the person's words: a bug report names what went wrong."""
    wanted = {w for w in _WORD.findall(normal(words)) if w not in _COMMON}
    best: tuple[int, int] = (0, 0)
    said: dict[int, set[str]] = {}
    for index, moment in enumerate(moments):
        if moment.kind is EventKind.INITIAL:
            continue
        shared = wanted & _words_of(moment)
        score = (len(shared) + (moment.kind is EventKind.ERROR and bool(shared)), index)
        said[index] = shared
        best = max(best, score) if shared else best
    if best[0] < 2:
        return None  # one shared word is chance
    because = f"its changes share words with the notes ({', '.join(sorted(said[best[1]])[:5])})"
    others = {i: rest for i, shared in said.items() if (rest := shared - said[best[1]])}
    telling = sorted(others, key=lambda i: (-len(others[i] & _words_of(moments[i], changed_only=True)), i))
    hints = [f"state {i + 1} ({', '.join(sorted(others[i])[:3])})" for i in telling[:MAX_HINTS]]
    return best[1], because + (f"; others of them are in {' and '.join(hints)}" if hints else "")


def _words_of(moment: Moment, *, changed_only: bool = False) -> set[str]:
    """The words in what appeared and changed, or only in what changed: from-to says more than what is merely new."""
    kinds = {"changed"} if changed_only else {"changed", "added"}
    changes = [c for c in moment.changes if c.kind in kinds]
    texts = " ".join(f"{c.element.label} {c.element.near} {c.before} {c.after}" for c in changes)
    return set(_WORD.findall(normal(texts)))
