"""The next remaining state takes over what a removed state reported, and nothing refers to the removed one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.build import build_timeline
from claude_scope.timeline.captured.element_changes import element_changes
from claude_scope.timeline.remove_frames import remove_frames
from claude_scope.timeline.told.tell import with_answers
from claude_scope.values import Analysis, Box, Claim, EventKind, PageFact, PairAnswer, Suspect, WholeAnswer
from tests.analyses import checkout_analysis, understood_analysis
from tests.captured import captured_analysis
from tests.timeline.make import HEIGHT, WIDTH, keyframe, line, texts
from tests.timeline.screens import PAGE

if TYPE_CHECKING:
    from claude_scope.values import Timeline

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)


@pytest.fixture
def analysis(tmp_path: Path) -> Analysis:
    return checkout_analysis(tmp_path)


def test_claims_without_a_state_are_those_of_a_recording_that_never_had_it(analysis: Analysis) -> None:
    """Price, a temporary message, price: without the message's state, the price changed from the first to the last."""
    words = ("Your basket holds one lamp", "Delivery takes three days", "Continue shopping here")
    page = [line(text, 40, 100 + 60 * n) for n, text in enumerate(words)]
    readings = [texts(*page, line(f"Total {price}", 900, 400)) for price in ("$1.00", "$2.00", "$3.00")]
    readings[1] = replace(readings[1], lines=(*readings[1].lines, line("The coupon could not be saved", 900, 40)))
    frames = [
        replace(keyframe(900 * k, *([EVERYWHERE] if k else [])), path=analysis.recording.path / str(k))
        for k in range(3)
    ]
    whole = replace(analysis, title="", notes="", timeline=build_timeline(frames, readings))
    assert whole.timeline.wrong == 1
    short = remove_frames(whole, {1}).timeline
    direct = build_timeline([frames[0], frames[2]], [readings[0], readings[2]])
    assert short.claims == direct.claims
    assert [(c.before, c.after) for c in short.moments[1].changes] == [("Total $1.00", "Total $3.00")]
    assert (short.moments[1].summary, short.wrong) == (direct.moments[1].summary, None)


def test_a_state_that_is_left_out_leaves_no_trace_but_a_remark(analysis: Analysis) -> None:
    short = remove_frames(analysis, {1, 4})
    gone = [analysis.timeline.moments[i].keyframe.path for i in (1, 4)]
    assert len(short.timeline.moments) == 9
    assert not any(k.path in gone for k in short.keyframes.frames)
    assert [m.keyframe.path for m in short.timeline.moments] == [k.path for k in short.keyframes.frames]
    assert "2 states left out on request" in short.keyframes.notes[-1]
    assert all(m.reading in [n.reading for n in analysis.timeline.moments] for m in short.timeline.moments)


def test_the_next_state_says_what_it_takes_over(analysis: Analysis) -> None:
    """State 2 shows a badge that went from 0 to 1; without it, state 3 reports that."""
    short = remove_frames(analysis, {1}).timeline
    assert [(c.before, c.after) for c in short.moments[1].changes] == [("Cart 0", "Cart 1")]
    assert [claim.after for claim in short.claims if claim.state == 2 and claim.is_said] == ["Cart 1"]


def test_the_first_state_that_stays_is_the_initial_one(analysis: Analysis) -> None:
    short = remove_frames(analysis, {0, 1}).timeline
    assert (short.moments[0].kind, short.moments[0].changes) == (EventKind.INITIAL, ())
    assert {(claim.kind, claim.property) for claim in short.claims if claim.state == 1} <= {("page", "heading")}


def test_where_it_went_wrong_is_searched_for_again_among_the_states_that_stay(analysis: Analysis) -> None:
    """It went wrong in the state with the error, under its new number; without that state, nowhere."""
    short = remove_frames(analysis, {0, 4, 7}).timeline
    assert (short.wrong, short.also_wrong) == (7, ())
    assert "Enter a valid card number" in short.wrong_because
    assert remove_frames(analysis, {10}).timeline.wrong is None


def test_suspected_states_of_a_capture_keep_their_reasons_under_new_numbers(tmp_path: Path) -> None:
    whole = captured_analysis(tmp_path)
    timeline = replace(
        whole.timeline,
        wrong=10,
        wrong_because="words; others of them are in state 8 (total) and state 2 (order)",
        also_wrong=(Suspect(4, "the sum"), Suspect(7, "the code")),
    )
    short = remove_frames(replace(whole, timeline=timeline), {0, 4, 7}).timeline
    assert (short.wrong, short.also_wrong) == (7, (Suspect(3, "the sum"), Suspect(5, "the code")))
    assert short.wrong_because == "words; others of them are in state 6 (total) and state 1 (order)"


def test_a_suspect_after_which_nothing_stays_is_not_reported(tmp_path: Path) -> None:
    whole = captured_analysis(tmp_path)
    last = len(whole.timeline.moments) - 1
    suspected = whole.timeline.suspecting([Suspect(last, "the code"), Suspect(4, "the sum")])
    short = remove_frames(replace(whole, timeline=suspected), {last}).timeline
    assert (short.wrong, short.wrong_because, short.also_wrong) == (4, "the sum", ())
    assert remove_frames(whole, range(last + 1)).timeline.wrong is None


def test_nothing_left_out_is_the_same_analysis(analysis: Analysis) -> None:
    assert remove_frames(analysis, ()) is analysis
    assert remove_frames(analysis, {99}) is analysis


def test_states_that_are_left_out_are_counted_where_they_were(analysis: Analysis) -> None:
    short = remove_frames(analysis, {1, 2, 9, 10})
    assert [m.keyframe.skipped for m in short.timeline.moments[:3]] == [0, 2, 0]
    assert short.keyframes.skipped_after == 2
    cut = remove_frames(analysis, {0, 1, 2, 3})
    assert cut.timeline.moments[0].keyframe.skipped == 4


def test_acts_and_messages_in_a_state_of_a_capture_belong_to_the_next_one(tmp_path: Path) -> None:
    whole = captured_analysis(tmp_path)
    before, left = whole.timeline.moments, remove_frames(whole, {0, 3, 10}).timeline.moments
    assert left[0].requests == before[0].requests
    assert left[2].acts == before[3].acts
    assert left[2].log == before[3].log
    assert left[2].events == before[4].events


def test_the_facts_of_a_state_of_a_capture_belong_to_the_next_one(tmp_path: Path) -> None:
    """Each fact once; what stayed in one of several states is not reported for all of them."""
    whole = captured_analysis(tmp_path)
    moments = list(whole.timeline.moments)
    moments[6] = replace(moments[6], facts=(PageFact("message", after="Saved"), *moments[5].facts))
    left = remove_frames(replace(whole, timeline=replace(whole.timeline, moments=tuple(moments))), {5}).timeline.moments
    assert [fact.kind for fact in moments[5].facts] == ["page", "rows", "unchanged"]
    assert [fact.kind for fact in left[5].facts] == ["page", "rows", "message"]
    assert left[4].facts == moments[4].facts


def test_the_first_state_of_a_capture_that_stays_tells_no_change(tmp_path: Path) -> None:
    first = remove_frames(captured_analysis(tmp_path), range(5)).timeline.moments[0]
    assert (first.kind, first.facts, first.changes) == (EventKind.INITIAL, (), ())


def test_elements_are_compared_with_those_of_the_state_before_that_stays(tmp_path: Path) -> None:
    whole = captured_analysis(tmp_path)
    before, left = whole.timeline.moments, remove_frames(whole, {3, 4}).timeline.moments
    assert left[3].changes == element_changes(before[2].elements, before[5].elements)
    assert left[3].changes


def test_a_picture_that_another_state_shares_stays(tmp_path: Path) -> None:
    whole = captured_analysis(tmp_path)
    left = remove_frames(whole, {5})
    assert picture_of(whole, 6) == picture_of(whole, 5)
    assert picture_of(whole, 6) in {frame.path for frame in left.keyframes.frames}


def picture_of(analysis: Analysis, index: int) -> Path:
    return analysis.timeline.moments[index].keyframe.path


@pytest.mark.parametrize("removed", [{1}, {3}])
def test_what_a_model_denied_stays_unsaid(removed: set[int], analysis: Analysis) -> None:
    """A model that sees no new total is believed more than OCR, whichever state is left out."""
    totals = [*("Total $12.50", "Total $13.50", "Total $14.50"), "The coupon is not valid"]
    frames = [replace(keyframe(900 * k, *([EVERYWHERE] if k else [])), path=Path(str(k))) for k in range(4)]
    local = build_timeline(frames, [texts(*PAGE, line(text, 700, 300)) for text in totals])
    assert "Total $14.50" in said_texts(local)
    whole = replace(analysis, notes="", title="", timeline=with_answers(local, [PairAnswer(3)], WholeAnswer()).timeline)
    short = remove_frames(whole, removed).timeline
    assert said_texts(short)
    assert "Total $14.50" not in said_texts(whole.timeline) + said_texts(short)


def said_texts(timeline: Timeline) -> list[str]:
    return [claim.after for claim in timeline.claims if claim.is_said and claim.kind == "changed"]


def test_what_a_model_said_goes_to_the_state_that_tells_it_now(tmp_path: Path) -> None:
    """The next remaining state takes over everything, under its new number."""
    whole = understood_analysis(tmp_path)
    before = Claim(2, "act", "click", score=0.9, name="Add to cart", source="model")
    timeline = replace(whole.timeline, claims=(before, *whole.timeline.claims))
    short = remove_frames(replace(whole, timeline=timeline), {1, 4}).timeline
    told = [(claim.state, claim.name or claim.after) for claim in short.claims if claim.source == "model"]
    assert told == [(2, "Add to cart"), (9, "Place order"), (9, "down"), (9, "the discount is gone")]
