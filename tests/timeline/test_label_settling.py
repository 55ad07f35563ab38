"""A label misread once is put right by its other readings; a label that changes is left alone."""

from claude_scope.timeline.pixels.label_settling import settle_labels
from claude_scope.timeline.pixels.tracking import track_elements
from tests.timeline.make import element, reading


def settled(*labels: str) -> list[str]:
    frames = [[element("button", label, 40, 40, 100)] for label in labels]
    return [row[0] for row in settle_labels(frames, [[1]] * len(labels))]


def test_one_wrong_letter_between_two_right_readings_is_put_right() -> None:
    assert settled("Apply", "Apoly", "Apply") == ["Apply"] * 3
    assert settled("Apply", "App", "Apply") == ["Apply"] * 3


def test_a_digit_or_a_whole_word_that_changes_and_changes_back_is_kept() -> None:
    assert settled("Total $10.00", "Total $20.00", "Total $10.00") == ["Total $10.00", "Total $20.00", "Total $10.00"]
    assert settled("Plan A", "Plan B", "Plan A") == ["Plan A", "Plan B", "Plan A"]
    assert settled("Save", "Saved", "Done") == ["Save", "Saved", "Done"]
    assert settled("Unfollow", "Follow", "Unfollow") == ["Unfollow", "Follow", "Unfollow"]


def test_spellings_of_one_text_become_the_most_frequent_one() -> None:
    assert settled("Editmember", "Edit member", "Edit member") == ["Edit member"] * 3


def test_a_track_carries_its_settled_labels() -> None:
    frames = [reading(element("button", label, 40, 40, 100)) for label in ("Apply", "Apoly", "Apply")]
    assert track_elements(frames).labels == (("Apply",),) * 3
