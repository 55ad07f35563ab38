"""The texts at a place in a state of the DOM."""

from __future__ import annotations

from benchmarks.claims import places
from benchmarks.claims.texts import Match
from tests.claims.states import item, line, place, state


def test_text_at_a_place() -> None:
    """A text is found at its place, also across the lines of a row, and not elsewhere."""
    page = state([line("Total", 1), line("1,204", 1, left=200), line("Total", 5)])
    assert places.found_at(page, "Total", place("Total", 1)) is Match.EXACT
    assert places.found_at(page, "Total 1,204", (20, 40, 230, 20)) is Match.EXACT
    assert places.found_at(page, "1,204", place("Total", 5)) is Match.NONE
    assert places.count(page, "Total") == 2


def test_rows_of_a_place() -> None:
    """Lines at the same height are a row."""
    page = state([line("Name", 1), line("Age", 1, left=300), line("Ada", 2), line("36", 2, left=300), line("End", 9)])
    assert places.rows_of(page) == ["Name Age", "Ada 36", "End"]


def test_blind_places() -> None:
    """A place is blind if most of it is a canvas or an icon."""
    page = state([], blind=[(0, 0, 100, 100)], marks=[("drawn", (300, 0, 16, 16))])
    assert places.is_blind(page, (10, 10, 40, 20))
    assert places.is_blind(page, (300, 0, 16, 18))
    assert not places.is_blind(page, (140, 10, 40, 20))
    assert not places.is_blind(page, None)


def test_errors_by_word_role_and_look() -> None:
    """A text is an error by its words, in an alert, or by an error style."""
    page = state(["Nope", "Hello", "Away"], [item("alert", "Nope", 1)], marks=[("error", place("Away", 3))])
    assert places.is_error(page, "Nope")
    assert places.is_error(page, "Away")
    assert not places.is_error(page, "Hello")
    assert places.is_error(page, "Пароль неверный")
    assert places.is_error(page, "HTTP 500: the server did not answer")
    assert not places.is_error(page, "-558,00 EUR")
    assert not places.is_error(page, "500 g of flour")
