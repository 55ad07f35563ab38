"""Where pictures show secrets, derived from the reading of each state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claude_scope.masking.fuzzy_match import KnownSecrets
from claude_scope.values import Box, Element, Node, Snapshot, UiElement
from tests.masking.screens import KEY, SIZE, UNREAD, analysis, line, moment, planned, read, secrets_of

P, Q, R = Path("1.png"), Path("2.png"), Path("3.png")
FIELD = Box(100, 80, 300, 40)


def password(value: str, label: str = "Password", box: Box = FIELD) -> Element:
    return Element("input", label, box, 0.9, (), value)


def ui(id_: str, value: str, label: str = "Password", name: str = "", box: Box = FIELD) -> UiElement:
    return UiElement(id_, "input", "textbox", label, box, 0.9, value=value, name=name)


def test_a_screen_without_secrets_needs_no_picture_opened() -> None:
    plan = planned(analysis(moment(P, read(line("Basket", 10, 10), line("Total $12.00", 10, 40)))))
    assert plan.is_empty


def test_only_the_secret_of_a_line_is_covered() -> None:
    (frame,) = planned(analysis(moment(P, read(line(f"Use {KEY} in tests", 10, 10))))).frames
    (place,) = frame.places
    assert (place.secret, place.start) == (KEY, 4)


def test_a_frame_that_nobody_read_is_covered_whole() -> None:
    plan = planned(analysis(moment(P, UNREAD), moment(Q, read(line("Basket", 10, 10)))))
    assert [frame.unread for frame in plan.frames] == [True, False]


def test_a_secret_that_was_misread_in_another_state_is_covered_there() -> None:
    """No prefix and no shape, but nearly the text that was at this place before."""
    misread = "5k lve 5INq8ZrTb4WmXc7Ld2"
    whole = analysis(moment(P, read(line(KEY, 10, 10))), moment(Q, read(line("Moved", 10, 10), line(misread, 10, 90))))
    assert secrets_of(planned(whole)) == [[KEY], [misread]]


def test_a_part_of_a_known_secret_is_covered_and_common_words_are_not() -> None:
    known = KnownSecrets(["Tr0ubador-Anchor77", "correcthorsebattery", KEY])
    assert known.spans("seen: Tr0ubador-Anch (cut)") == [(6, 20)]
    assert known.spans("Keys begin with sk_live_ or sk_test_") == []
    assert known.spans("Buy a horse with a new battery") == []
    assert known.spans("") == []


def test_what_is_typed_of_a_secret_is_covered_in_each_state() -> None:
    """No field was recognised: only the place shows that "Tr0u" is the beginning of the secret."""
    states = [
        read(line("Password:", 10, 10), line(text, 100, 10)) for text in ("Tr0u", "Tr0ubador-An", "Tr0ubador-Anchor77")
    ]
    assert secrets_of(planned(analysis(*map(moment, (P, Q, R), states)))) == [
        ["Tr0u"],
        ["Tr0ubador-An"],
        ["Tr0ubador-Anchor77"],
    ]


def test_a_field_is_covered_whatever_was_read_in_it() -> None:
    whole = analysis(moment(P, read(line("Password", 100, 56), line("0o0oo", 110, 88), elements=[password("0o0oo")])))
    (frame,) = planned(whole).frames
    assert [(field.box, field.filled) for field in frame.fields] == [(FIELD, True)]


def test_a_field_that_shows_its_placeholder_is_left() -> None:
    empty = read(line("Your password", 110, 88), elements=[password("", "Your password")])
    assert planned(analysis(moment(P, empty))).is_empty
    with_caret = read(line("Your password|", 110, 88), elements=[password("", "Your password")])
    assert planned(analysis(moment(P, with_caret))).is_empty


def test_a_field_without_text_is_looked_at() -> None:
    """OCR misses dots: only the pixels show whether the field is empty."""
    (frame,) = planned(analysis(moment(P, read(line("Password", 100, 56), elements=[password("")])))).frames
    assert [field.filled for field in frame.fields] == [False]


def test_a_field_whose_label_one_state_lacks_is_the_same_field() -> None:
    """By its id: the label scrolled away, or OCR missed it."""
    first = moment(P, read(line("Password", 100, 56)), ui("e1", ""))
    second = moment(Q, read(line("hunter", 110, 88)), ui("e1", "hunter", label=""))
    assert [bool(frame.fields) for frame in planned(analysis(first, second)).frames] == [True, True]


def test_a_field_that_one_state_lacks_is_looked_at_below_its_label() -> None:
    label, shown = line("Password", 100, 56), line("hunter", 110, 88)
    whole = analysis(moment(P, read(label, elements=[password("")])), moment(Q, read(label, shown)))
    assert [[(f.box, f.filled) for f in frame.fields] for frame in planned(whole).frames] == [
        [(FIELD, False)],
        [(FIELD, True)],
    ]
    moved = analysis(moment(P, read(label, elements=[password("")])), moment(Q, read(line("Password", 100, 300))))
    assert [len(frame.fields) for frame in planned(moved).frames] == [1, 0]


def test_a_field_that_shows_dots_is_a_password_field_whatever_its_name() -> None:
    first = moment(P, read(elements=[password("......", "")]), ui("e1", "......", label=""))
    shown = moment(Q, read(line("hunter", 110, 88), elements=[password("hunter", "")]), ui("e1", "hunter", label=""))
    assert [bool(frame.fields) for frame in planned(analysis(first, shown)).frames] == [True, True]


def test_a_name_of_the_page_makes_a_field_secret() -> None:
    shown = moment(P, read(line("hunter", 110, 88)), ui("e1", "hunter", label="", name="Account password"))
    assert planned(analysis(shown)).frames[0].fields


def test_the_eye_of_a_field_and_its_floating_label_stay() -> None:
    eye = Element("button", "", Box(370, 88, 24, 24), 0.9)
    label = line("Password", 108, 82)
    (frame,) = planned(analysis(moment(P, read(label, elements=[password("x1!"), eye])))).frames
    assert set(frame.fields[0].spared) == {eye.box, label.box}


def test_an_email_is_not_secret() -> None:
    mail = Element("input", "Email", FIELD, 0.9, (), "ana@example.test")
    assert planned(analysis(moment(P, read(line("ana@example.test", 110, 88), elements=[mail])))).is_empty


def test_what_a_model_alone_read_is_covered_where_it_says() -> None:
    element = Element("text", f"Key {KEY}", Box(10, 200, 300, 30), 0.5)
    by_model = replace(read(line("Basket", 10, 10), elements=[element]), reader="openai:m")
    (frame,) = planned(analysis(moment(P, by_model)), [read(line("Basket", 10, 10))]).frames
    assert [place.box for place in frame.places] == [element.box]


def test_what_the_local_reader_knew_stays_known_with_a_model() -> None:
    """A model chooses its own names for fields, and says nothing about their content."""
    local = read(line("Password", 100, 56), line("hunter", 110, 88), elements=[password("hunter")])
    by_model = replace(local, elements=(Element("input", "Account", FIELD, 0.9),), reader="openai:m")
    assert planned(analysis(moment(P, by_model)), [local]).frames[0].fields


def test_nodes_of_a_page_that_show_a_secret_are_reported() -> None:
    shown = Node("code", KEY, box=Box(10, 10, 300, 20))
    tree = Node("document", children=(shown, Node("code", KEY, box=Box(1, 2, 3, 4), hidden=True), Node("link", "Home")))
    page = Snapshot("http://a/", True, tree=tree, screenshot=Path("page-01.png"), viewport=SIZE)
    plan = planned(analysis(moment(P, read(line("Basket", 10, 10))), snapshots=[page]))
    assert [other_page.boxes for other_page in plan.pages] == [(shown.box,)]
    assert not plan.is_empty


def test_dots_with_which_a_page_was_masked_need_no_reading() -> None:
    tree = Node("document", children=(Node("textbox", "Password", text="\u2022" * 8, box=FIELD),))
    page = Snapshot("http://a/", True, tree=tree, screenshot=Path("page-01.png"), viewport=SIZE)
    assert planned(analysis(moment(P, read(line("Basket", 10, 10))), snapshots=[page])).is_empty


@pytest.mark.timeout(90)
def test_a_recording_full_of_secrets_is_done_in_linear_time() -> None:
    """Comparing every secret with every line of every state would not finish within that time."""
    states = [
        read(*(line(f"{KEY}{n * k}", 10 + 500 * (n % 2), 20 * n) for n in range(400)), elements=[password("x1!")])
        for k in range(1, 5)
    ]
    plan = planned(analysis(*(moment(Path(f"{k}.png"), state) for k, state in enumerate(states))))
    assert [len(frame.places) for frame in plan.frames] == [400] * 4
