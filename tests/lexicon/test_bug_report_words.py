"""A bug report is split into complaints, and its words are recognised in many languages."""

from __future__ import annotations

from claude_scope.lexicon.bug_report_words import COMMON, clauses_of


def test_a_report_is_parted_where_a_complaint_ends() -> None:
    assert clauses_of("Der Rabatt fehlt und die Liste ist leer. Sandy stays") == [
        "der rabatt fehlt", "die liste ist leer", "sandy stays",
    ]  # fmt: skip


def test_common_words_are_whole_words() -> None:
    assert {"click", "nicht", "quand"} <= COMMON.every
    assert all(word == word.strip().casefold() for word in COMMON.every)
