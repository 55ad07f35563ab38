"""Analyses the recordings with a model that is none, beside the same recordings without one.

python -m benchmarks.claims --model knowing|lying [--half tuned|scored] [--app NAME ...] [--jobs 2] [--anew]
python -m benchmarks.claims --answers FOLDER [...]
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console

from benchmarks.claims.recordings import CACHE, read_truth
from benchmarks.claims.report import show_beside
from benchmarks.claims.score import score_analysis
from benchmarks.claims.stand_ins.seeing import SeeingModel
from benchmarks.claims.stand_ins.stand_in import StandIn
from benchmarks.claims.stand_ins.tokens import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.claims.figures import Scored
    from benchmarks.claims.stand_ins.stand_in import Model
    from benchmarks.claims.stand_ins.tokens import Tokens

FOLDER = CACHE / "with"
WITHOUT, KEPT = FOLDER / "without", FOLDER / "kept"


@dataclass
class Asked:
    """A recording that was analysed with a model: `out` has the analysis, `without` the one without a model."""

    folder: Path
    name: str
    out: Path
    without: Path
    model: Model
    tokens: list[Tokens]

    def scored(self) -> tuple[Scored, Scored]:
        """Without a model, and with it."""
        return score_analysis(self.folder, self.without), score_analysis(self.folder, self.out)


def ask(folder: Path, kind: str, answers: Path | None, *, anew: bool) -> Asked:
    """Analyse a recording with a model."""
    truth = read_truth(folder)
    without, out, kept = WITHOUT / truth.name, FOLDER / kind / truth.name, KEPT / truth.name
    video = folder / truth.video
    if anew or not (without / "session.json").exists():
        _analyse(video, without, kept, anew=anew)
    model = SeeingModel(answers / truth.name) if answers is not None else _model(kind, folder, without)
    server = StandIn(model)
    server.serve(lambda url: _analyse(video, out, kept, "--base-url", url, "--timeout", str(model.timeout_s)))
    return Asked(folder, truth.name, out, without, model, server.tokens)


def _model(kind: str, folder: Path, without: Path) -> Model:
    raise NotImplementedError(kind)


def _analyse(video: Path, out: Path, kept: Path, *more: str, anew: bool = False) -> None:
    forget = ["--anew"] if anew else []
    command = [sys.executable, "-m", "benchmarks.claims.ask_again", str(video), str(out), str(kept), *more, *forget]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{video.name} was not analysed: {done.stderr[-1500:]}")


def show_with_model(folders: Sequence[Path], kind: str, answers: Path | None, *, jobs: int, anew: bool) -> bool:
    """Analyse, and print the figures; with answers of a person only if no question is open."""
    with ThreadPoolExecutor(jobs) as pool:
        asked = list(pool.map(lambda folder: ask(folder, kind, answers, anew=anew), folders))
    console = Console(width=150)
    opened = [path for one in asked if isinstance(one.model, SeeingModel) for path in one.model.open]
    if opened:
        console.print(f"{len(opened)} questions are open, for instance {opened[0]}.")
        console.print("The question about a whole recording follows when all others of that recording are answered.")
        return False
    pairs = [one.scored() for one in asked]
    holds = show_beside([one for one, _ in pairs], [two for _, two in pairs], kind)
    console.print(in_words([one.tokens for one in asked]))
    return holds
