"""Where it is claimed to have gone wrong, and that nothing is claimed if nothing went wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claude_scope.timeline.claims.build import find_claims, with_claims
from claude_scope.values import Box, Claim, EventKind, Rest, Timeline
from tests.timeline.make import element, keyframe, line, texts
from tests.timeline.screens import OTHER, PAGE, claims, moment, moments, moved, told


def wrong(found: list[Claim]) -> list[tuple[int, str]]:
    return [(claim.state, claim.property) for claim in found if claim.kind == "wrong"]


def test_an_error_on_the_same_page_is_where_it_went_wrong() -> None:
    refused = (*PAGE, line("Your order could not be placed", 700, 300))
    assert wrong(claims(PAGE, PAGE, refused)) == [(3, "error")]


def test_the_error_that_the_developer_names_comes_first() -> None:
    one, two = line("The coupon could not be saved", 700, 300), line("The parcel was not found anywhere", 700, 400)
    states = PAGE, (*PAGE, one), (*PAGE, one, two)
    assert wrong(claims(*states)) == [(3, "error"), (2, "error")], "people stop to record when they have seen it"
    assert wrong(claims(*states, words="My coupon is lost.")) == [(2, "error"), (3, "error")]


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


def test_a_message_after_a_level_in_capitals_is_an_error_but_a_state_in_capitals_is_not() -> None:
    assert wrong(claims(PAGE, PAGE, (*PAGE, line("ERROR the harbour is closed to all ships", 700, 300)))) == [
        (3, "error")
    ]
    assert wrong(claims(PAGE, PAGE, (*PAGE, line("12 tasks FAILED", 700, 300)))) == []


def test_a_text_that_was_clicked_is_a_link_to_a_page_about_errors() -> None:
    link = line("Sign-in page with an error", 80, 400)
    pointed = Rest(Box(link.box.x + 20, link.box.y + 10, 12, 18), 2700, 3600, 3500)
    states = (
        moment(texts(*PAGE), keyframe(0)),
        moment(texts(*OTHER, link), keyframe(2000, rests=(pointed,))),
        moment(texts(*PAGE), keyframe(4000, began_ms=3500)),
    )
    found = find_claims(states)
    assert [claim.name for claim in found if claim.property == "click" and claim.is_said] == [link.text]
    assert wrong(found) == []
    assert wrong(find_claims(states[:2])) == [(2, "error")], "nobody clicked it"


def test_an_error_on_a_page_that_it_pushed_down_is_where_it_went_wrong() -> None:
    below = line("Only customers of the shop may order", 40, 40 + 60 * 9)
    pushed = *moved(PAGE[:-2], 0, 120), line("The order could not be placed", 40, 40)
    found = claims((*PAGE, below), pushed)
    assert [claim.kind for claim in found if claim.state == 2][:1] == ["moved"], "rows went out of view below"
    assert wrong(found) == [(2, "error")]


def test_an_error_that_scrolled_into_view_is_not_reported() -> None:
    error, label = line("Your order could not be placed", 700, 300), line("Syncing failed for some of you", 40, 460)
    scrolled = *moved(PAGE[1:], 0, -60), label, error
    found = claims(PAGE, (*PAGE, error), scrolled)
    assert [claim.kind for claim in found if claim.state == 3][:1] == ["moved"]
    assert wrong(found) == [(2, "error")]


def test_an_error_text_in_the_place_of_another_must_be_red() -> None:
    one, two = line("Run 2290 of the harbour passed", 700, 300), line("Run 2291 of the harbour failed", 700, 300)
    assert wrong(claims((*PAGE, one), (*PAGE, two))) == []
    assert wrong(claims((*PAGE, one), (*PAGE, two), words="The harbour run is gone")) == [(2, "error")]
    red = find_claims([moment(texts(*PAGE, one)), moment(texts(*PAGE, two, red=(two.box,)))])
    assert wrong(red) == [(2, "error")]


def test_a_number_before_a_word_is_not_a_status_code() -> None:
    for text in ("450 service units sold", "401 page notes added", "443 gateway cards"):
        assert wrong(claims(PAGE, (*OTHER, line(text, 80, 400)))) == [], text


@pytest.mark.parametrize("left", [80, 80 + (9 * 35 - 45) / 2], ids=["begun at one place", "centred"])
def test_an_error_that_ends_in_the_next_line_is_one(left: float) -> None:
    lines = line("The page that you asked for was not", 80, 300), line("found", left, 324)
    found = claims(PAGE, lines)
    assert wrong(found) == [(2, "error")]
    assert [claim.after for claim in found if claim.kind == "wrong"] == ["The page that you asked for was not found"]


def test_a_message_in_red_that_came_alone_is_where_it_went_wrong_in_any_language() -> None:
    text = line("Der Strichcode ist hier nicht bekannt", 700, 300)
    label, chinese = line("Nur noch heute", 700, 300), line("这个条码现在还没有人认识", 700, 300)
    asked = line("This cannot be undone, press it again to confirm", 700, 300)
    word = Box(text.box.x + 100, text.box.y, 50, text.box.height)
    is_it = [(2, "text")]
    for came, red, expected in (
        (text, (text.box,), is_it),
        (text, (word,), []),
        (text, (), []),
        (label, (label.box,), []),
        (chinese, (chinese.box,), is_it),
        (asked, (asked.box,), []),
    ):
        found = find_claims([moment(texts(*PAGE)), moment(texts(*PAGE, came, red=red))])
        assert wrong(found) == expected, came.text


def test_a_message_in_red_is_not_an_error_where_red_is_a_colour_of_the_page() -> None:
    message, links = line("Der Strichcode ist hier nicht bekannt", 700, 300), [line.box for line in (*PAGE, *OTHER) * 2]
    first, second = texts(*PAGE, red=tuple(links)), texts(*PAGE, message, red=(message.box,))
    assert wrong(find_claims([moment(first), moment(first), moment(second)])) == []
    assert wrong(find_claims([moment(first), moment(second)])) == [(2, "text")], "it was so once: a message that went"
    label = line("Run 2291 of the harbour failed", 700, 300)
    crowded = *OTHER, *(line(f"Parcel for {name}", 600, 50 + 60 * n) for n, name in enumerate(("Ada", "Bo", "Cy") * 3))
    page = texts(*crowded, label, red=(*links, label.box))
    assert wrong(find_claims([moment(first), moment(page)])) == [], "nor does it make an error of a label"
    assert wrong(find_claims([moment(texts(*PAGE)), moment(page)])) == [(2, "error")], "a form of which all turn red"


def test_a_red_bar_that_came_is_where_it_went_wrong_whatever_is_written_on_it() -> None:
    bar = replace(texts(*PAGE), red_bars=(Box(600, 10, 310, 44),))
    assert wrong(find_claims([moment(texts(*PAGE)), moment(bar)])) == [(2, "text")]
    assert wrong(find_claims([moment(bar), moment(bar)])) == [], "it was there"
    assert wrong(find_claims([moment(bar), moment(texts(*PAGE)), moment(bar)])) == [], "it was there before"
    button = replace(
        texts(*PAGE, elements=(element("button", "Delete this", 600, 10, 310, 44),)), red_bars=bar.red_bars
    )
    assert wrong(find_claims([moment(texts(*PAGE)), moment(button)])) == []
    chart = replace(bar, red_bars=tuple(Box(600, 10 + 60 * n, 310 + 40 * n, 44) for n in range(4)))
    assert wrong(find_claims([moment(texts(*PAGE)), moment(chart)])) == []
    more = *PAGE, *(line(f"A text of number {name} there", 800, 40 + 40 * n) for n, name in enumerate("abcdefghijkl"))
    assert wrong(find_claims([moment(texts(*PAGE)), moment(replace(bar, lines=more))])) == [], "with much else"
    assert wrong(find_claims([moment(texts(*PAGE)), moment(replace(bar, lines=OTHER))])) == [], "of another page"


def test_a_message_on_red_is_not_an_error_where_a_button_has_the_same_red() -> None:
    """The brand colour of the application is red, so a message on red may be good news."""
    red, white = (200, 30, 40), (255, 255, 255)
    button = replace(line("Check tables", 700, 500), ink=white, ground=red)
    told_ = replace(line("Table for four reserved until then", 700, 300), ink=white, ground=red)
    before = moment(texts(*PAGE, button))
    on_red = moment(texts(*PAGE, button, told_, red=(told_.box,)))
    bar = moment(replace(texts(*PAGE, button), red_bars=(Box(600, 10, 310, 44),)))
    assert wrong(find_claims([before, on_red])) == []
    assert wrong(find_claims([before, bar])) == []
    plain = moment(texts(*PAGE))
    assert wrong(find_claims([plain, on_red])) == [(2, "text")]
    in_red = replace(told_, ink=red, ground=white)
    assert wrong(find_claims([before, moment(texts(*PAGE, button, in_red, red=(in_red.box,)))])) == [(2, "text")]


def test_a_field_that_stays_marked_as_invalid_is_where_it_went_wrong() -> None:
    plain, invalid = (element("input", "Pieces", 700, 300, state=item) for item in ((), ("invalid",)))
    states = [moment(texts(*PAGE, elements=(item,))) for item in (plain, plain, invalid, invalid)]
    found = find_claims(states)
    assert wrong(found) == [(3, "state")]
    assert [claim.after for claim in found if claim.kind == "wrong"] == ['the field "Pieces" is marked as invalid']
    assert wrong(find_claims([*states, states[0]])) == [], "somebody mended it"
    assert wrong(find_claims(states[2:])) == [], "it was so from the start"
    below = replace(invalid, box=invalid.box._replace(y=240))
    rest = line("Only customers of the shop may order", 40, 520)
    scrolled = moment(texts(*moved(PAGE[1:], 0, -60), rest, elements=(below,)))
    found = find_claims([states[2], scrolled])
    assert [claim.kind for claim in found if claim.state == 2][:1] == ["moved"]
    assert wrong(found) == []
    many = tuple(element("input", f"Field {n}", 700, 20 * n, 90, 18, state=("invalid",)) for n in range(21))
    assert wrong(find_claims([states[0], moment(texts(*PAGE, elements=many))])) == [], "red borders by design"
    unread = replace(states[2], reading=replace(states[2].reading, elements=(), reader=""))
    assert wrong(find_claims([states[2], unread, states[2]])) == [], "nobody read the state between"


def test_the_error_at_invalid_fields_comes_first() -> None:
    link, error = line("Page of the sign in with an error", 700, 300), line("Name or password are incorrect", 700, 400)
    fields = tuple(element("input", name, 900, 200, state=("invalid",)) for name in ("Name",))
    scrolled = *moved(PAGE[1:], 0, -60), error
    states = moment(texts(*PAGE)), moment(texts(*PAGE, link)), moment(texts(*scrolled, elements=fields))
    assert wrong(find_claims(list(states))) == [(3, "error"), (2, "error")]


def test_a_list_that_is_empty_at_last_is_where_it_went_wrong() -> None:
    rows = tuple(
        line(f"Message {name} of the harbour", 600, 20 + 30 * n) for n, name in enumerate("abcdefghijklmnopqr")
    )
    assert wrong(claims((*PAGE, *rows), PAGE)) == [(2, "state")]
    assert wrong(claims((*PAGE, *rows[:11]), PAGE)) == [], "few texts"
    assert wrong(claims((*PAGE, *rows), (*PAGE, *moved(rows[9:12], 0, -180)))) == [], "a filter left some"
    assert wrong(claims((*PAGE, *rows), PAGE, (*PAGE, *rows))) == [], "it came back"
    assert wrong(claims((*PAGE, *rows), (*PAGE, line("No message fits here", 600, 20)))) == [], "it says so"
    covered = line("What the dialog covered of it", 640, 200)
    assert wrong(claims((*PAGE, *rows), (*PAGE, covered))) == [], "a dialog closed"
    rest = Rest(Box(1200, 700, 12, 18), 600, 1100, 1000)
    shown = moment(texts(*PAGE, *rows), keyframe(500, rests=(rest,)))
    clicked = find_claims([shown, moment(texts(*PAGE), keyframe(1500, began_ms=1000, share=0.3))])
    assert [item.property for item in clicked if item.kind == "act"] == ["click"]
    assert wrong(clicked) == [(2, "state")], "what was clicked did not come"


@pytest.mark.parametrize("text", ["NaN", "$NaN", "Total NaN EUR", "Hello [object Object]", "Invalid Date"])
def test_what_a_script_could_not_compute_is_an_error(text: str) -> None:
    assert wrong(claims(PAGE, (*PAGE, line(text, 700, 300)))) == [(2, "error")]


def test_a_word_that_only_begins_like_an_error_is_not_one() -> None:
    assert wrong(claims(PAGE, (*PAGE, line("NaNo writing month", 700, 300)))) == []


@pytest.mark.parametrize(
    ("text", "is_error"),
    [
        ('"errors": [', True),
        ("'error': 'closed'", True),
        ('{"error": "closed"}', True),
        ('"error": null,', False),
        ('"errors": []', False),
        ('{"error":null,"id":1}', False),
        ('{"error": false, "message": "ok"}', False),
        ('"errors": 0, "warnings": 3', False),
        ("'error': None,", False),
        ("\u201cerror\u201d: \u201c\u201d", False),
    ],
)
def test_the_field_of_an_answer_in_json_is_an_error(text: str, is_error: bool) -> None:
    assert wrong(claims(PAGE, (*PAGE, line(text, 700, 300)))) == ([(2, "error")] if is_error else [])


def test_an_error_on_a_dialog_is_new_however_much_it_is_like_what_it_covers() -> None:
    covered = line("You have some unsaved errands in the basket", 700, 300, 520)
    dialog = (
        line("There were errors in the basket you have here", 702, 301, 500),
        line("Do you want to go back to it", 700, 270, 500),
        line("The basket has two lamps in it", 700, 330, 500),
    )
    found = claims((*PAGE, covered), (*PAGE, *dialog))
    assert ("appeared", "error", "", dialog[0].text) in told(found)
    assert wrong(found) == [(2, "error")]


def test_a_page_that_became_empty_and_stayed_so_is_where_it_went_wrong() -> None:
    assert wrong(claims(PAGE, PAGE, (), ())) == [(3, "state")]
    assert wrong(claims(PAGE, (), PAGE)) == []


def test_a_value_that_reverted_is_where_it_went_wrong_if_the_developer_mentions_it() -> None:
    two, one = (line(f"Discount of {n} percent on it", 700, 300) for n in (20, 10))
    states = (*PAGE, one), (*PAGE, two), (*PAGE, one)
    assert wrong(claims(*states, words="The discount is lost.")) == [(3, "value")]
    assert wrong(claims(*states)) == []


def test_a_time_that_the_developer_names_comes_before_all_else() -> None:
    refused = (*PAGE, line("Your order could not be placed", 700, 300))
    assert wrong(claims(PAGE, PAGE, refused, words="It is wrong at 0:01.")) == [(2, "text")]
    assert wrong(claims(PAGE, PAGE, refused, words="I ordered at 11:45.")) == [(3, "error")]
    assert wrong(claims(PAGE, PAGE, refused, words="It is wrong at 0:12.")) == [(3, "error")], "it ended long before"


def test_the_line_of_a_traceback_that_says_what_happened_is_the_reason() -> None:
    shown = line("Traceback for CleanLevels", 700, 300), line("ValueError: the gauge said nothing", 700, 400)
    found = claims(PAGE, (*PAGE, *shown))
    assert [claim.after for claim in found if claim.kind == "wrong"] == [shown[1].text]


def test_where_nothing_went_wrong_nothing_is_said_to_have() -> None:
    timeline = with_claims(Timeline(tuple(moments(PAGE, (*PAGE, line("The coupon was added to it", 700, 300)), OTHER))))
    assert (timeline.wrong, timeline.also_wrong) == (None, ())
    assert not any(claim.kind == "wrong" for claim in timeline.claims)


def test_changes_and_kinds_follow_from_the_answer() -> None:
    unsure = line("A text that is hardly read", 700, 500, sure=0.1)
    error = line("Your order could not be placed", 700, 300)
    timeline = with_claims(Timeline(tuple(moments(PAGE, (*PAGE, unsure), (*PAGE, unsure, error), OTHER))))
    assert [moment.kind for moment in timeline.moments] == [
        EventKind.INITIAL,
        EventKind.STATE_CHANGE,
        EventKind.ERROR,
        EventKind.NAVIGATION,
    ]
    assert [[c.element.label for c in moment.changes] for moment in timeline.moments[:3]] == [[], [], [error.text]]
    assert timeline.wrong == 2
