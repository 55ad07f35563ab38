"""A prompt never exceeds its budget, and says what it left out."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_scope.errors import UsageError
from claude_scope.pictures import LONG_SIDE, fitted_size
from claude_scope.prompt.budget import MIN_BUDGET_TOKENS, TRIM_ORDER, Detail, detail_levels
from claude_scope.prompt.choose_states import rank_states, significant_words
from claude_scope.prompt.synthesize import synthesize
from claude_scope.prompt.tokens import image_tokens, text_tokens
from claude_scope.values import (
    Agent,
    Analysis,
    Box,
    Change,
    EventKind,
    Keyframe,
    Node,
    PromptOptions,
    UiElement,
)
from tests.analyses import checkout_analysis, hostile_analysis, minimal_analysis

if TYPE_CHECKING:
    from pathlib import Path


def huge_analysis(folder: Path) -> Analysis:
    """20 states with 200 changes each, 3,000 nodes, 300 console lines, 2,000 characters of notes, long words."""
    whole = checkout_analysis(folder)
    frames = [Keyframe(2_000 * n, 0.4, "settled", folder / f"k{n}.png", changed_share=0.5) for n in range(20)]
    element = UiElement("e", "button", "button", "Lorem ipsum " * 12, Box(1, 2, 3, 4), 0.9, locator="x" * 300)
    changes = tuple(
        Change("changed", replace(element, id=f"e{n}"), "text", f"before {n} " * 20, f"after {n} " * 20)
        for n in range(200)
    )
    moment = whole.timeline.moments[5]
    moments = tuple(
        replace(
            moment,
            keyframe=k,
            changes=changes,
            summary="What happened " * 30,
            evidence=("why " * 60,) * 5,
        )
        for k in frames
    )
    tree = Node(
        "document",
        children=tuple(Node("heading" if n % 2 else "button", f"Number {n} of many") for n in range(3_000)),
    )
    snapshot = replace(
        whole.snapshots[0], tree=tree, console=tuple(f"error: number {n} " * 30 for n in range(300)), title="T" * 500,
        failed_requests=tuple(f"GET http://x.test/{n}/{'p' * 3_000}" for n in range(300)), notes=("note " * 100,) * 20,
    )  # fmt: skip
    return replace(
        whole,
        title="A long title " * 38,
        notes="A sentence of the developer. " * 69,
        seed_url="http://localhost/" + "q" * 5_000,
        keyframes=replace(whole.keyframes, frames=tuple(frames), notes=("odd " * 100,) * 20),
        timeline=replace(whole.timeline, moments=moments, wrong=12, wrong_because="because " * 100,
                         only_on_screen=("seen " * 50,) * 200, only_in_tree=("in tree " * 50,) * 200),
        snapshots=(snapshot,) * 3,
        lanes=tuple(replace(lane, error="it failed " * 200) for lane in whole.lanes),
    )  # fmt: skip


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return huge_analysis(tmp_path_factory.mktemp("frames"))


@pytest.mark.parametrize("agent", list(Agent))
@pytest.mark.parametrize("budget", [MIN_BUDGET_TOKENS, 2_000, 6_000, 20_000])
def test_a_huge_analysis_fits_into_any_budget(agent: Agent, budget: int, huge: Analysis) -> None:
    prompt = synthesize(huge, agent, PromptOptions(budget_tokens=budget, include_raw_diff=True))
    assert prompt.text_tokens <= budget
    assert prompt.text_tokens == text_tokens(prompt.text)
    assert len(prompt.images) <= 8
    assert prompt.omitted
    assert all(line in prompt.text for line in prompt.omitted)


@pytest.mark.parametrize("agent", list(Agent))
def test_a_hostile_page_fits_into_the_smallest_budget(agent: Agent, tmp_path: Path) -> None:
    prompt = synthesize(hostile_analysis(tmp_path), agent, PromptOptions(budget_tokens=MIN_BUDGET_TOKENS))
    assert prompt.text_tokens <= MIN_BUDGET_TOKENS


def test_a_smaller_budget_drops_details_but_keeps_the_bug(tmp_path: Path) -> None:
    """The row in which it went wrong, the developer's words and the task are dropped last."""
    sizes = []
    for budget in (6_000, 2_500, 2_000, 1_700, MIN_BUDGET_TOKENS):
        options = PromptOptions(budget_tokens=budget)
        prompt = synthesize(checkout_analysis(tmp_path), Agent.CLAUDE_CODE, options, nonce="Zq7" * 6)
        sizes.append(prompt.text_tokens)
        assert "11 | 0:23.7 | error" in prompt.text
        assert "The discount should survive a wrong card number." in prompt.text
        assert "<task>" in prompt.text
    assert sizes == sorted(sizes, reverse=True)


def test_a_dozen_states_need_no_trimming_and_stay_short(tmp_path: Path) -> None:
    for agent in Agent:
        prompt = synthesize(checkout_analysis(tmp_path), agent)
        assert 1_500 < prompt.text_tokens < 3_500


def test_a_budget_that_is_too_small_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"give at least {MIN_BUDGET_TOKENS}"):
        synthesize(checkout_analysis(tmp_path), Agent.RAW, PromptOptions(budget_tokens=MIN_BUDGET_TOKENS - 1))


def test_the_order_of_trimming_is_fixed_and_only_takes_away() -> None:
    names = {field.name for field in fields(Detail)}
    every = list(detail_levels(Detail()))
    assert {name for name, _ in TRIM_ORDER} == names, "each part can be trimmed"
    assert len(every) == 1 + sum(len(values) for _, values in TRIM_ORDER), "no step is without effect"
    for before, after in pairwise(every):
        changed = [name for name in names if getattr(before, name) != getattr(after, name)]
        assert len(changed) == 1
        assert getattr(after, changed[0]) < getattr(before, changed[0])


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_the_pictures_are_those_around_the_bug_then_the_ends(tmp_path: Path) -> None:
    timeline = replace(checkout_analysis(tmp_path).timeline, wrong=6)
    assert rank_states(timeline)[:5] == (6, 5, 7, 10, 0)


def test_without_a_wrong_state_the_last_one_comes_first(tmp_path: Path) -> None:
    timeline = replace(checkout_analysis(tmp_path).timeline, wrong=None)
    assert rank_states(timeline)[:2] == (10, 0)
    assert rank_states(timeline)[2] == 1, "the toast, which is gone when the recording ends"


def test_the_developers_words_choose_among_the_other_states(tmp_path: Path) -> None:
    """If the developer mentions the coupon, states that show the coupon get pictures before states
    with more changes.
    """
    timeline = replace(checkout_analysis(tmp_path).timeline, wrong=None)
    assert rank_states(timeline, significant_words("The coupon code disappears"))[3:5] == (6, 8)


def test_what_followed_a_press_gets_a_picture_with_the_state_that_was_pressed_in(tmp_path: Path) -> None:
    """Before other changes, which come before states without a description."""
    timeline = replace(checkout_analysis(tmp_path).timeline, wrong=None)
    assert rank_states(timeline)[3:10] == (3, 2, 4, 5, 6, 7, 9)
    moments = list(timeline.moments)
    moments[3] = replace(moments[3], kind=EventKind.STATE_CHANGE, changes=())
    assert rank_states(replace(timeline, moments=tuple(moments)))[-1] != 8
    moments[2] = replace(moments[2], changes=())
    assert set(rank_states(replace(timeline, moments=tuple(moments)))[-1:]) == {2}


def test_a_tooltip_gets_no_picture_before_what_followed_a_press(tmp_path: Path) -> None:
    timeline = replace(checkout_analysis(tmp_path).timeline, wrong=None)
    toast = timeline.moments[1]
    frame = replace(toast.keyframe, pointer=(100, 100), changed=(Box(90, 110, 200, 40),))
    moments = (timeline.moments[0], replace(toast, keyframe=frame), *timeline.moments[2:])
    assert rank_states(replace(timeline, moments=moments))[2:4] == (3, 2)


@pytest.mark.parametrize("wrong", [None, -1, 0, 5, 10, 11, 99])
def test_every_state_is_ranked_once(wrong: int | None, tmp_path: Path) -> None:
    timeline = replace(checkout_analysis(tmp_path).timeline, wrong=wrong)
    assert sorted(rank_states(timeline)) == list(range(11))


@pytest.mark.parametrize("limit", [0, 1, 4, 11, 20])
def test_no_more_pictures_than_asked_for_and_in_time_order(limit: int, tmp_path: Path) -> None:
    prompt = synthesize(checkout_analysis(tmp_path), Agent.RAW, PromptOptions(max_images=limit))
    frames = [path for path in prompt.images if path.name != "changes-1.png"]
    assert len(frames) == min(limit, 11)
    assert len(prompt.images) == len(frames) + bool(limit)  # and the sheet of changes
    assert frames == sorted(frames)


def test_the_tokens_of_pictures_follow_the_published_rules() -> None:
    """1280 x 720 costs Claude 1,196 tokens and 1456 x 819 costs 1,560; Codex pays by 32-pixel patches."""
    assert image_tokens([(1280, 720)], Agent.CLAUDE_CODE) == 1_196
    assert image_tokens([(1456, 819), (1280, 720)], Agent.CLAUDE_CODE) == 1_560 + 1_196
    assert image_tokens([(1280, 720)], Agent.CODEX) == 40 * 23
    assert image_tokens([(4_000, 4_000)], Agent.CODEX) == 1_536
    assert fitted_size(1920, 1080, LONG_SIDE) == (1456, 819)
    assert fitted_size(720, 1280, LONG_SIDE) == (720, 1280)


def test_a_prompt_counts_its_pictures(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    options = PromptOptions(max_images=3)
    assert synthesize(whole, Agent.CLAUDE_CODE, options, has_sheets=False).image_tokens == 3 * 1_196
    assert synthesize(whole, Agent.CLAUDE_CODE, PromptOptions(include_screenshots=False)).image_tokens == 0
    assert synthesize(minimal_analysis(tmp_path), Agent.CODEX).image_tokens == 920


@given(st.text(max_size=300), st.text(max_size=300))
def test_more_text_never_costs_less(one: str, two: str) -> None:
    assert text_tokens(one + " " + two) >= max(text_tokens(one), text_tokens(two))
