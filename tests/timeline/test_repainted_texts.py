"""For a state without a certain change, the texts in the repainted places are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.claims.build import find_claims, with_claims
from claude_scope.values import Box, Timeline
from tests.timeline.make import keyframe, line, texts
from tests.timeline.screens import PAGE, WORDS, moment

if TYPE_CHECKING:
    from claude_scope.values import Line, Moment

ROW = PAGE[2].box


def states(*changed: Box, before: tuple[Line, ...] = PAGE, after: tuple[Line, ...] = PAGE) -> list[Moment]:
    return [moment(texts(*before)), moment(texts(*after), keyframe(1000, *changed))]


def standing(*changed: Box, **pictures: tuple[Line, ...]) -> list[str]:
    return [
        claim.after
        for claim in find_claims(states(*changed, **pictures))
        if claim.kind == "unchanged_nearby" and claim.is_said
    ]


def test_a_text_whose_place_was_repainted_is_reported() -> None:
    assert standing(ROW) == [WORDS[2]]
    assert standing() == [], "it is not known what changed"
    assert standing(Box(ROW.x, ROW.y, 0.1 * ROW.width, ROW.height)) == [], "the pointer passed it"


def test_what_seems_to_be_new_is_reported_first() -> None:
    new = line("harbour", 700, 300, sure=0.9)
    everything = Box(0, 0, 1280, ROW.y + ROW.height)
    assert standing(everything, Box(690, 290, 120, 40), after=(*PAGE, new))[0] == "harbour"


def test_nearby_texts_are_not_listed_where_a_change_is_sure() -> None:
    new = line("The coupon was added to it", 700, 300)
    assert standing(ROW, new.box, after=(*PAGE, new)) == []


def test_a_text_that_may_be_misread_is_not_reported() -> None:
    blurred = (*PAGE[:2], line(WORDS[2], 40, round(ROW.y), sure=0.85), *PAGE[3:])
    assert standing(ROW, before=blurred, after=blurred) == []


def test_a_text_that_occurs_often_is_reported_once() -> None:
    page = (*PAGE, *(line("Edit the row", 700, 40 + 60 * n, sure=1.0) for n in range(6)))
    assert standing(Box(690, 0, 300, 720), before=page, after=page) == ["Edit the row"]


@pytest.mark.parametrize("text", ["o", "o y", "x @"])
def test_icons_are_not_texts(text: str) -> None:
    page = (*PAGE, line(text, 700, 300, sure=1.0))
    assert standing(Box(690, 290, 60, 40), before=page, after=page) == []


def test_nothing_is_reported_for_a_whole_view() -> None:
    page = tuple(line(f"Entry {number} of the list", 40, 30 * number, sure=1.0) for number in range(1, 20))
    assert standing(Box(0, 0, 1280, 720), before=page, after=page) == []
    assert len(standing(Box(0, 0, 1280, 200), before=page, after=page)) == 5
    new = line("harbour", 700, 300, sure=0.9)
    assert standing(Box(0, 0, 1280, 720), before=page, after=(*page, new)) == ["harbour"], "it seems to be new"


def test_the_state_is_called_by_it() -> None:
    timeline = with_claims(Timeline(tuple(states(ROW))))
    assert timeline.moments[1].summary == f'the picture changed around "{WORDS[2]}"; no change of a text is sure'
    assert timeline.moments[1].changes == ()
