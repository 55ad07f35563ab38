"""A text that is the value of an existing field is probably new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.claims.build import find_claims
from tests.timeline.make import element, keyframe, line, texts
from tests.timeline.screens import PAGE, moment

if TYPE_CHECKING:
    from claude_scope.values import Claim, Moment

FIELD = element("input", "Code", 700, 300, 300, 40)
OTHER = line("Suggestions of the harbour", 700, 400)
OF_VALUE = 0.9
"""The score of a value that is less certain at other places."""


def screen(value: str, *, sure: float = 0.7, read: str | None = None, at_ms: int = 0, field: bool = True) -> Moment:
    """A state with another text, so that no act is claimed; `read` is what the reader takes the field's value to be."""
    held = replace(FIELD, value=value if read is None else read)
    lines = [line(value, 710, 310, sure=sure)] if value else []
    more = [OTHER] if at_ms else []
    return moment(texts(*PAGE, *lines, *more, elements=(held,) if field else ()), keyframe(at_ms))


def claim_of(value: str, before: Moment, after: Moment) -> Claim:
    return next(claim for claim in find_claims([before, after]) if claim.after == value and claim.kind != "act")


def test_a_value_is_said_where_another_word_is_not() -> None:
    value = claim_of("tide", screen(""), screen("tide", at_ms=900))
    word = claim_of("tide", screen("", field=False), screen("tide", at_ms=900))
    assert (value.is_said, value.score) == (True, OF_VALUE)
    assert not word.is_said, "the field was not there before"
    assert not claim_of("tide", screen(""), screen("tide", read="tidal", at_ms=900)).is_said


def test_a_value_that_was_hardly_read_is_not_reported() -> None:
    assert not claim_of("tide", screen(""), screen("tide", sure=0.05, at_ms=900)).is_said


@pytest.mark.parametrize(("before", "is_said"), [("CSV", False), ("pri", True), ("harbour", True)])
def test_a_field_of_which_the_end_was_read_before_has_no_other_value(before: str, is_said: bool) -> None:
    """The rest was selected, white on blue, as in autocompletion."""
    value = claim_of("prices.csv", screen(before), screen("prices.csv", at_ms=900))
    assert (value.score >= OF_VALUE) is is_said
