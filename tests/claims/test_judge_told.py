"""Claims from a model alone are judged by the DOM; how something looks cannot be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.claims.dom import Dom
from benchmarks.claims.judge import Judge
from benchmarks.claims.recordings import TrueAct
from tests.claims.states import CHANGE_MS, claim, item, judge_of, line, place, state

if TYPE_CHECKING:
    from benchmarks.claims.claims_of import Claim
    from benchmarks.claims.dom import DomState


def said(kind: str, what: str = "text", **more: Any) -> Claim:
    """A claim from a model alone."""
    return claim(kind, what, source="model", **more)


def word(before: DomState, after: DomState, one: Claim) -> str:
    return judge_of(before, after).judge(one).word


TABS = ["Details", "History", "Files of this book"]
OLD = state(TABS, [item("tab", "Details", 1, "selected"), item("tab", "History", 2)], is_first=True)
NEW = state(TABS, [item("tab", "Details", 1), item("tab", "History", 2, "selected")])


def test_what_is_selected_now_and_was_not() -> None:
    assert word(OLD, NEW, said("selected", after="History", box=place("History", 2))) == "true"
    assert word(OLD, NEW, said("selected", after="Details", box=place("Details", 1))) == "false"
    assert word(OLD, OLD, said("selected", after="Details")) == "false"
    assert word(OLD, NEW, said("selected", after="Letters")) == "false"


def test_what_opened_is_a_dialog_or_a_text_that_came() -> None:
    before, after = state(["A page"], is_first=True), state(["A page", "Delete the book?"])
    assert word(before, after, said("opened", after="Delete the book?")) == "true"
    assert word(before, after, said("closed", before="Delete the book?")) == "false"
    dialog = state(["A page"], [item("dialog", "Sure?", 3)])
    assert word(before, dialog, said("opened", name="dialog")) == "true"
    assert word(before, before, said("opened", after="A page")) == "false"


@pytest.mark.parametrize(
    ("now", "expected"), [("checked", "true"), ("unchecked", "false"), ("disabled", "unknown"), ("red", "unknown")]
)
def test_a_state_is_that_of_the_element(now: str, expected: str) -> None:
    before = state(["Read only"], [item("checkbox", "Read only", 1)], is_first=True)
    after = state(["Read only"], [item("checkbox", "Read only", 1, "checked")])
    one = said("state", name="checkbox Read only", after=now, box=place("Read only", 1))
    assert word(before, after, one) == expected


def test_what_stayed_is_in_both_states() -> None:
    before, after = state(["Total 12.50"], is_first=True), state(["Total 12.50", "Saved"])
    assert word(before, after, said("unchanged", after="Total 12.50")) == "true"
    assert word(before, after, said("unchanged", after='the total still shows "12.50"')) == "true"
    assert word(before, after, said("unchanged", after='the total still shows "99.00"')) == "false"
    assert word(before, after, said("unchanged", after="the list is as long as before")) == "unknown"


def test_the_look_of_something_is_unknown_but_its_words_are_checked() -> None:
    before, after = state(["A page"], is_first=True), state(["A page", "Saving failed"])
    assert word(before, after, said("flaw", before="Saving failed", after="an error")) == "true"
    assert word(before, after, said("flaw", before="A page", after="misplaced")) == "unknown"
    assert word(before, after, said("flaw", before="Deleting failed", after="an error")) == "false"


def test_what_moved_is_elsewhere() -> None:
    before, after = state([line("First card", 1)], is_first=True), state([line("First card", 4)])
    assert word(before, after, said("moved", name="First card", after="to the bottom")) == "true"
    assert word(before, before, said("moved", name="First card", after="to the bottom")) == "false"
    assert word(before, after, said("moved", name="the chart", after="to the left")) == "unknown"


def act_word(one: Claim, *acts: TrueAct) -> str:
    states = [state(["Name"], is_first=True), state(["Name"])]
    judge = judge_of(*states)
    return Judge(Dom(states, list(acts), []), judge.truth, judge.analysed).judge(one).word


def test_acts_of_all_kinds_are_judged() -> None:
    at = CHANGE_MS - 100
    key = TrueAct("key", at, at, "textbox", "Name", key="Control+a")
    assert act_word(said("act", "key", after="Ctrl+A"), key) == "true"
    assert act_word(said("act", "key", after="Enter"), key) == "false"
    assert act_word(said("act", "scroll"), TrueAct("scroll", at, at, "", "")) == "true"
    assert act_word(said("act", "drag", name="Name"), TrueAct("click", at, at, "button", "Name")) == "false"
    assert act_word(said("act", "type", after="Ana"), TrueAct("type", at, at, "textbox", "Name", value="Ana")) == "true"
    assert act_word(said("act", "hover", name="Name"), key) == "unknown"
