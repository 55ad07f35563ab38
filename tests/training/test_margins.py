"""How sure the trees have to be before they overrule a rule."""

from __future__ import annotations

import numpy as np
import pytest

from claude_scope.vision.classify.trees.correct_rules import CLASSES, NO_RULE
from training.margins import MIN_GAIN, gains, margins

TEXT, LINK, HEADING, BUTTON = (CLASSES.index(kind) for kind in ("text", "link", "heading", "button"))


def chances(kind: int, leads: list[float], over: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Rows in which `kind` is so far ahead of `over`; nothing else has a chance."""
    result = np.zeros((len(leads), len(CLASSES)), np.float32)
    result[:, kind] = [(1 + lead) / 2 for lead in leads]
    result[:, over] = [(1 - lead) / 2 for lead in leads]
    return result


def test_a_margin_is_the_lead_from_which_on_most_is_gained() -> None:
    """Further down they get wrong as often as right; another pair of classes is never said."""
    leads = [0.9 - index * 0.01 for index in range(40)]
    truth = np.array([LINK] * 20 + [HEADING, LINK] * 10)
    table = margins(chances(LINK, leads, HEADING), truth, np.full(40, HEADING))
    assert table[HEADING, LINK] == pytest.approx(leads[19])
    assert np.isinf(np.delete(table.ravel(), HEADING * len(CLASSES) + LINK)).all()


def test_too_few_examples_say_nothing() -> None:
    """A handful that is right by chance is no reason to overrule a rule."""
    few = MIN_GAIN - 1
    table = margins(chances(LINK, [0.9] * few, HEADING), np.full(few, LINK), np.full(few, HEADING))
    assert np.isinf(table).all()


def test_what_the_rules_do_not_see_needs_a_chance() -> None:
    """Text is not said of it: that is what it is already."""
    sure = chances(BUTTON, [0.6] * 20, TEXT)
    table = margins(sure, np.full(20, BUTTON), np.full(20, NO_RULE))
    assert table[NO_RULE, BUTTON] == pytest.approx(0.8)
    assert np.isinf(table[NO_RULE, TEXT])


def test_a_wrong_element_that_is_taken_away_is_a_gain() -> None:
    """And one that is put in the place of a text is a loss, whatever stands there."""
    classes = np.array([TEXT, LINK, HEADING])
    assert gains(classes, LINK, TEXT).tolist() == [1, -1, 1]
    assert gains(classes, TEXT, LINK).tolist() == [-1, 1, -1]
    assert gains(classes, LINK, HEADING).tolist() == [0, -1, 1]
