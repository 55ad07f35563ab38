"""Observations, console lines and changes of elements are listed by importance, one line each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.prompt.budget import Detail
from claude_scope.prompt.rows.wording import describe_change
from claude_scope.prompt.sections import Omissions, console_lines, environment, observations
from claude_scope.values import Box, Change, Moment, Observation, Source, UiElement
from tests.analyses import minimal_analysis

if TYPE_CHECKING:
    from pathlib import Path

PRICE = UiElement("p", "text", "text", "$2", Box(0, 0, 40, 20), 0.9)
CHANGED = Change("changed", PRICE, "text", "$1", "$2")


@pytest.fixture
def first(tmp_path: Path) -> Moment:
    return minimal_analysis(tmp_path).timeline.moments[0]


def test_an_uncaught_error_is_reported_before_what_was_only_logged(tmp_path: Path) -> None:
    page = replace(minimal_analysis(tmp_path).snapshots[0], console=("logged", "uncaught: TypeError: x", "logged"))
    lines = console_lines([page], Detail(), Omissions())
    assert lines == ("console uncaught: TypeError: x", "console logged (2 times)")


def test_observations_of_the_wrong_state_come_first(first: Moment) -> None:
    """If there is little room, only the first ones stay."""
    early = replace(first, inferred=(Observation("disabled", "Pay is grey"),))
    late = replace(first, inferred=(Observation("error", "Card declined"),))
    assert observations((early, late), Detail(), (1,)) == [
        "error: Card declined (state 2)", "disabled: Pay is grey (state 1)",
    ]  # fmt: skip
    assert observations((early, late), Detail())[0] == "disabled: Pay is grey (state 1)"


def test_a_text_that_was_read_is_marked_though_the_page_knows_the_button() -> None:
    """OCR reads "Überwiesen" as "Uberwiesen": an agent that searches for it must know that no tree
    contains this text.
    """
    button = UiElement(
        "b", "button", "button", "Uberwiesen", Box(0, 0, 90, 20), 0.9, name="Überweisen", source=Source.BOTH
    )
    sent = replace(button, locator="page.getByRole('button', { name: 'Überweisen', exact: true })")
    text = Change("changed", sent, "text", "Überweisen", "Uberwiesen")
    assert describe_change(text, 80) == 'button "Überweisen" text~ "Überweisen" -> "Uberwiesen" \u2713'
    assert describe_change(replace(text, element=button), 80) == 'button~ "Überweisen" -> "Uberwiesen"'
    assert describe_change(Change("removed", button), 80) == '- button "Überweisen" (on screen~ "Uberwiesen")'
    status = replace(button, role="status", type="alert", name="", label="3 of 5 people")
    assert describe_change(Change("added", status), 80) == '+ status~ "3 of 5 people"'


def test_a_value_that_was_read_is_marked_though_the_page_knows_the_field() -> None:
    field = UiElement("c", "input", "textbox", "Code", Box(0, 50, 90, 20), 0.9, name="Code", source=Source.BOTH)
    assert describe_change(Change("changed", field, "value", "", "A1"), 80) == 'textbox "Code" value~ "" -> "A1"'
    assert describe_change(Change("added", replace(field, value="A1")), 80) == '+ textbox "Code" =~ "A1"'


def test_another_spelling_of_an_address_is_not_a_redirect(tmp_path: Path) -> None:
    analysis = minimal_analysis(tmp_path)

    def told(url: str, final_url: str) -> bool:
        page = replace(analysis.snapshots[0], success=True, url=url, final_url=final_url)
        return any(" led to: " in line for line in environment(replace(analysis, snapshots=(page,)), Detail()))

    assert not told("http://LOCALHOST:8897", "http://localhost:8897/")
    assert told("http://localhost:8897", "http://localhost:8897/login")
    assert told("http://localhost:8897/A", "http://localhost:8897/a")
