"""A label that the pointer or a dialog covers in part has not changed."""

from dataclasses import replace

import pytest

from claude_scope.timeline.pixels.occlusion import find_covered, find_half_hidden, is_cut, is_pointer, is_smudged
from claude_scope.values import Box
from tests.timeline.make import ui


@pytest.mark.parametrize("rest", ["Place oer", "Place o", "order", "Place orde"])
def test_a_piece_that_is_missing_is_seen(rest: str) -> None:
    assert is_cut("Place order", rest)


@pytest.mark.parametrize("other", ["Placing order", "Pl", "Place order", "Cancel order", "Place order now"])
def test_other_words_are_no_piece(other: str) -> None:
    assert not is_cut("Place order", other)


def test_the_pointer_covers_what_lies_under_it() -> None:
    pair = (ui("button", "Place order", 100, 100, 120), ui("button", "Place oer", 100, 100, 120))
    assert find_covered([pair], (170, 118), ()) == {0}
    assert find_covered([pair], (600, 118), ()) == set()
    assert find_covered([pair], None, ()) == set()


def test_two_labels_that_lose_their_ends_at_once_are_covered_by_something() -> None:
    one = (ui("text", "Brass fountain pen", 100, 100), ui("text", "Brass fountain p", 100, 100))
    other = (ui("text", "Washi tape", 100, 300), ui("text", "Washi ta", 100, 300))
    assert find_covered([one, other], None, ()) == {0, 1}
    assert find_covered([one], None, ()) == set()


def test_letters_that_the_pointer_smudges_are_distinguished_from_other_words() -> None:
    assert is_smudged("Place order", "Place orNer")
    assert not is_smudged("Place order", "Placing order")
    assert not is_smudged("Saved 10 items", "Saved 40 items")
    assert not is_smudged("Close", "Clone")


def test_a_label_that_a_dialogs_edge_runs_through_has_not_changed() -> None:
    pair = (ui("heading", "Weekly desk pad", 100, 100, 150), ui("heading", "weekiy ueskpau", 100, 100, 150))
    assert find_covered([pair], None, [Box(50, 0, 400, 110)]) == {0}
    assert find_covered([pair], None, [Box(50, 0, 400, 50)]) == set()


def test_the_edge_of_a_dialog_that_has_grown_covers_nothing_any_more() -> None:
    """Its button moved down with an error above it, to where the dialog's edge was."""
    pair = (ui("button", "Placing", 100, 60, 120), ui("button", "Place order", 100, 100, 120))
    assert find_covered([pair], None, [Box(50, 0, 400, 110)], [Box(50, 0, 400, 160)]) == set()
    assert find_covered([pair], None, [Box(50, 0, 400, 110)], [Box(50, 0, 400, 110)]) == {0}


def test_a_neighbour_that_was_pulled_under_the_pointer_is_still_there() -> None:
    back, rest = ui("button", "Back", 422, 400, 60, 36), ui("tab", "Ba", 390, 400, 30, 36)
    assert find_half_hidden([back], [rest], (410, 416)) == [(back, rest)]
    assert find_half_hidden([back], [rest], (800, 416)) == []
    assert find_half_hidden([back], [rest], None) == []
    assert find_half_hidden([back], [ui("tab", "Bugs", 390, 400, 30, 36)], (410, 416)) == []
    assert find_half_hidden([back], [ui("tab", "Ba", 390, 500, 30, 36)], (410, 516)) == []


def test_two_letters_at_the_tip_of_the_pointer_are_its_picture() -> None:
    assert is_pointer(ui("text", "15", 584, 503, 13, 9), (583, 501))
    assert not is_pointer(ui("text", "15", 584, 503, 40, 24), (583, 501))


def test_a_new_badge_beside_the_pointer_is_no_picture_of_it() -> None:
    assert not is_pointer(ui("text", "12", 590, 506, 14, 12), (583, 501))


def test_a_button_that_says_what_it_does_now_has_changed_its_text() -> None:
    """ "Signing in" is no "Sign in" with a piece that the pointer covered before."""
    pair = [(ui("button", "Sign in", 460, 462, 360, 42), ui("button", "Signing in...", 460, 462, 360, 43))]
    assert find_covered(pair, (583, 491)) == set()
    assert find_covered([(pair[0][0], ui("button", "Si in", 460, 462, 360, 43))], (583, 491)) == {0}


def test_a_button_that_can_be_used_again_has_its_text_back() -> None:
    busy = ui("button", "Signing in...", 460, 462, 360, 43, state=("disabled",))
    ready = ui("button", "Sign in", 460, 462, 360, 42)
    assert find_covered([(busy, ready)], (583, 491)) == set()
    assert find_covered([(replace(busy, state=()), ready)], (583, 491)) == {0}
