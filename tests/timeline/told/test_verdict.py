"""The local reading confirms or contradicts what a model says about a change, or cannot check it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claude_scope.timeline.told.verdict import States, judge_act, judge_change, judge_flaw
from claude_scope.values import Box, Keyframe, Line, Rest, ToldAct, ToldChange, ToldChangeKind, ToldFlaw
from tests.timeline.make import keyframe, line, texts
from tests.timeline.screens import PAGE, moment

AT = Box(700, 300, 240, 20)
"""Where the screens of these tests differ."""


def verdict(change: ToldChange, before: tuple[Line, ...], after: tuple[Line, ...], *changed: Box) -> str:
    frame = keyframe(1_000, *(changed or (AT,)))
    states = States(moment(texts(*PAGE, *before)), moment(texts(*PAGE, *after), frame))
    return judge_change(change, states).verdict


def at(text: str, sure: float = 0.98) -> tuple[Line, ...]:
    """A single line in which the screens differ."""
    return (line(text, AT.x, AT.y, AT.width, sure=sure),)


PRICES = at("Total $12.50"), at("Total $13.50")
TO = ToldChange("changed", "total", "Total $12.50", "Total $13.50", AT)


def test_a_change_whose_words_are_there_is_confirmed_with_their_place() -> None:
    states = States(moment(texts(*PAGE, *PRICES[0])), moment(texts(*PAGE, *PRICES[1]), keyframe(1_000, AT)))
    judged = judge_change(ToldChange("changed", "", "Total $12.50", "Total $13.50"), states)
    assert (judged.verdict, judged.box) == ("confirmed", AT)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("appeared", "", "Saved to the list"), ("vanished", "Saved to the list", ""), ("opened", "", "Saved to the list")],
)
def test_a_text_that_came_or_went_is_confirmed(kind: ToldChangeKind, before: str, after: str) -> None:
    change = ToldChange(kind, "message", before, after, AT)
    assert verdict(change, at(before) if before else (), at(after) if after else ()) == "confirmed"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Total $13.50", "Tota1 $13.50"),
        ("Invalid value", "lnvalid va1ue"),
        ("Modern letters", "Modem letters"),
        ("Saved  to the list!", "Savedto the list"),
        ("“Saved” to the list", "'Saved' to the list"),
    ],
)
def test_letters_that_ocr_confuses_are_equal(said: str, read: str) -> None:
    assert verdict(ToldChange("appeared", "", "", said, AT), (), at(read)) == "confirmed"


def test_a_quote_over_two_lines_is_found() -> None:
    lines = line("The card was declined", 700, 300), line("by your bank", 700, 324)
    change = ToldChange("appeared", "", "", "The card was declined by your bank")
    assert verdict(change, (), lines, Box(700, 300, 240, 44)) == "confirmed"


def test_before_and_after_that_are_swapped_are_contradicted() -> None:
    swapped = ToldChange("changed", "total", "Total $13.50", "Total $12.50", AT)
    assert verdict(swapped, *PRICES) == "contradicted"
    assert verdict(ToldChange("vanished", "", "Total $13.50", "", AT), *PRICES) == "contradicted"


def test_a_text_that_was_there_before_did_not_appear() -> None:
    same = at("Saved to the list")
    assert verdict(ToldChange("appeared", "", "", "Saved to the list", AT), same, same) == "contradicted"
    assert verdict(ToldChange("appeared", "", "", PAGE[0].text), (), at("Saved")) == "contradicted"


def test_another_figure_than_the_one_shown_is_contradicted() -> None:
    """OCR is certain of a number that differs in one digit."""
    assert verdict(ToldChange("changed", "", "Total $12.50", "Total $18.50", AT), *PRICES) == "contradicted"


def test_another_text_than_the_one_surely_shown_is_contradicted() -> None:
    invented = ToldChange("appeared", "", "", "Delete your account", AT)
    assert verdict(invented, (), at("Saved to the list")) == "contradicted"


def test_a_text_that_the_local_reader_is_not_sure_of_contradicts_nothing() -> None:
    invented = ToldChange("appeared", "", "", "Delete your account", AT)
    assert verdict(invented, (), at("Saved to the list", sure=0.7)) == "unchecked"
    assert verdict(invented, (), ()) == "unchecked"


@pytest.mark.parametrize("said", ["Оплачено", "تم الدفع", "お支払い済み", "已付款"])
def test_a_script_that_the_local_reader_does_not_know_is_never_contradicted(said: str) -> None:
    """Whatever Latin letters the reader made of it, in this state or the one before."""
    change = ToldChange("changed", "button", "Оплатить", said, AT)
    assert verdict(change, at("OnnaTMTb"), at("OnnayeHo")) == "unchecked"
    assert verdict(ToldChange("appeared", "", "", said, AT), (), at("OnnayeHo")) == "unchecked"


def test_a_latin_text_in_place_of_another_script_is_not_contradicted() -> None:
    assert verdict(ToldChange("appeared", "", "", "Paid", AT), (), at("Оплачено")) == "unchecked"


def test_a_change_where_no_pixel_changed_is_contradicted() -> None:
    elsewhere = Box(100, 640, 200, 20)
    for kind in ("appeared", "state", "moved"):
        assert verdict(ToldChange(kind, "field", "", "invalid", elsewhere), *PRICES) == "contradicted"


def test_a_change_with_a_wrong_place_is_confirmed_by_its_words() -> None:
    """Models quote words more precisely than places."""
    wrong_place = ToldChange("changed", "total", "Total $12.50", "Total $13.50", Box(100, 640, 200, 20))
    assert verdict(wrong_place, *PRICES) == "confirmed"


def test_where_the_change_is_unknown_a_place_contradicts_nothing() -> None:
    states = States(moment(texts(*PAGE)), moment(texts(*PAGE), keyframe(1_000)))
    change = ToldChange("appeared", "", "", "Delete your account", Box(100, 640, 200, 20))
    assert judge_change(change, states).verdict == "unchecked"


def test_words_of_a_state_are_not_quotes() -> None:
    """ "invalid" is not written anywhere."""
    assert verdict(ToldChange("state", "field Phone", "", "invalid", AT), *PRICES) == "unchecked"


def test_a_claim_of_sorted_rows_needs_more_than_their_words() -> None:
    assert verdict(ToldChange("sorted", "by total", "", "Total $13.50", AT), *PRICES) == "unchecked"


def test_half_of_a_change_that_was_read_confirms_no_change() -> None:
    assert verdict(ToldChange("changed", "badge", "", "Total $13.50", AT), *PRICES) == "unchecked"


def test_a_text_that_is_only_in_the_other_state_is_contradicted() -> None:
    """The model says "appeared" for a text that disappeared, and the reverse."""
    assert (
        verdict(ToldChange("vanished", "", "Saved to the list", "", AT), (), at("Saved to the list")) == "contradicted"
    )
    assert (
        verdict(ToldChange("appeared", "", "", "Saved to the list", AT), at("Saved to the list"), ()) == "contradicted"
    )


def test_an_equal_text_elsewhere_does_not_confirm_one_that_was_there_before() -> None:
    """Rows of a list share words: a new row does not make those of an old one new."""
    old, new = line("Just now", 700, 300), line("Just now", 700, 420)
    change = ToldChange("appeared", "", "", "Just now", old.box)
    assert verdict(change, (old,), (old, new), AT, new.box) == "contradicted"
    assert verdict(replace(change, box=new.box), (old,), (old, new), AT, new.box) == "confirmed"


@pytest.mark.parametrize(("before", "after"), [("Report draft", "Report"), ("Report", "Report draft")])
def test_a_text_that_got_shorter_or_longer_changed(before: str, after: str) -> None:
    """Both states contain the shorter text, as a part of the longer one."""
    assert verdict(ToldChange("changed", "", before, after, AT), at(before), at(after)) == "confirmed"


def test_texts_that_ocr_cannot_tell_apart_contradict_nothing() -> None:
    assert verdict(ToldChange("changed", "", "Sum", "Sum:", AT), at("Sum"), at("Sum")) == "unchecked"


def test_a_sign_that_was_read_as_a_line_of_its_own_is_not_an_unknown_script() -> None:
    lines = line("Amount", 700, 300, 90), line(":", 795, 300, 8), line("84.50 EUR", 810, 300, 120)
    assert verdict(ToldChange("appeared", "", "", "Delete your account", AT), (), lines) == "contradicted"


def test_words_far_apart_are_one_line_for_ocr_and_contradict_as_well() -> None:
    """The middle of the line is outside the given place."""
    wide = (line("Saved to the list 三 every day at noon by somebody else", 700, 300, 900),)
    change = ToldChange("appeared", "", "", "Delete your account", Box(710, 302, 90, 16))
    assert verdict(change, (), wide) == "contradicted"
    assert judge_flaw(ToldFlaw("cut off", "every day", change.box), only(wide)).verdict == "unchecked"


def test_what_was_selected_before_is_elsewhere_than_what_is_selected_now() -> None:
    tabs = line("Open orders", 400, 300, 120), line("Closed orders", 700, 300, 240)
    change = ToldChange("selected", "tab", "Open orders", "Closed orders", AT)
    assert verdict(change, tabs, tabs) == "unchecked"


@pytest.mark.parametrize(
    ("kind", "expected"), [("opened", "unchecked"), ("loaded", "unchecked"), ("appeared", "contradicted")]
)
def test_a_menu_has_the_name_of_its_button(kind: ToldChangeKind, expected: str) -> None:
    button = at("Columns")
    assert (
        verdict(ToldChange(kind, "menu", "", "Columns", AT), button, (*button, line("Hide all", 700, 330))) == expected
    )


def test_the_box_of_a_dialog_says_nothing_about_the_place_of_its_title() -> None:
    lines = [line(f"Entry number {number} of the menu", 700, 300 + 24 * number) for number in range(8)]
    opened = ToldChange("opened", "menu", "", "D-TALE", Box(690, 290, 300, 200))
    assert verdict(opened, (), tuple(lines), Box(690, 290, 300, 200)) == "unchecked"
    assert verdict(replace(opened, box=lines[0].box), (), tuple(lines), Box(690, 290, 300, 200)) == "contradicted"


def test_a_submenu_that_opened_beside_its_unchanged_entry_is_not_contradicted() -> None:
    entry, beside = at("Error pages"), Box(1_000, 300, 120, 20)
    opened = ToldChange("opened", "submenu", "", "Error pages", AT)
    assert verdict(opened, entry, (*entry, line("404 page", 1_000, 300)), beside) == "unchecked"


def test_the_first_row_of_a_sorted_column_is_not_at_its_header() -> None:
    lines = (*at("Payee"), line("Agence du Port", 700, 400))
    assert verdict(ToldChange("sorted", "Payee", "", "Agence du Port", AT), lines, lines) == "unchecked"
    assert verdict(ToldChange("sorted", "Payee", "", "Zebra crossing", AT), lines, lines) == "contradicted"


def test_two_texts_that_differ_in_a_short_word_are_told_apart() -> None:
    change = ToldChange("changed", "command", "apt install tidewatch", "pip install tidewatch", AT)
    assert verdict(change, at("apt install tidewatch"), at("pip install tidewatch")) == "confirmed"
    assert verdict(change, at("pip install tidewatch"), at("apt install tidewatch")) == "contradicted"


def test_the_same_text_with_a_misread_letter_is_not_new() -> None:
    change = ToldChange("appeared", "entry", "", "Daily report", AT)
    assert verdict(change, at("Daily repgrt"), at("Daily report")) == "contradicted"
    told_apart = ToldChange("changed", "button", "Send report", "Sent report", AT)
    assert verdict(told_apart, at("Send report"), at("Sent report")) == "confirmed"


def test_a_text_that_is_only_in_the_other_state_may_be_misread() -> None:
    change = ToldChange("vanished", "link", "Page of connection with error", "", AT)
    assert verdict(change, (), at("Page of connxion with eror")) == "contradicted"


def test_a_text_with_a_misread_letter_is_not_another_text() -> None:
    change = ToldChange("appeared", "", "", "Unlimited delivery", AT)
    assert verdict(change, (), at("Unlimitod delivary")) == "unchecked"


def only(lines: tuple[Line, ...]) -> States:
    return States(moment(texts(*PAGE)), moment(texts(*PAGE, *lines), keyframe(1_000, AT)))


@pytest.mark.parametrize(("quote", "expected"), [("Delete your account", "contradicted"), ("Saved", "unchecked")])
def test_a_flaw_is_contradicted_where_other_words_are(quote: str, expected: str) -> None:
    states = States(moment(texts(*PAGE)), moment(texts(*PAGE, *at("Saved to the list")), keyframe(1_000, AT)))
    assert judge_flaw(ToldFlaw("the text is cut off", quote, AT), states).verdict == expected


# --- acts -------------------------------------------------------------------------------------------------------------

BUTTON = line("Save profile", 400, 600)


def act_verdict(act: ToldAct, *rests: Rest, before: tuple[Line, ...] = (BUTTON,)) -> str:
    frame = Keyframe(2_000, 0.5, "", PAGE_PATH, changed=(AT,), began_ms=1_500)
    return judge_act(act, States(moment(texts(*PAGE, *before)), moment(texts(*PAGE), frame)), rests).verdict


PAGE_PATH = keyframe().path
ON_BUTTON = Rest(Box(430, 605, 12, 18), 800, 1_600)


def test_a_click_is_confirmed_where_its_words_are_and_the_pointer_rested() -> None:
    click = ToldAct("click", "Save profile", box=BUTTON.box)
    assert act_verdict(click, ON_BUTTON) == "confirmed"
    assert act_verdict(click) == "unchecked"
    assert act_verdict(click, Rest(Box(900, 100, 12, 18), 800, 1_600)) == "unchecked"


def test_a_pointer_that_came_after_the_change_or_had_left_by_then_confirms_nothing() -> None:
    click = ToldAct("click", "Save profile", box=BUTTON.box)
    assert act_verdict(click, Rest(ON_BUTTON.box, 1_700, 2_400)) == "unchecked"
    assert act_verdict(click, ON_BUTTON, Rest(Box(900, 100, 12, 18), 1_200, 1_490)) == "unchecked"


def test_only_a_click_has_a_pointer_to_confirm_it() -> None:
    assert act_verdict(ToldAct("type", "Save profile", "Ana", BUTTON.box), ON_BUTTON) == "unchecked"


def test_a_click_on_a_missing_text_is_contradicted_where_another_one_is() -> None:
    assert act_verdict(ToldAct("click", "Delete account", box=BUTTON.box), ON_BUTTON) == "contradicted"
    assert act_verdict(ToldAct("click", "Удалить", box=BUTTON.box), ON_BUTTON) == "unchecked"
    assert act_verdict(ToldAct("click", "bin icon", box=Box(1200, 10, 20, 20)), ON_BUTTON) == "unchecked"


@pytest.mark.parametrize(
    ("said", "read", "expected"),
    [
        ("Show entries", "Show10entries", "unchecked"),
        ("entries Show", "Show10entries", "contradicted"),
        ("Delete account", "lete acc", "unchecked"),
        ("Delete account", "Delata acoumt", "unchecked"),
        ("Row 12", "Row 13", "contradicted"),
    ],
    ids=["a value between the words", "another order", "a part, beside the pointer", "badly misread", "a number"],
)
def test_a_target_that_was_read_in_part_is_not_another_one(said: str, read: str, expected: str) -> None:
    shown = line(read, *BUTTON.box[:3])
    assert act_verdict(ToldAct("click", said, box=BUTTON.box), before=(shown,)) == expected


def test_an_act_of_any_kind_on_missing_words_is_contradicted() -> None:
    for kind in ("select", "drag", "hover", "other"):
        assert act_verdict(ToldAct(kind, "Delete account", box=BUTTON.box)) == "contradicted"


def test_a_click_is_confirmed_by_a_pointer_on_the_control_around_its_words() -> None:
    """The header of a column is far wider than its words. A box over half of the page is not a control."""
    far = Rest(Box(620, 605, 12, 18), 800, 1_600)
    assert act_verdict(ToldAct("click", "Save profile", box=Box(390, 590, 320, 40)), far) == "confirmed"
    assert act_verdict(ToldAct("click", "Save profile", box=Box(0, 300, 900, 500)), far) == "unchecked"
