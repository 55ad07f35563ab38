"""Finds numbers that were typed into a form but are different after it was sent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.amounts import amount_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Moment, PageFact

_SHORTENED = re.compile(r"\d\s?(?:[kKmMbB]|K|Mio|Mrd|тыс)\b")
"""1.2k: a rounded number."""


def stored_otherwise(moments: Sequence[Moment]) -> Iterator[tuple[int, str]]:
    """The rows in which a figure became different from the value typed under its name, with both in words."""
    typed: dict[str, Decimal] = {}
    for at, moment in enumerate(moments):
        is_typing = False
        for act in moment.acts:
            is_typing = act.kind == "type"
            if is_typing and (wanted := amount_of(act.value)) is not None:
                typed[_normal(act.target.name)] = wanted
        for fact in () if is_typing else moment.facts:
            for name, before, after in _figures(fact):
                wanted = typed.pop(_normal(name), None)
                if wanted is not None and _is_other(wanted, before, after):
                    yield at, f'{wanted} was typed into "{name}", and it became {after}'
        if any(fact.kind == "page" for fact in moment.facts):
            typed.clear()  # another page may show something else later


def _figures(fact: PageFact) -> Iterator[tuple[str, str, str]]:
    """The names of changed figures outside of fields, with both values."""
    if fact.kind == "row":
        for column, change in fact.items:
            before, arrow, after = change.partition(" -> ")
            if column and arrow:
                yield column, before, after
    elif fact.kind == "value" and fact.name and not fact.noun:
        yield fact.name, fact.before, fact.after


def _normal(name: str) -> str:
    return name.rstrip(" *:").casefold()


def _is_other(wanted: Decimal, before: str, after: str) -> bool:
    """Whether a figure became a number that is neither the typed one, rounded or not, nor increased by it.

    Signs are not compared: an expense is typed without one.
    """
    then, now = amount_of(before), amount_of(after)
    if now is None or then in (now, wanted) or _SHORTENED.search(after):
        return False
    half_a_digit = Decimal(1).scaleb(int(now.as_tuple().exponent)) / 2
    is_same = abs(abs(wanted) - abs(now)) <= half_a_digit
    return not is_same and not (then is not None and now - then == wanted)
