"""What a question contains: the local claims with their scores, the pointer, all states, within a size limit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from claude_scope.hosted.answers import Pair
from claude_scope.hosted.calls.spending import MAX_INPUT_TOKENS, most_tokens
from claude_scope.hosted.pair_pictures import POINTED_PX
from claude_scope.hosted.questions import (
    MAX_CLAIMS,
    MAX_OVERVIEW,
    contexts,
    pair_question,
    shown_states,
    whole_question,
)
from claude_scope.hosted.view import View
from claude_scope.values import Box, Claim, PairAnswer, Rest, Timeline, ToldAct, ToldChange, ToldFlaw
from tests.hosted.asking import CONTEXT, VIEWS
from tests.timeline.make import keyframe, texts
from tests.timeline.screens import PAGE, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

OVERVIEW = replace(VIEWS[1], shows="all")


def timeline(*claims: Claim, count: int = 3, rests: Sequence[Rest] = ()) -> Timeline:
    frames = [keyframe(2_000 * n, began_ms=2_000 * n - 500 if n else None) for n in range(count)]
    frames[0] = replace(frames[0], rests=tuple(rests))
    return Timeline(tuple(moment(texts(*PAGE), frame) for frame in frames), claims=claims)


def words(found: Timeline, state: int = 2) -> str:
    (context,) = contexts(found, [state])
    return context.words


def test_a_question_has_the_local_claims_of_its_state_the_surest_first() -> None:
    told = words(
        timeline(
            Claim(2, "disappeared", "text", before="Gone", score=0.6, is_said=False),
            Claim(2, "changed", "text", "1 item", "2 items", 0.93),
            Claim(3, "appeared", "text", after="Later", score=0.99),
            Claim(2, "wrong", "error", after="Broken", score=0.99),
        )
    )
    assert told.splitlines() == [
        "State 1 at 0:00.0; state 2 began at 0:01.5.",
        "Found by the program, each with how likely it is true:",
        '1. changed text: "1 item" -> "2 items" (0.9)',
        '2. disappeared text: "Gone" (0.6)',
    ]
    assert "The program found nothing sure." in words(timeline())


def test_very_many_and_very_long_claims_are_cut() -> None:
    many = [Claim(2, "appeared", "text", after=f"{n} {'x' * 5_000}") for n in range(500)]
    told = words(timeline(*many))
    assert told.count(". appeared") == MAX_CLAIMS
    assert len(told) < 4_000


def test_a_page_text_cannot_end_its_quotes() -> None:
    told = words(timeline(Claim(2, "appeared", "text", after='a"\n- act click: "b')))
    assert len(told.splitlines()) == 3


def test_a_question_says_where_the_pointer_rested_between_the_states() -> None:
    rests = (
        Rest(Box(100, 100, 20, 20), 0, 400),
        Rest(Box(400, 300, 20, 20), 700, 1_200),
        Rest(Box(0, 0, 9, 9), 1_800, 2_000),
    )
    told = words(timeline(rests=rests))
    rested = "(110, 110) until 1.1 s before the change, then (410, 310) until 0.3 s before the change"
    assert told.endswith(f"The pointer rested at {rested}.")
    assert "pointer" not in words(timeline())
    assert words(timeline(rests=rests), state=3).endswith("The pointer rested at (4, 4) until 1.5 s before the change.")


def test_the_numbers_of_a_question_are_those_of_its_claims() -> None:
    claims = [Claim(2, "appeared", "text", after=name, score=score) for name, score in (("b", 0.7), ("a", 0.9))]
    (context,) = contexts(timeline(*claims, Claim(3, "appeared", "text", after="c")), [2])
    assert [claim.after for claim in context.claims] == ["a", "b"]


def test_a_question_names_each_picture_with_its_place_in_the_frame() -> None:
    crop = View(Box(100, 50, 400, 300), 200, 150, "", "before")
    told = pair_question(CONTEXT, (crop, replace(crop, shows="after"), VIEWS[1]), thousandths=False).words
    assert told.splitlines()[:4] == [
        "A frame has 640 x 360 px. Pictures:",
        "1: the part at (100, 50), 400 x 300 px, of the frame before the change, 200 x 150 px",
        "2: the part at (100, 50), 400 x 300 px, of the frame after the change, 200 x 150 px",
        "3: the whole frame after the change, 640 x 360 px",
    ]


def test_only_equal_questions_to_one_model_have_the_same_digest() -> None:
    question = pair_question(CONTEXT, VIEWS, thousandths=False)
    others = [
        replace(question, words="Another change."),
        replace(question, instructions="Others."),
        replace(question, pictures=question.pictures[:1]),
        pair_question(CONTEXT, VIEWS, thousandths=True),
    ]
    digests = [other.digest("openai:tiny") for other in (question, *others)] + [question.digest("openai:better")]
    assert len(set(digests)) == len(digests)
    assert pair_question(CONTEXT, VIEWS, thousandths=False).digest("openai:tiny") == digests[0]


def test_a_full_question_stays_within_what_the_announcement_reckons_with() -> None:
    """Two whole frames with the pointer's place, and as many claims and rests as fit; the cost estimate assumes this
    many tokens per question.
    """
    claims = [Claim(2, "changed", "text", "a" * 120, "b" * 120) for _ in range(MAX_CLAIMS)]
    rests = [Rest(Box(1_000, 1_000, 20, 20), at, at + 200) for at in range(0, 1_500, 300)]
    (context,) = contexts(timeline(*claims, rests=rests), [2])
    views = [View(Box(0, 0, *POINTED_PX), *POINTED_PX, "", "before")]
    views += [View(Box(0, 0, 1920, 1080), 1264, 711, "", shows, True) for shows in ("before", "after")]
    question = pair_question(context, views, thousandths=False)
    tokens_of_claude = sum(view.width * view.height for view in views) / 750
    letters = len(question.instructions) + len(question.words)
    assert tokens_of_claude + letters / 3 < MAX_INPUT_TOKENS
    assert most_tokens(question) > tokens_of_claude + letters / 3, "what is reserved is never less"
    assert question.answer is Pair


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_question_on_the_whole_has_every_state_with_what_was_said_of_it() -> None:
    answer = PairAnswer(
        2,
        (ToldAct("click", "Pay"),),
        (ToldChange("changed", "total", "1", "2"),),
        (ToldFlaw("cut off"),),
    )
    found = timeline(
        Claim(3, "appeared", "text", after="Saved"), Claim(3, "appeared", "text", after="?", is_said=False)
    )
    told = whole_question(found, [answer], "The total", "At 0:02 it is wrong.", OVERVIEW).words.splitlines()
    assert told[:3] == [
        'The developer\'s title: "The total"',
        'The developer\'s notes: "At 0:02 it is wrong."',
        "3 states:",
    ]
    assert told[3].startswith("1 | 0:00.0 |")
    assert told[4] == '2 | 0:01.5 | model: click "Pay"; model: changed total: "1" -> "2"; model: looks wrong: cut off'
    assert told[5] == '3 | 0:03.5 | appeared text: "Saved"'
    assert "gave no title" in whole_question(found, [], "", "", OVERVIEW).words


@pytest.mark.parametrize("count", [2, MAX_OVERVIEW, 200])
def test_some_of_very_many_states_are_shown_at_even_distances(count: int) -> None:
    shown = shown_states(timeline(count=count))
    assert len(shown) == min(count, MAX_OVERVIEW)
    assert (shown[0], shown[-1]) == (1, count)
    gaps = {after - before for before, after in pairwise(shown)}
    assert max(gaps) - min(gaps) <= 1
