"""Small changes are reported: a badge, a stepper, a word in a sentence, a text that disappeared, a
dialog that opened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.geometry import grown
from claude_scope.timeline.claims.build import find_claims
from claude_scope.values import Box
from tests.timeline.make import element, keyframe, line, texts
from tests.timeline.screens import OTHER, PAGE, moment, told

if TYPE_CHECKING:
    from claude_scope.values import Claim, Line, Moment


def two(
    before: tuple[Line, ...], after: tuple[Line, ...], *changed: Box, pointer: tuple[int, int] | None = None
) -> list[Claim]:
    """The claims about a state that was repainted in some places."""
    return find_claims([state(before), state(after, *changed, at_ms=900, pointer=pointer)])


def state(lines: tuple[Line, ...], *changed: Box, at_ms: int = 0, pointer: tuple[int, int] | None = None) -> Moment:
    return moment(texts(*lines), keyframe(at_ms, *changed, pointer=pointer))


# --- numbers and words ------------------------------------------------------------------------------------------------


def test_a_badge_that_is_read_smaller_counts_up() -> None:
    was, now = line("2", 1180, 18, 18, 16, sure=1.0), line("3", 1186, 22, 8, 8, sure=1.0)
    assert told(two((*PAGE, was), (*PAGE, now), Box(1184, 16, 16, 16))) == [("changed", "text", "2", "3")]


def test_a_badge_counts_up_though_it_is_not_surely_read() -> None:
    was, now = (line(digit, 1180, 18, 18, 18, sure=sure) for digit, sure in (("0", 0.42), ("1", 0.76)))
    assert told(two((*PAGE, was), (*PAGE, now), Box(1176, 16, 16, 16))) == [("changed", "text", "0", "1")]


def test_a_number_that_ocr_joins_with_its_label_is_another_one() -> None:
    was = (line("Cart", 1104, 18, 45), line("3", 1171, 26, 8, 8, sure=1.0))
    now = (line("Cart", 1104, 18, 45), line("2", 1164, 20, 18, sure=1.0))
    assert told(two((*PAGE, *was), (*PAGE, *now), Box(1160, 16, 32, 32))) == [("changed", "text", "3", "2")]


def test_a_digit_that_may_be_a_misread_step_is_not_reported() -> None:
    was, now = (line(f"Retries {digit}", 277, 756, sure=1.0) for digit in "28")
    assert told(two((*PAGE, was), (*PAGE, now), grown(now.box, 4))) == []


def test_the_page_of_a_table_is_reported() -> None:
    was, now = (line(f"page {digit} / 3", 700, 600, sure=0.9) for digit in "12")
    assert told(two((*PAGE, was), (*PAGE, now), grown(now.box, 4))) == [("changed", "text", "page 1 / 3", "page 2 / 3")]


def test_the_same_change_in_two_places_is_reported_twice() -> None:
    places = ((1180, 18), (900, 207))
    was, now = (tuple(line(digit, x, y, 18, sure=1.0) for x, y in places) for digit in "12")
    found = told(two((*PAGE, *was), (*PAGE, *now), *(grown(line.box, 4) for line in now)))
    assert found == [("changed", "text", "1", "2")] * 2


def test_a_word_of_a_sentence_that_was_redrawn_is_another_one() -> None:
    was, now = (
        line(f"Two-factor authentication is {word}.", 276, 600, 340, sure=1.0) for word in ("disabled", "enabled")
    )
    assert told(two((*PAGE, was), (*PAGE, now), Box(530, 600, 90, 20))) == [("changed", "text", was.text, now.text)]


@pytest.mark.parametrize("place", [Box(276, 600, 90, 20), Box(900, 100, 50, 20)])
def test_a_word_that_is_read_differently_where_nothing_was_drawn_stayed(place: Box) -> None:
    was, now = (
        line(f"Two-factor authentication is {word}.", 276, 600, 340, sure=1.0) for word in ("disabled", "enabled")
    )
    assert told(two((*PAGE, was), (*PAGE, now), place)) == []


def test_what_leaves_a_field_for_a_list_is_new_there() -> None:
    field = element("input", "Task", 700, 300, 300, 40)
    before = moment(texts(*PAGE, line("Buy some milk", 710, 310, sure=1.0), elements=(field,)))
    after = moment(texts(*PAGE, line("Buy some milk", 700, 400, sure=1.0), elements=(field,)), keyframe(900))
    assert ("appeared", "text", "", "Buy some milk") in told(find_claims([before, after]))


# --- what went away ---------------------------------------------------------------------------------------------------


def test_a_toast_that_vanished_is_gone_though_a_link_has_one_of_its_words() -> None:
    toast, link = line("Settings saved", 1000, 640, sure=1.0), line("Settings", 1000, 20)
    found = two((*PAGE, link, toast), (*PAGE, link), grown(toast.box, 8))
    assert told(found) == [("disappeared", "text", "Settings saved", "")]


def test_a_removed_item_is_gone_though_the_next_one_is_in_its_place() -> None:
    first, second = (line(text, 700, y, sure=1.0) for text, y in (("Write release notes", 300), ("Book a room", 340)))
    moved = replace(second, box=first.box._replace(width=second.box.width))
    found = two((*PAGE, first, second), (*PAGE, moved), Box(690, 290, 300, 80))
    assert told(found) == [("disappeared", "text", "Write release notes", "")]


@pytest.mark.parametrize(
    ("after", "place", "pointer", "sure"),
    [
        ((*PAGE, line("Settings saved at noon", 400, 640)), Box(990, 630, 150, 40), None, 1.0),
        (PAGE, Box(100, 100, 50, 50), None, 1.0),
        (PAGE, Box(990, 630, 150, 40), (1040, 645), 1.0),
        (PAGE, Box(990, 630, 150, 40), None, 0.7),
        (
            (*PAGE, *(line(f"Option number {word}", 980, 560 + 24 * n) for n, word in enumerate("abcdefg"))),
            Box(970, 550, 250, 170),
            None,
            1.0,
        ),
    ],
    ids=[
        "it stands elsewhere",
        "nothing was drawn there",
        "the pointer is on it",
        "it was not surely read",
        "a menu lies on it",
    ],
)
def test_what_may_still_be_there_is_not_reported_as_gone(
    after: tuple[Line, ...], place: Box, pointer: tuple[int, int] | None, sure: float
) -> None:
    toast = line("Settings saved", 1000, 640, sure=sure)
    assert not [
        claim
        for claim in two((*PAGE, toast), after, place, pointer=pointer)
        if claim.kind == "disappeared" and claim.is_said
    ]


# --- dialogs ----------------------------------------------------------------------------------------------------------


def shaded(lines: tuple[Line, ...], share: float) -> tuple[Line, ...]:
    """The lines as they look on a page that was dimmed to a share of its brightness."""
    ground, ink = (round(250 * share),) * 3, (round(30 * share),) * 3
    return tuple(replace(line, ground=ground, ink=ink) for line in lines)


def test_a_dialog_that_dims_the_page_opened_and_closed() -> None:
    dialog = shaded((line("Edit member", 700, 300), line("Cancel", 700, 400)), 1.0)
    plain, dimmed = shaded(PAGE, 1.0), (*shaded(PAGE, 0.5), *dialog)
    states = [
        state(plain),
        state(dimmed, Box(0, 0, 1280, 720), at_ms=900),
        state(plain, Box(0, 0, 1280, 720), at_ms=1800),
    ]
    kinds = [(claim.state, claim.kind) for claim in find_claims(states) if claim.kind in ("opened", "closed")]
    assert kinds == [(2, "opened"), (3, "closed")]


@pytest.mark.parametrize(
    "in_front",
    [
        (),
        shaded((line("Loading the members", 700, 300), line("Please wait", 700, 400)), 0.5),
        shaded((line("Type to start searching", 700, 300),), 1.0),
    ],
    ids=["nothing", "texts on the dimmed page", "one line"],
)
def test_a_page_that_is_only_dimmed_is_not_a_dialog(in_front: tuple[Line, ...]) -> None:
    """The page may wait for an answer, or fade towards a dialog that is not there yet."""
    plain, dimmed = shaded(PAGE, 1.0), (*shaded(PAGE, 0.5), *in_front)
    place = Box(0, 0, 1280, 720)
    states = [state(plain), state(dimmed, place, at_ms=900), state(plain, place, at_ms=1800)]
    assert not [claim for claim in find_claims(states) if claim.kind in ("opened", "closed")]


def test_a_dark_theme_is_not_a_dialog() -> None:
    dark = tuple(replace(item, ground=(20, 20, 20), ink=(230, 230, 230)) for item in PAGE)
    found = two(shaded(PAGE, 1.0), dark, Box(0, 0, 1280, 720))
    assert not [item for item in found if item.kind in ("opened", "closed")]


def test_texts_under_a_dialog_that_could_not_be_read_are_not_new_when_it_closes() -> None:
    """The view that returns counts as seen before; only new texts in it are reported."""
    new = line("The report was saved just now", 700, 650)
    states = [state(PAGE), state(OTHER, at_ms=900), state((*PAGE, new), at_ms=1800)]
    found = [claim for claim in find_claims(states) if claim.state == 3 and claim.is_said]
    assert [claim.before for claim in found if claim.kind == "page"] == ["seen before"]
    assert [claim.after for claim in found if claim.kind == "appeared"] == [new.text]


def test_a_value_that_is_back_changed_though_texts_came_next_to_it_before() -> None:
    """Nothing covered it: the value changed, and then changed back."""
    low, high = (line(amount, 700, 400) for amount in ("$182.90", "$271.90"))
    added = line("Oak tray with handles", 600, 340), line("Two more in the basket", 600, 370)
    area = Box(590, 330, 300, 100)
    states = [state((*PAGE, low)), state((*PAGE, high, *added), area, at_ms=900), state((*PAGE, low), area, at_ms=1800)]
    changed = [
        (claim.state, claim.before, claim.after)
        for claim in find_claims(states)
        if claim.kind == "changed" and claim.is_said
    ]
    assert changed == [(2, low.text, high.text), (3, high.text, low.text)]
