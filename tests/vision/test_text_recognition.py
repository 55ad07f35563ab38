"""Which of several readings of a line is taken, and how sure it is."""

from __future__ import annotations

import numpy as np
import pytest

from claude_scope.vision.ocr.text_recognition import DISAGREED, Recognised, Recogniser

LINE = np.full((48, 320, 3), 255, np.uint8)


class Reads(Recogniser):
    """Reads what it is given, in this order; each reading has the confidence of its weakest letter."""

    def __init__(self, *readings: tuple[str, float]) -> None:
        self._threads = 1
        self._left = [Recognised(text, weakest, (), weakest) for text, weakest in readings]

    def _read_at(self, line: object, wider: float) -> Recognised:
        return self._left.pop(0)


@pytest.mark.parametrize(
    ("readings", "text", "weakest"),
    [
        ([("filtered", 0.9)], "filtered", 0.9),
        ([("filtered", 0.5), ("filtered", 0.6)], "filtered", 0.8),
        ([("fil tered", 0.5), ("filtered", 0.6)], "fil tered", 0.8),  # spaces are restored later
        ([("fitered", 0.5), ("filtered", 0.6), ("filtered", 0.6)], "filtered", 0.84),
        ([("fitered", 0.5), ("filtered", 0.6), ("fitered", 0.6)], "fitered", 0.8),
        ([("fitered", 0.5), ("filtered", 0.7), ("fittered", 0.6)], "filtered", DISAGREED * 0.7),
    ],
    ids=["sure at once", "twice the same", "but for a space", "the second and third", "the first and third", "none"],
)
def test_an_unsure_line_is_what_two_readings_agree_on(
    readings: list[tuple[str, float]], text: str, weakest: float
) -> None:
    recogniser = Reads(*readings)
    [read] = recogniser.read([LINE])
    assert read.text == text
    assert read.weakest == pytest.approx(weakest)
    assert not recogniser._left, "it is read no more often than needed"


@pytest.mark.parametrize(
    ("letters", "text"),
    [("I'utilisateur", "l'utilisateur"), ("I'm", "I'm"), ("I'll", "I'll"), ("AI'able", "AI'able")],
)
def test_an_i_before_an_apostrophe_and_a_vowel_is_an_l(letters: str, text: str) -> None:
    recogniser = Reads()
    recogniser._alphabet = ["", *sorted(set(letters))]
    steps = np.zeros((2 * len(letters), len(recogniser._alphabet)), np.float32)
    for number, letter in enumerate(letters):
        steps[2 * number, recogniser._alphabet.index(letter)] = 1.0
        steps[2 * number + 1, 0] = 1.0
    assert recogniser._decode(steps, 1.0).text == text
