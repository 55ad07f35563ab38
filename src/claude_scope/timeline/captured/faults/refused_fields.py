"""Fields that were refused and, after a correction, accepted: the form worked as intended."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import only_requires
from claude_scope.timeline.captured.compare.compare_leaves import ERROR
from claude_scope.timeline.captured.entered import is_submit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Act, Moment, PageFact

_ENTRIES = frozenset({"type", "select", "check", "uncheck"})


def is_refusal(fact: PageFact) -> bool:
    """Whether a fact says that a field was refused."""
    if fact.kind == "error":
        return fact.noun == "field" or only_requires(fact.after)
    return fact.kind == "state" and fact.part == "invalid"


def mended_refusals(at: int, moments: Sequence[Moment]) -> list[PageFact]:
    """The facts of a row that refuse fields that were accepted later, and the row's errors that name no field."""
    facts = moments[at].facts
    mended = [
        fact
        for fact in facts
        if _is_taken_back(fact, at, moments) or (is_refusal(fact) and _is_mended(fact, at, moments))
    ]
    if any(fact.kind == "state" for fact in mended):
        mended += [fact for fact in facts if fact.kind == "error" and not fact.name and fact not in mended]
    return mended


def refused_at_last(at: int, fact: PageFact, moments: Sequence[Moment]) -> int:
    """The last row in which the user sent the form of an error in row `at` and saw an error again; else `at`.

    Many forms validate while the user fills them in, so only refused fields, and errors that no press caused, count.
    """
    acts = next((moments[row].acts for row in range(at, -1, -1) if moments[row].acts), ())
    if not is_refusal(fact) and (fact.kind != "error" or is_submit(acts)):
        return at
    sent = [row for row in range(at + 1, len(moments)) if is_submit(moments[row].acts)]
    return max(takewhile(lambda row: _shows_error(moments[row]), sent), default=at)


def _shows_error(moment: Moment) -> bool:
    """Whether an error appeared in a row, or was still there."""
    kept = (item for fact in moment.facts if fact.kind == "unchanged" for item in fact.items)
    is_new = any(fact.kind == "error" or is_refusal(fact) for fact in moment.facts)
    return is_new or any(noun == ERROR for noun, _ in kept)


def _is_taken_back(fact: PageFact, at: int, moments: Sequence[Moment]) -> bool:
    """Whether an error vanished when the user filled in a field, and the user then went on."""
    rows = range(at + 1, len(moments))
    gone = (row for row in rows if any((ERROR, fact.after) in item.items for item in moments[row].facts))
    row = next(gone, None) if fact.kind == "error" else None
    return row is not None and any(moments[later].acts for later in range(row + 1, len(moments)))


def _is_mended(fact: PageFact, at: int, moments: Sequence[Moment]) -> bool:
    """Whether a field that was refused in a row was filled in again later, and then not refused."""
    later = range(at + 1, len(moments))
    anew = next((row for row in later if any(_answers(act, fact) for act in moments[row].acts)), None)
    if anew is None or not any(moments[row].acts for row in range(anew + 1, len(moments))):
        return False
    following = (item for row in moments[anew:] for item in row.facts)
    return not any(is_refusal(item) and (item.name, item.after) == (fact.name, fact.after) for item in following)


def _answers(act: Act, fact: PageFact) -> bool:
    """Whether an act fills in the field that a fact refuses: the fact names it, or the message begins with its name.

    If the refusal names no field, any field counts.
    """
    if act.kind not in _ENTRIES or (fact.noun == "field" and not fact.name):
        return act.kind in _ENTRIES
    name = _plain(act.target.name)
    is_named = _plain(fact.name) == name if fact.name else _plain(fact.after).startswith(name)
    return bool(name) and is_named


def _plain(name: str) -> str:
    return name.rstrip(" *:").casefold()
