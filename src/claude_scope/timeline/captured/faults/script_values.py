"""Finds values that became NaN, undefined, [object Object] or Invalid Date, which scripts make of a missing value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Act, Moment, PageFact

MAX_VALUE_CHARS = 80
"""A longer text is prose or code, which may contain these words."""
_MADE_BY_SCRIPT = re.compile(r"(?<!\w)(?:-?NaN|undefined|\[object [A-Z]\w*\]|Invalid Date)(?!\w)")
_CODE = "line "
"""The beginning of the noun of a line of code."""


def broken_values(moments: Sequence[Moment]) -> Iterator[tuple[int, str, PageFact]]:
    """The rows in which a value became a word that scripts make of a missing value, with that word and the fact.

    A word that the user entered is not a fault, wherever the page repeats it.
    """
    done: list[Act] = []
    for at, moment in enumerate(moments):
        done += moment.acts
        for fact in moment.facts:
            for before, after in _changes(fact):
                found = _MADE_BY_SCRIPT.search(after) if len(after) <= MAX_VALUE_CHARS else None
                if found and found[0] not in before and not any(found[0] in act.value for act in done):
                    yield at, found[0], fact


def _changes(fact: PageFact) -> Iterator[tuple[str, str]]:
    """The values of a fact before and after: those of a text or field, or of the cells of a table."""
    if fact.kind == "value" and not fact.noun.startswith(_CODE):
        yield fact.before, fact.after
    elif fact.kind in ("row", "rows"):
        for _, text in fact.items:
            before, arrow, after = text.rpartition(" -> ")
            if arrow:
                yield before, after
