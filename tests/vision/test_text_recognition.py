"""The text of a line and its confidence are computed from the network's output."""

from __future__ import annotations

import numpy as np
import pytest

from claude_scope.vision.ocr.text_recognition import Recognised, Recogniser


def decode(letters: str, sure: dict[str, float] | None = None) -> Recognised:
    """The reading of an output with these letters, each with its probability (1.0 if not given)."""
    recogniser = Recogniser.__new__(Recogniser)
    recogniser._alphabet = ["", *sorted(set(letters))]
    steps = np.zeros((2 * len(letters), len(recogniser._alphabet)), np.float32)
    for number, letter in enumerate(letters):
        steps[2 * number, recogniser._alphabet.index(letter)] = (sure or {}).get(letter, 1.0)
        steps[2 * number + 1, 0] = 1.0
    return recogniser._decode(steps, 1.0)


@pytest.mark.parametrize(
    ("letters", "text"),
    [("I'utilisateur", "l'utilisateur"), ("I'm", "I'm"), ("I'll", "I'll"), ("AI'able", "AI'able")],
)
def test_an_i_before_an_apostrophe_and_a_vowel_is_an_l(letters: str, text: str) -> None:
    assert decode(letters).text == text


@pytest.mark.parametrize(
    ("letters", "sure", "weakest"),
    [
        ("Save", {"v": 0.5}, 0.5),
        ("Save it", {" ": 0.5}, 1.0),
        ("★Save→", {"★": 0.3, "→": 0.4}, 1.0),
        ("+5 %", {"+": 0.6}, 0.6),
        ("-1.20", {".": 0.7, "-": 0.6}, 0.6),
        ("★", {"★": 0.6}, 0.6),
    ],
    ids=["a letter", "a space", "icons", "a sign", "signs of a number", "nothing else"],
)
def test_spaces_and_icons_make_a_line_no_less_sure(letters: str, sure: dict[str, float], weakest: float) -> None:
    assert decode(letters, sure).weakest == pytest.approx(weakest)
