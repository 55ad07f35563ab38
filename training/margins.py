"""How sure trees have to be before they overrule a rule, chosen on frameworks that they were not grown on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.classify.trees.correct_rules import CLASSES, NO_RULE

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]
    Indices = npt.NDArray[np.int_]

CORRECTABLE = (*(CLASSES.index(kind) for kind in ("text", "link", "heading", "image")), NO_RULE)
"""What the rules guess by words, colours and place. What they know by its shape they alone say: the screens have no
pointers over radio buttons, no fields with their name inside, no steppers."""
NEVER_PREDICTED = [CLASSES.index(kind) for kind in ("icon", "other")]
"""Never said: most icons are hidden from the accessibility tree, which the truth is taken from."""
ERROR_WEIGHT = 12
"""What gets wrong counts as much as so many that get right: the rules are wrong five times as often on these screens as
on pages that people wrote, where there is so much less to get right, and one that was right weighs more."""
MIN_GAIN = 12
"""So many more have to get right before anything is said of a pair of classes."""
MIN_MARGIN = 0.3
"""Every margin is at least this: what is nearly as likely one way as the other would change from frame to frame."""


def margins(chances: Numbers, classes: Indices, ruled: Indices) -> Numbers:
    """The table that `Model` describes.

    Of each candidate: `chances` by trees that never saw its framework, the true class, and the class that the rules
    say, `NO_RULE` where they say none.
    """
    result = np.full((len(CLASSES) + 1, len(CLASSES)), np.inf, np.float32)
    for rule in CORRECTABLE:
        of_rule = np.flatnonzero(ruled == rule)
        if not len(of_rule):
            continue
        said, lead = _lead(chances[of_rule], rule)
        for kind in range(len(CLASSES)):
            those = said == kind
            if kind == rule or (rule == NO_RULE and kind == 0) or not those.any():
                continue
            gain = gains(classes[of_rule[those]], rule, kind)
            result[rule, kind] = _least(lead[those], gain)
    result = np.maximum(result, np.float32(MIN_MARGIN))
    result[:, NEVER_PREDICTED] = np.inf
    return result


def gains(classes: Indices, rule: int, kind: int) -> Indices:
    """What is gained if `kind` is said instead of `rule` of candidates of these true classes: 1, -1, or 0 for neither.

    Class 0 is whatever is no element, so that to say it where another class is true still takes a wrong one away.
    """
    gain = np.where(classes == kind, 1, np.where(classes == rule, -1, 0))
    if rule in (0, NO_RULE):
        return np.where(classes == kind, 1, -1)
    if kind == 0:
        return np.where(classes == rule, -1, 1)
    return gain


def _lead(chances: Numbers, rule: int) -> tuple[Indices, Numbers]:
    """What the trees say, and how far ahead of what the rules say it is."""
    if rule == NO_RULE:
        said = 1 + chances[:, 1:].argmax(axis=1)
        return said, np.take_along_axis(chances, said[:, None], axis=1)[:, 0]
    said = chances.argmax(axis=1)
    return said, np.take_along_axis(chances, said[:, None], axis=1)[:, 0] - chances[:, rule]


def _least(lead: Numbers, gain: Indices) -> float:
    """The lead from which on most is gained; infinite if that is too little."""
    order = np.argsort(-lead, kind="stable")
    total = np.cumsum(np.where(gain[order] < 0, -ERROR_WEIGHT, gain[order]))
    best = int(total.argmax())
    return float(lead[order][best]) if total[best] >= MIN_GAIN else np.inf
