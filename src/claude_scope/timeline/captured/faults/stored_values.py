"""Finds what was entered into a form but is different after it was sent: numbers, and values that are back."""

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
"""1.2k: a rounded number."""
_PRESSES = frozenset({"click", "key", "check", "uncheck", "select"})
_STEM = re.compile(r"\b\w{4}")
"""The beginning of a word: "Save" is repeated by "Settings saved"."""


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


def lost_after_saving(moments: Sequence[Moment]) -> Iterator[tuple[int, str]]:
    """The rows in which a page that was loaded anew has a value of before, although it was sent or confirmed.

    Only after a press, since pages also send what is typed while it is typed.
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
    """Whether a press was followed by a message that repeats a word of it, or by a request that stores something."""
    pressed = " ".join(act.target.name for act in moment.acts if act.kind in _PRESSES)
    said = " ".join(fact.after for fact in moment.facts if fact.kind == "message").casefold()
    if not any(act.kind in _PRESSES for act in moment.acts):
        return False
    is_repeated = any(stem in said for stem in _STEM.findall(pressed.casefold()))
    return is_repeated or any(is_stored(request, moment.url) for request in moment.requests)


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
