"""A misread letter is not a change; a digit, a word, or an ending always is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_scope.timeline.text_compare import same_text, similarity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Add to cart", "Add  to cart"),
        ("Add to cart", "Addto cart"),
        ("Total: $93.90", "Total $93.90"),
        ("Sign in", "Slgn in"),
        ("Shipping address", "Shippinq address"),
        ("Save changes…", "Save changes..."),
        ("Open modal", "Open rnodal"),
        ("Don’t save", "Don't save"),
        ("10 items", "1O items"),
    ],
)
def test_what_ocr_misreads_is_the_same_text(one: str, other: str) -> None:
    assert same_text(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0", "1"),
        ("$93.90", "$182.90"),
        ("$1.20", "$12.0"),
        ("3 items", "8 items"),
        ("Close ticket", "Closed"),
        ("Subscribe", "Subscribed"),
        ("1 item", "2 items"),
        ("Items: 1", "Items: 11"),
        ("Total due: $40.00", "Total due: $4000.00"),
        ("Discount 10% applied", "Discount 100% applied"),
        ("Order 1 of 7", "Order 11 of 7"),
        ("$1.00", "$11.00"),
        ("SAVE10", "SAVE100"),
        ("Seats 0", "Seats 00"),
        ("-5 %", "5 %"),
        ("Show", "Hide"),
        ("On", "Off"),
        ("", "Required"),
    ],
)
def test_what_a_page_changes_is_another_text(one: str, other: str) -> None:
    assert not same_text(one, other)


@given(st.text(max_size=30))
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert same_text(text, text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_comparing_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert same_text(one, other) == same_text(other, one)
    assert 0 <= similarity(one, other) <= 1


def test_similarity_below_the_threshold_is_zero() -> None:
    assert similarity("Close ticket", "Closed") > 0.5
    assert similarity("Close ticket", "Closed", at_least=0.9) == 0.0


def test_a_spot_before_a_word_is_not_a_letter_of_it() -> None:
    assert same_text("●live", "live")


PROSE = "Quarterly planning notes describe the migration of the reporting pipeline, ownership of each service"


@pytest.mark.parametrize("word", ["reporing", "reportimg", "reportinng"])
def test_a_letter_within_a_word_of_running_text_is_misread(word: str) -> None:
    assert same_text(PROSE, PROSE.replace("reporting", word))


@pytest.mark.parametrize(
    ("old", "new"), [("notes", "note"), ("each", "reach"), ("the", "tie"), ("describe", "describes"), ("of each", "of")]
)
def test_another_word_in_running_text_is_a_change(old: str, new: str) -> None:
    assert not same_text(PROSE, PROSE.replace(old, new))


def test_a_digit_in_running_text_is_a_change() -> None:
    assert not same_text(PROSE + " until 12045", PROSE + " until 12145")
    assert not same_text(
        "You can delete this report whenever you want to.", "You can't delete this report whenever you want to."
    )
    assert not same_text("Reporting is enabled", "Reportng is enabled")


def test_a_letter_next_to_an_r_is_misread_like_any_other() -> None:
    """OCR reads "rn" as "m", but not "rm"."""
    assert same_text("Tarn Labs", "Tarm Labs")
    assert same_text("modern", "modem")
    assert not same_text("Turn on", "Turm off")
