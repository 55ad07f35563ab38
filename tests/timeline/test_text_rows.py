"""Rows of text as a person reads them: pieces are joined, and icons are left out."""

from __future__ import annotations

import pytest

from claude_scope.prompt.claims.screen_texts import screen_texts
from claude_scope.redaction.line_segments import cells
from claude_scope.timeline.claims.rows import text_rows
from claude_scope.timeline.claims.rows.text_rows import readable_rows
from claude_scope.values import Box, Timeline
from tests.timeline.make import line, texts
from tests.timeline.screens import PAGE, WORDS, claims, moment


def test_pieces_of_a_line_are_one_row_with_the_confidence_of_the_least_sure() -> None:
    (row,) = text_rows.text_rows([line("total", 100, 20, 50, sure=0.6), line("The", 60, 20, 30)])
    assert (row.text, row.confidence, len(row.lines)) == ("The total", 0.6, 2)
    assert row.box == Box(60, 20, 90, 20)


def test_columns_and_lines_of_another_height_or_place_stay_apart() -> None:
    name = line("Aurora lamp", 40, 20, 100)
    for other in (line("$89.00", 200, 20), line("Cinder lantern", 40, 50), line("Sale", 145, 5, 60, 50)):
        assert len(text_rows.text_rows([name, other])) == 2, other


def test_a_number_that_ocr_split_is_one_number_and_a_star_is_not_a_row() -> None:
    assert [row.text for row in text_rows.text_rows([line("Total 12", 40, 20, 60), line(".50", 104, 20, 30)])] == [
        "Total 12.50"
    ]
    assert text_rows.text_rows([line("\u2606", 40, 20), line("\u25a1 \u2713", 40, 60)]) == []


def test_an_icon_read_as_a_letter_of_another_script_is_not_a_letter() -> None:
    icon = line("\u0416", 900, 40)
    assert [row.text for row in readable_rows(moment(texts(*PAGE, icon)))] == list(WORDS)
    russian = tuple(
        line("\u0417\u0430\u043a\u0430\u0437 \u043e\u0442\u043c\u0435\u043d\u0451\u043d", 700, y) for y in (40, 100)
    )
    assert len(readable_rows(moment(texts(*PAGE, *russian)))) == len(PAGE) + 2


def test_icons_at_the_ends_of_a_text_are_not_part_of_it() -> None:
    for read, text in (("\u2606 Save the page \u2192", "Save the page"), ("\u00d7 Close it", "Close it")):
        assert [row.text for row in text_rows.text_rows([line(read, 40, 20)])] == [text]
    icons = tuple(line(f"\u5668 {text}", 700, y) for text, y in (("Options", 40), ("Preview", 100)))
    assert {"Options", "Preview"} < {row.text for row in readable_rows(moment(texts(*PAGE, *icons)))}
    assert {claim.after for claim in claims(PAGE, (*PAGE, *icons)) if claim.kind == "appeared"} == {
        "Options",
        "Preview",
    }
    for text in ("21\u00b0", "Name \u2191"):
        assert [row.text for row in text_rows.text_rows([line(text, 40, 20)])] == [text]


def test_a_magnifier_before_a_text_is_not_part_of_it() -> None:
    read = {"Q tide": "tide", "\u2162 Describe": "Describe", "Q 4 results": "Q 4 results", "\u2162 4": "\u2162 4"}
    lines = [line(text, 700, 40 + 60 * n) for n, text in enumerate(read)]
    assert set(read.values()) < {row.text for row in readable_rows(moment(texts(*PAGE, *lines)))}


def test_japanese_is_one_script_and_its_sign_of_a_long_vowel_no_icon() -> None:
    menu = tuple(
        line(text, 700, 40 + 60 * n)
        for n, text in enumerate(("\u30e1\u30cb\u30e5\u30fc", "\u65b0\u3057\u3044 \u30da\u30fc\u30b8", "\u4eba\u3005"))
    )
    assert len(readable_rows(moment(texts(*menu)))) == len(menu)
    plan = (line("\u65b9\u6848A", 40, 20), line("\u65b0\u65b9\u6848", 40, 60))
    assert len(readable_rows(moment(texts(*plan)))) == len(plan), "a Latin letter that stands alone"


def test_a_name_in_another_script_is_not_cut_off_as_an_icon() -> None:
    signed = line("Signed by \u5c71\u7530\u592a\u90ce", 900, 700)
    assert all("Signed" not in row.text for row in readable_rows(moment(texts(*PAGE, *PAGE, *PAGE, signed))))


@pytest.mark.parametrize(("down", "is_one_row"), [(0, True), (6, True), (9.5, False), (12, False)])
def test_texts_in_one_row_are_in_one_row_for_claims_screens_and_secrets(down: float, is_one_row: bool) -> None:
    """A label and its value are one row for claims, for the texts of a screen, and for secrets."""
    lines = (line("Password", 40, 300, 90), line("Walnut!Door64", 140, 300 + down, 130))
    screen = screen_texts(Timeline((moment(texts(*lines)),)), {}, 0, 9, 80)
    assert [len(found) == 1 for found in (text_rows.text_rows(lines), cells(lines), screen.lines[1:])] == [
        is_one_row
    ] * 3
