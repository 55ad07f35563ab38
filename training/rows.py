"""What is learned from: the candidates of each screen as rows of numbers, with the class that each truly has."""

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
"""The class of what is covered or cut off, and cannot be read: no reader can be asked for it."""
SAME = 0.85
"""So similar, at least, is a text that was read to what it says (0..1)."""


class Table(NamedTuple):
    """Candidates of some screens: numbers, true classes, what the rules say, the look and the kind of their screens.

    A look is a framework, or a style sheet that was drawn by lot.
    """

    numbers: Numbers
    classes: Indices
    ruled: Indices
    looks: npt.NDArray[np.str_]
    kinds: npt.NDArray[np.str_]


def classes_of(truth: dict[str, Any], found: Sequence[Candidate]) -> list[int]:
    """The class of each candidate: that of the true element in its place."""
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
    """Whether an element can be read there although something is in front of it: a dialog only dims what is behind."""
    text = " ".join(look.text for look in candidate.styles)
    return bool(text) and difflib.SequenceMatcher(None, text.lower(), name.lower()).ratio() >= SAME


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
    asked = classes != IGNORED
    measured = features(seen, found)[asked] if found else np.zeros((0, 0), np.float32)
    names = (np.full(int(asked.sum()), name, "U40") for name in (look, truth["kind"]))
    return Table(measured, classes[asked], np.asarray(ruled, int)[asked], *names)
