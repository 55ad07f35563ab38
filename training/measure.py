"""Measure the classification of elements on the training and the test frameworks.

    .venv/bin/python -m training.measure [training|test] [--model FILE] [--frameworks NAME...] [--by kind]

The screens are those of `training.render`, read as `training.readings` says; boxes are matched as in
`benchmarks/scoring.py`. For each part of the set, clean and recorded: F1 of the five types and their mean, then the
other types and the states, then the mean by framework. With the file that `training.train` wrote it scores what the
trained typer makes of the answers of the rules, else the rules alone.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scoring import Score
from claude_scope.vision.classify.classify import classify
from claude_scope.vision.classify.trees.correct_rules import correct
from claude_scope.vision.classify.trees.model import Model
from training.readings import load_scene, reading
from training.render import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Scene

SUFFIXES = {"clean": ".png", "recorded": ".recorded.png"}


def screens(folder: Path, frameworks: Iterable[str] = ()) -> list[tuple[Path, dict[str, Any]]]:
    """The truth files of a folder, with their content, of all frameworks or the given ones."""
    wanted = set(frameworks)
    read = ((file, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("*.json")))
    return [(file, truth) for file, truth in read if not wanted or truth["framework"] in wanted]


def scores(
    shown: Iterable[tuple[Path, dict[str, Any]]],
    suffix: str,
    typer: Callable[[Scene], list[Classified]] = classify,
    by: str = "framework",
) -> tuple[Score, dict[str, Score]]:
    """The score of a classifier over all screens, and by the value of `by` in the truth."""
    whole, parts = Score(), defaultdict[str, Score](Score)
    for file, truth in shown:
        seen = load_scene(file.with_suffix(suffix))
        read = reading(seen, typer(seen))
        whole.add(truth, read)
        parts[truth.get(by, "")].add(truth, read)
    return whole, dict(parts)


def show(name: str, score: Score, parts: dict[str, Score]) -> None:
    """Print one row of the table."""
    types = "  ".join(f"{kind} {value:.2f}" for kind, value in score.f1.items())
    print(f"{name}: text {score.text:.3f}   macro-F1 {score.macro:.3f}   {types}")
    print("    " + "  ".join(f"{kind} {value:.2f}" for kind, value in score.further.items()))
    print("    " + "  ".join(f"{part} {one.macro:.2f}" for part, one in sorted(parts.items())), flush=True)


def _corrected_by(model: Model) -> Callable[[Scene], list[Classified]]:
    return lambda seen: correct(seen, classify(seen), model)


def measure(folder: Path, part: str, model: Path | None, frameworks: Iterable[str] = (), by: str = "framework") -> None:
    """Print the score of the rules, or of the rules as a model corrects them, on a part of the set."""
    typer = classify if model is None else _corrected_by(Model.load(model))
    shown = screens(folder / part, frameworks)
    who = "rules" if model is None else "corrected"
    for name, suffix in SUFFIXES.items():
        show(f"{part}, {len(shown)} screens, {name}, {who}", *scores(shown, suffix, typer, by))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Scores the typing of elements by framework.")
    parser.add_argument("parts", nargs="*", metavar="training|test", help="the test unless others are named")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--frameworks", nargs="*", default=[], help="only these")
    parser.add_argument("--model", type=Path, help="correct the rules with the model of this file")
    parser.add_argument("--by", choices=("framework", "kind", "codec"), default="framework")
    arguments = parser.parse_args()
    for part in arguments.parts or ["test"]:
        measure(arguments.folder, part, arguments.model, arguments.frameworks, arguments.by)


if __name__ == "__main__":
    main()
