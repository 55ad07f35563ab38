"""A row states what is certain, the most important first; steps say what was done and what is unknown."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.prompt.budget import Detail
from claude_scope.prompt.choose_states import state_table
from claude_scope.prompt.claims.rows import claims_row
from claude_scope.prompt.claims.screen_texts import ScreenTexts, screen_texts
from claude_scope.prompt.claims.steps import claimed_steps, has_located_step
from claude_scope.prompt.fence import LINE_LIMIT
from claude_scope.prompt.session_json import load_session, session_json
from claude_scope.values import Box, Claim, EventKind, Moment, Node, Source, Timeline, UiElement
from claude_scope.wording.claim_wording import FOR_PEOPLE, describe_claim, summary_of_claims, tell_state
from tests.analyses import checkout_analysis
from tests.timeline.make import keyframe, line, texts

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Keyframe, Line

URL = "http://localhost:4173/checkout"
BUTTON = UiElement(
    "e7",
    "button",
    "button",
    "Pay",
    Box(40, 40, 90, 30),
    0.9,
    name="Pay",
    locator="page.getByRole('button', { name: 'Pay', exact: true })",
    source=Source.BOTH,
)


def moment(frame: Keyframe, *elements: UiElement) -> Moment:
    return Moment(frame, texts(), elements, Node("document"), (), EventKind.STATE_CHANGE, "")


def timeline(*found: Claim, states: int = 4) -> Timeline:
    frames = [keyframe(n * 2600, *([Box(10, 20, 300, 200)] if n else [])) for n in range(states)]
    return Timeline(tuple(moment(frame, BUTTON) for frame in frames), claims=found)


def row(*found: Claim, state: int = 4, **of_keyframe: Any) -> str:
    """The row of a state, without its number and time."""
    whole = timeline(*found)
    moments = list(whole.moments)
    changed = replace(moments[state - 1].keyframe, **of_keyframe)
    moments[state - 1] = replace(moments[state - 1], keyframe=changed)
    text, _ = claims_row(replace(whole, moments=tuple(moments)), state - 1, Detail())
    return text.partition(" | ")[2].partition(" | ")[2]


def told(found: list[Claim], limit: int) -> tuple[list[str], int]:
    return tell_state(moment(keyframe(0)), found, FOR_PEOPLE, limit, is_first=False)


def came(text: str, y: float = 300, *, state: int = 4, **more: Any) -> Claim:
    return Claim(state, "appeared", "text", after=text, name=text, box=Box(40, y, 9.0 * len(text), 20), **more)


def became(before: str, after: str, **more: Any) -> Claim:
    return Claim(4, "changed", "text", before=before, after=after, name=after, box=Box(40, 300, 90, 20), **more)


def error(text: str) -> Claim:
    return replace(came(text), property="error")


def act(state: int, kind: Any, *, after: str = "", name: str = "", **more: Any) -> Claim:
    return Claim(state, "act", kind, after=after, name=name, **more)


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_row_has_its_number_its_time_and_page_error_new_texts_and_changes_in_this_order() -> None:
    page = Claim(4, "page", "heading", after="Checkout", name="Checkout")
    found = became("3 items", "4 items"), came("Pay by card"), error("Saving failed"), page
    line_, left_out = claims_row(timeline(*found), 3, Detail())
    assert line_ == (
        '4 | 0:07.8 | another page, view or dialog: "Checkout"; error: "Saving failed"; new: "Pay by card"; '
        '"3 items" -> "4 items"'
    )
    assert left_out == 0


def test_an_unsure_text_is_counted_but_not_in_a_row() -> None:
    unsaid = came("Hardly read", 400, is_said=False)
    assert "Hardly" not in row(unsaid, became("1", "2", is_said=False))
    assert row(unsaid, came("Pay by card")) == 'new: "Pay by card", and 1 more'


def test_without_a_sure_change_a_row_says_where_the_picture_changed() -> None:
    assert row() == "the picture changed at 10,20 300x200 px; no change of a text is sure"
    assert row(changed=()) == "the picture changed; no change of a text is sure"


def test_a_click_where_nothing_is_written_has_its_place_and_says_where_the_picture_changed() -> None:
    click = act(4, "click", box=Box(640, 320, 1, 1))
    place = "the picture changed at 10,20 300x200 px; no change of a text is sure"
    assert row(click) == f"clicked at (640, 320) px; {place}"
    assert row(click, came("Pay by card")) == 'clicked at (640, 320) px; new: "Pay by card"'
    assert row(act(4, "click", name="Cart", box=click.box)) == f'clicked "Cart"; {place}'
    assert row(replace(click, element="e7")).startswith('clicked button "Pay"; ')
    (_, line_) = claimed_steps(timeline(replace(click, state=3), states=3), "", 20, 80)
    assert line_ == "2. click at (640, 320) px of the frame (state 3, 0:05.2)"
    assert describe_claim(click) == "clicked at (640, 320) px"


def test_a_click_on_one_of_several_equal_texts_has_its_place_as_well() -> None:
    whole = timeline(act(3, "click", name="Delete", box=Box(600, 300, 90, 20)), states=3)
    assert claimed_steps(whole, "", 20, 80)[1] == '2. click "Delete" (state 3, 0:05.2)'
    twice = texts(line("Delete", 600, 300), line("Delete", 600, 400))
    whole = replace(whole, moments=tuple(replace(moment, reading=twice) for moment in whole.moments))
    assert claimed_steps(whole, "", 20, 80)[1] == '2. click "Delete" at (645, 310) px of the frame (state 3, 0:05.2)'
    assert '| clicked "Delete" at (645, 310) px; ' in claims_row(whole, 2, Detail())[0]


def test_places_are_those_of_the_pictures_that_the_agent_sees() -> None:
    """The pictures for the agent are at most 1,456 px long, whatever the size of the recording."""
    whole = timeline(act(4, "click", box=Box(1920, 960, 0, 0)))
    large = tuple(replace(moment, reading=replace(moment.reading, width=2912, height=1638)) for moment in whole.moments)
    whole = replace(whole, moments=large)
    assert "clicked at (960, 480) px; the picture changed at 5,10 150x100 px" in claims_row(whole, 3, Detail())[0]
    assert claimed_steps(whole, "", 20, 80)[-1].startswith("2. click at (960, 480) px of the frame")


def test_a_typed_text_is_reported_with_the_name_of_its_field() -> None:
    typed = act(4, "type", after="SAVE10", box=Box(640, 320, 100, 20))
    assert row(typed) == 'typed "SAVE10"'
    assert row(replace(typed, name="Coupon")) == 'typed "SAVE10" into "Coupon"'


def test_the_first_state_says_what_the_recording_starts_with() -> None:
    head = Claim(1, "page", "heading", after="Checkout", name="Checkout")
    assert row(head, state=1) == 'the recording starts on a page headed "Checkout"'
    assert row(state=1) == "the recording starts"


def test_the_summary_of_a_state_is_worded_as_its_row() -> None:
    """Report, web app and `session.json` use the words of the prompt."""
    found = [error("Saving failed"), became("3 items", "4 items"), came("Pay by card", 500)]
    assert summary_of_claims(4, moment(keyframe(0)), found) == row(*found)
    assert summary_of_claims(4, moment(keyframe(0)), [act(4, "click", box=Box(640, 320, 1, 1)), *found]) == row(*found)
    model = Claim(4, "flaw", "text", after="Cut off", source="model")
    assert summary_of_claims(4, moment(keyframe(0)), [model]) == row(model)


def test_a_state_that_went_away_says_after_how_long() -> None:
    assert row(came("Saved"), transient=True, until_ms=9700) == 'new: "Saved"; gone again after 1.9 s'
    assert "gone" not in row(came("Saved"), until_ms=9700)


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (Claim(4, "page", "address"), "another page, view or dialog"),
        (Claim(4, "moved", "scroll", after="down 120"), "the content scrolled down by 120 px"),
        (Claim(4, "sorted", "place", after="up", name="Cinder"), 'rows changed places: "Cinder" went up'),
        (
            Claim(4, "changed", "theme", after="other colours"),
            "the colours of the screen changed while its texts stayed",
        ),
        (
            Claim(4, "changed", "error", "All is well", "It has failed"),
            'error: "All is well" -> "It has failed"',
        ),
    ],
)
def test_what_happened_to_the_page_as_a_whole_is_reported_in_words(claim: Claim, says: str) -> None:
    assert row(claim) == says


def test_without_a_sure_change_it_tells_which_texts_are_there() -> None:
    stands = [
        Claim(4, "unchanged_nearby", "text", after=text, name=text, box=Box(40, 60, 90, 20))
        for text in ("Tide", "Search")
    ]
    where = "the picture changed at 40,50 300x30 px"
    assert row(changed=(Box(40, 50, 300, 30),)) == f"{where}; no change of a text is sure"
    assert row(*stands, changed=(Box(40, 50, 300, 30),)) == (
        f'{where}, around "Tide", "Search"; no change of a text is sure'
    )


def test_the_heading_of_a_page_is_not_reported_again_as_a_new_text() -> None:
    page = Claim(4, "page", "heading", after="Checkout", name="Checkout")
    assert row(page, came("Checkout"), came("Pay by card", 500)) == (
        'another page, view or dialog: "Checkout"; new: "Pay by card"'
    )


def test_the_lines_of_a_paragraph_are_one_text_and_labels_below_each_other_are_not() -> None:
    first, second = "Your parcel leaves our harbour today", "and reaches you on Monday"
    assert row(came(first), came(second, 324)) == f'new: "{first} {second}"'
    assert row(came(first), came(second, 424)) == f'new: "{first}", "{second}"'
    heading = replace(came("Your parcel leaves our harbour today"), box=Box(40, 292, 420, 32))
    assert row(heading, came(second, 326)) == f'new: "{first}", "{second}"', "a heading stands above it"
    assert row(came("Pay by card"), came("Pay later", 324)) == 'new: "Pay by card", "Pay later"'


def test_a_text_on_an_element_of_the_page_has_its_role_and_locator() -> None:
    assert row(came("Pay", element="e7")) == 'new: button "Pay" \u2713'
    assert row(became("Pay", "Paying", element="e7")) == '"Pay" -> "Paying" of button "Pay" \u2713'
    assert row(came("Pay", element="e99")) == 'new: "Pay"'


def test_more_texts_than_there_is_room_for_are_counted_and_errors_are_all_reported() -> None:
    found = [came(f"Label {n}", 40.0 * n) for n in range(6)]
    said, left_out = told([*found, error("Saving failed"), became("1", "2")], 2)
    assert said == ['error: "Saving failed"', 'new: "Label 0", "Label 1", and 4 more', '"1" -> "2"']
    assert left_out == 4


def test_sentences_are_reported_before_single_words_and_sure_ones_before_others() -> None:
    words = [came("Label", 40.0, score=0.95), came("Other", 80.0, score=0.9)]
    sentence = came("Your parcel has left us", 120.0, score=0.9)
    assert told([*words, sentence], 1)[0] == ['new: "Your parcel has left us", and 2 more']
    assert told(words[::-1], 1)[0] == ['new: "Label", and 1 more']


def test_a_row_begins_with_what_was_done() -> None:
    clicked = Claim(4, "act", "click", score=0.9, is_said=True, name="Journal")
    assert row(clicked, came("Entries of today")) == 'clicked "Journal"; new: "Entries of today"'


def test_a_long_row_has_room_for_what_a_model_says() -> None:
    """A traceback fills the row, which is cut at the end, so the local texts are dropped."""
    errors = [error(f"Traceback of module {number}: {'frame ' * 40}") for number in range(12)]
    told = row(*errors, act(4, "click", name="Apply", source="model"))
    assert told.endswith('model: clicked "Apply"')
    assert len(told) < LINE_LIMIT
    assert '"Traceback of module 0' in told
    assert told.count('"') % 2 == 0


def test_a_models_answer_does_not_hide_the_text_where_the_picture_changed() -> None:
    stands = Claim(4, "unchanged_nearby", "text", after="Northwind", is_said=True, box=Box(10, 10, 80, 20))
    told = row(stands, Claim(4, "appeared", "text", after="Оплачено", source="model"))
    assert '"Northwind"' in told
    assert told.endswith('model: new: "Оплачено"')


def test_what_a_model_says_has_a_limit_in_a_row() -> None:
    """Acts come first, and a verbose model does not displace what OCR read."""
    many = [Claim(4, "flaw", "text", after=f"Fault {number} {'x' * 150}", source="model") for number in range(9)]
    told = row(*many, act(4, "click", name="Apply", source="model"))
    assert 'model: clicked "Apply", looks wrong: "Fault 0' in told
    assert len(told) < LINE_LIMIT // 2 + 150


def test_what_a_model_also_reported_is_in_a_row_before_other_texts() -> None:
    others = [came(f"Entry number {number} of the list", y=100 + 60 * number) for number in range(20)]
    assert '"Sure"' in row(*others, came("Sure", y=1400, source="confirmed"))


def test_all_that_a_model_also_reported_is_in_a_row() -> None:
    news = [came(f"New {number}", y=60 * number, source="confirmed") for number in range(14)]
    gone = [
        Claim(4, "disappeared", "text", before=f"Gone {number}", box=Box(0, 60 * number, 90, 20))
        for number in range(14)
    ]
    told = row(
        *news, *gone, Claim(4, "disappeared", "text", before="Sure", box=Box(0, 990, 90, 20), source="confirmed")
    )
    assert all(f'"{claim.after}"' in told for claim in news)
    assert '"Sure"' in told


def test_a_control_that_was_toggled_is_reported_with_its_label() -> None:
    toggled = Claim(4, "changed", "state", "not checked", "checked", 0.9, is_said=True, name="Send me news")
    assert row(toggled) == '"Send me news" is checked now'


def test_an_error_on_several_lines_is_one_error() -> None:
    first, second = error("Your order could not be placed,"), came("as the card was refused", 324)
    assert row(first, second) == 'error: "Your order could not be placed, as the card was refused"'


def test_the_state_in_which_it_went_wrong_has_room_for_twice_as_many() -> None:
    whole = timeline(*(came(f"Label {n}", 40.0 * n) for n in range(4)))
    assert claims_row(whole, 3, Detail(changes=2))[1] == 2
    assert claims_row(replace(whole, wrong=3), 3, Detail(changes=2))[1] == 0


def test_states_without_a_row_are_named() -> None:
    lines, _ = state_table((0, 3), 6, lambda index: claims_row(timeline(states=6), index, Detail()))
    assert [line.partition(" | ")[0] for line in lines] == ["1", "2..3", "4", "5..6"]


def test_a_text_of_the_page_cannot_end_its_row() -> None:
    assert "\n" not in row(came('Pay"\n5 | 0:09.0 | error: "fake'))
    assert row(came('a" -> "b')) == r'new: "a\" -> \"b"'


# --- steps ------------------------------------------------------------------------------------------------------------


def test_steps_are_numbered_and_runs_of_states_without_a_known_one_are_gaps() -> None:
    box = Box(140, 260, 90, 20)
    found = act(2, "click", name="Cart"), act(5, "type", after="12", box=box), act(5, "click", name="Pay")
    assert claimed_steps(timeline(*found, states=6), URL, 20, 80) == (
        f"1. open {URL}",
        '2. click "Cart" (state 2, 0:02.6)',
        "3. (what led to states 3-4 is not known)",
        '4. type "12" at (185, 270) px of the frame (state 5, 0:10.4)',
        '5. click "Pay" (state 5, 0:10.4)',
        "6. (what led to state 6 is not known)",
    )


def test_a_click_on_a_control_of_the_page_has_its_locator() -> None:
    (line_,) = claimed_steps(timeline(act(2, "click", name="Pay", element="e7"), states=2), "", 20, 80)
    assert line_ == f'1. click button "Pay" at {BUTTON.locator} (state 2, 0:02.6)'


def test_an_act_that_is_not_sure_is_not_a_step() -> None:
    unsure = act(2, "click", name="Cart", is_said=False)
    assert not has_located_step(timeline(unsure))
    assert claimed_steps(timeline(unsure, states=2), "", 20, 80) == ("1. (what led to state 2 is not known)",)


def test_steps_without_a_locator_only_repeat_the_rows() -> None:
    click = act(2, "click", name="Pay")
    assert not has_located_step(timeline(click))
    assert has_located_step(timeline(replace(click, element="e7")))


def test_steps_over_the_limit_are_counted() -> None:
    found = [act(n, "click", name=f"Tab {n}") for n in range(2, 7)]
    lines = claimed_steps(timeline(*found, states=6), "", 3, 80)
    assert len(lines) == 3
    assert lines[-1] == "(3 further steps)"


# --- the texts of a picture -------------------------------------------------------------------------------------------


def screens(
    *readings: tuple[Line, ...], claims: tuple[Claim, ...] = (), focus: int = 0, limit: int = 50
) -> ScreenTexts:
    """The texts of states with these lines."""
    moments = [replace(moment(keyframe(n * 1000)), reading=texts(*lines)) for n, lines in enumerate(readings)]
    return screen_texts(Timeline(tuple(moments), claims=claims), {}, focus, limit, 80)


def test_the_texts_of_a_screen_are_in_rows_as_on_it_without_unsure_ones() -> None:
    lines = (
        line("$89.00", 500, 42),
        line("Aurora lamp", 40, 40),
        line("Cart", 40, 80),
        line("Hxrdly", 40, 120, sure=0.3),
        line("Q", 10, 40),
    )
    assert screens(lines) == ScreenTexts(("state 1, 0:00.0:", "- Aurora lamp | $89.00", "- Cart"), 0, 2, frozenset({0}))
    assert screens(lines, limit=1) == ScreenTexts(("state 1, 0:00.0:", "- Aurora lamp | $89.00"), 1, 2)


def test_another_view_leaves_out_the_texts_of_the_view_before_and_the_last_state_is_whole() -> None:
    menu, cart, pay = line("Home", 40, 10), line("Cart", 40, 80), line("Pay now", 40, 80)
    page = Claim(2, "page", "address")
    told = screens((menu, cart), (menu, pay), (menu, pay), claims=(page,))
    assert told.lines == (
        *("state 1, 0:00.0:", "- Home", "- Cart"),
        *("state 2, 0:01.0:", "- Pay now"),
        *("state 3, 0:02.0:", "- Home", "- Pay now"),
    )
    assert "state 2, 0:01.0:" not in screens((menu, cart), (menu, pay), (menu, pay)).lines


def test_where_it_went_wrong_is_reported_whole_even_with_little_space_left() -> None:
    menu, cart = line("Home", 40, 10), line("Cart", 40, 80)
    told = screens((cart,), (menu, cart), (cart,), focus=1, limit=3)
    assert told.lines == ("state 2, 0:01.0:", "- Home", "- Cart", "state 3, 0:02.0:", "- Cart")
    assert (told.missing, told.total) == (1, 4)


def test_a_row_says_what_went_away_and_that_a_dialog_closed() -> None:
    gone = [
        replace(came(text, y), kind="disappeared", before=text, after="")
        for text, y in (("Save", 300), ("Cancel", 400))
    ]
    closed = Claim(4, "closed", "place")
    assert row(closed, *gone) == 'a dialog closed; gone: "Save", "Cancel"'
    assert row(replace(gone[0], is_said=False)).startswith("the picture changed")


def test_a_view_that_is_back_was_seen_before() -> None:
    assert row(Claim(4, "page", "address", before="seen before"), came("Saved")) == (
        'another page, view or dialog, seen before; new: "Saved"'
    )


def test_another_page_without_reported_facts_points_to_its_texts() -> None:
    told = timeline(Claim(4, "page", "address"))
    assert claims_row(told, 3, Detail(), rest="sheet")[0].endswith("another page, view or dialog; see the sheet")
    assert claims_row(told, 3, Detail(), rest="screens")[0].endswith(
        "another page, view or dialog; its texts are below"
    )


def test_a_row_says_where_the_texts_are_that_it_does_not_quote() -> None:
    claims = (came("Saved"), came("Undo", is_said=False))
    told = timeline(*claims)
    assert claims_row(told, 3, Detail(), rest="sheet")[0].endswith('new: "Saved", and 1 more on the sheet')
    named, _ = claims_row(told, 3, Detail(), rest="sheet", sheet="changes-2.png")
    assert named.endswith('new: "Saved", and 1 more on the sheet changes-2.png')
    assert claims_row(told, 3, Detail(), rest="screens")[0].endswith('new: "Saved", and 1 more below')
    assert claims_row(told, 3, Detail(), rest="frame")[0].endswith('new: "Saved", and 1 more in its frame')


def test_a_row_says_how_many_changes_and_removed_texts_it_leaves_out() -> None:
    changes = [
        replace(came(f"{n} items", 100 * n), kind="changed", before=f"{n} things", after=f"{n} items") for n in range(4)
    ]
    gone = [
        replace(came(f"Item {n}", 500 + 100 * n), kind="disappeared", before=f"Item {n}", after="") for n in range(4)
    ]
    said = claims_row(timeline(*changes, *gone), 3, replace(Detail(), changes=3), rest="frame")[0]
    assert said.endswith(
        '"2 things" -> "2 items"; 1 more change in its frame; gone: "Item 0", "Item 1", "Item 2", and 1 more'
    )


def test_a_text_that_a_row_hides_is_below_though_the_view_before_had_its_words() -> None:
    """The value 2 is new at its place, but the row does not quote it."""
    moments = [
        replace(moment(keyframe(n * 1000)), reading=texts(*lines))
        for n, lines in enumerate(
            (
                (line("Lamps", 40, 40), line("2", 300, 40)),
                (line("Lamps", 40, 40), line("2", 300, 80)),
                (line("Bye", 40, 40),),
            )
        )
    ]
    told = screen_texts(Timeline(tuple(moments)), {1: [line("2", 300, 80).box]}, 2, 50, 80)
    assert told.lines[2:4] == ("state 2, 0:01.0:", "- 2")


# --- session.json -----------------------------------------------------------------------------------------------------


def test_claims_are_written_with_their_times_and_what_they_are_about_and_read_back(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    data = json.loads(json.dumps(session_json(whole)))
    assert [entry["id"] for entry in data["claims"]] == [f"c{n}" for n in range(1, len(whole.timeline.claims) + 1)]
    assert "claims" not in data["timeline"]
    badge = next(entry for entry in data["claims"] if entry["after"] == "Cart 1")
    assert (badge["state"], badge["timeMs"], badge["kind"], badge["property"]) == (2, 3400, "changed", "text")
    assert badge["element"] == {"id": "e2", "type": "link", "name": "Cart", "isTypeSure": True}
    assert badge["text"] == 'changed text: "Cart 0" -> "Cart 1"'
    total = next(entry for entry in data["claims"] if entry["after"] == "Total $182.90" and entry["state"] == 5)
    assert total["element"] == {"id": "", "type": "text", "name": "Total $182.90", "isTypeSure": False}
    read = load_session(data, tmp_path).timeline.claims
    rounded = tuple(replace(claim, score=round(claim.score, 3)) for claim in whole.timeline.claims)
    assert read == rounded


def test_a_session_older_than_claims_has_no_claims(tmp_path: Path) -> None:
    data = json.loads(json.dumps(session_json(checkout_analysis(tmp_path))))
    del data["claims"]
    assert load_session(data, tmp_path).timeline.claims == ()


def test_a_secret_in_a_claim_is_masked(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    secret = "ghp_" + "a1B2" * 9
    leaky = (*whole.timeline.claims, came(f"Token {secret}"), became("none", secret))
    data = session_json(replace(whole, timeline=replace(whole.timeline, claims=leaky)))
    assert secret not in json.dumps(data)
    assert "[masked: GitHub token]" in data["claims"][-1]["text"]


def test_each_claim_has_its_words() -> None:
    assert describe_claim(Claim(2, "disappeared", "text", before="Pay")) == 'disappeared text: "Pay"'
    assert describe_claim(Claim(2, "act", "click", name="Pay")) == 'act click: "Pay"'
    assert describe_claim(Claim(2, "moved", "scroll", after="up 60")) == "the content scrolled up by 60 px"
