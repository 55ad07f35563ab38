"""Train the classifier on the screens of `training.render`, and write the model file.

    .tools/bin/uv run --with lightgbm==4.7.0 python -m training.train [--model FILE]

Gradient-boosted trees (LightGBM) over `vision.classify.trees.features`, one row for each candidate of each training
screen; the test frameworks are never used. The margins of the trees (`training.margins`) are chosen on looks and kinds
of screens that are left out in turn. Training is deterministic: the same screens give the same file.
"""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lightgbm  # type: ignore[import-not-found]  # only here, and not installed for anything else
import numpy as np

from claude_scope.vision.classify.trees.correct_rules import CLASSES
from claude_scope.vision.classify.trees.model import SHIPPED_MODEL
from training.export import flat_arrays
from training.margins import margins
from training.readings import training_pictures, truth_of
from training.render import FOLDER
from training.rows import Table, table

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]

ROUNDS, LEAVES, RATE = 80, 16, 0.1
FOLDS = 3
"""Looks are left out in this many folds, and kinds of screens in as many within each."""
SETTINGS = {
    "objective": "multiclass",
    "num_class": len(CLASSES),
    "learning_rate": RATE,
    "num_leaves": LEAVES,
    "max_bin": 63,
    "min_data_in_leaf": 15,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 3.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "seed": 1,
    "verbose": -1,
}


def grown(rows: Table) -> Any:
    """LightGBM's trees."""
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows.numbers, rows.classes), num_boost_round=ROUNDS)


def left_out(rows: Table) -> Numbers:
    """The chances of each candidate by trees that saw neither its look nor its kind of screen."""
    look, kind = folds(rows.looks), folds(rows.kinds)
    result = np.zeros((len(rows.classes), len(CLASSES)), np.float32)
    for one, other in itertools.product(range(FOLDS), repeat=2):
        out, seen = (look == one) & (kind == other), (look != one) & (kind != other)
        if out.any():
            result[out] = grown(Table(*(column[seen] for column in rows))).predict(rows.numbers[out])
    return result


def folds(names: npt.NDArray[np.str_]) -> npt.NDArray[np.int_]:
    """The fold of each candidate: equal names share one, assigned by frequency to the smallest fold."""
    _, index, counts = np.unique(names, return_inverse=True, return_counts=True)
    fold, size = np.zeros(len(counts), int), np.zeros(FOLDS, int)
    for name in np.argsort(-counts, kind="stable"):
        fold[name] = size.argmin()
        size[fold[name]] += counts[name]
    return fold[index]


def trained(rows: Table) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of the model file."""
    chosen = margins(left_out(rows), rows.classes, rows.ruled)
    return {**flat_arrays(grown(rows).dump_model()), "margins": chosen}


def train(folder: Path, model: Path) -> None:
    """Train on the screens below `folder`, and write the file `model`."""
    shown = [(one, truth_of(one)) for one in training_pictures(folder)]
    rows = table(shown)
    print(f"{len(shown)} screens, {len(rows.classes)} candidates of {rows.numbers.shape[1]} numbers each")
    print(json.dumps({name: int((rows.classes == index).sum()) for index, name in enumerate(CLASSES)}), flush=True)
    np.savez_compressed(model, **trained(rows))  # type: ignore[arg-type]
    print(f"{model}: {model.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Trains the typer and writes its file.")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--model", type=Path, default=SHIPPED_MODEL)
    arguments = parser.parse_args()
    train(arguments.folder, arguments.model)


if __name__ == "__main__":
    main()
