"""Fields that were refused, and taken once somebody had filled them in otherwise: the form did what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Moment, PageFact

_ENTRIES = frozenset({"type", "select", "check", "uncheck"})


def is_refusal(fact: PageFact) -> bool:
    """Whether a fact says that a field was refused."""
    return (fact.kind == "error" and fact.noun == "field") or (fact.kind == "state" and fact.part == "invalid")


def is_mended(fact: PageFact, at: int, moments: Sequence[Moment]) -> bool:
    """Whether a field that was refused in a row was filled in anew later, and not refused again by what followed."""
    name = _plain(fact.name)
    later = range(at + 1, len(moments))
    anew = next(
        (row for row in later if name and any(_enters(act.kind, act.target.name, name) for act in moments[row].acts)),
        None,
    )
    if anew is None or not any(moments[row].acts for row in range(anew + 1, len(moments))):
        return False
    return not any(is_refusal(one) and _plain(one.name) == name for row in moments[anew:] for one in row.facts)


def _enters(kind: str, target: str, name: str) -> bool:
    return kind in _ENTRIES and _plain(target) == name


def _plain(name: str) -> str:
    return name.rstrip(" *:").casefold()
