"""Whether two texts are the same: letters count; case, spaces and punctuation do not."""

from __future__ import annotations

import pytest

from benchmarks.claims.texts import Match, is_cut, key, numbers, same, within


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("Save changes", "save  Changes!", Match.EXACT),
        ("Récapitulatif", "Recapitulatif", Match.EXACT),
        ("The order was saved", "The orden was saved", Match.NEAR),
        ("Save", "Safe", Match.NONE),
        ("1,204", "1.204", Match.NONE),
        ("-5", "5", Match.NONE),
        ("\u22125", "-5", Match.EXACT),
        ("Showing 1\u20135 of 5", "Showing 1-5 of 5", Match.EXACT),
        ("••••••", "....", Match.EXACT),
    ],
)
def test_same(one: str, other: str, match: Match) -> None:
    """One letter in twelve may differ; in numbers no character may."""
    assert same(one, other) is match


@pytest.mark.parametrize(
    ("text", "around", "match"),
    [
        ("of 12", "Page 1 of 12", Match.EXACT),
        ("no", "nothing", Match.NONE),
        ("no", "there is no page", Match.EXACT),
        ("othing", "there was nothing", Match.NEAR),
        ("The query was ref…", "The query was refused", Match.EXACT),
        ("", "anything", Match.NONE),
    ],
)
def test_within(text: str, around: str, match: Match) -> None:
    """A short text is found only as a whole word; a text with an ellipsis may end within one."""
    assert within(text, around) is match


def test_key_keeps_what_a_number_means() -> None:
    """Signs within and before a number are kept."""
    assert key("Total: -1,204.50 %") == "total-1,204.50%"
    assert numbers("3 of 1,204") == ["3", "1,204"]
    assert is_cut("Loading...")
