"""What counts other things than it shows is told; counts that agree, go on below or are of something else are not."""

from __future__ import annotations

from claude_scope.timeline.findings.counts import wrong_counts
from claude_scope.values import Observation, UiElement
from tests.timeline.make import reading, ui


def rows(number: int, pitch: float = 48) -> list[UiElement]:
    return [ui("text", f"Entry of the list {'abcdefghijkl'[k]}", 60, 160 + pitch * k) for k in range(number)]


def told(*elements: UiElement) -> list[Observation]:
    return list(wrong_counts(elements, reading()))


def test_more_or_fewer_rows_than_are_counted_are_reported_with_the_place_of_the_count() -> None:
    count = ui("text", "2 results", 60, 110)
    assert told(count, *rows(4)) == [
        Observation("count", '"2 results" counts 2, but 4 rows stand below it (inferred)', count.box)
    ]
    assert [o.text for o in told(ui("heading", "Open (6)", 60, 110), *rows(4))] == [
        '"Open (6)" counts 6, but 4 rows stand below it (inferred)'
    ]


def test_counts_that_agree_and_lists_that_go_on_are_not() -> None:
    assert told(ui("text", "4 results", 60, 110), *rows(4)) == []
    assert told(ui("text", "9 results", 60, 110), *rows(4), ui("button", "Show more", 60, 500)) == []
    assert told(ui("text", "20 results", 60, 110), *rows(11)) == []
    assert told(ui("text", "Showing 4 of 212 messages", 60, 110), *rows(6)) == []


def test_lines_of_prose_are_no_rows() -> None:
    assert told(ui("text", "2 results", 60, 110), *rows(4, pitch=27)) == []


def test_ticked_boxes_are_counted() -> None:
    boxes = [ui("checkbox", n, 60, 160 + 40 * k, 20, 20, state=("checked",) * (k < 2)) for k, n in enumerate("ABCD")]
    assert [o.text for o in told(ui("text", "3 selected", 60, 110), *boxes)] == [
        '"3 selected" counts 3, but 2 checkboxes are ticked (inferred)'
    ]
    assert told(ui("text", "2 selected", 60, 110), *boxes) == []


def test_a_badge_and_words_about_the_same_place_are_compared() -> None:
    cart, badge = ui("link", "Cart", 900, 20, 50), ui("link", "2", 954, 22, 12, 16)
    assert [o.text for o in told(cart, badge, ui("text", "3 items in your cart", 60, 110))] == [
        '"Cart 2" counts 2, but "3 items in your cart" stands on the same screen (inferred)'
    ]
    assert told(cart, badge, ui("text", "2 items in your cart", 60, 110)) == []
