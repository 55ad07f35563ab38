"""The address of a page at the end of a state is that of its document, or of the last navigation within it."""

from __future__ import annotations

from pathlib import Path

import pytest

from claude_scope.values import Addresses, Capture, Document, PageEvent
from tests.timeline.captured.trees import ORIGIN


def address(*events: PageEvent, at_ms: float, document: str = "d1") -> str:
    """The path of a page that began at /list in one document and moved to /item in another after 5 s."""
    documents = (
        Document("d1", "p1", f"{ORIGIN}/list", 0, Path()),
        Document("d2", "p1", f"{ORIGIN}/item", 5_000, Path()),
        Document("d3", "p2", f"{ORIGIN}/other", 0, Path()),
    )
    capture = Capture(None, 0, 60_000, ORIGIN, "", "", (640, 360), events=events, documents=documents)
    return Addresses(capture).at(document, at_ms).removeprefix(ORIGIN)


def navigation(text: str, time_ms: float, path: str, page: str = "p1") -> PageEvent:
    return PageEvent(time_ms, "navigation", page, f"{text}{ORIGIN}/{path}", f"{ORIGIN}/{path}")


def test_a_document_has_the_address_that_it_was_loaded_from() -> None:
    assert address(at_ms=1_000) == "/list"
    assert address(at_ms=6_000, document="d2") == "/item"


@pytest.mark.parametrize("text", ["went to ", "address became ", "went back or forward to "])
def test_a_navigation_within_a_document_changes_its_address_from_then_on(text: str) -> None:
    moved = navigation(text, 2_000, "list?page=2")
    assert address(moved, at_ms=1_000) == "/list"
    assert address(moved, at_ms=3_000) == "/list?page=2"


def test_the_last_of_several_counts() -> None:
    assert address(navigation("went to ", 2_000, "a"), navigation("went to ", 2_500, "b"), at_ms=3_000) == "/b"


def test_going_to_another_document_changes_nothing_in_the_one_that_is_left() -> None:
    """The event of a navigation comes before the new document."""
    back = navigation("went back or forward to ", 4_800, "item")
    assert address(back, at_ms=4_900) == "/list"


def test_what_happens_in_another_tab_changes_nothing() -> None:
    assert address(navigation("went to ", 2_000, "elsewhere", page="p2"), at_ms=3_000) == "/list"
