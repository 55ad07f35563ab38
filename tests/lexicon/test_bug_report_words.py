"""What people write about what went wrong is parted into complaints, and its words are known in many languages."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.bug_report_words import COMMON, EMPTY, GONE, clauses_of


def test_a_report_is_parted_where_a_complaint_ends() -> None:
    assert clauses_of("Der Rabatt fehlt und die Liste ist leer. Sandy stays") == [
        "der rabatt fehlt", "die liste ist leer", "sandy stays",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["the banner disappeared", "der Knopf verschwindet", "il a disparu"])
def test_what_vanished_is_gone_and_may_be_the_whole_screen(text: str) -> None:
    assert GONE.search(text)
    assert EMPTY.search(text)


def test_an_entry_that_is_lost_leaves_no_empty_screen() -> None:
    assert GONE.search("my comment was removed")
    assert not EMPTY.search("my comment was removed")
    assert EMPTY.search("Die Seite ist weiss")


@pytest.mark.parametrize("text", ["Fehler", "removePrefix", "whitespace", "emptyhanded"])
def test_other_words_say_nothing_of_the_kind(text: str) -> None:
    assert not GONE.search(text)
    assert not EMPTY.search(text)


def test_common_words_are_whole_words() -> None:
    assert {"click", "nicht", "quand"} <= COMMON.every
    assert all(word == word.strip().casefold() for word in COMMON.every)
