"""Counts are followed by their noun in the right number."""

from __future__ import annotations

import pytest

from claude_scope.plural import counted, plural


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("row", "rows"),
        ("entry", "entries"),
        ("key", "keys"),
        ("day", "days"),
        ("checkbox", "checkboxes"),
        ("switch", "switches"),
        ("status", "statuses"),
    ],
)
def test_a_noun_has_a_plural(noun: str, several: str) -> None:
    assert plural(noun) == several


def test_one_has_no_plural_ending_and_a_plural_can_be_given() -> None:
    assert [counted(1, "entry"), counted(1_204, "node"), counted(2, "child", "children")] == [
        "1 entry",
        "1,204 nodes",
        "2 children",
    ]
