"""An error is a message of the program, not a help text, displayed source code or content that scrolled into view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.claims.build import find_claims
from tests.timeline.make import line, texts
from tests.timeline.screens import OTHER, PAGE, claims, moment, moved

if TYPE_CHECKING:
    from claude_scope.values import Claim, Line

WHITE, BLACK, GREY, RED = (255, 255, 255), (20, 20, 20), (120, 120, 125), (190, 30, 30)


def errors(found: list[Claim]) -> list[str]:
    return [claim.after for claim in found if claim.property == "error" and claim.kind != "wrong" and claim.is_said]


def in_ink(one: Line, ink: tuple[int, int, int]) -> Line:
    return replace(one, ink=ink, ground=WHITE)


@pytest.mark.parametrize(
    "text",
    ["[Errno 111] while the order was sent", "Connection refused by the warehouse", "The table orders does not exist"],
)
def test_what_systems_write_is_an_error_on_any_page(text: str) -> None:
    """Even on another page with many texts, where an error word may be a label."""
    many = tuple(line(f"Parcel for {name}", 600, 50 + 60 * n) for n, name in enumerate(("Ada", "Bo", "Cy") * 3))
    found = claims(PAGE, (*OTHER, *many, line(text, 80, 400)))
    assert errors(found) == [text]
    assert [claim.state for claim in found if claim.kind == "wrong"] == [2]


def test_a_grey_help_text_is_not_an_error() -> None:
    text = line("The name must be at least three letters", 700, 300)
    for ink, expected in ((GREY, []), (BLACK, [text.text]), (RED, [text.text])):
        assert errors(claims(PAGE, (*PAGE, in_ink(text, ink)))) == expected, ink


def test_a_grey_page_that_is_an_error_is_one() -> None:
    text = line("The page you asked for was not found", 700, 300)
    assert errors(claims(PAGE, (*OTHER, in_ink(text, GREY)))) == [text.text]


@pytest.mark.parametrize(
    "text",
    [
        "raise ValueError(message) # the order was not found",
        "if (failed) { showError(text);",
        "throw new Error(failed to load);",
        "// an invalid value is not found here",
    ],
)
def test_code_that_is_shown_is_not_an_error(text: str) -> None:
    assert errors(claims(PAGE, (*PAGE, line(text, 700, 300)))) == []


def test_what_a_traceback_ends_with_is_an_error() -> None:
    text = "ValueError: the order was not found"
    assert errors(claims(PAGE, (*PAGE, line(text, 700, 300)))) == [text]


def test_an_error_text_that_scrolled_into_view_is_not_an_error_and_one_that_appeared_is() -> None:
    below, toast = line("Syncing failed for some of you", 40, 460), line("Your order could not be placed", 700, 300)
    assert errors(claims(PAGE, (*moved(PAGE[1:], 0, -60), below))) == []
    assert errors(claims(PAGE, (*moved(PAGE[1:], 0, -60), below, toast))) == [toast.text]


def test_a_red_text_is_an_error_though_it_may_be_grey_elsewhere() -> None:
    text = line("The name must be at least three letters", 700, 300)
    states = [moment(texts(*PAGE)), moment(texts(*PAGE, in_ink(text, GREY), red=(text.box,)))]
    assert errors(find_claims(states)) == [text.text]
