"""What a model said becomes claims next to the local ones, without duplicates, and shows where it went wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.claims.build import with_claims
from claude_scope.timeline.told.tell import states_to_ask, with_answers
from claude_scope.values import (
    Box,
    Claim,
    PageFact,
    PairAnswer,
    Rest,
    Stayed,
    Suspect,
    Timeline,
    ToldAct,
    ToldChange,
    ToldFlaw,
    WholeAnswer,
)
from claude_scope.wording.model_claims import describe_model_claim
from tests.timeline.make import keyframe, line, texts
from tests.timeline.screens import PAGE, moment

if TYPE_CHECKING:
    from claude_scope.timeline.told.tell import Told
    from claude_scope.values import Line

AT = Box(700, 300, 240, 20)
ERROR = "The coupon is not valid any more"
BUTTON = line("Apply coupon", 400, 600)
ON_BUTTON = Rest(Box(430, 605, 12, 18), 800, 1_100)


def timeline(*screens: tuple[Line, ...], words: str = "") -> Timeline:
    """States of the page, one second apart, each with one more line than the last."""
    found = []
    for number, lines in enumerate(screens):
        frame = keyframe(1_000 * number, AT, rests=(ON_BUTTON,) if number == 0 else ())
        found.append(moment(texts(*PAGE, BUTTON, *lines), replace(frame, changed=frame.changed if number else ())))
    return with_claims(Timeline(tuple(found)), words)


def at(text: str) -> tuple[Line, ...]:
    return (line(text, AT.x, AT.y, AT.width),)


BASKET = timeline(at("Total $12.50"), at("Total $13.50"), (*at("Total $13.50"), line(ERROR, 700, 360)))
TOTAL = ToldChange("changed", "total", "Total $12.50", "Total $13.50", AT)


def told(*answers: PairAnswer, of: Timeline = BASKET, whole: WholeAnswer | None = None) -> Told:
    return with_answers(of, answers, whole or WholeAnswer())


def said(found: Told, state: int) -> list[tuple[str, str, str, bool]]:
    """The claims of a state that are reported: kind, before, after, and whether only a model says so."""
    claims = [
        claim for claim in found.timeline.claims if claim.state == state and claim.is_said and claim.kind != "wrong"
    ]
    return [(claim.kind, claim.before, claim.after or claim.name, claim.source == "model") for claim in claims]


def test_what_the_local_claims_say_already_is_said_once() -> None:
    answer = PairAnswer(2, changes=(ToldChange("changed", "total", "Total $12.50", "Total $13.50", AT),))
    found = told(answer)
    assert [pair for pair in said(found, 2) if pair[0] == "changed"] == [
        ("changed", "Total $12.50", "Total $13.50", False)
    ]
    assert (found.confirmed, found.unchecked, found.contradicted) == (1, 0, 0)


def test_what_only_the_model_saw_is_said_with_its_source() -> None:
    answer = PairAnswer(2, changes=(ToldChange("changed", "button", "Оплатить", "Оплачено", AT),))
    found = told(answer)
    assert ("changed", "Оплатить", "Оплачено", True) in said(found, 2)
    assert (found.confirmed, found.unchecked, found.contradicted) == (0, 1, 0)


def test_what_the_local_reading_contradicts_is_left_out_and_counted() -> None:
    lies = (
        ToldChange("changed", "total", "Total $13.50", "Total $12.50", AT),
        ToldChange("appeared", "", "", "Your account was deleted", AT),
    )
    found = told(PairAnswer(2, changes=lies))
    assert said(found, 2) == said(told(), 2)
    assert (found.confirmed, found.unchecked, found.contradicted) == (0, 0, 2)
    assert str(found) == (
        "of what it said 0 confirmed, 0 not checked, 2 contradicted by the local reading and left out"
    )


def test_local_claims_stay_whatever_a_model_says() -> None:
    """Except the two halves of a change that the model confirmed as one change."""
    lies = tuple(
        PairAnswer(n, changes=(ToldChange("vanished", "", text, "", AT),)) for n in (2, 3) for text in ("a", ERROR)
    )
    local = {claim for claim in BASKET.claims if claim.source == "pixels"}
    assert local <= set(told(*lies).timeline.claims)


def test_an_act_with_a_pointer_on_its_words_is_a_fact_and_other_acts_are_the_models() -> None:
    acts = (ToldAct("click", "Apply coupon", box=BUTTON.box, sure=0.9), ToldAct("type", "Code", "SAVE10", sure=0.9))
    found = told(PairAnswer(2, acts=acts))
    known = [claim for claim in found.timeline.claims if claim.kind == "act" and claim.state == 2 and claim.is_said]
    assert [(entry.property, entry.name, entry.after, entry.source == "model") for entry in known] == [
        ("click", "Apply coupon", "", False),
        ("type", "Code", "SAVE10", True),
    ]


def test_what_was_typed_is_reported_without_a_name_that_is_not_the_fields() -> None:
    """A field's content is not its label, and its text may be gone by now."""
    found = told(PairAnswer(2, acts=(ToldAct("type", "Delete account", "SAVE10", BUTTON.box, 0.9),)))
    typed = next(claim for claim in found.timeline.claims if claim.property == "type" and claim.state == 2)
    assert (typed.name, typed.after) == ("", "SAVE10")


def test_a_click_that_a_model_cannot_name_is_the_one_that_was_found() -> None:
    click = replace(BASKET.claims[0], state=2, kind="act", property="click", name="", after="", is_said=True, box=AT)
    found = told(PairAnswer(2, acts=(ToldAct("click", "", box=BUTTON.box),)), of=replace(BASKET, claims=(click,)))
    assert [claim.source for claim in found.timeline.claims if claim.kind == "act"] == ["pixels"]


def test_a_text_that_is_typed_over_several_states_is_one_act() -> None:
    """Intermediate values are not reported."""
    field = Box(400, 200, 200, 30)
    letters, whole = (ToldAct("type", "Coupon", value, field) for value in ("SUM", "SUMMER"))
    acts = [item for state in (2, 3) for item in said(told(PairAnswer(2, (letters,)), PairAnswer(3, (whole,))), state)]
    assert [after for kind, _, after, _ in acts if kind == "act"] == ["SUMMER"]


def test_an_act_that_is_known_is_not_reported_again_with_the_next_state() -> None:
    """An act may fall between two states in both of which a model sees it."""
    known = PairAnswer(2, (ToldAct("click", "Apply coupon", box=BUTTON.box),))
    found = told(known)
    again = with_answers(
        found.timeline, [PairAnswer(3, (ToldAct("click", "Apply coupon", box=BUTTON.box),))], WholeAnswer()
    )
    assert [claim.state for claim in again.timeline.claims if claim.kind == "act"] == [2]


@pytest.mark.parametrize(
    ("local", "change"),
    [
        (Claim(2, "changed", "text", "Total $12.50", "Total $13.50", box=AT), TOTAL),
        (Claim(2, "disappeared", "text", before="Total $12.50", box=AT), ToldChange("vanished", "", "Total $12.50")),
    ],
)
def test_local_changes_that_a_model_also_reported_are_marked(local: Claim, change: ToldChange) -> None:
    other = Claim(2, "disappeared", "text", before="Basket", box=PAGE[0].box)
    found = told(PairAnswer(2, changes=(change,)), of=with_local(local, other)).timeline.claims
    assert [claim.source for claim in found] == ["confirmed", "pixels"]


def test_a_local_claim_that_a_model_also_reported_is_marked() -> None:
    """So that a row with too many texts begins with it."""
    change = ToldChange("opened", "message", "", "Saved to the list")
    found = told(PairAnswer(2, changes=(change,)), of=timeline((), at("Saved to the list")))
    assert [(claim.kind, claim.source) for claim in found.timeline.claims if claim.state == 2] == [
        ("appeared", "confirmed")
    ]


def test_a_flaw_on_words_that_are_not_there_is_left_out_and_counted() -> None:
    found = told(PairAnswer(2, flaws=(ToldFlaw("the text is cut off", "Delete account", AT, 0.9),)))
    assert said(found, 2) == said(told(), 2)
    assert found.contradicted == 1


def test_flaws_and_what_stayed_are_always_the_models_claims() -> None:
    """Even if the words at that place were read."""
    flaws = (ToldFlaw("the total is cut off", "Total $13.50", AT, 0.9),)
    found = told(PairAnswer(2, flaws=flaws), whole=WholeAnswer(stayed=(Stayed(2, "the count still shows 2"),)))
    assert [pair for pair in said(found, 2) if pair[3]] == [
        ("flaw", "Total $13.50", "the total is cut off", True),
        ("unchanged", "", "the count still shows 2", True),
    ]


def test_what_a_model_is_not_sure_of_is_not_reported() -> None:
    answer = PairAnswer(
        2,
        (ToldAct("click", "Help", sure=0.4),),
        (ToldChange("appeared", "", "", "Оплачено", AT, 0.4),),
        (ToldFlaw("it may be too faint", sure=0.6),),
    )
    found = told(answer)
    assert said(found, 2) == said(told(), 2)
    assert (found.confirmed, found.unchecked, found.contradicted) == (0, 0, 0)


LIES = tuple(
    ToldChange("appeared", "", "", text, AT) for text in ("Your account", "was deleted", "by somebody", "else")
)
UNKNOWN = ToldChange("changed", "button", "Оплатить", "Оплачено", AT)


def test_a_model_that_is_mostly_contradicted_is_not_believed_where_nothing_can_be_checked() -> None:
    found = told(PairAnswer(2, changes=(UNKNOWN, *LIES)), whole=WholeAnswer(wrong=2, stayed=(Stayed(2, "the count"),)))
    assert not found.is_believed
    assert said(found, 2) == said(told(), 2)
    assert found.timeline.wrong == BASKET.wrong
    assert str(found).endswith("most of what could be checked is wrong, so the rest is left out, too")


def test_a_model_that_is_often_confirmed_is_believed_despite_errors() -> None:
    confirmed = [PairAnswer(2, changes=(TOTAL,))] * len(LIES)
    found = told(PairAnswer(2, changes=(UNKNOWN, *LIES)), *confirmed)
    assert found.is_believed
    assert ("changed", "Оплатить", "Оплачено", True) in said(found, 2)


def with_local(*claims: Claim) -> Timeline:
    return replace(BASKET, claims=claims)


def acts_of(found: Told, state: int) -> list[tuple[str, str]]:
    """Name and source of the reported acts."""
    acts = [claim for claim in found.timeline.claims if claim.kind == "act" and claim.state == state and claim.is_said]
    return [(claim.name, claim.source) for claim in acts]


def test_a_local_click_is_left_out_where_a_model_names_other_acts() -> None:
    local = Claim(2, "act", "click", name="Basket", box=PAGE[0].box)
    assert acts_of(told(PairAnswer(2), of=with_local(local)), 2) == [("Basket", "pixels")]
    click = ToldAct("click", "Apply coupon", box=BUTTON.box, sure=0.9)
    assert acts_of(told(PairAnswer(2, (click,)), of=with_local(local)), 2) == [("Apply coupon", "confirmed")]


def test_a_button_that_is_clicked_twice_is_two_acts() -> None:
    """The local reading knows the first of them."""
    click = ToldAct("click", "Apply coupon", box=BUTTON.box, sure=0.9)
    local = with_local(Claim(2, "act", "click", name="Apply coupon", box=BUTTON.box))
    found = told(PairAnswer(2, (click,)), PairAnswer(3, (click,)), of=local)
    assert [len(acts_of(found, state)) for state in (2, 3)] == [1, 1]


def test_an_icon_is_described_and_not_quoted() -> None:
    icon = ToldAct("click", "bin icon", box=Box(1200, 10, 20, 20), sure=0.9)
    claim = next(claim for claim in told(PairAnswer(2, (icon,))).timeline.claims if claim.kind == "act")
    assert (claim.name, claim.before, claim.is_described()) == ("", "bin icon", True)
    assert describe_model_claim(claim, repr) == "clicked something that it calls 'bin icon'"


def test_a_typed_text_gets_the_name_of_its_field_from_a_model_if_that_was_read() -> None:
    local = with_local(Claim(2, "act", "type", after="SAVE10", box=AT))
    for target, name in ((PAGE[0].text, PAGE[0].text), ("Unread label", "")):
        found = told(PairAnswer(2, (ToldAct("type", target, "SAVE10", AT, 0.9),)), of=local)
        assert acts_of(found, 2) == [(name, "pixels")]


def test_a_click_gets_the_words_on_its_target_from_a_model_if_they_are_confirmed() -> None:
    joined = f"{BUTTON.text} Save for later"
    for box, expected in ((BUTTON.box, (BUTTON.text, "confirmed")), (PAGE[0].box, (joined, "pixels"))):
        local = with_local(Claim(2, "act", "click", name=joined, box=BUTTON.box))
        found = told(
            PairAnswer(2, (ToldAct("click", BUTTON.text if box == BUTTON.box else "later", box=box),)), of=local
        )
        assert acts_of(found, 2) == [expected]


def test_what_is_current_on_another_page_is_reported_with_the_page() -> None:
    selected = ToldChange("selected", "menu", "", "Оплата", AT)
    page = ToldChange("loaded", "orders", "", "Заказы", AT)
    kinds = [kind for kind, *_ in said(told(PairAnswer(2, changes=(selected, page))), 2)]
    assert "selected" in kinds, "a view is a part of a page"
    assert "page" in kinds
    local = with_local(Claim(2, "page", "address"))
    claims = told(PairAnswer(2, changes=(selected, page)), of=local).timeline.claims
    (claim,) = [claim for claim in claims if claim.source == "model"]
    assert (claim.kind, claim.property) == ("page", "text")
    assert describe_model_claim(claim, repr) == "another page: 'orders', with 'Заказы'"


def test_another_page_gets_the_heading_of_a_model_if_that_was_read() -> None:
    local = with_local(Claim(2, "page", "address"))
    for heading, expected in (("Total $13.50", ["Total $13.50"]), ("Unread heading", ["", "Unread heading"])):
        found = told(PairAnswer(2, changes=(ToldChange("loaded", "", "", heading),)), of=local)
        assert [claim.after for claim in found.timeline.claims if claim.kind == "page"] == expected


def test_a_selection_is_reported_with_what_was_selected_before() -> None:
    claim = Claim(2, "selected", "text", before="Open", after="Closed", name="tab", source="model")
    assert describe_model_claim(claim, repr) == "selected: 'tab' 'Closed', not 'Open'"


@pytest.mark.parametrize(("score", "is_said"), [(0.89, False), (0.9, True)])
def test_only_sure_changes_are_reported_where_a_model_saw_none(score: float, is_said: bool) -> None:
    local = with_local(Claim(2, "appeared", "text", after="Saved", score=score, box=AT))
    assert [claim.is_said for claim in told(PairAnswer(2), of=local).timeline.claims] == [is_said]
    assert [claim.is_said for claim in told(PairAnswer(2, problem="No answer."), of=local).timeline.claims] == [True]


def test_a_text_that_only_moved_did_not_appear() -> None:
    """The local reading tracks rows that move, so it does not claim that the text is new."""
    rows = line("Send report", 700, 500), line("Send report", AT.x, AT.y)
    change = ToldChange("appeared", "row", "", "Send report", AT)
    moved = timeline((rows[0],), (rows[1],))
    still = replace(moved, claims=())
    assert told(PairAnswer(2, changes=(change,)), of=still).contradicted == 1
    new = replace(moved, claims=(Claim(2, "appeared", "text", after="Send report", score=0.6, is_said=False),))
    assert told(PairAnswer(2, changes=(change,)), of=new).contradicted == 0


def test_an_error_that_a_model_reported_and_the_reading_confirms_is_an_error() -> None:
    screens = timeline((), (line("Payment failed: try again", 900, 640),))
    change = ToldChange("appeared", "message", "", "Payment failed: try again")
    claims = told(PairAnswer(2, changes=(change,)), of=screens).timeline.claims
    assert any(claim.property == "error" and claim.is_said and claim.source != "model" for claim in claims)


# --- where it went wrong ----------------------------------------------------------------------------------------------


def reasons(found: Timeline) -> list[tuple[int, str]]:
    first = [] if found.wrong is None else [(found.wrong + 1, found.wrong_because)]
    return [*first, *((suspect.moment + 1, suspect.because) for suspect in found.also_wrong)]


def test_the_model_points_before_the_local_reading_does() -> None:
    local = BASKET.suspecting([Suspect(2, "an error appeared")])
    found = told(of=local, whole=WholeAnswer(wrong=2, because="the total went up")).timeline
    assert reasons(found) == [(2, "model: the total went up"), (3, "an error appeared")]


def test_the_developers_own_time_comes_before_the_model() -> None:
    local = BASKET.suspecting([Suspect(0, "the developer names 0:00"), Suspect(2, "an error appeared")])
    found = told(of=local, whole=WholeAnswer(wrong=2, because="the total went up")).timeline
    assert reasons(found) == [
        (1, "the developer names 0:00"),
        (2, "model: the total went up"),
        (3, "an error appeared"),
    ]


def test_a_state_that_both_point_at_is_named_once() -> None:
    local = BASKET.suspecting([Suspect(2, "an error appeared")])
    found = told(of=local, whole=WholeAnswer(wrong=3, because="the coupon was refused")).timeline
    assert [state for state, _ in reasons(found)] == [3]


def test_a_model_that_finds_nothing_wrong_retracts_nothing() -> None:
    local = BASKET.suspecting([Suspect(2, "an error appeared")])
    assert reasons(told(of=local).timeline) == [(3, "an error appeared")]


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_every_change_of_a_recording_is_asked_about() -> None:
    assert states_to_ask(BASKET) == [2, 3]
    assert states_to_ask(timeline(())) == []


@pytest.mark.parametrize(("kind", "is_asked"), [("nothing", True), ("unchanged", True), ("value", False)])
def test_a_capture_adds_only_changes_that_the_page_does_not_explain(kind: str, is_asked: bool) -> None:
    """A canvas, a chart, a picture, the layout: the picture changed, and no fact explains it."""
    first, second, third = BASKET.moments
    facts = (PageFact(kind),)  # type: ignore[arg-type]
    same_picture = replace(third, keyframe=replace(third.keyframe, changed=()))
    captured = replace(BASKET, moments=(first, replace(second, facts=facts), same_picture), is_captured=True)
    assert states_to_ask(captured) == ([2] if is_asked else [])


def test_a_capture_adds_only_the_models_own_words() -> None:
    captured = replace(BASKET, claims=(), is_captured=True)
    changes = (
        ToldChange("changed", "total", "Total $12.50", "Total $13.50", AT),
        ToldChange("changed", "chart", "", "", AT),
    )
    found = told(PairAnswer(2, changes=changes), of=captured).timeline
    assert [(claim.kind, claim.name, claim.source) for claim in found.claims] == [("changed", "chart", "model")]
    assert found.moments == captured.moments


@pytest.mark.parametrize(("score", "is_said"), [(0.9, False), (0.99, True)])
def test_a_local_claim_that_a_model_denies_is_not_said_unless_the_reading_is_sure(score: float, is_said: bool) -> None:
    local = Claim(2, "appeared", "text", after="Total $13.50", score=score, box=AT)
    other = Claim(2, "appeared", "text", after="Basket", score=score, box=BUTTON.box)
    found = told(PairAnswer(2, changes=(UNKNOWN,), untrue=(local,)), of=replace(BASKET, claims=(local, other)))
    assert [claim.is_said for claim in found.timeline.claims if claim.source in ("pixels", "denied")] == [is_said, True]
    assert found.contradicted == (1 if is_said else 0)


def test_a_model_that_denies_what_the_reading_is_sure_of_is_not_believed() -> None:
    sure = [Claim(2, "appeared", "text", after=f"Text {n}", score=0.99, box=AT) for n in range(4)]
    unsure = Claim(2, "appeared", "text", after="Basket", score=0.8, box=BUTTON.box)
    found = told(PairAnswer(2, untrue=(*sure, unsure)), of=replace(BASKET, claims=(*sure, unsure)))
    assert not found.is_believed
    assert all(claim.is_said for claim in found.timeline.claims)


def test_an_act_that_a_model_denies_is_not_said() -> None:
    click = Claim(2, "act", "click", name="Basket", score=0.8, box=BUTTON.box)
    found = told(PairAnswer(2, changes=(UNKNOWN,), untrue=(click,)), of=replace(BASKET, claims=(click,)))
    assert not [claim for claim in found.timeline.claims if claim.kind == "act" and claim.is_said]
