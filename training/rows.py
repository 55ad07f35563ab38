"""What is learned from: the candidates of each screen as rows of numbers, with the class that each truly has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.scoring import overlap
from claude_scope.vision.typing_rules import typed
from training.measure import SUFFIXES
from training.readings import taken_apart
from training.typer.candidates import Candidate, candidates
from training.typer.correct import CLASSES
from training.typer.features import features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]

IGNORED = -1
"""The class of what is covered or cut off: no reader can be asked for it."""


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
                result[index] = CLASSES.index(one["type"]) if one["ok"] else IGNORED
    return result


def rows(picture: Path, truth: dict[str, Any]) -> tuple[Numbers, list[int]]:
    """The features of each candidate of a picture and their classes, kept beside it."""
    kept = picture.with_suffix(".rows.npz")
    if not kept.exists():
        seen = taken_apart(picture)
        found = candidates(seen, typed(seen))
        np.savez_compressed(kept, rows=features(seen, found), classes=classes_of(truth, found))
    with np.load(kept) as data:
        return data["rows"], list(data["classes"])


def table(shown: Iterable[tuple[Path, dict[str, Any]]]) -> tuple[Numbers, npt.NDArray[np.int_]]:
    """All rows of some screens, clean and recorded, and their classes."""
    parts = [rows(file.with_suffix(suffix), truth) for file, truth in shown for suffix in SUFFIXES.values()]
    measured = np.concatenate([one for one, _ in parts if len(one)])
    classes = np.concatenate([np.asarray(one, int) for _, one in parts])
    asked = classes != IGNORED
    return measured[asked], classes[asked]
