"""The training data: a feature vector for each candidate of each screen, with its true class."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks.scoring import overlap
from claude_scope.vision.classify.classify import classify
from claude_scope.vision.classify.trees.candidates import Candidate, candidates
from claude_scope.vision.classify.trees.correct_rules import CLASSES, NO_RULE
from claude_scope.vision.classify.trees.features import features
from training.readings import load_scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]
    Indices = npt.NDArray[np.int_]

IGNORED = -1
"""The class of elements that are covered or cut off and cannot be read: no reader can find them."""
MIN_TEXT_SIMILARITY = 0.85
"""Least similarity (0..1) of the text that was read to the true text."""


class Table(NamedTuple):
    """Candidates of some screens: features, true classes, the rules' classes, the look and kind of their screens.

    A look is a framework, or a randomly drawn style sheet.
    """

    numbers: Numbers
    classes: Indices
    ruled: Indices
    looks: npt.NDArray[np.str_]
    kinds: npt.NDArray[np.str_]


def classes_of(truth: dict[str, Any], found: Sequence[Candidate]) -> list[int]:
    """The class of each candidate: that of the true element at its place."""
    result = [0] * len(found)
    nearest = [0.0] * len(found)
    for one in truth["elements"]:
        near = [overlap(candidate.box.box(), one["bbox"]) for candidate in found]
        least = 0.5 if max(near, default=0) >= 0.5 else 0.01
        for index, share in enumerate(near):
            if share >= least and share > nearest[index]:
                nearest[index] = share
                seen = one["ok"] or _says(found[index], one["name"])
                result[index] = CLASSES.index(one["type"]) if seen else IGNORED
    return result


def _says(candidate: Candidate, name: str) -> bool:
    """Whether an element can be read although something covers it: a dialog only dims what is behind."""
    text = " ".join(look.text for look in candidate.styles)
    return bool(text) and difflib.SequenceMatcher(None, text.lower(), name.lower()).ratio() >= MIN_TEXT_SIMILARITY


def table(shown: Iterable[tuple[Path, dict[str, Any]]]) -> Table:
    """The candidates of pictures, given each picture's file and its truth."""
    parts = [part for file, truth in shown if len((part := _rows(file, truth)).classes)]
    return Table(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _rows(picture: Path, truth: dict[str, Any]) -> Table:
    seen = load_scene(picture)
    found = candidates(seen, classify(seen))
    classes = np.asarray(classes_of(truth, found), int)
    ruled = [NO_RULE if one.typed is None else CLASSES.index(one.typed.type) for one in found]
    look = truth["framework"]
    if look == "design":
        look = picture.name.partition(".")[0]  # its style sheet was drawn for this screen alone
    labelled = classes != IGNORED
    measured = features(seen, found)[labelled] if found else np.zeros((0, 0), np.float32)
    names = (np.full(int(labelled.sum()), name, "U40") for name in (look, truth["kind"]))
    return Table(measured, classes[labelled], np.asarray(ruled, int)[labelled], *names)
