"""The entry of a menu or of tabs that is now highlighted instead of another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.claims.build import find_claims, with_claims
from claude_scope.values import Box, Rest, Timeline
from claude_scope.wording.claim_wording import describe_claim
from tests.timeline.make import element, keyframe, line, texts
from tests.timeline.screens import PAGE, moment, told

if TYPE_CHECKING:
    from claude_scope.values import Claim, Line

INK, GREY, BLUE, WHITE, PALE = (30, 30, 30), (110, 110, 110), (20, 60, 200), (255, 255, 255), (230, 236, 250)
PLAIN, CHOSEN, HOVERED = (GREY, WHITE), (BLUE, PALE), (GREY, PALE)
NAMES = "Balance", "Journal", "Budget", "Reports"


def look(one: Line, colours: tuple[tuple[int, int, int], tuple[int, int, int]]) -> Line:
    return replace(one, ink=colours[0], ground=colours[1])


def menu(chosen: str, across: int = 0, **others: tuple[tuple[int, int, int], tuple[int, int, int]]) -> tuple[Line, ...]:
    """The page with the entries of a menu stacked or side by side; `others` look different."""
    places = [(700 + across * n, 40 + (0 if across else 40 * n)) for n in range(len(NAMES))]
    entries = [line(name, *place) for name, place in zip(NAMES, places, strict=True)]
    of_page = [look(item, (INK, WHITE)) for item in PAGE]
    return *of_page, *(
        look(entry, others.get(entry.text, CHOSEN if entry.text == chosen else PLAIN)) for entry in entries
    )


def found(before: tuple[Line, ...], after: tuple[Line, ...], pointer: tuple[float, float] | None = None) -> list[Claim]:
    return find_claims([moment(texts(*before), keyframe(pointer=pointer)), moment(texts(*after), keyframe(1000))])


@pytest.mark.parametrize("across", [0, 120], ids=["in a column", "in a row"])
def test_the_entry_that_is_highlighted_instead_of_another_is_reported(across: int) -> None:
    claims = found(menu("Balance", across), menu("Budget", across))
    assert told(claims) == [("changed", "highlight", "Balance", "Budget")]
    unsure = tuple(replace(item, weakest=0.3) for item in menu("Budget", across))
    assert told(found(tuple(replace(item, weakest=0.3) for item in menu("Balance", across)), unsure)) == []
    assert [describe_claim(claim) for claim in claims if claim.is_said] == [
        '"Budget" is highlighted now, not "Balance"'
    ]


def test_the_new_entry_may_be_lit_up_by_the_pointer_as_well() -> None:
    darker = (BLUE, (200, 210, 240))
    assert told(found(menu("Balance"), menu("", Budget=darker)))[0][1:] == ("highlight", "Balance", "Budget")


def test_what_the_pointer_lit_up_and_left_is_not_a_highlight() -> None:
    """The pointer moved from one entry to another: each now looks as the other did."""
    before, after = menu("", Balance=HOVERED), menu("", Journal=HOVERED)
    assert told(found(before, after, pointer=(720, 50))) == []
    assert told(found(before, after, pointer=(100, 600))) != [], "it was not there"


def test_a_pointer_anywhere_in_the_row_of_an_entry_lights_it_up() -> None:
    before, after = menu("", Balance=HOVERED), menu("", Journal=HOVERED)
    assert told(found(before, after, pointer=(1100, 50))) == [], "right of its text"
    tabs = menu("", 120, Balance=HOVERED), menu("", 120, Journal=HOVERED)
    assert told(found(*tabs, pointer=(720, 20))) == [], "above its text"


def test_a_pointer_that_rested_when_the_picture_was_taken_counts_and_one_that_came_later_does_not() -> None:
    def after_rest(since_ms: int) -> list[tuple[str, str, str, str]]:
        rest = Rest(Box(900, 40, 200, 24), since_ms, since_ms + 400)
        before = moment(texts(*menu("", Balance=HOVERED)), keyframe(1000, rests=(rest,)))
        return told(find_claims([before, moment(texts(*menu("", Journal=HOVERED)), keyframe(2000))]))

    assert after_rest(800) == []
    assert after_rest(1100) != []


def test_with_an_unknown_earlier_pointer_what_is_under_it_may_only_be_highlighted() -> None:
    before = moment(texts(*menu("", Balance=HOVERED)))
    after = moment(texts(*menu("", Journal=HOVERED)), keyframe(1000, pointer=(720, 90)))
    assert told(find_claims([before, after])) == []


def test_labels_and_values_of_fields_are_coloured_by_focus() -> None:
    fields = tuple(element("input", name, 700, 40 + 40 * n, 200, 24) for n, name in enumerate(NAMES))
    states = [moment(texts(*menu(name), elements=fields), keyframe(n)) for n, name in enumerate(("Balance", "Budget"))]
    assert told(find_claims(states)) == []


def test_two_highlights_share_a_colour_that_plain_entries_do_not_have() -> None:
    red = (200, 20, 20), WHITE
    assert told(found(menu("", Balance=(BLUE, WHITE)), menu("", Budget=red))) == []
    assert told(found(menu("", Balance=(BLUE, WHITE)), menu("", Budget=(BLUE, WHITE)))) != []


def test_a_list_that_scrolls_by_a_row_highlights_nothing() -> None:
    def rows(first: int) -> tuple[Line, ...]:
        return tuple(
            look(line(f"Message number {n}", 40, 40 + 40 * (n - first)), CHOSEN if n == 4 else PLAIN)
            for n in range(first, first + 9)
        )

    assert [item for item in found(rows(1), rows(2)) if item.property == "highlight"] == []


def test_another_one_that_looks_so_makes_it_unsure() -> None:
    """Two entries looked different before: visited links, or rows of two kinds."""
    assert told(found(menu("Balance", Journal=CHOSEN), menu("Budget", Journal=CHOSEN))) == []


def test_nothing_is_highlighted_where_the_whole_page_changed_colours() -> None:
    cells = [
        (f"Cell of row {row} and {column}", 40 + 220 * column, 14 * row) for row in range(50) for column in range(1)
    ]

    def page(chosen: int, plain: tuple[tuple[int, int, int], tuple[int, int, int]], others: int) -> tuple[Line, ...]:
        return tuple(
            look(line(text, x, y, height=10), CHOSEN if n == chosen else plain if n < others else PLAIN)
            for n, (text, x, y) in enumerate(cells)
        )

    blue, green = (((40, 60, 90), (235, 235, 255)), ((40, 90, 60), (225, 255, 225)))
    assert told(found(page(47, blue, 45), page(49, green, 45))) == []
    assert told(found(page(47, blue, 30), page(49, green, 30))) != []


def test_one_entry_with_another_look_is_not_a_swap() -> None:
    assert told(found(menu(""), menu("Budget"))) == []
    assert told(found(menu("Balance"), menu(""))) == []


def test_without_a_neighbour_no_entry_is_highlighted() -> None:
    two = [line(name, 700 + 120 * n, 40) for n, name in enumerate(NAMES[:2])]
    one, other = ((look(two[0], a), look(two[1], b)) for a, b in ((CHOSEN, PLAIN), (PLAIN, CHOSEN)))
    assert told(found(one, other)) == []


def test_many_swaps_are_not_reported() -> None:
    """In two columns other entries look different: a theme, or another list."""
    second = [replace(line, box=line.box._replace(x=line.box.x - 300)) for line in menu("Reports")[len(PAGE) :]]
    other = [replace(line, box=line.box._replace(x=line.box.x - 300)) for line in menu("Journal")[len(PAGE) :]]
    assert told(found((*menu("Balance"), *second), (*menu("Budget"), *other))) == []


def test_a_row_of_a_table_is_one_entry() -> None:
    def table(chosen: int) -> tuple[Line, ...]:
        cells = [(f"{word} of row {n}", x, 60 * n, n) for n in range(1, 6) for word, x in (("Name", 40), ("City", 500))]
        return tuple(look(line(text, x, y), CHOSEN if n == chosen else PLAIN) for text, x, y, n in cells)

    assert told(found(table(2), table(4))) == [("changed", "highlight", "Name of row 2", "Name of row 4")]
    lower = tuple(
        replace(line, box=line.box._replace(y=line.box.y + 2)) if "City" in line.text else line for line in table(4)
    )
    assert told(found(table(2), lower))[0][1:] == ("highlight", "Name of row 2", "Name of row 4")


def test_without_measured_colours_no_highlight_is_reported() -> None:
    plain = tuple(replace(item, ink=None) for item in menu("Balance"))
    assert told(found(plain, menu("Budget"))) == []


def test_an_entry_is_called_by_its_surer_reading() -> None:
    after = tuple(
        replace(line, text="Bdget", weakest=0.5) if line.text == "Budget" else line for line in menu("Budget")
    )
    assert told(found(menu("Balance"), after)) == [("changed", "highlight", "Balance", "Budget")]


def test_a_highlight_is_the_summary_where_nothing_else_is_reported() -> None:
    states = moment(texts(*menu("Balance"))), moment(texts(*menu("Budget")), keyframe(1000))
    second = with_claims(Timeline(states)).moments[1]
    assert second.summary == '"Budget" is highlighted now, not "Balance"'
    assert second.changes == ()
