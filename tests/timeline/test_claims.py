"""Claims about a state: rows that appeared, disappeared or changed, without differences that have
another explanation.
"""

from __future__ import annotations

from cProfile import Profile
from dataclasses import replace
from pstats import Stats
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.claims.build import find_claims
from claude_scope.timeline.claims.rows import row_diff, text_rows
from claude_scope.timeline.claims.rows.text_rows import readable_rows
from claude_scope.timeline.claims.said import select_reported
from claude_scope.values import Box, Claim
from tests.timeline.make import keyframe, line, texts
from tests.timeline.screens import OTHER, PAGE, WORDS, claims, moment, moved, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import Line

# --- texts ------------------------------------------------------------------------------------------------------------


def test_a_text_that_came_is_said_and_one_that_went_is_only_known() -> None:
    new = line("The coupon was added to it", 700, 300)
    assert told(claims(PAGE, (*PAGE, new))) == [("appeared", "text", "", new.text)]
    back = claims((*PAGE, new), PAGE)
    assert told(back) == []
    assert [(claim.kind, claim.before, claim.is_said) for claim in back] == [("disappeared", new.text, False)]


def test_a_text_that_became_another_one_has_both() -> None:
    then, now = (line(f"Total {price} with tax", 700, 300) for price in ("$93.90", "$182.90"))
    (claim,) = claims((*PAGE, then), (*PAGE, now))
    assert told([claim]) == [("changed", "text", then.text, now.text)]
    assert (claim.state, claim.box, claim.name) == (2, now.box, now.text)


def test_cells_that_ocr_joined_to_others_did_not_become_them() -> None:
    """A shared number does not make two rows alike: with more than two such pairs it is another list."""
    names = (("EUR", "Equity"), ("USD", "Savings"), ("CHF", "Opening"))
    before, after = (
        tuple(line(f"-826.50 {pair[side]}", 300 * n + 400, 500) for n, pair in enumerate(names)) for side in (0, 1)
    )
    assert not [claim for claim in claims((*PAGE, *before), (*PAGE, *after)) if claim.kind == "changed"]


def test_a_single_digit_is_reported_only_where_it_was_another_one() -> None:
    one, two = (line(digit, 700, 300, 20, sure=1.0) for digit in "12")
    assert told(claims(PAGE, (*PAGE, one))) == []
    assert told(claims((*PAGE, one), (*PAGE, two))) == [("changed", "text", "1", "2")]


def test_an_icon_that_became_a_text_is_not_reported() -> None:
    assert told(claims((*PAGE, line("G", 700, 300, 80)), (*PAGE, line("Mark every mail as read", 700, 300, 80)))) == []


def test_a_text_that_only_got_sharper_stayed_where_it_was() -> None:
    """Blur caused a misreading; if both readings are certain, the text changed."""
    area = (Box(690, 290, 300, 40),)
    [sharp] = text_rows.text_rows([line("Aurora desk lamp", 700, 300, sure=1.0)])
    for sure, placed in ((0.4, ()), (0.99, (sharp,))):
        [before] = text_rows.text_rows([line("Aurora disk camp", 700, 300, sure=sure)])
        assert row_diff.row_diff([before], [sharp], area).placed == placed, sure


def test_letters_added_to_a_text_are_not_another_reading_of_it() -> None:
    begun, whole = line("Tides o", 700, 300), line("Tides of May", 700, 300)
    end = begun.box.x + begun.box.width
    where = Box(end, 300, whole.box.x + whole.box.width - end, whole.box.height)

    def typed(*changed: Box, also: tuple[Line, ...] = ()) -> list[tuple[str, str, str, str]]:
        before, after = moment(texts(*PAGE, begun)), moment(texts(*PAGE, whole, *also), keyframe(1000, *changed))
        return [pair for pair in told(find_claims([before, after])) if pair[0] != "unchanged_nearby"]

    value, message = ("changed", "text", begun.text, whole.text), line("This title already exists", 700, 340)
    assert typed(where) == [value]
    assert typed(Box(40, 40, 200, 24)) == [], "it was read otherwise where nothing changed"
    assert typed(where, message.box, also=(message,)) == [value, ("appeared", "error", "", message.text)]


def test_an_error_that_begins_with_the_text_before_it_is_not_typed() -> None:
    label, message = line("Upload", 700, 300), line("Upload failed", 700, 300)
    place = Box(label.box.x + label.box.width, 300, message.box.width - label.box.width, 20)
    before, after = moment(texts(*PAGE, label)), moment(texts(*PAGE, message), keyframe(1000, place))
    assert told(find_claims([before, after])) == [("appeared", "error", "", message.text)]


def test_a_suggestion_below_what_the_user_typed_is_new() -> None:
    typed, suggestion = line("Tides", 700, 290), line("Tides of May", 700, 316)
    before, after = moment(texts(*PAGE, typed)), moment(texts(*PAGE, typed, suggestion), keyframe(1000, suggestion.box))
    assert told(find_claims([before, after])) == [("appeared", "text", "", suggestion.text)]


def test_a_page_that_was_zoomed_is_not_another_page() -> None:
    zoomed = tuple(
        replace(line, box=Box(*(1.5 * side for side in (line.box.x, line.box.y, line.box.width, line.box.height))))
        for line in PAGE
    )
    assert told(claims(PAGE, zoomed)) == []


def test_a_number_in_a_row_that_another_row_took_the_place_of_did_not_change() -> None:
    names = line("Lamps made of brass", 700, 300), line("Lanterns made of tin", 700, 500)
    twelve, seventeen = (line(f"{count} left", 1000, 300) for count in (12, 17))
    table, replaced = (*PAGE, *names, twelve), (*PAGE, *moved(names[1:], 0, -200), seventeen)
    assert not any(claim.kind == "changed" for claim in claims(table, replaced))
    counted = claims(table, (*PAGE, *names, seventeen))
    assert [claim.after for claim in counted if claim.kind == "changed"] == [seventeen.text]


def test_a_count_whose_name_stayed_changed_though_a_row_of_another_pane_moved_next_to_it() -> None:
    name, entry = line("Lamps in the basket", 900, 300), line("Lanterns made of tin", 500, 240)
    twelve, seventeen = (line(f"{count} left", 1200, 300) for count in (12, 17))
    found = claims((*PAGE, entry, name, twelve), (*PAGE, *moved((entry,), 0, 60), name, seventeen))
    assert [claim.after for claim in found if claim.kind == "changed"] == [seventeen.text]


def test_three_other_numbers_in_a_column_mean_other_rows() -> None:
    """Their words differ as well, so no row alone shows that another part of the table is in view."""
    columns = [
        tuple(line(f"{word} {number} left", 700, 300 + 120 * n) for n, (word, number) in enumerate(rows))
        for rows in (
            (("Lamps", 12), ("Wicks", 45), ("Globes", 78)),
            (("Lamps", 13), ("Wicks", 46), ("Globes", 79)),
        )
    ]
    for count, kinds in ((2, ["changed", "changed"]), (3, [])):
        before, after = ((*PAGE, *column[:count]) for column in columns)
        assert [claim.kind for claim in claims(before, after)] == kinds


def test_a_sum_next_to_another_name_belongs_to_that_name() -> None:
    """A list of costs is replaced by a list of debts: no cost became a debt."""
    cost, debt = line("Groceries", 700, 300), line("Credit card", 700, 300)
    then, now = line("408.00 EUR", 1000, 300), line("-558.00 EUR", 1000, 300)
    assert [claim.after for claim in claims((*PAGE, cost, then), (*PAGE, cost, now)) if claim.is_said] == [now.text]
    found = claims((*PAGE, cost, then), (*PAGE, debt, now))
    assert not any(item.after == now.text for item in found)


def test_three_sums_next_to_their_names_are_different() -> None:
    names = tuple(line(f"{name} of the order", 600, 300 + 120 * n) for n, name in enumerate(("Goods", "Tax", "Sum")))
    sums = [
        tuple(line(f"EUR {item}.50", 900, 300 + 120 * n) for n, item in enumerate(of)) for of in ((1, 2, 3), (4, 5, 9))
    ]
    before, after = ((*PAGE, *names, *of) for of in sums)
    assert [claim.kind for claim in claims(before, after)] == ["changed"] * 3


def test_the_texts_of_a_list_in_the_place_of_another_are_new() -> None:
    """Two buttons may have changed; but four rows with nothing in common are new rows."""
    names = ("Ledger of the harbour", "Parcel from Bremen", "Invoice 12 is open", "Seven lamps are left")
    others = ("What the gauge said", "Boats that came in", "Keeper on duty tonight", "None of them is lit")
    old, new = (tuple(line(text, 700, 40 + 400 * n) for n, text in enumerate(of)) for of in (names, others))
    assert [claim.kind for claim in claims((*PAGE, *old[:2]), (*PAGE, *new[:2]))] == ["changed", "changed"]
    assert {claim.kind for claim in claims((*PAGE, *old), (*PAGE, *new))} == {"appeared"}


def test_a_text_that_moved_or_was_misread_or_split_differently_is_not_a_change() -> None:
    one = line("Your basket is saved for later", 700, 300)
    first, rest = line("Your basket is", 700, 300, 126), line("saved for later", 836, 300, 134)
    for other in (
        line("Your basket is saved for later", 500, 420),
        line("Your baskel is saved for later", 700, 300),
        line("Your basket is saved for Iater|", 700, 300),
    ):
        assert claims((*PAGE, one), (*PAGE, other)) == [], other.text
    assert claims((*PAGE, one), (*PAGE, first, rest)) == []
    assert claims((*PAGE, first, rest), (*PAGE, one)) == []


def test_a_digit_is_never_a_misread_one() -> None:
    then, now = (line(f"Your basket holds {count} lamps", 700, 300) for count in (3, 8))
    assert told(claims((*PAGE, then), (*PAGE, now))) == [("changed", "text", then.text, now.text)]


def test_what_is_not_sure_is_kept_and_not_reported() -> None:
    unsure = line("The coupon was added to it", 700, 300, sure=0.1)
    (claim,) = claims(PAGE, (*PAGE, unsure))
    assert (claim.after, claim.is_said) == (unsure.text, False)
    sure = claims(PAGE, (*PAGE, replace(unsure, weakest=0.98)))[0]
    assert sure.is_said
    assert sure.score > claim.score


def test_a_sentence_is_said_where_a_word_is_not_sure_enough() -> None:
    """A person would mention a sentence first."""
    for text, sure, is_said in (("The coupon was added to it", 0.42, True), ("Coupon added", 0.7, False)):
        (claim,) = claims(PAGE, (*PAGE, line(text, 700, 300, sure=sure)))
        assert 0.65 < claim.score < 0.8, text
        assert claim.is_said is is_said, text


@pytest.mark.parametrize(("text", "is_said"), [("設定を変更する", False), ("設定を変更する前に保存します", True)])
def test_a_few_chinese_words_are_not_a_sentence(text: str, is_said: bool) -> None:
    (said,) = select_reported([Claim(2, "appeared", "text", after=text, score=0.7, name=text)])
    assert said.is_said is is_said


def test_of_many_changes_long_words_are_reported_and_times_are_not() -> None:
    times = [line(f"2024-03-01T10:20:{n}.100Z", 700, 20 + 25 * n) for n in range(10, 34)]
    address = line("orders.harbour@northwind-lamps.example", 40, 600)
    assert [after for kind, *_, after in told(claims(PAGE, (*PAGE, *times, address))) if kind == "appeared"] == [
        address.text
    ]
    assert told(claims(PAGE, (*PAGE, line("Number 1111 of the hatched area", 700, 300)))) == []


def test_words_that_came_twice_are_said_once_and_patterns_never() -> None:
    twice = (line("Put it in the basket", 700, 300), line("Put it in the basket", 700, 400))
    assert told(claims(PAGE, (*PAGE, *twice))) == [("appeared", "text", "", "Put it in the basket")]
    assert told(claims(PAGE, (*PAGE, line("The aaaaaaa of the hatched area", 700, 300)))) == []
    zeros = line("It was sent at 18:34:41 +0000", 700, 300)
    assert told(claims(PAGE, (*PAGE, zeros))) == [("appeared", "text", "", zeros.text)]


def test_a_heading_that_a_list_names_is_new_while_the_list_stays() -> None:
    heading = replace(line(WORDS[3], 600, 60), box=Box(600, 60, 420, 34))
    (found,) = [claim for claim in claims(PAGE, (*PAGE, heading)) if claim.kind == "appeared"]
    assert (found.name, found.box, found.is_said) == (WORDS[3], heading.box, True)
    moved_there = replace(heading, box=Box(600, 60, 420, 24))
    assert claims(PAGE, (*PAGE[:3], *PAGE[4:], moved_there)) == []
    (title,) = [claim for claim in claims(PAGE, (*PAGE[:3], *PAGE[4:], heading)) if claim.kind == "appeared"]
    assert title.name == WORDS[3], "what was a link before is the title of another view"


def test_a_page_that_is_back_closed_no_menu() -> None:
    """The page that went away did not cover the texts before it, so these are new again."""
    shared = PAGE[:3]
    back = claims((*shared, *PAGE[3:]), (*shared, *OTHER), (*shared, *PAGE[3:]))
    assert {claim.after for claim in back if claim.state == 3 and claim.is_said} == {row.text for row in PAGE[3:]}


def test_a_text_of_a_page_that_is_back_is_known_though_its_icon_is_no_longer_read_with_it() -> None:
    whole = line("Regular use of the disk", 700, 600, 220)
    alone = line(whole.text, 725, 600, 195)
    back = claims((*PAGE, whole), OTHER, (*PAGE, alone))
    assert not any(claim.kind == "appeared" for claim in back if claim.state == 3)


def test_pieces_of_a_line_that_a_dialog_dimmed_are_not_new_when_it_closes() -> None:
    whole = line("Please note that updating to the next version may break extensions", 500, 640)
    piece = line("may break extensions", 500 + 9 * 47, 640)
    dialog = line("Rename the whole order now", 700, 100), line("Enter a name for the order", 700, 130)
    everywhere = Box(0, 0, 1280, 720)
    states = ((*PAGE, whole), (*PAGE, *dialog), (*PAGE, piece))
    screens = [moment(texts(*lines), keyframe(1000 * n, everywhere)) for n, lines in enumerate(states)]
    assert not any(claim.kind == "appeared" for claim in find_claims(screens) if claim.state == 3)


def test_a_text_that_is_back_is_reported_again() -> None:
    message = line("All of the invoices are paid", 700, 300)
    found = claims(PAGE, (*PAGE, message), PAGE, (*PAGE, message))
    assert [(claim.state, claim.kind) for claim in found if claim.is_said] == [(2, "appeared"), (4, "appeared")]


def test_an_error_that_a_list_names_in_lower_letters_is_opened_and_did_not_happen() -> None:
    subject = "The payment could not be saved"
    page = (*PAGE, line(f"Ada {subject} 12:40", 700, 200))
    heading = replace(line(subject, 700, 400), box=Box(700, 400, 420, 34))
    assert [(claim.kind, claim.property) for claim in claims(page, (*page, heading))] == [("appeared", "text")]


def test_an_error_that_comes_a_second_time_is_one() -> None:
    first, second = line("This field is required", 700, 200), line("This field is required", 700, 400)
    found = claims(PAGE, (*PAGE, first), (*PAGE, first, second))
    assert [(claim.state, claim.property) for claim in found if claim.kind == "appeared"] == [
        (2, "error"),
        (3, "error"),
    ]


def test_what_became_the_same_is_reported_of_each() -> None:
    old = line("Pending review", 700, 200), line("Waiting for review", 700, 300)
    new = line("Accepted review", 700, 200), line("Accepted review", 700, 300)
    assert [claim.before for claim in claims((*PAGE, *old), (*PAGE, *new)) if claim.is_said] == [
        "Pending review",
        "Waiting for review",
    ]


def test_a_menu_over_a_table_is_new_and_what_it_bares_is_not() -> None:
    """The entries of the menu cover cells; the cells did not change into them."""
    cells = tuple(line(f"{n + 1} March of this year", 700, 200 + 40 * n) for n in range(4))
    menu = tuple(
        line(text, 702, 200 + 20 * n) for n, text in enumerate(("Export", "Print all", "Mark it", "Delete it"))
    )
    opened = (*PAGE, *(cell for cell in cells if cell.box.y >= 280), *menu)
    found = claims((*PAGE, *cells), opened, (*PAGE, *cells))
    assert {(claim.kind, claim.name) for claim in found if claim.state == 2} == {
        ("appeared", line.text) for line in menu
    }
    assert not any(claim.is_said for claim in found if claim.state == 3)


def test_an_entry_of_a_menu_is_reported_without_the_number_of_the_table_next_to_it() -> None:
    names = ("Aveiro", "Faro", "Porto", "Viana")
    cells = tuple(line(f"{n}41.70", 640, 200 + 40 * n, 54) for n in range(4))
    table = tuple(line(name, 700, 200 + 40 * n) for n, name in enumerate(names))
    menu = tuple(
        line(text, 700, 200 + 40 * n) for n, text in enumerate(("Describe it", "Rename all", "Duplicate", "Hide both"))
    )
    found = [claim for claim in claims((*PAGE, *cells, *table), (*PAGE, *cells, *menu)) if claim.kind == "appeared"]
    assert {entry.name for entry in found} == {line.text for line in menu}


def test_what_a_tooltip_of_one_row_bares_did_not_come() -> None:
    under = line("Order of the third of May", 700, 300)
    tip = line("Rename the whole order now, and all of its parts with it", 660, 296, 400)
    found = claims((*PAGE, under), (*PAGE, tip), (*PAGE, under))
    assert not any(claim.kind == "appeared" for claim in found if claim.state == 3)


def test_of_many_new_texts_sentences_are_reported_and_cells_are_not() -> None:
    cells = tuple(line(f"Cell {'abcdefghijklmnopqrstuv'[n]}", 900, 40 + 30 * n) for n in range(22))
    sentence = line("All of the invoices are paid by now", 500, 560)
    found = told(claims(PAGE, (*PAGE, *cells, sentence)))
    assert [pair for pair in found if pair[0] == "appeared"] == [("appeared", "text", "", sentence.text)]


def test_an_error_is_reported_at_a_confidence_too_low_for_other_texts() -> None:
    for text, is_said in (("The coupon could not be saved", True), ("Coupon added", False)):
        found = claims(PAGE, (*PAGE, line(text, 700, 300, sure=0.33)))
        assert found[0].is_said is is_said, text
    assert claims(PAGE, (*PAGE, line("The coupon could not be saved", 700, 300, sure=0.33)))[0].property == "error"


def test_a_question_before_a_deletion_is_not_an_error_however_red() -> None:
    asked = line("Are you sure? This cannot be undone", 700, 300)
    found = find_claims([moment(texts(*PAGE)), moment(texts(*PAGE, asked, red=(asked.box,)))])
    assert [item.property for item in found if item.kind == "appeared"] == ["text"]


def test_a_menu_covers_and_uncovers_without_removing_or_adding() -> None:
    under = line("Order of the third of May", 700, 300)
    menu = (line("Rename the whole order now", 690, 295), line("Delete the whole order now", 690, 320))
    shown = (*PAGE, under), (*PAGE, *menu), (*PAGE, under)
    found = claims(*shown)
    assert {entry.name for entry in found if entry.state == 2} == {line.text for line in menu}
    assert not any(claim.kind == "appeared" for claim in found if claim.state == 3)


def test_text_next_to_a_menu_that_opened_is_not_part_of_it() -> None:
    beside, item = line("Kettle", 700, 300, 60), line("Rename the whole order", 766, 300)
    rows = readable_rows(moment(texts(*PAGE, beside, item)))
    assert "Kettle Rename the whole order" in [row.text for row in rows]
    assert told(claims((*PAGE, beside), (*PAGE, beside, item))) == [("appeared", "text", "", "Rename the whole order")]


def test_what_came_on_both_sides_of_a_text_is_reported_with_it() -> None:
    old = line("Kettle", 700, 300, 60)
    beside = line("Show", 650, 300, 44), line("details now", 766, 300, 110)
    found = told(claims((*PAGE, old), (*PAGE, beside[0], old, beside[1])))
    assert found == [("appeared", "text", "", "Show Kettle details now")]


def test_an_error_of_two_chinese_words_is_one() -> None:
    page = tuple(line(text, 40, 40 + 60 * n) for n, text in enumerate(("灯具商店首页", "送货需要三天", "退货免费")))
    message = line("保存失败", 700, 300)
    assert told(claims(page, (*page, message))) == [("appeared", "error", "", message.text)]


def test_two_letters_of_chinese_are_a_word() -> None:
    page = tuple(
        line(text, 40, 40 + 60 * n) for n, text in enumerate(("茶叶 上海", "瓷器 宁波", "丝绸 杭州", "大米 南京"))
    )
    assert ("appeared", "text", "", "订单 已付") in told(claims(page, (*page, line("订单 已付", 700, 300, sure=1.0))))


# --- the page as a whole ----------------------------------------------------------------------------------------------


def test_the_first_page_is_called_after_its_heading() -> None:
    head = line("Your basket", 40, 600, 200, 40)
    assert told(claims((*PAGE, head))) == [("page", "heading", "", "Your basket")]
    assert told(claims(PAGE)) == []


def test_another_page_has_its_heading_if_one_is_sure() -> None:
    head = line("Thank you", 80, 400, 200, 40)
    assert told(claims(PAGE, (*OTHER, head)))[0] == ("page", "heading", "", "Thank you")
    assert told(claims(PAGE, (*OTHER, replace(head, weakest=0.5))))[0] == ("page", "address", "", "")
    assert not any(claim.kind in ("changed", "disappeared") for claim in claims(PAGE, OTHER))


def test_a_small_change_with_little_readable_text_is_not_another_page() -> None:
    for share, sure, kinds in ((0.02, 0.6, set()), (0.3, 0.6, {"page"}), (0.02, 0.98, {"page"})):
        before, after = (
            [line(text, 700, 300 + 60 * n, sure=sure) for n, text in enumerate(words)]
            for words in (("count", "repeat"), ("list", "until"))
        )
        states = [moment(texts(*before)), moment(texts(*after), keyframe(1000, share=share))]
        assert {claim.kind for claim in find_claims(states)} & {"page"} == kinds, (share, sure)


def test_other_colours_with_the_same_texts_are_a_theme() -> None:
    dark = moment(texts(*PAGE), keyframe(1000, share=0.9))
    assert told(find_claims([moment(texts(*PAGE)), dark])) == [("changed", "theme", "", "other colours")]
    assert find_claims([moment(texts(*PAGE)), moment(texts(*PAGE), keyframe(1000, share=0.2))]) == []


def test_a_nearly_blank_picture_between_two_pages_is_passed_over() -> None:
    """The page after the blank picture is compared with the page before it."""
    loading = (line("Loading", 600, 300),)
    assert claims(PAGE, loading, PAGE) == []
    found = claims(PAGE, loading, OTHER)
    assert {item.state for item in found} == {3}
    assert found[0].kind == "page"


def test_a_picture_that_was_not_read_is_passed_over() -> None:
    unread = moment(replace(texts(), reader=""))
    assert find_claims([moment(texts(*PAGE)), unread, moment(texts(*PAGE))]) == []


# --- bounds -----------------------------------------------------------------------------------------------------------


def calls(work: Callable[[], object]) -> int:
    """How many function calls happen."""
    profile = Profile()
    profile.runcall(work)
    total: int = Stats(profile).total_calls  # type: ignore[attr-defined]
    return total


def takes_linear_time(work: Callable[[int], object]) -> bool:
    """Whether four times as many rows take less than eight times the calls; comparing all pairs would take sixteen
    times.
    """
    return calls(lambda: work(1000)) < 8 * calls(lambda: work(250))


def sheet(*numbers: int) -> tuple[Line, ...]:
    return tuple(line(f"Entry {number} of the list", 40, 20 + 24 * n) for n, number in enumerate(numbers))


def dots(count: int) -> list[Line]:
    return [line("\u2022", 40 + 40 * (n % 60), 40 + 28 * (n // 60), 8, 10) for n in range(count)]


def test_a_sorted_list_is_compared_in_linear_time() -> None:
    (one,) = claims(sheet(*range(1000)), sheet(999, *range(999)))
    assert (one.kind, one.name, one.after) == ("sorted", "Entry 999 of the list", "up")
    assert takes_linear_time(lambda count: claims(sheet(*range(count)), sheet(count - 1, *range(count - 1))))


def test_a_list_is_compared_with_another_one_in_linear_time() -> None:
    def others(count: int) -> list[Claim]:
        return claims(sheet(*range(count)), sheet(*range(5000, 5000 + count)))

    assert others(1000)[0].kind == "page"
    assert takes_linear_time(others)


def test_new_rows_next_to_a_list_are_compared_in_linear_time() -> None:
    def with_more(count: int) -> list[Claim]:
        came = moved(sheet(*range(5000, 5000 + count // 10)), 700, 0)
        return claims(sheet(*range(count)), (*sheet(*range(count)), *came))

    assert sum(item.kind == "appeared" for item in with_more(1000)) == 100
    assert takes_linear_time(with_more)


def test_rows_in_another_order_are_paired_in_linear_time() -> None:
    assert takes_linear_time(lambda count: claims(sheet(*range(count)), sheet(*range(2 * count - 1, count - 1, -1))))


def test_thousands_of_dots_are_not_rows_and_are_skipped_in_linear_time() -> None:
    def fewer(count: int) -> list[Claim]:
        return claims((*PAGE, *dots(count)), (*PAGE, *dots(count - 100)))

    assert told(fewer(3000)) == []
    assert takes_linear_time(lambda count: fewer(3 * count))


def test_thousands_of_letters_are_joined_into_rows_in_linear_time() -> None:
    letters = [replace(dot, text="o") for dot in dots(3000)]
    assert len(text_rows.text_rows(letters)) == 3000
    assert takes_linear_time(lambda count: text_rows.text_rows(letters[: 3 * count]))
