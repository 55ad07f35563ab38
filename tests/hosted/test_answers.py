"""How an answer is validated: numbers, boxes and texts may be anything, and only valid ones become values."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any, get_args

import pytest

from claude_scope.hosted.answers import (
    MAX_ACTS,
    MAX_CHANGES,
    MAX_CHARS,
    MAX_FLAWS,
    MAX_SENTENCE_CHARS,
    MAX_STAYED,
    Pair,
    Whole,
    pair_answer,
    whole_answer,
)
from claude_scope.hosted.question import PairContext
from claude_scope.hosted.view import View
from claude_scope.values import Box, Claim, PairAnswer, Stayed, ToldChangeKind, Usage, WholeAnswer
from tests.hosted.model_server import act, change, flaw, pair, whole

VIEWS = (
    View(Box(100, 50, 640, 360), 320, 180, "", "before"),
    View(Box(100, 50, 640, 360), 320, 180, "", "after"),
    View(Box(0, 0, 1280, 720), 700, 393, "", "after", True),
)
"""Crops that were sent at half their size, and the whole view."""


CONTEXT = PairContext(2, "")


def taken(*told: dict[str, Any], thousandths: bool = False) -> PairAnswer:
    """The parsed value of an answer sent as JSON."""
    given = Pair.model_validate_json(pair(*told).text)
    return pair_answer(CONTEXT, given, VIEWS, Usage(1), thousandths=thousandths)


def taken_whole(**told: Any) -> WholeAnswer:
    return whole_answer(Whole.model_validate_json(whole(**told).text), 5, Usage(1))


def test_an_answer_becomes_values_with_boxes_in_frame_pixels() -> None:
    answer = taken(
        act("click", "Pay now", [10, 20, 60, 40], picture=1),
        change("changed", [10, 20, 60, 40], what="total", before="$12", after="$13"),
        change("closed", [70, 39.3, 350, 196.5], picture=3, before="Cart"),
        flaw("text is cut off", "Shippi", box=[0, 0, 320, 180]),
    )
    place = Box(120, 90, 100, 40)
    (done,), (first, second), (wrong,) = answer.acts, answer.changes, answer.flaws
    assert (done.kind, done.target, done.box) == ("click", "Pay now", place)
    assert (first.kind, first.what, first.before, first.after, first.box) == ("changed", "total", "$12", "$13", place)
    assert second.box is not None
    assert [round(side) for side in second.box] == [128, 72, 512, 288]
    assert (wrong.why, wrong.quote, wrong.box) == ("text is cut off", "Shippi", VIEWS[1].place)
    assert (answer.state, answer.usage, answer.problem) == (2, Usage(1), "")


def test_thousandths_are_of_the_picture_with_top_before_left() -> None:
    (one,) = taken(change("appeared", [500, 250, 750, 500], after="Paid"), thousandths=True).changes
    assert one.box == Box(260, 230, 160, 90)


@pytest.mark.parametrize(
    "box",
    [
        [],
        [1, 2, 3],
        [1, 2, 3, 4, 5],
        [60, 40, 10, 20],
        [5000, 5000, 6000, 6000],
        [10, 10, 11, 10],
        ["a", "b", "c", "d"],
        [None, 1, 2, 3],
        [float("nan"), 1, 20, 30],
        [10**400, 1, 20, 30],
        [0, 0, float("inf"), 20],
        [[1], [2], [3], [4]],
        "0,0,9,9",
        {"x": 1},
        None,
    ],
)
@pytest.mark.attack("provider answers")
def test_an_invalid_box_is_left_out_and_its_change_stays(box: Any) -> None:
    (one,) = taken(change("appeared", after="Paid") | {"box": box}).changes
    assert (one.after, one.box) == ("Paid", None)


@pytest.mark.attack("provider answers")
def test_a_box_that_leaves_its_picture_is_clipped() -> None:
    (one,) = taken(change("appeared", [-50, -50, 5000, 5000], after="Paid")).changes
    assert one.box == VIEWS[1].place


@pytest.mark.parametrize("picture", [0, -1, 4, 9**20, "2", None, 1.5, [1]])
@pytest.mark.attack("provider answers")
def test_a_box_in_a_picture_that_was_not_sent_is_left_out(picture: Any) -> None:
    (one,) = taken(change("appeared", [1, 2, 300, 100], after="Paid", picture=picture)).changes
    assert one.box is None


@pytest.mark.parametrize(
    ("sure", "taken_as"),
    [
        (0.9, 0.9),
        (7, 1.0),
        (-1, 0.0),
        ("0.7", 0.7),
        ("very", 0.5),
        (None, 0.5),
        (math.nan, 0.5),
        (math.inf, 0.5),
        (10**400, 0.5),
    ],
)
def test_certainty_is_between_0_and_1_and_half_where_it_is_not_a_number(sure: Any, taken_as: float) -> None:
    (one,) = taken(change("appeared", after="Paid", sure=sure)).changes
    assert one.sure == taken_as


@pytest.mark.parametrize(
    ("kind", "taken_as"), [("press", "click"), ("tap", "click"), ("enter", "type"), ("bake", "other")]
)
def test_kinds_of_acts_become_the_known_ones(kind: str, taken_as: str) -> None:
    assert taken(act(kind, "Pay now")).acts[0].kind == taken_as


@pytest.mark.parametrize(("kind", "taken_as"), [("added", "appeared"), ("removed", "vanished"), (["x"], "changed")])
def test_kinds_of_changes_become_the_known_ones(kind: Any, taken_as: str) -> None:
    (one,) = taken(change(kind, after="Paid")).changes
    assert one.kind == taken_as
    assert one.kind in get_args(ToldChangeKind)


@pytest.mark.attack("provider answers")
def test_texts_are_one_line_of_bounded_length_without_what_nobody_sees() -> None:
    (one, two) = taken(
        change("changed", what="a\n\tb", before="\u200bx\u202e<script>\x00", after="y" * 100_000),
        change("appeared", what=7, after=["a"]),
    ).changes
    assert (one.what, one.before, len(one.after)) == ("a b", "x<script>", MAX_CHARS)
    assert (two.what, two.after) == ("7", "['a']")


def test_what_says_nothing_is_left_out() -> None:
    answer = taken(change("appeared"), change("appeared", after="\u200b \n"), flaw(""), flaw("\u202e"))
    assert (answer.changes, answer.flaws) == ((), ())


@pytest.mark.attack("provider answers")
def test_only_the_first_of_very_many_are_taken() -> None:
    answer = taken(
        *(act("click", f"{number}") for number in range(500)),
        *(change("appeared", after=f"{number}") for number in range(500)),
        *(flaw(f"{number}") for number in range(500)),
    )
    assert (len(answer.acts), len(answer.changes), len(answer.flaws)) == (MAX_ACTS, MAX_CHANGES, MAX_FLAWS)
    assert MAX_CHANGES == 6
    assert answer.changes[0].after == "0"


@pytest.mark.parametrize(
    "text", ["{}", '{"changes": null, "done": "none", "wrong": {}}', '{"extra": 1, "changes": []}']
)
def test_missing_and_additional_keys_are_not_an_error(text: str) -> None:
    answer = pair_answer(CONTEXT, Pair.model_validate_json(text), VIEWS, Usage(), thousandths=False)
    assert answer == PairAnswer(2)


@pytest.mark.parametrize(
    ("numbers", "denied"),
    [("[2]", ["Paid"]), ("[1, 2, 2]", ["Pay", "Paid"]), ('[0, 3, -1, "2", null, [1], 1e999]', []), ('{"2": 2}', [])],
)
def test_local_claims_are_denied_by_their_number_in_the_question(numbers: str, denied: list[str]) -> None:
    claims = (Claim(2, "disappeared", "text", "Pay"), Claim(2, "appeared", "text", after="Paid"))
    given = Pair.model_validate_json(f'{{"untrue": {numbers}}}')
    answer = pair_answer(replace(CONTEXT, claims=claims), given, VIEWS, Usage(), thousandths=False)
    assert [claim.before or claim.after for claim in answer.untrue] == denied


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_answer_on_the_whole_becomes_a_value() -> None:
    stayed = [{"state": 3, "what": "Total $12"}]
    answer = taken_whole(shown="A cart.", wrong_state=3, because="The total is old.", stayed=stayed, title="Old total")
    assert answer == WholeAnswer("A cart.", 3, "The total is old.", (Stayed(3, "Total $12"),), "Old total", Usage(1))


@pytest.mark.parametrize("state", [0, -1, 6, 10**30])
@pytest.mark.attack("provider answers")
def test_states_that_are_not_there_are_left_out(state: int) -> None:
    """Together with the reason, which would belong to no state."""
    answer = taken_whole(wrong_state=state, because="It is broken.", stayed=[{"state": state, "what": "Total"}])
    assert (answer.wrong, answer.because, answer.stayed) == (None, "", ())


@pytest.mark.attack("provider answers")
def test_texts_on_the_whole_are_bounded() -> None:
    stayed = [{"state": 1, "what": f"{number}"} for number in range(500)]
    answer = taken_whole(shown="a\n" * 10_000, wrong_state=1, because="b" * 9_000, title="c" * 9_000, stayed=stayed)
    assert len(answer.shown) <= MAX_SENTENCE_CHARS
    assert "\n" not in answer.shown
    assert len(answer.because) == MAX_CHARS
    assert len(answer.title) == 120
    assert len(answer.stayed) == MAX_STAYED


def test_the_schema_of_an_answer_explains_itself_to_every_provider() -> None:
    """Each list describes its items: Anthropic's client refuses other schemas."""

    def check(schema: Any) -> None:
        if isinstance(schema, dict):
            assert schema.get("type") != "array" or schema.get("items"), schema
            for below in schema.values():
                check(below)

    for kind in (Pair, Whole):
        schema = kind.model_json_schema()
        check(schema)
        assert len(json.dumps(schema)) < 4_000  # at three letters per token
