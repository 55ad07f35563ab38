"""Trains the typer on the screens of `training.render` and writes its file.

    .tools/bin/uv run --with lightgbm==4.7.0 python -m training.train [--model FILE]

Gradient-boosted trees (LightGBM) over `training.typer.features`, one row a candidate of each training screen,
clean and recorded; the test frameworks are never looked at. It is deterministic: the same screens give the same file.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import lightgbm  # type: ignore[import-not-found]  # only here, and not installed for anything else
import numpy as np

from training.export import exported
from training.measure import screens
from training.render import FOLDER
from training.rows import table
from training.typer.correct import CLASSES

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]

MODEL = FOLDER / "typer.npz"
ROUNDS, LEAVES, RATE = 60, 20, 0.12
SETTINGS = {
    "objective": "multiclass",
    "num_class": len(CLASSES),
    "learning_rate": RATE,
    "num_leaves": LEAVES,
    "min_data_in_leaf": 15,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 3.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 1,
    "verbose": -1,
}


def trained(measured: Numbers, classes: npt.NDArray[np.int_]) -> dict[str, npt.NDArray[np.generic]]:
    """The trees as `training.typer.trees` reads them."""
    booster = lightgbm.train(SETTINGS, lightgbm.Dataset(measured, classes), num_boost_round=ROUNDS)
    return exported(booster.dump_model())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Trains the typer and writes its file.")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--model", type=Path, default=MODEL)
    asked = parser.parse_args()
    start = time.monotonic()
    shown = screens(asked.folder / "training")
    measured, classes = table(shown)
    print(f"{len(shown)} screens, {len(measured)} candidates of {measured.shape[1]} numbers each")
    print(json.dumps({name: int((classes == index).sum()) for index, name in enumerate(CLASSES)}))
    np.savez_compressed(asked.model, **trained(measured, classes))  # type: ignore[arg-type]
    print(f"{asked.model}: {asked.model.stat().st_size / 1e6:.2f} MB after {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
