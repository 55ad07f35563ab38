"""Choose the margins by which trees must beat a rule, on frameworks that they were not trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.classify.trees.correct_rules import CLASSES, NO_RULE

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]
    Indices = npt.NDArray[np.int_]

CORRECTABLE = (*(CLASSES.index(kind) for kind in ("text", "link", "heading", "image")), NO_RULE)
"""Classes that the rules guess by words, colours and place. Classes known by shape are left to the rules: the screens
have no pointers over radio buttons, no fields with their name inside, no steppers."""
NEVER_PREDICTED = [CLASSES.index(kind) for kind in ("icon", "other")]
"""Most icons are hidden from the accessibility tree, the source of the truth."""
ERROR_WEIGHT = 12
"""Number of corrections that outweigh one new error. The rules are wrong five times as often on these screens as on
pages that people wrote, where there is so much less to correct, and a new error weighs more."""
MIN_GAIN = 12
"""Least gain before a pair of classes gets a margin."""
MIN_MARGIN = 0.3
"""Least margin: classes of nearly equal chance would change from frame to frame."""


def margins(chances: Numbers, classes: Indices, ruled: Indices) -> Numbers:
    """The table of margins that `Model` describes.

    For each candidate: `chances` by trees that never saw its framework, the true class, and the rules' class, `NO_RULE`
    if there is none.
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
    """Gain of answering `kind` instead of `rule`, given the true classes: 1, -1, or 0.

    Class 0 is no element, so answering it where a third class is true still removes an error.
    """
    gain = np.where(classes == kind, 1, np.where(classes == rule, -1, 0))
    if rule in (0, NO_RULE):
        return np.where(classes == kind, 1, -1)
    if kind == 0:
        return np.where(classes == rule, -1, 1)
    return gain


def _lead(chances: Numbers, rule: int) -> tuple[Indices, Numbers]:
    """The trees' class, and its lead over the rules' class."""
    if rule == NO_RULE:
        said = 1 + chances[:, 1:].argmax(axis=1)
        return said, np.take_along_axis(chances, said[:, None], axis=1)[:, 0]
    said = chances.argmax(axis=1)
    return said, np.take_along_axis(chances, said[:, None], axis=1)[:, 0] - chances[:, rule]


def _least(lead: Numbers, gain: Indices) -> float:
    """The lead from which the gain is largest; infinite if it is too small."""
    order = np.argsort(-lead, kind="stable")
    total = np.cumsum(np.where(gain[order] < 0, -ERROR_WEIGHT, gain[order]))
    best = int(total.argmax())
    return float(lead[order][best]) if total[best] >= MIN_GAIN else np.inf
