"""Claims are true, imprecise or false, according to the DOM before and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.claims.dom import Dom
from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN
from tests.claims.states import END_MS, claim, item, judge_of, line, place, state

STAYED = [line(f"Menu entry {row}", row, left=500) for row in range(1, 8)]
BEFORE = state(
    ["Books", "12 books", "Search", line("Draft", 5), *STAYED],
    [item("textbox", "Search", 3, text=""), item("checkbox", "Draft", 5)],
    is_first=True,
)
AFTER = state(
    ["Books", "13 books", line("dune", 3, kind="value"), "The book was refused", line("Draft", 5), *STAYED],
    [
        item("textbox", "Search", 3, text="dune"),
        item("checkbox", "Draft", 5, "checked"),
        item("alert", "The book was refused", 4),
    ],
)
JUDGE = judge_of(BEFORE, AFTER)
REFUSED, DRAFT = place("The book was refused", 4), place("Draft", 5)


@pytest.mark.parametrize(
    ("told", "word"),
    [
        (claim("appeared", "text", after="The book was refused", box=REFUSED), TRUE),
        (claim("appeared", "error", after="The book was refused", box=REFUSED), TRUE),
        (claim("appeared", "text", after="The bock was refused", box=REFUSED), IMPRECISE),
        (claim("appeared", "text", after="Books", box=place("Books", 1)), FALSE),
        (claim("appeared", "text", after="Magazines", box=REFUSED), FALSE),
        (claim("appeared", "error", after="13 books", box=place("13 books", 2)), IMPRECISE),
        (claim("disappeared", "text", before="The book was refused", box=REFUSED), FALSE),
        (claim("changed", "text", before="12 books", after="13 books", box=place("12 books", 2)), TRUE),
        (claim("changed", "text", before="12 books", after="12 books", box=place("12 books", 2)), FALSE),
        (claim("changed", "state", before="not checked", after="checked", name="Draft", box=DRAFT), TRUE),
        (claim("changed", "state", before="checked", after="not checked", name="Draft", box=DRAFT), FALSE),
        (claim("unchanged_nearby", "text", after="Books", box=place("Books", 1)), TRUE),
        (claim("unchanged_nearby", "text", after="The bock was refused", box=REFUSED), IMPRECISE),
        (claim("unchanged_nearby", "text", after="Books", box=REFUSED), FALSE),
        (claim("page", "address"), FALSE),
        (claim("moved", "scroll", after="down 300"), FALSE),
        (claim("wrong", "state"), FALSE),
        (claim("changed", "theme", after="dark"), FALSE),
    ],
)
def test_verdicts(told, word) -> None:  # type: ignore[no-untyped-def]
    """Right text, right place, and new."""
    assert JUDGE.judge(told).word == word, JUDGE.judge(told)


def test_canvas_is_unknown() -> None:
    """The content of a canvas cannot be known."""
    judge = judge_of(BEFORE, state(["Books"], blind=[(0, 100, 600, 600)]))
    assert judge.judge(claim("appeared", "text", after="Chart", box=(50, 300, 60, 20))).word == UNKNOWN


def test_a_value_that_the_capture_masks_is_unknown() -> None:
    """The video shows what was typed, while the ground truth has dots."""
    judge = judge_of(BEFORE, state(["Books"], [item("textbox", "Its new name", 3, text="\u2022" * 6)]))
    for kind in ("appeared", "unchanged_nearby"):
        assert judge.judge(claim(kind, "text", after="prices.csv", box=place("prices.csv", 3))).word == UNKNOWN
    assert judge.judge(claim("appeared", "text", after="prices.csv", box=place("prices.csv", 5))).word == FALSE


def test_scrolling() -> None:
    """A list that scrolled has not changed; the scroll distance may be slightly imprecise."""
    names = [f"Row number {row}" for row in range(1, 12)]
    judge = judge_of(state(names, is_first=True), state(names[3:], scroll=(0.0, 120.0)))
    assert judge.judge(claim("moved", "scroll", after="down 118")).word == TRUE
    assert judge.judge(claim("moved", "scroll", after="down 400")).word == IMPRECISE
    assert judge.judge(claim("moved", "scroll", after="up 118")).word == FALSE
    moved = claim("appeared", "text", after="Row number 5", box=place("Row number 5", 2))
    assert judge.judge(moved).cause == "scrolled"
    first = claim("changed", "text", before="Row number 1", after="Row number 4", box=place("Row number 1", 1))
    assert judge.judge(first).cause == "scrolled"
    gone = claim("disappeared", "text", before="Row number 1", box=place("Row number 1", 1))
    assert judge.judge(gone).word == IMPRECISE


def test_a_highlight_is_a_selection_or_looks_like_one() -> None:
    lines = ["Books", "Plays", "Maps"]
    told = claim("changed", "highlight", before="Books", after="Plays", box=place("Plays", 2))
    marks = [("selected", place("Books", 1))], [("selected", place("Plays", 2))]
    for before, after, word in (
        ({"marks": marks[0]}, {"marks": marks[1]}, TRUE),
        ({"items": [item("tab", "Plays", 2)]}, {"items": [item("tab", "Plays", 2, "selected")]}, TRUE),
        ({"items": [item("link", "Plays", 2)]}, {"items": [item("link", "Plays", 2, "current=page")]}, TRUE),
        ({"marks": marks[0]}, {}, TRUE),
        ({"marks": marks[0]}, {"marks": [("selected", place("Maps", 3))]}, FALSE),
        ({"marks": marks[1]}, {"marks": marks[1]}, FALSE),
        ({}, {}, FALSE),
    ):
        judge = judge_of(state(lines, is_first=True, **before), state(lines, **after))
        assert judge.judge(told).word == word, (before, after)
    misread = replace(told, after="Playz")
    assert judge_of(state(lines, is_first=True), state(lines, marks=marks[1])).judge(misread).word != TRUE


def test_where_it_went_wrong_may_be_the_last_picture_if_nothing_changed_any_more() -> None:
    for last, is_right in ((AFTER, True), (state(["Books", "another one"]), False)):
        judge = judge_of(BEFORE, AFTER)
        judge.truth = replace(judge.truth, wrong_ms=END_MS - 300)
        judge.dom = Dom([BEFORE, replace(AFTER, until_ms=END_MS - 400), replace(last, since_ms=END_MS - 400)], [], [])
        assert judge.is_right_state(2) is is_right
        assert not judge.is_right_state(1)


def test_what_opened_while_the_page_scrolled() -> None:
    """Text that would have been in view before was not there, so it is new; text that scrolled into view is not."""
    names = [f"Row number {row}" for row in range(1, 12)]
    opened = [line("Duplicate", 2, left=100), line("Archive", 7, left=100)]
    rows = [line(name, row) for row, name in enumerate(names[3:], 1)]
    judge = judge_of(state(names, is_first=True), state([*rows, *opened], scroll=(0.0, 120.0)))
    came = [claim("appeared", "text", after=line.text, box=line.box) for line in opened]
    assert [judge.judge(item).word for item in came] == [TRUE, TRUE]
    late, menu = line("Footnote", 9), line("A row of a menu that stays below", 14)
    placed = [line(name, row) for row, name in enumerate(names, 1)]
    judge = judge_of(state([*placed, menu], is_first=True), state([*rows, late, menu], scroll=(0.0, 120.0)))
    assert judge.judge(claim("appeared", "text", after=late.text, box=late.box)).word == IMPRECISE


def test_a_text_in_two_orders() -> None:
    """A row whose parts the page has in another order is new if it did not have either part before."""
    pieces = [line("8 documents.", 3, left=200), line("Showing 1 to 8 of", 3)]
    judge = judge_of(BEFORE, state(["Books", "12 books", *pieces, *STAYED]))
    row = claim("appeared", "text", after="Showing 1 to 8 of 8 documents.", box=(20.0, 120.0, 280.0, 20.0))
    assert judge.judge(row).word == TRUE


def test_a_text_elsewhere_that_nearly_is_one_is_new() -> None:
    """No state counts a copy of the text that was nearly read right."""
    came = claim("appeared", "text", after="The bock was refused", box=(900.0, 600.0, 160.0, 20.0))
    assert JUDGE.judge(came).word == IMPRECISE


def test_rows() -> None:
    """A row that is at another position among the remaining rows moved up or down."""
    names = ["Ada Brandt", "Ben Casto", "Cleo Dunn", "Dev Eklund", "Eva Falk"]
    first, last = state(["Name", *names], is_first=True), state(["Name", *names[::-1]])
    down, up = (claim("sorted", "place", name="Ada Brandt", after=way) for way in ("down", "up"))
    assert judge_of(first, last).judge(down).word == TRUE
    assert judge_of(first, last).judge(up).word == FALSE
    assert judge_of(first, state(["Name", *names])).judge(down).word == FALSE
