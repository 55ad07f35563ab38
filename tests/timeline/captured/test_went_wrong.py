"""A place where it went wrong is named only for a reason that a developer would accept, the strongest reason first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.timeline.captured.went_wrong import find_suspects
from claude_scope.values import (
    EventKind,
    LogLine,
    Moment,
    NetworkRequest,
    Node,
    Observation,
    PageEvent,
    PageFact,
    Target,
)
from claude_scope.wording.page_facts import describe_fact
from tests.timeline.captured.trees import act
from tests.timeline.make import keyframe, reading

if TYPE_CHECKING:
    from claude_scope.values import Keyframe, Suspect

URL = "http://localhost:3000"
CLICK = act("click", 1_000)


def began(at_ms: int, picture_ms: int) -> Keyframe:
    return keyframe(picture_ms, began_ms=at_ms)


FRAMES = [keyframe(0), began(11_200, 12_400), began(13_300, 14_300), began(22_900, 23_900)]


def moment(frame: Keyframe, *facts: PageFact, **more: Any) -> Moment:
    return Moment(frame, reading(), (), Node("document"), (), EventKind.STATE_CHANGE, "", facts=facts, **more)


SOUND = [moment(frame) for frame in FRAMES]


def flow(*rows: Moment) -> list[Moment]:
    """A first row without a fault, followed by these."""
    return [SOUND[0], *(replace(row, keyframe=FRAMES[at]) for at, row in enumerate(rows, 1))]


def row(*facts: PageFact, **more: Any) -> Moment:
    return moment(FRAMES[0], *facts, **more)


def at(suspects: tuple[Suspect, ...]) -> list[int]:
    return [suspect.moment for suspect in suspects]


def log(kind: str, text: str) -> LogLine:
    return LogLine(1_000, kind, text)


def request(status: int, kind: str = "fetch", failure: str = "", path: str = "api/orders") -> NetworkRequest:
    return NetworkRequest(1_000, 1_080, "POST", f"{URL}/{path}", kind, status, failure=failure)


def measured(status: int = 0, failure: str = "") -> NetworkRequest:
    """A request of an analytics script."""
    return NetworkRequest(1_000, 1_080, "POST", "https://stats.example/g/collect", "fetch", status, failure=failure)


TYPED = act("type", 1_000, target=Target("d1", 9, "input", "textbox", "Name"), value="ada")
ERROR = PageFact("error", after="Your order could not be placed.")
CRASHED = row(events=(PageEvent(1_000, "crash", "p1", "page crashed"),))
THROWN = row(log=(log("uncaught error", "TypeError: x is null"),), acts=(CLICK,))
REJECTED = row(log=(log("uncaught rejection", "no answer came"),), acts=(CLICK,))
FAILED = row(requests=(request(500),), acts=(CLICK,))
REFUSED = row(requests=(request(422),), acts=(CLICK,))
LOGGED = row(log=(log("error", "price is NaN"),), acts=(CLICK,))
SHOWN = row(ERROR, acts=(CLICK,))
INVALID = row(PageFact("state", "field", "Email", "invalid"), acts=(CLICK,))
BACK = row(PageFact("state", "button", "Star", "not pressed", is_back=True))
TRACED = row(
    PageFact("error", after="Traceback (most recent call last): File app.py, line 9 KeyError: 'peso'"), acts=(CLICK,)
)
BY_TEXT = "Amount as text, not by number (1000 EUR before 25 EUR)"
AS_TEXT = PageFact("sorted", "table", part=BY_TEXT, before="1000 EUR", after="25 EUR", items=(("row", "Dan"),))
DEAD = row(inferred=(Observation("dead click", 'nothing followed the click on button "Hide"'),), acts=(CLICK,))
CONTRADICTED = row(inferred=(Observation("contradiction", 'the page has "Total 12" there'),))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (CRASHED, "page crashed"),
        (THROWN, 'the script threw "TypeError: x is null"'),
        (REJECTED, 'the script threw "no answer came"'),
        (FAILED, "the request POST http://localhost:3000/api/orders was answered with 500"),
        (REFUSED, "was answered with 422"),
        (row(requests=(request(0, failure="net::ERR_CONNECTION_REFUSED"),)), "ERR_CONNECTION_REFUSED"),
        (LOGGED, 'the console says "price is NaN"'),
        (row(log=(log("error", "NaN " * 100),), acts=(CLICK,)), f'the console says "{"NaN " * 39}NaN…"'),
        (SHOWN, 'an error came on the screen: "Your order could not be placed."'),
        (TRACED, """an error came on the screen: "KeyError: 'peso'\""""),
        (INVALID, "Email"),
        (BACK, "Star"),
        (row(AS_TEXT, acts=(CLICK,)), f"table sorted by {BY_TEXT}"),
        (DEAD, 'nothing followed the click on button "Hide"'),
        (CONTRADICTED, 'the page has "Total 12" there'),
    ],
)
def test_each_fault_is_a_reason_in_the_row_that_has_it(wrong: Moment, says: str) -> None:
    (found,) = find_suspects(flow(SOUND[1], wrong), "")
    assert (found.moment, says in found.because) == (2, True)


STRONGEST_FIRST = [CRASHED, THROWN, FAILED, LOGGED, SHOWN, BACK, DEAD, CONTRADICTED]


@pytest.mark.parametrize("strength", range(len(STRONGEST_FIRST) - 1))
def test_the_stronger_reason_comes_first(strength: int) -> None:
    stronger, weaker = STRONGEST_FIRST[strength : strength + 2]
    assert at(find_suspects(flow(weaker, stronger), "")) == [2, 1]


def test_the_first_row_of_equal_reasons_comes_first() -> None:
    other = replace(THROWN, log=(log("uncaught error", "another"),))
    assert at(find_suspects(flow(THROWN, other), "")) == [1, 2]


def test_a_table_that_an_act_sorts_late_is_a_reason() -> None:
    assert at(find_suspects(flow(row(acts=(CLICK,)), row(AS_TEXT)), "")) == [2]


def test_at_most_two_rows_are_suspected() -> None:
    assert at(find_suspects(flow(SHOWN, FAILED, THROWN), "")) == [3, 2]


def test_a_row_with_several_reasons_says_them_once() -> None:
    (found,) = find_suspects(flow(replace(SHOWN, log=THROWN.log, requests=FAILED.requests)), "")
    assert [part.partition(" ")[0] for part in found.because.split("; ")] == ["the", "the", "an"]


@pytest.mark.parametrize(
    "sound",
    [
        row(PageFact("message", after="Saved"), PageFact("added", items=(("heading", "Orders"),))),
        row(PageFact("unchanged", items=(("table of 2 rows", "Orders"),)), acts=(CLICK,)),
        row(requests=(request(404, kind="image", path="favicon.ico"),), acts=(CLICK,)),
        row(requests=(request(0, failure="net::ERR_ABORTED"),), acts=(CLICK,)),
        row(requests=(request(401, path="api/me"),)),  # the page asks who is signed in; nothing was done
        row(log=(log("warning", "deprecated"), log("log", "error")), acts=(CLICK,)),
        row(log=(log("error", "Failed to load resource: the server responded with a status of 404"),), acts=(CLICK,)),
        row(log=(log("uncaught rejection", "AbortError: The user aborted a request."),), acts=(CLICK,)),
        row(log=(log("uncaught error", "ResizeObserver loop completed with undelivered notifications."),)),
        row(log=(log("uncaught rejection", "NotAllowedError: play() failed because the user didn't interact"),)),
        row(log=(LogLine(1_000, "uncaught error", "x is null", "chrome-extension://abc/in.js:1:1"),), acts=(CLICK,)),
        row(log=(log("error", "Warning: Each child in a list should have a unique key."),), acts=(CLICK,)),
        row(log=(log("error", "DevTools failed to load source map: Could not load content"),), acts=(CLICK,)),
        row(requests=(measured(failure="net::ERR_BLOCKED_BY_CLIENT"),), acts=(CLICK,)),
        row(requests=(measured(failure="net::ERR_NAME_NOT_RESOLVED"),), acts=(CLICK,), url=URL),
        row(requests=(measured(429),), acts=(CLICK,), url=URL),
        row(requests=(request(500, path="analytics/event"),), acts=(CLICK,), url=URL),
        row(
            requests=(measured(failure="net::ERR_BLOCKED_BY_CLIENT"),),
            log=(log("uncaught rejection", "TypeError: Failed to fetch"),),
            acts=(CLICK,),
        ),
        row(requests=(replace(request(401, path="api/me"), method="GET"),), acts=(CLICK,)),
        row(requests=(replace(request(404, path="api/names/ada"), method="GET"),), acts=(TYPED,)),
        row(requests=(request(0, "eventsource", "net::ERR_INCOMPLETE_CHUNKED_ENCODING"),), acts=(CLICK,)),
        row(requests=(request(304),), acts=(CLICK,)),
        row(AS_TEXT),
    ],
    ids=["facts", "unchanged", "icon", "aborted", "background", "warnings", "browser's remark", "aborted promise",
         "layout", "autoplay", "extension", "advice", "source map", "blocked", "other site", "other site refuses",
         "own measuring", "blocked fetch", "who is signed in", "name is free", "events", "not modified",
         "sorted by itself"],
)  # fmt: skip
def test_a_sound_flow_has_no_suspect(sound: Moment) -> None:
    assert find_suspects(flow(SOUND[1], sound), "") == ()
    assert find_suspects(flow(sound), "All is well") == ()


def test_what_fails_all_the_time_is_not_a_reason() -> None:
    """An analytics server that cannot be reached, and a library that logs an error with each rendering."""
    for noise in (FAILED, LOGGED, THROWN):
        rows = [replace(noise, acts=(act("click", 1_000, name),)) for name in ("Open", "Sort", "Save")]
        assert find_suspects(flow(*rows), "") == ()
        assert find_suspects(flow(*(replace(noise, acts=()) for _ in rows)), "") == ()


@pytest.mark.parametrize(
    ("method", "path", "later", "duration_ms", "is_reason"),
    [
        ("POST", "api/orders", row(), 15_000, True),
        ("DELETE", "api/orders/7", row(acts=(CLICK,)), 15_000, True),
        ("POST", "api/orders", row(), 5_000, False),  # the recording ended soon after
        ("POST", "api/orders", row(), 0, False),
        ("GET", "api/poll", row(), 15_000, False),  # may wait for something to happen
        ("POST", "g/collect", row(), 15_000, False),
        ("POST", "api/orders", row(events=(PageEvent(9_000, "navigation", "p1", "loaded", URL),)), 15_000, False),
    ],
)
def test_a_change_that_gets_no_answer_until_the_end_is_a_reason(
    method: str, path: str, later: Moment, duration_ms: int, *, is_reason: bool
) -> None:
    waiting = NetworkRequest(1_000, None, method, f"{URL}/{path}", "fetch")
    suspects = find_suspects(flow(row(requests=(waiting,), acts=(CLICK,)), later), "", duration_ms)
    said = f"the request {method} {URL}/{path} got no answer in the 14 s until the end"
    assert [suspect.because for suspect in suspects] == [said] * is_reason


def test_a_failure_at_every_press_of_a_button_is_a_reason() -> None:
    """Users press again when they see a fault."""
    for fault in (FAILED, LOGGED, THROWN):
        assert at(find_suspects(flow(fault, fault), "")) == [1, 2]


@pytest.mark.parametrize(
    "failed",
    [
        {"requests": (replace(request(401, path="api/orders"), method="GET"),)},
        {"requests": (NetworkRequest(1_000, 1_080, "POST", "https://pay.example/charge", "fetch", 402),)},
    ],
    ids=["signed out", "other site"],
)
def test_a_request_that_a_sound_page_may_make_is_a_reason_next_to_an_error_on_the_screen(
    failed: dict[str, Any],
) -> None:
    (found,) = find_suspects(flow(row(ERROR, acts=(CLICK,), url=URL, **failed)), "")
    assert [part.partition(" ")[0] for part in found.because.split("; ")] == ["the", "an"]


def test_a_request_to_another_host_of_the_site_or_another_port_is_one_of_the_page() -> None:
    for page, service in (
        ("http://localhost:5173", "http://localhost:8000"),
        ("https://app.x.org", "https://api.x.org"),
    ):
        failed = NetworkRequest(1_000, 1_080, "GET", f"{service}/orders", "fetch", 500)
        assert at(find_suspects(flow(row(requests=(failed,), url=page)), "")) == [1]


def test_a_fetch_that_failed_is_a_reason_if_its_request_is() -> None:
    lost = row(
        requests=(request(0, failure="net::ERR_CONNECTION_REFUSED"),),
        log=(log("uncaught rejection", "TypeError: Failed to fetch"),),
        acts=(CLICK,),
    )
    (found,) = find_suspects(flow(lost), "")
    assert "Failed to fetch" in found.because


def test_notes_are_stronger_than_any_fault() -> None:
    assert at(find_suspects(flow(SOUND[1], SOUND[2], CRASHED), "Wrong at 0:13")) == [2, 3]
    found = find_suspects(SOUND, "Wrong at 0:13")
    assert [suspect.because for suspect in found] == ["0:13 is in the notes"]


@pytest.mark.parametrize("notes", ["see 0:13", "see 0:14", "see 0:13.3", "see 0:14.3"])
def test_a_time_finds_the_row_by_its_own_time_and_by_that_in_the_name_of_its_frame(notes: str) -> None:
    """State 3 began at 0:13.3 and its picture was taken at 0:14.3; prompts show both, and a user may mention either."""
    assert at(find_suspects(SOUND, notes)) == [2]


def test_a_time_of_day_is_not_a_time_of_the_recording() -> None:
    assert find_suspects(SOUND, "It happened at 14:30 today") == ()


def test_each_time_that_the_notes_name_is_a_suspect() -> None:
    found = find_suspects(SOUND, "the price is off at 0:13 and the order fails at 0:23")
    assert at(found) == [2, 3]
    assert found[1].because == "0:23 is in the notes"


TOTAL = row(PageFact("value", "", "Total", before="$26.50", after="$52.90"))


def test_two_complaints_of_the_notes_name_two_rows() -> None:
    notes = "The total says $52.90 for one lamp, and the order cannot be placed."
    found = find_suspects(flow(SOUND[1], TOTAL, SHOWN), notes)
    assert sorted(at(found)) == [2, 3]
    assert "total" in next(suspect.because for suspect in found if suspect.moment == 2)
    assert "order" in next(suspect.because for suspect in found if suspect.moment == 3)


WELCOME = row(PageFact("added", items=(("heading", "Summer harvest"), ("", "Fresh garden lamps"))), acts=(CLICK,))
OFFER = row(PageFact("added", items=(("heading", "Winter offers"), ("", "Plain desk chairs"))), acts=(CLICK,))
SUMMER_LAMPS = "The summer page has lamps"


@pytest.mark.parametrize("stronger", [CRASHED, THROWN, FAILED])
def test_two_common_words_are_weaker_than_a_strong_fault_elsewhere(stronger: Moment) -> None:
    assert at(find_suspects(flow(WELCOME, stronger), SUMMER_LAMPS)) == [2, 1]


@pytest.mark.parametrize("weaker", [LOGGED, SHOWN, DEAD])
def test_two_common_words_are_stronger_than_other_faults(weaker: Moment) -> None:
    assert at(find_suspects(flow(WELCOME, weaker), SUMMER_LAMPS)) == [1, 2]


@pytest.mark.parametrize(
    ("named", "notes"),
    [
        (WELCOME, "The summer page has garden lamps"),
        (TOTAL, "The total says $52.90"),
        (replace(WELCOME, log=LOGGED.log), SUMMER_LAMPS),
    ],
)
def test_a_row_that_the_notes_name_comes_before_a_strong_fault(named: Moment, notes: str) -> None:
    """By three words, by a number, or because the row has a fault itself."""
    assert at(find_suspects(flow(THROWN, named), notes)) == [2, 1]


def test_rows_that_share_words_with_the_notes_do_not_hide_a_strong_fault() -> None:
    notes = "The summer page has fresh garden lamps, and the winter page has plain desk chairs"
    assert at(find_suspects(flow(WELCOME, OFFER, THROWN), notes))[1] == 3


def test_one_word_of_the_notes_is_chance() -> None:
    assert find_suspects(flow(TOTAL), "The total is off") == ()


def test_two_complaints_about_one_row_name_it_once() -> None:
    assert at(find_suspects(flow(SHOWN), "The order could not be placed. My order is placed twice.")) == [1]


def test_numbers_that_appear_alone_are_in_notes_by_chance() -> None:
    """A calendar shows every day; the booked day is what changed."""
    opened = row(PageFact("opened", "dialog", items=tuple(("button", str(day)) for day in range(1, 29))))
    taken = row(PageFact("value", "field", "Date of visit", after="13 June 2025"))
    assert at(find_suspects(flow(opened, taken), "I picked the 14th of June 2025 and it took 13."))[0] == 2


def test_a_secret_in_the_notes_points_at_no_row() -> None:
    """The secret is shared with the row where it was typed; a row that shares nothing else is not
    where it went wrong.
    """
    typed = row(PageFact("added", items=(("", "Password"), ("", "hunter2Swordfish"))))
    refused = row(PageFact("error", after="The card could not be saved."))
    notes = "After saving the card the total is wrong. My password is hunter2Swordfish"
    (found,) = find_suspects(flow(typed, refused), notes)
    assert found.moment == 2
    assert "hunter2" not in found.because


PRICE = act("type", 900, target=Target("d1", 9, "input", "spinbutton", "Price *"), value="12.75")


def saved(before: str, after: str) -> list[Moment]:
    """A price is typed and saved: this row shows it."""
    shown = PageFact("row", "row", "Bolt", items=(("Price", f"{before} -> {after}"),))
    return flow(row(acts=(PRICE,)), row(shown, acts=(CLICK,)))


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("27.44", "12.00", [2]),
        ("27.44", "12.75", []),
        ("27.44", "$12.75", []),
        ("27.44", "13", []),  # rounded
        ("10.00", "22.75", []),  # the difference is added
        ("27.44", "12k", []),
        ("27.44", "sold", []),
        ("-20.00", "-12.75", []),  # an expense
        ("12.75", "13.75", []),  # stored before
        ("27.44", "0.12345678901234", [2]),
    ],
)
def test_a_number_that_is_stored_as_another(before: str, after: str, wrong: list[int]) -> None:
    suspects = find_suspects(saved(before, after), "")
    assert at(suspects) == wrong
    assert [suspect.because for suspect in suspects] == [f'12.75 was typed into "Price", and it became {after}'][
        : len(wrong)
    ]


def test_a_number_that_was_typed_on_another_page_is_of_something_else() -> None:
    *rows, shown = saved("27.44", "12.00")
    another = row(PageFact("page", "page", "Orders"), acts=(CLICK,))
    assert not find_suspects(flow(rows[1], another, shown), "")


def test_a_total_that_does_not_match_the_figures_next_to_it() -> None:
    stale = PageFact("unchanged", part="Sum", after="77.00", items=(("", "Total: $63.00"),))
    assert at(find_suspects(flow(row(stale)), "")) == [1]
    assert not find_suspects(flow(row(replace(stale, part=""))), "")


def test_a_total_that_is_not_a_sum_is_a_reason() -> None:
    lines = (("+", "Subtotal $48.00"), ("-", "SPRING10 $2.40"))
    (found,) = find_suspects(
        flow(row(PageFact("mismatch", name="Total", before="45.60", after="$48.00", items=lines))), ""
    )
    assert found.because == "Total $48.00, though Subtotal $48.00 - SPRING10 $2.40 come to 45.60"


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (PageFact("value", "", "Total", before="$12.00", after="$NaN"), "NaN"),
        (PageFact("value", "field", "Due", before="", after="Invalid Date"), "Invalid Date"),
        (PageFact("value", before="Hello Ada", after="Hello undefined"), "undefined"),
        (PageFact("row", "row", "Ada", items=(("City", "Oslo -> [object Object]"),)), "[object Object]"),
        (PageFact("rows", "table", part="Price", items=(("row", "Ada: 12 -> NaN"), ("row", "Ben: 9 -> NaN"))), "NaN"),
    ],
)
def test_a_value_that_became_one_of_a_script_is_a_reason(fact: PageFact, value: str) -> None:
    (found,) = find_suspects(flow(row(acts=(CLICK,)), row(fact, acts=(CLICK,))), "")
    assert (found.moment, found.because) == (2, f'"{value}" is shown instead of a value: {describe_fact(fact)}')


@pytest.mark.parametrize(
    "fact",
    [
        PageFact("value", before="NaN", after="NaN %"),
        PageFact("value", "line 3", before="return 0", after="return undefined"),
        PageFact("value", before="Short", after="In other cases the behaviour is undefined, so " + "check first. " * 4),
        PageFact("value", before="Results for a", after="Results for undefinedness"),
        PageFact("value", before="Results for ada", after="Results for NaN"),
        PageFact("rows", "table", items=(("+", "undefined"),), count=(1, 2)),
    ],
    ids=["was there", "code", "prose", "word", "typed", "row"],
)
def test_such_a_word_elsewhere_is_no_reason(fact: PageFact) -> None:
    typed = replace(TYPED, value="NaN") if fact.after == "Results for NaN" else TYPED
    assert not find_suspects(flow(row(acts=(typed,)), row(fact, acts=(CLICK,))), "")


def test_the_message_at_a_field_that_is_accepted_later_is_not_a_reason() -> None:
    """Also if the message names no field: it appeared when the field became invalid."""
    field = Target("d1", 7, "input", "textbox", "Promo code")
    refused = row(
        PageFact("error", after="This promo code is not valid."), PageFact("state", "field", "Promo code", "invalid")
    )
    anew = row(acts=(replace(act("type", 2_000), target=field),))
    assert at(find_suspects(flow(refused), "")) != []
    assert find_suspects(flow(refused, anew, row(acts=(CLICK,))), "") == ()


def test_a_form_that_is_refused_at_a_field_is_a_weaker_reason_than_a_value_that_fell_back() -> None:
    """Refused forms are a normal part of recordings; a switch that reverts is the bug."""
    refused = row(PageFact("error", "field", "Days", after="Must be 14 or less"), ERROR, acts=(CLICK,))
    fell_back = row(PageFact("state", "switch", "Insured", "checked", is_back=True), acts=(CLICK,))
    assert at(find_suspects(flow(refused, fell_back), "")) == [2, 1]


def test_a_refused_field_that_is_taken_once_filled_in_again_is_not_a_reason() -> None:
    refusals = [
        PageFact("error", "field", "Name", after="At least 8 letters"),
        PageFact("state", "field", "Name", "invalid"),
    ]
    typed, sent = row(acts=(TYPED,)), row(PageFact("message", after="Saved"), acts=(CLICK,))
    for refusal in refusals:
        refused = row(refusal, acts=(CLICK,))
        assert at(find_suspects(flow(refused, typed, sent), "")) == []
        assert at(find_suspects(flow(refused, typed, refused), "")) == [3]
        assert at(find_suspects(flow(refused, typed), "")) == [1]
        assert at(find_suspects(flow(refused, sent), "")) == [1]


def test_an_error_that_went_when_a_field_was_filled_in_is_no_reason() -> None:
    refused, gone = PageFact("error", after="Amount must be positive"), ("error", "Amount must be positive")
    filled = row(PageFact("removed", items=(gone,)), acts=(TYPED,))
    assert at(find_suspects(flow(row(refused, acts=(CLICK,)), filled, row(acts=(CLICK,))), "")) == []
    assert at(find_suspects(flow(row(refused, acts=(CLICK,)), row(acts=(TYPED,)), row(acts=(CLICK,))), "")) == [1]


def test_a_saved_value_that_is_back_after_a_reload_is_a_reason() -> None:
    chosen = row(PageFact("value", "combobox", "Language", before="English", after="Svenska"), acts=(CLICK,))
    saved = row(PageFact("message", after="Settings saved"), acts=(act("click", 1_000, "Save"),))
    back = PageFact("value", "combobox", "Language", before="Svenska", after="English")
    loaded = row(back, events=(PageEvent(1_000, "navigation", "p1", "reloaded /settings"),))
    assert at(find_suspects(flow(chosen, saved, loaded), "")) == [3]
    assert at(find_suspects(flow(chosen, row(acts=(CLICK,)), loaded), "")) == []
    copied = row(PageFact("message", after="Address copied"), acts=(act("click", 1_000, "Share"),))
    stored, counted = (
        row(acts=(CLICK,), url=URL, requests=(NetworkRequest(1_000, 1_010, "POST", address, "fetch", 200),))
        for address in (f"{URL}/settings", "https://stats.example/collect")
    )
    assert [at(find_suspects(flow(chosen, between, loaded), "")) for between in (stored, counted, copied)] == [
        [3],
        [],
        [],
    ]


def test_a_request_that_changes_something_and_fails_again_after_another_press_is_a_reason() -> None:
    """As after "Save" and "Try again"; a line that a library logs after each press is not a reason."""
    again = [replace(FAILED, acts=(act("click", 1_000, name),)) for name in ("Save", "Try again")]
    assert at(find_suspects(flow(*again), "")) == [1, 2]
    noise = [replace(LOGGED, acts=(act("click", 1_000, name),)) for name in ("Save", "Try again")]
    assert find_suspects(flow(*noise), "") == ()


def test_an_invalid_address_ends_nothing() -> None:
    broken = replace(request(500), url="http://[bad/x")
    assert at(find_suspects(flow(row(requests=(broken,), acts=(CLICK,))), "")) == [1]


def test_an_error_that_is_still_there_after_the_form_was_sent_points_at_the_sending() -> None:
    kept = row(PageFact("unchanged", items=(("error", ERROR.after),)), acts=(CLICK,))
    while_typing = row(ERROR, acts=(TYPED,))
    assert at(find_suspects(flow(while_typing, SOUND[1], kept), "")) == [3]
    assert at(find_suspects(flow(while_typing, row(acts=(CLICK,)), kept), "")) == [1], "the form was accepted"
    assert at(find_suspects(flow(SHOWN, SOUND[1], kept), "")) == [1], "a press caused it"


def test_a_request_refused_while_the_user_typed_is_weaker_than_an_error_on_the_screen() -> None:
    saved_by_itself = row(requests=(request(409),), acts=(TYPED,))
    assert at(find_suspects(flow(saved_by_itself, SHOWN), "")) == [2, 1]
    assert at(find_suspects(flow(row(requests=(request(500),), acts=(TYPED,)), SHOWN), "")) == [1, 2]
