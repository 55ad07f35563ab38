"""Rows that moved: content that scrolled, rows that were sorted, and what only looks similar."""

from __future__ import annotations

import pytest

from tests.timeline.make import line
from tests.timeline.screens import PAGE, WORDS, claims, moved, told


@pytest.mark.parametrize(("down", "way"), [(-60, "down 60"), (60, "up 60")])
def test_scrolling_is_known_and_not_reported(down: int, way: str) -> None:
    ends = line("Where all of it begins", 40, -20), line("Where all of it has an end", 40, 520)
    before, after = ([line for line in moved((*ends, *PAGE), 0, by) if 0 <= line.box.y < 500] for by in (0, down))
    found = claims(tuple(before), tuple(after))
    assert [(claim.after, claim.is_said) for claim in found if claim.property == "scroll"] == [(way, False)]
    assert [item for item in found if item.kind == "act"] == [], "pages scroll by themselves, too"
    assert not any(claim.kind in ("appeared", "disappeared") and claim.is_said for claim in found)


def test_content_that_scrolled_back_is_not_new() -> None:
    """The two views share few texts, so only the fact that the texts were seen before shows that they are not new."""
    backwards = [text[::-1] for text in WORDS]
    every = [*WORDS, *backwards, *(" ".join(text.split()[::-1]) for text in backwards)]
    rows = tuple(line(text, 40, 50 * n) for n, text in enumerate(every))
    menu = tuple(line(" ".join(text.split()[::-1]), 700, 50 * n) for n, text in enumerate(WORDS))
    top, further = ((*menu, *(line for line in moved(rows, 0, down) if 0 <= line.box.y < 700)) for down in (0, -450))
    found = [claim for claim in claims(top, further, top) if claim.state == 3]
    assert [(claim.kind, claim.after) for claim in found] == [("moved", "up 450")]
    fresh = tuple(line(f"{text} in Brake", 40, 50 * n) for n, text in enumerate(WORDS[:6]))
    other = [claim for claim in claims(further, (*menu, *fresh, *moved(further[8:13], 0, 450))) if claim.state == 2]
    assert other[0].kind != "moved", "a view that nobody saw before"


def test_a_section_that_opens_again_is_not_scrolling() -> None:
    section = tuple(line(f"{text} of the section", 60, 100 + 60 * n) for n, text in enumerate(WORDS[:3]))
    menu = tuple(line(f"{text} for all", 700, 50 * n) for n, text in enumerate(WORDS))
    closed, opened = (*menu, *PAGE), (*menu, PAGE[0], *section, *moved(PAGE[1:6], 0, 180))
    found = [claim for claim in claims(closed, opened, closed, opened) if claim.state == 4]
    assert {claim.kind for claim in found if claim.is_said} == {"appeared"}


def test_a_message_that_pushes_rows_down_is_not_scrolling() -> None:
    message = line("The lamp was added to it", 40, 40)
    assert told(claims(PAGE, (message, *moved(PAGE, 0, 60)))) == [("appeared", "text", "", message.text)]


def test_a_row_that_was_deleted_is_not_scrolling() -> None:
    left = (*PAGE[:3], *moved(PAGE[4:], 0, -60))
    assert not any(claim.property == "scroll" for claim in claims(PAGE, left))


def test_scrolling_of_a_page_with_hundreds_of_cells_is_found() -> None:
    cells = tuple(
        line(f"{word} {row:03}", 40 + 220 * column, 24 * row)
        for row in range(60)
        for column, word in enumerate(("Ledger", "Parcel", "Invoice", "Receipt", "Refund"))
    )
    before, after = (tuple(c for c in moved(cells, 0, down) if 0 <= c.box.y < 1080) for down in (0, -96))
    assert [claim.after for claim in claims(before, after) if claim.property == "scroll"] == ["down 96"]


def test_rows_that_changed_places_were_sorted_with_the_one_that_went_furthest() -> None:
    names = ("Aurora desk lamp", "Borealis floor lamp", "Cinder lantern", "Dawn reading light")
    table = tuple(line(name, 700, 100 + 40 * n) for n, name in enumerate(names))
    sorted_ = tuple(line(name, 700, 100 + 40 * n) for n, name in enumerate((names[3], *names[:3])))
    found = claims((*PAGE, *table), (*PAGE, *sorted_))
    assert [(claim.kind, claim.name, claim.after) for claim in found] == [("sorted", names[3], "up")]


def test_rows_that_moved_each_another_way_were_not_sorted() -> None:
    """A card opened above another one and pushed it down; a line of it says what a line below said before."""
    before = tuple(line(text, 700, y) for text, y in (("Start", 60), ("Welcome back", 100), ("Parts of it", 400)))
    after = tuple(line(text, 700, y) for text, y in (("Parts of it", 160), ("Start", 470), ("Welcome back", 510)))
    assert not [claim for claim in claims((*PAGE, *before), (*PAGE, *after)) if claim.kind == "sorted"]
