"""Finds values that differ from what was entered into a form: other numbers, and old values that are shown again."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.faults.application_requests import is_stored
from claude_scope.timeline.captured.page.amounts import amount_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Moment, PageFact

_SHORTENED = re.compile(r"\d\s?(?:[kKmMbB]|K|Mio|Mrd|тыс)\b")
"""A rounded number, such as 1.2k."""
_PRESSES = frozenset({"click", "key", "check", "uncheck", "select"})
_STEM = re.compile(r"\b\w{4}")
"""The beginning of a word, by which "Settings saved" is found to repeat "Save"."""


def stored_otherwise(moments: Sequence[Moment]) -> Iterator[tuple[int, str]]:
    """The rows in which a figure became different from the number typed under its name, with a sentence about both."""
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


def lost_after_saving(moments: Sequence[Moment]) -> Iterator[tuple[int, str]]:
    """The rows in which a reloaded page shows an old value again, although the new one had been sent or confirmed.

    A value counts as sent or confirmed only after a press, because pages also send what users type while they type.
    """
    entered: dict[tuple[str, str], tuple[str, str]] = {}
    saved: dict[tuple[str, str], tuple[str, str]] = {}
    for at, moment in enumerate(moments):
        is_loaded = any(event.kind == "navigation" for event in moment.events)
        for fact in moment.facts:
            if fact.kind != "value" or not fact.noun or not fact.name:
                continue
            field, change = (fact.noun, fact.name), (fact.before, fact.after)
            if is_loaded and saved.get(field) == change[::-1]:
                yield (
                    at,
                    f'"{fact.name}" was set to "{fact.before}", and is "{fact.after}" again in the page loaded anew',
                )
            elif moment.acts and not is_loaded:
                entered[field] = change
        if _is_confirmed(moment):
            saved |= entered


def _is_confirmed(moment: Moment) -> bool:
    """Whether a press was followed by a message that repeats a word of its target, or by a request that stores data."""
    pressed = " ".join(act.target.name for act in moment.acts if act.kind in _PRESSES)
    said = " ".join(fact.after for fact in moment.facts if fact.kind == "message").casefold()
    if not any(act.kind in _PRESSES for act in moment.acts):
        return False
    is_repeated = any(stem in said for stem in _STEM.findall(pressed.casefold()))
    return is_repeated or any(is_stored(request, moment.url) for request in moment.requests)


def _figures(fact: PageFact) -> Iterator[tuple[str, str, str]]:
    """The names of changed figures outside of fields, with their values before and after."""
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
    """Whether a figure became neither the typed number, rounded or not, nor the old number plus the typed number.

    Signs are not compared: an expense is typed without one.
    """
    then, now = amount_of(before), amount_of(after)
    if now is None or then in (now, wanted) or _SHORTENED.search(after):
        return False
    half_a_digit = Decimal(1).scaleb(int(now.as_tuple().exponent)) / 2
    is_same = abs(abs(wanted) - abs(now)) <= half_a_digit
    return not is_same and not (then is not None and now - then == wanted)
