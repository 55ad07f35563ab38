"""Train the classifier in one run, from the screens to the shipped model.

    npm ci --prefix training --ignore-scripts
    .tools/bin/uv run --with lightgbm==4.7.0 python -m training [--folder FOLDER] [--model FILE]

It renders the screens, reads them, trains, writes the model into the package, and measures it on the test frameworks.
Existing files in the folder are reused, so an interrupted run continues.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from claude_scope.vision.classify.trees.model import SHIPPED_MODEL
from training.dress import MODULES
from training.measure import measure
from training.readings import read_all, test_pictures, training_pictures
from training.render import FOLDER, missing, render
from training.train import train


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m training", description="Trains the typer, from screens to file.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where screens and their readings are stored")
    parser.add_argument("--model", type=Path, default=SHIPPED_MODEL, help="the file to write")
    arguments = parser.parse_args()
    if not MODULES.exists():
        parser.error("The frameworks are not installed: run `npm ci --prefix training --ignore-scripts` first.")
    start = time.monotonic()
    for part in ("training", "test"):
        drawn = sum(1 for _ in render(missing(part, arguments.folder / part, []), arguments.folder / part))
        print(f"{drawn} screens of the {part} rendered after {time.monotonic() - start:.0f} s", flush=True)
    read = read_all([*training_pictures(arguments.folder), *test_pictures(arguments.folder)])
    print(f"{read} pictures read after {time.monotonic() - start:.0f} s", flush=True)
    train(arguments.folder, arguments.model)
    print(f"trained after {time.monotonic() - start:.0f} s", flush=True)
    for model in (None, arguments.model):
        measure(arguments.folder, "test", model)
    print(f"measured after {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
