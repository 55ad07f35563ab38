"""What is claimed of a state: rows that came, went or became others, and nothing that can be explained otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.claims import changes, row_diff, text_rows
from claude_scope.timeline.claims.build import find_claims, with_claims
from claude_scope.timeline.claims.changes import readable_rows
from claude_scope.values import Box, Claim, EventKind, Moment, Node, Rest, Timeline
from tests.timeline.make import element, keyframe, line, texts

if TYPE_CHECKING:
    from types import ModuleType

    from claude_scope.values import Keyframe, Line, Reading

WORDS = (
    "Northwind sells lamps and lanterns",
    "Your basket holds two of them",
    "Delivery takes three working days",
    "Returns are free within a month",
    "Gift cards are valid for a year",
    "Write to us about larger orders",
    "Our shop in the harbour is open",
    "Read what other customers say",
)
PAGE = tuple(line(text, 40, 40 + 60 * n) for n, text in enumerate(WORDS))
OTHER = tuple(
    line(text, 80, 50 + 70 * n)
    for n, text in enumerate(
        ("The order was received today", "A receipt is on its way", "Track the parcel from here", "Print a copy of it")
    )
)


def moment(reading: Reading, frame: Keyframe | None = None) -> Moment:
    return Moment(frame or keyframe(), reading, (), Node("document"), (), EventKind.STATE_CHANGE, "")


def moments(*screens: tuple[Line, ...]) -> list[Moment]:
    return [moment(texts(*lines), keyframe(1000 * n)) for n, lines in enumerate(screens)]


def claims(*screens: tuple[Line, ...], words: str = "") -> list[Claim]:
    return find_claims(moments(*screens), words)


def told(found: list[Claim]) -> list[tuple[str, str, str, str]]:
    """What is said, of all but where it went wrong."""
    return [(one.kind, one.property, one.before, one.after) for one in found if one.is_said and one.kind != "wrong"]


def wrong(found: list[Claim]) -> list[tuple[int, str]]:
    return [(one.state, one.property) for one in found if one.kind == "wrong"]


def moved(lines: tuple[Line, ...], right: float, down: float) -> tuple[Line, ...]:
    return tuple(
        replace(one, box=Box(one.box.x + right, one.box.y + down, one.box.width, one.box.height)) for one in lines
    )


# --- rows -------------------------------------------------------------------------------------------------------------


def test_pieces_of_a_line_are_one_row_with_the_confidence_of_the_least_sure() -> None:
    (row,) = text_rows.text_rows([line("total", 100, 20, 50, sure=0.6), line("The", 60, 20, 30)])
    assert (row.text, row.confidence, len(row.lines)) == ("The total", 0.6, 2)
    assert row.box == Box(60, 20, 90, 20)


def test_columns_and_lines_of_another_height_or_place_stay_apart() -> None:
    name = line("Aurora lamp", 40, 20, 100)
    for other in (line("$89.00", 200, 20), line("Cinder lantern", 40, 50), line("Sale", 145, 5, 60, 50)):
        assert len(text_rows.text_rows([name, other])) == 2, other


def test_a_number_that_ocr_split_is_one_number_and_a_star_is_no_row() -> None:
    assert [row.text for row in text_rows.text_rows([line("Total 12", 40, 20, 60), line(".50", 104, 20, 30)])] == [
        "Total 12.50"
    ]
    assert text_rows.text_rows([line("\u2606", 40, 20), line("\u25a1 \u2713", 40, 60)]) == []


def test_an_icon_that_is_read_as_a_letter_of_another_script_is_none() -> None:
    icon = line("\u0416", 900, 40)
    assert [row.text for row in readable_rows(moment(texts(*PAGE, icon)))] == list(WORDS)
    russian = tuple(
        line("\u0417\u0430\u043a\u0430\u0437 \u043e\u0442\u043c\u0435\u043d\u0451\u043d", 700, y) for y in (40, 100)
    )
    assert len(readable_rows(moment(texts(*PAGE, *russian)))) == len(PAGE) + 2


# --- texts ------------------------------------------------------------------------------------------------------------


def test_a_text_that_came_is_said_and_one_that_went_is_only_known() -> None:
    new = line("The coupon was added to it", 700, 300)
    assert told(claims(PAGE, (*PAGE, new))) == [("appeared", "text", "", new.text)]
    back = claims((*PAGE, new), PAGE)
    assert told(back) == []
    assert [(one.kind, one.before, one.is_said) for one in back] == [("disappeared", new.text, False)]


def test_a_text_that_became_another_one_has_both() -> None:
    then, now = (line(f"Total {price} with tax", 700, 300) for price in ("$93.90", "$182.90"))
    (claim,) = claims((*PAGE, then), (*PAGE, now))
    assert told([claim]) == [("changed", "text", then.text, now.text)]
    assert (claim.state, claim.box, claim.name) == (2, now.box, now.text)


def test_where_a_list_stands_in_the_place_of_another_its_texts_are_new() -> None:
    """Two buttons may have become others; of four rows with nothing in common none became another."""
    names = ("Ledger of the harbour", "Parcel from Bremen", "Invoice 12 is open", "Seven lamps are left")
    others = ("What the gauge said", "Boats that came in", "Keeper on duty tonight", "None of them is lit")
    old, new = (tuple(line(text, 700, 40 + 400 * n) for n, text in enumerate(of)) for of in (names, others))
    assert [one.kind for one in claims((*PAGE, *old[:2]), (*PAGE, *new[:2]))] == ["changed", "changed"]
    assert {one.kind for one in claims((*PAGE, *old), (*PAGE, *new))} == {"appeared"}


def test_a_text_that_moved_or_was_only_misread_or_split_otherwise_is_none() -> None:
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


def test_what_is_not_sure_is_kept_and_not_said() -> None:
    unsure = line("The coupon was added to it", 700, 300, sure=0.1)
    (claim,) = claims(PAGE, (*PAGE, unsure))
    assert (claim.after, claim.is_said) == (unsure.text, False)
    sure = claims(PAGE, (*PAGE, replace(unsure, weakest=0.98)))[0]
    assert sure.is_said
    assert sure.probability > claim.probability


def test_words_that_came_twice_are_said_once_and_patterns_never() -> None:
    twice = (line("Put it in the basket", 700, 300), line("Put it in the basket", 700, 400))
    assert told(claims(PAGE, (*PAGE, *twice))) == [("appeared", "text", "", "Put it in the basket")]
    assert told(claims(PAGE, (*PAGE, line("The aaaaaaa of the hatched area", 700, 300)))) == []


def test_a_heading_that_a_list_names_is_new_while_the_list_stays() -> None:
    heading = replace(line(WORDS[3], 600, 60), box=Box(600, 60, 420, 34))
    (found,) = [one for one in claims(PAGE, (*PAGE, heading)) if one.kind == "appeared"]
    assert (found.name, found.box, found.is_said) == (WORDS[3], heading.box, True)
    assert claims(PAGE, (*PAGE[:3], *PAGE[4:], heading)) == []  # it may only have moved


def test_a_text_that_is_back_is_told_again() -> None:
    message = line("All of the invoices are paid", 700, 300)
    found = claims(PAGE, (*PAGE, message), PAGE, (*PAGE, message))
    assert [(one.state, one.kind) for one in found if one.is_said] == [(2, "appeared"), (4, "appeared")]


def test_an_error_that_a_list_names_in_lower_letters_is_opened_and_did_not_happen() -> None:
    subject = "The payment could not be saved"
    page = (*PAGE, line(f"Ada {subject} 12:40", 700, 200))
    heading = replace(line(subject, 700, 400), box=Box(700, 400, 420, 34))
    assert [(one.kind, one.property) for one in claims(page, (*page, heading))] == [("appeared", "text")]


def test_an_error_that_comes_a_second_time_is_one() -> None:
    first, second = line("This field is required", 700, 200), line("This field is required", 700, 400)
    found = claims(PAGE, (*PAGE, first), (*PAGE, first, second))
    assert [(one.state, one.property) for one in found if one.kind == "appeared"] == [(2, "error"), (3, "error")]


def test_what_became_the_same_is_told_of_each() -> None:
    old = line("Pending review", 700, 200), line("Waiting for review", 700, 300)
    new = line("Accepted review", 700, 200), line("Accepted review", 700, 300)
    assert [one.before for one in claims((*PAGE, *old), (*PAGE, *new)) if one.is_said] == [
        "Pending review",
        "Waiting for review",
    ]


def test_a_menu_over_a_table_is_new_and_what_it_bares_is_not() -> None:
    """Its entries stand where cells stood, and did not become them."""
    cells = tuple(line(f"{n + 1} March of this year", 700, 200 + 40 * n) for n in range(4))
    menu = tuple(
        line(text, 702, 200 + 20 * n) for n, text in enumerate(("Export", "Print all", "Mark it", "Delete it"))
    )
    opened = (*PAGE, *(one for one in cells if one.box.y >= 280), *menu)
    found = claims((*PAGE, *cells), opened, (*PAGE, *cells))
    assert {(one.kind, one.name) for one in found if one.state == 2} == {("appeared", one.text) for one in menu}
    assert not any(one.is_said for one in found if one.state == 3)


def test_what_a_tooltip_of_one_row_bares_did_not_come() -> None:
    under = line("Order of the third of May", 700, 300)
    tip = line("Rename the whole order now, and all of its parts with it", 660, 296, 400)
    found = claims((*PAGE, under), (*PAGE, tip), (*PAGE, under))
    assert not any(one.kind == "appeared" for one in found if one.state == 3)


def test_in_a_mass_of_texts_sentences_are_said_and_cells_are_not() -> None:
    cells = tuple(line(f"Cell {'abcdefghijklmnopqrstuv'[n]}", 900, 40 + 30 * n) for n in range(22))
    sentence = line("All of the invoices are paid by now", 500, 560)
    found = told(claims(PAGE, (*PAGE, *cells, sentence)))
    assert [one for one in found if one[0] == "appeared"] == [("appeared", "text", "", sentence.text)]


def test_an_error_is_said_where_another_text_is_not_sure_enough() -> None:
    for text, is_said in (("The coupon could not be saved", True), ("The coupon was added to it", False)):
        found = claims(PAGE, (*PAGE, line(text, 700, 300, sure=0.33)))
        assert found[0].is_said is is_said, text
    assert claims(PAGE, (*PAGE, line("The coupon could not be saved", 700, 300, sure=0.33)))[0].property == "error"


def test_a_question_before_something_is_deleted_is_no_error_however_red() -> None:
    asked = line("Are you sure? This cannot be undone", 700, 300)
    found = find_claims([moment(texts(*PAGE)), moment(texts(*PAGE, asked, red=(asked.box,)))])
    assert [one.property for one in found if one.kind == "appeared"] == ["text"]


def test_what_a_menu_covers_did_not_go_and_what_it_bares_did_not_come() -> None:
    under = line("Order of the third of May", 700, 300)
    menu = (line("Rename the whole order now", 690, 295), line("Delete the whole order now", 690, 320))
    shown = (*PAGE, under), (*PAGE, *menu), (*PAGE, under)
    found = claims(*shown)
    assert {one.name for one in found if one.state == 2} == {one.text for one in menu}
    assert not any(one.kind == "appeared" for one in found if one.state == 3)


def test_what_stood_beside_a_menu_that_opened_is_no_part_of_it() -> None:
    beside, item = line("Kettle", 700, 300, 60), line("Rename the whole order", 766, 300)
    rows = readable_rows(moment(texts(*PAGE, beside, item)))
    assert "Kettle Rename the whole order" in [row.text for row in rows]
    assert told(claims((*PAGE, beside), (*PAGE, beside, item))) == [("appeared", "text", "", "Rename the whole order")]


def test_what_came_on_both_sides_of_a_text_is_told_with_it() -> None:
    old = line("Kettle", 700, 300, 60)
    beside = line("Show", 650, 300, 44), line("details now", 766, 300, 110)
    found = told(claims((*PAGE, old), (*PAGE, beside[0], old, beside[1])))
    assert found == [("appeared", "text", "", "Show Kettle details now")]


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
    assert not any(one.kind in ("changed", "disappeared") for one in claims(PAGE, OTHER))


@pytest.mark.parametrize(("down", "way"), [(-60, "down 60"), (60, "up 60")])
def test_that_content_scrolled_is_known_and_not_said(down: int, way: str) -> None:
    ends = line("Where all of it begins", 40, -20), line("Where all of it has an end", 40, 520)
    before, after = ([one for one in moved((*ends, *PAGE), 0, by) if 0 <= one.box.y < 500] for by in (0, down))
    found = claims(tuple(before), tuple(after))
    assert [(one.after, one.is_said) for one in found if one.property == "scroll"] == [(way, False)]
    assert [one for one in found if one.kind == "act"] == [], "pages scroll by themselves, too"
    assert not any(one.kind in ("appeared", "disappeared") and one.is_said for one in found)


def test_a_message_that_pushes_rows_down_is_no_scrolling() -> None:
    message = line("The lamp was added to it", 40, 40)
    assert told(claims(PAGE, (message, *moved(PAGE, 0, 60)))) == [("appeared", "text", "", message.text)]


def test_a_row_that_was_deleted_is_no_scrolling() -> None:
    left = (*PAGE[:3], *moved(PAGE[4:], 0, -60))
    assert not any(one.property == "scroll" for one in claims(PAGE, left))


def test_scrolling_of_a_page_with_hundreds_of_cells_is_found() -> None:
    cells = tuple(
        line(f"{word} {row:03}", 40 + 220 * column, 24 * row)
        for row in range(60)
        for column, word in enumerate(("Ledger", "Parcel", "Invoice", "Receipt", "Refund"))
    )
    before, after = (tuple(c for c in moved(cells, 0, down) if 0 <= c.box.y < 1080) for down in (0, -96))
    assert [one.after for one in claims(before, after) if one.property == "scroll"] == ["down 96"]


def test_rows_that_changed_places_were_sorted_with_the_one_that_went_furthest() -> None:
    names = ("Aurora desk lamp", "Borealis floor lamp", "Cinder lantern", "Dawn reading light")
    table = tuple(line(name, 700, 100 + 40 * n) for n, name in enumerate(names))
    sorted_ = tuple(line(name, 700, 100 + 40 * n) for n, name in enumerate((names[3], *names[:3])))
    found = claims((*PAGE, *table), (*PAGE, *sorted_))
    assert [(one.kind, one.name, one.after) for one in found] == [("sorted", names[3], "up")]


def test_other_colours_with_the_same_texts_are_a_theme() -> None:
    dark = moment(texts(*PAGE), keyframe(1000, share=0.9))
    assert told(find_claims([moment(texts(*PAGE)), dark])) == [("changed", "theme", "", "other colours")]
    assert find_claims([moment(texts(*PAGE)), moment(texts(*PAGE), keyframe(1000, share=0.2))]) == []


def test_a_nearly_blank_picture_between_two_pages_is_passed_over() -> None:
    """The page after it is compared with the one before it."""
    loading = (line("Loading", 600, 300),)
    assert claims(PAGE, loading, PAGE) == []
    found = claims(PAGE, loading, OTHER)
    assert {one.state for one in found} == {3}
    assert found[0].kind == "page"


def test_a_picture_that_was_not_read_is_passed_over() -> None:
    unread = moment(replace(texts(), reader=""))
    assert find_claims([moment(texts(*PAGE)), unread, moment(texts(*PAGE))]) == []


# --- acts -------------------------------------------------------------------------------------------------------------

FIELD = element("input", "Code", 700, 300, 300, 40)


def filled(value: str, *others: Line, at_ms: int = 0, read: str | None = None) -> Moment:
    """A state whose field has this value; `read` is what the field is believed to hold, if that is something else."""
    lines = [line(value, 710, 310, sure=1.0)] if value else []
    field = replace(FIELD, value=value if read is None else read)
    return moment(texts(*PAGE, *lines, *others, elements=(field,)), keyframe(at_ms))


def typed(*states: Moment) -> list[tuple[int, str]]:
    return [(one.state, one.after) for one in find_claims(states) if one.property == "type" and one.is_said]


def test_a_new_value_of_a_field_was_typed_and_its_beginnings_are_no_acts() -> None:
    mail = "anna.lindqvist@northwind.example"
    assert typed(filled(""), filled(mail, at_ms=900)) == [(2, mail)]
    values = ("", mail[:8], mail[:18], mail)
    assert typed(*(filled(value, at_ms=900 * n) for n, value in enumerate(values))) == [(4, mail)]


def test_what_came_with_other_texts_or_in_no_field_was_not_typed() -> None:
    value, other = "anna.lindqvist@northwind.example", line("Suggested for you by others", 710, 350, sure=1.0)
    assert typed(filled(""), filled(value, other)) == []
    assert typed(filled(""), filled(value, read="another value")) == []
    assert typed(moment(texts(*PAGE)), filled(value)) == [], "the field was not there"


def clicked(rest: Rest, began_ms: int = 1500) -> list[str]:
    """The claimed clicks where the pointer rested and a text came."""
    before = moment(texts(*PAGE), keyframe(0, rests=(rest,)))
    after = moment(texts(*PAGE, line("The coupon was added to it", 700, 300)), keyframe(2000, began_ms=began_ms))
    return [one.name for one in find_claims([before, after]) if one.property == "click" and one.is_said]


def test_a_click_is_known_where_the_pointer_had_come_to_a_text_and_the_effect_followed_at_once() -> None:
    pointer = Box(PAGE[2].box.x + 20, PAGE[2].box.y + 10, 12, 18)
    assert clicked(Rest(pointer, 800, 1600, 1500)) == [WORDS[2]]
    assert clicked(Rest(PAGE[2].box, 800, 1600, 1500)) == [WORDS[2]], "the row lit up"
    assert clicked(Rest(pointer, 800, 2600, 2500), began_ms=2500) == [], "it lay there for a while"
    assert clicked(Rest(pointer, 800, 1600, 1000)) == [], "something else had changed before"
    assert clicked(Rest(pointer, 800, 1400, 1400)) == [], "it had left"
    assert clicked(Rest(Box(1200, 700, 12, 18), 800, 1600, 1500)) == [], "nothing is written there"


def test_what_is_no_pointer_and_no_control_that_lit_up_clicks_nothing() -> None:
    row = PAGE[2].box
    assert clicked(Rest(Box(row.x + 20, row.y + 4, 13, 2), 800, 1600, 1500)) == [], "a rest of something else"
    assert clicked(Rest(Box(row.x + 60, row.y - 10, 90, 60), 800, 1600, 1500)) == [], "letters of it that changed"


def test_keys_in_a_field_and_a_wheel_are_no_clicks() -> None:
    rest = Rest(Box(PAGE[2].box.x + 20, PAGE[2].box.y + 10, 12, 18), 800, 1600, 1500)
    field = element("input", "Search", PAGE[2].box.x, PAGE[2].box.y, 400)
    before = texts(*PAGE, elements=(field,))
    new = line("The coupon was added to it", 700, 300)

    def acts(before: Reading, *after: Line) -> list[str]:
        states = moment(before, keyframe(0, rests=(rest,))), moment(texts(*after), keyframe(2000, began_ms=1500))
        return [one.property for one in find_claims(states) if one.kind == "act"]

    assert acts(before, *PAGE, new) == []
    assert acts(texts(*PAGE), *moved(PAGE[1:], 0, -60), new) == [], "a wheel, or a link to a place further down"


def test_another_page_is_named_by_the_link_to_it_where_it_says_the_same() -> None:
    link = line("Statements", 900, 20, sure=1.0)
    rest = Rest(Box(910, 28, 12, 18), 800, 1600, 1500)
    new = [line(f"Another text of number {n} here", 300, 200 + 40 * n) for n in range(8)]
    before = moment(texts(link, *PAGE), keyframe(0, rests=(rest,)))
    after = moment(texts(line("Statements", 300, 100, sure=1.0), *new), keyframe(2000, began_ms=1500))
    pages = [(one.property, one.after) for one in find_claims([before, after]) if one.kind == "page" and one.state == 2]
    assert pages == [("address", "Statements")]


def test_the_checkbox_under_the_pointer_is_checked_now() -> None:
    label = line("Remember me on this device", 84, 598)

    def shown(*states: str, pointer: tuple[int, int] | None = (66, 607)) -> Moment:
        mine = element("checkbox", "Remember me on this device", 60, 600, 16, 16, state=states)
        other = element("checkbox", "Send the news", 60, 640, 16, 16, state=states)
        return moment(texts(*PAGE, label, elements=(mine, other)), keyframe(2000 if states else 0, pointer=pointer))

    def turned(before: Moment, after: Moment) -> list[tuple[str, str, str]]:
        found = find_claims([before, after])
        return [(one.name, one.before, one.after) for one in found if one.property == "state"]

    assert turned(shown(), shown("checked")) == [("Remember me on this device", "not checked", "checked")]
    assert turned(shown(), shown("checked", pointer=None)) == []
    assert turned(shown(), shown("checked", pointer=(500, 90))) == []
    assert turned(shown(), shown("checked", pointer=(68, 628))) == [], "two are there"
    (_, after) = with_claims(Timeline((shown(), shown("checked")))).moments
    assert [(c.before, c.after) for c in after.changes if c.what == "state"] == [("not checked", "checked")]


# --- where it went wrong ----------------------------------------------------------------------------------------------


def test_an_error_on_the_same_page_is_where_it_went_wrong() -> None:
    refused = (*PAGE, line("Your order could not be placed", 700, 300))
    assert wrong(claims(PAGE, PAGE, refused)) == [(3, "error")]


def test_of_several_errors_the_one_that_the_developer_tells_comes_first() -> None:
    one, two = line("The coupon could not be saved", 700, 300), line("The parcel was not found anywhere", 700, 400)
    states = PAGE, (*PAGE, one), (*PAGE, one, two)
    assert wrong(claims(*states)) == [(2, "error"), (3, "error")]
    assert wrong(claims(*states, words="My parcel is lost.")) == [(3, "error"), (2, "error")]


@pytest.mark.parametrize(
    "text", ["500 Internal Server Error", "HTTP 404: no such page is there", "TypeError: x is null"]
)
def test_a_page_that_is_an_error_is_where_it_went_wrong(text: str) -> None:
    assert wrong(claims(PAGE, (*OTHER, line(text, 80, 400)))) == [(2, "error")]


def test_a_word_of_an_error_on_another_page_is_a_label_unless_it_is_red() -> None:
    label = line("Failed deliveries of the week", 80, 400)
    page = *OTHER, *(line(f"Parcel for {name}", 600, 50 + 60 * n) for n, name in enumerate(("Ada", "Bo", "Cy") * 3))
    assert wrong(claims(PAGE, (*page, label))) == []
    red = find_claims([moment(texts(*PAGE)), moment(texts(*page, label, red=(label.box,)))])
    assert wrong(red) == [(2, "error")]
    assert wrong(claims(PAGE, (*OTHER, label))) == [(2, "error")], "a page with little else is that error"


def test_a_number_before_a_word_is_no_status_code() -> None:
    for text in ("450 service units sold", "401 page notes added", "443 gateway cards"):
        assert wrong(claims(PAGE, (*OTHER, line(text, 80, 400)))) == [], text


def test_an_error_that_ends_in_the_next_line_is_one() -> None:
    lines = line("The page that you asked for was not", 80, 300), line("found", 80, 324)
    found = claims(PAGE, lines)
    assert wrong(found) == [(2, "error")]
    assert [one.after for one in found if one.kind == "wrong"] == ["The page that you asked for was not found"]


def test_a_message_in_red_that_came_alone_is_where_it_went_wrong_in_any_language() -> None:
    text = line("Strichcode nicht bekannt", 700, 300)
    word = Box(text.box.x + 100, text.box.y, 50, text.box.height)
    for red, expected in (((text.box,), [(2, "text")]), ((word,), []), ((), [])):
        found = find_claims([moment(texts(*PAGE)), moment(texts(*PAGE, text, red=red))])
        assert wrong(found) == expected


def test_a_page_that_became_empty_and_stayed_so_is_where_it_went_wrong() -> None:
    assert wrong(claims(PAGE, PAGE, (), ())) == [(3, "state")]
    assert wrong(claims(PAGE, (), PAGE)) == []


def test_a_value_that_fell_back_is_where_it_went_wrong_if_the_developer_tells_of_it() -> None:
    two, one = (line(f"Discount of {n} percent on it", 700, 300) for n in (20, 10))
    states = (*PAGE, one), (*PAGE, two), (*PAGE, one)
    assert wrong(claims(*states, words="The discount is lost.")) == [(3, "value")]
    assert wrong(claims(*states)) == []


def test_a_time_that_the_developer_names_comes_before_all_else() -> None:
    refused = (*PAGE, line("Your order could not be placed", 700, 300))
    assert wrong(claims(PAGE, PAGE, refused, words="It is wrong at 0:01.")) == [(2, "text")]
    assert wrong(claims(PAGE, PAGE, refused, words="I ordered at 11:45.")) == [(3, "error")]


def test_where_nothing_went_wrong_nothing_is_said_to_have() -> None:
    timeline = with_claims(Timeline(tuple(moments(PAGE, (*PAGE, line("The coupon was added to it", 700, 300)), OTHER))))
    assert (timeline.wrong, timeline.also_wrong) == (None, ())
    assert not any(one.kind == "wrong" for one in timeline.claims)


def test_changes_and_kinds_follow_from_what_is_said() -> None:
    unsure = line("A text that is hardly read", 700, 500, sure=0.1)
    error = line("Your order could not be placed", 700, 300)
    timeline = with_claims(Timeline(tuple(moments(PAGE, (*PAGE, unsure), (*PAGE, unsure, error), OTHER))))
    assert [one.kind for one in timeline.moments] == [
        EventKind.INITIAL,
        EventKind.STATE_CHANGE,
        EventKind.ERROR,
        EventKind.NAVIGATION,
    ]
    assert [[c.element.label for c in one.changes] for one in timeline.moments[:3]] == [[], [], [error.text]]
    assert timeline.wrong == 2


# --- bounds -----------------------------------------------------------------------------------------------------------


MOST_COMPARED = 1_000_000


def counting(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[int]:
    """Counts the calls of a function of a module, and stops where there are too many of them."""
    calls, function = [0], getattr(module, name)

    def counted(*args: object) -> object:
        calls[0] += 1
        assert calls[0] <= MOST_COMPARED, f"{name} is called without end"
        return function(*args)

    monkeypatch.setattr(module, name, counted)
    return calls


def sheet(*numbers: int) -> tuple[Line, ...]:
    return tuple(line(f"Entry {number} of the list", 40, 20 + 24 * n) for n, number in enumerate(numbers))


def test_a_thousand_rows_are_compared_with_those_near_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with each would be a million comparisons."""
    calls = counting(monkeypatch, row_diff, "is_misread")
    (one,) = claims(sheet(*range(1000)), sheet(999, *range(999)))
    assert (one.kind, one.name, one.after) == ("sorted", "Entry 999 of the list", "up")
    assert claims(sheet(*range(1000)), sheet(*range(5000, 6000)))[0].kind == "page"
    assert 0 < calls[0] < 20_000


def test_a_hundred_new_rows_are_compared_with_a_thousand_by_their_letters_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Misread ones are sought only while there are few, and only an error among those that were opened."""
    misread = counting(monkeypatch, row_diff, "is_misread")
    opened = counting(monkeypatch, changes, "_is_opened")
    came = moved(sheet(*range(5000, 5100)), 700, 0)
    assert sum(one.kind == "appeared" for one in claims(sheet(*range(1000)), (*sheet(*range(1000)), *came))) == 100
    assert (misread[0] < 20_000, opened[0]) == (True, 0)


def test_rows_in_another_order_are_paired_with_those_at_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    places = counting(monkeypatch, row_diff, "_is_same_place")
    claims(sheet(*range(1000)), sheet(*range(1999, 999, -1)))
    assert 0 < places[0] < 20_000


def test_three_thousand_dots_are_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, text_rows, "_follows")
    dots = tuple(line("\u2022", 40 + 40 * (n % 60), 40 + 28 * (n // 60), 8, 10) for n in range(3000))
    assert told(claims((*PAGE, *dots), (*PAGE, *dots[:-100]))) == []
    assert calls[0] <= len(PAGE) ** 2 * 2


def test_three_thousand_letters_are_joined_into_rows_by_their_height(monkeypatch: pytest.MonkeyPatch) -> None:
    counting(monkeypatch, text_rows, "_follows")
    letters = [line("o", 40 + 40 * (n % 60), 40 + 28 * (n // 60), 8, 10) for n in range(3000)]
    assert len(text_rows.text_rows(letters)) == 3000
