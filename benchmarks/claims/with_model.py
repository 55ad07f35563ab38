"""Analyses the recordings with a fake model, and compares them with the same recordings without a model.

The steps before the model are cached in `.cache/claims/with/kept`, next to a folder of analyses for each fake model.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console

from benchmarks.claims.claims_of import read_analysis
from benchmarks.claims.recordings import CACHE, read_truth
from benchmarks.claims.report import show_beside
from benchmarks.claims.score import score_analysis
from benchmarks.claims.stand_ins import in_prompt, told_lies
from benchmarks.claims.stand_ins.knowing import KnowingModel
from benchmarks.claims.stand_ins.lies import MARK
from benchmarks.claims.stand_ins.lying import LyingModel
from benchmarks.claims.stand_ins.seeing import SeeingModel
from benchmarks.claims.stand_ins.stand_in import StandIn
from benchmarks.claims.stand_ins.tokens import in_words
from benchmarks.claims.stand_ins.told_lies import judged_lies, marks_outside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.claims.figures import Scored
    from benchmarks.claims.stand_ins.in_prompt import Item
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
        """The scores without a model, and with it."""
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
    return KnowingModel(folder, without) if kind == "knowing" else LyingModel(folder, without)


def _analyse(video: Path, out: Path, kept: Path, *more: str, anew: bool = False) -> None:
    forget = ["--anew"] if anew else []
    command = [sys.executable, "-m", "benchmarks.claims.ask_again", str(video), str(out), str(kept), *more, *forget]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{video.name} was not analysed: {done.stderr[-1500:]}")


def _show_lies(console: Console, asked: Sequence[Asked]) -> None:
    """How many lies are in the prompts; those of the tuned half with their words."""
    judged, outside, inside = [], 0, 0
    for entry in asked:
        assert isinstance(entry.model, LyingModel)
        found = list(judged_lies(entry.model.lies, entry.out, read_analysis(entry.without), read_analysis(entry.out)))
        prompt = next(entry.out.glob("prompt.*.md")).read_text()
        outside, inside = outside + marks_outside(prompt), inside + prompt.count(MARK)
        judged += found
        for lie in found:
            if read_truth(entry.folder).half == "tuned" and lie.contradicts and lie.is_told:
                words = f"{entry.name} {lie.lie.state}: {lie.lie.label}, read {lie.is_surely_read}: {lie.lie.said}"
                console.print(f"{words} where {lie.lie.real}", markup=False)
    for line in told_lies.in_words(judged, outside, inside):
        console.print(line, markup=False)


def _items(one: Asked) -> list[Item]:
    assert isinstance(one.model, KnowingModel)
    return in_prompt.items_in_prompt(one.model.answered, read_analysis(one.out))


def _show_missed(console: Console, asked: Sequence[Asked]) -> None:
    """What is missing in the prompts, or in their rows, for the tuned half."""
    for entry in asked:
        if read_truth(entry.folder).half != "tuned":
            continue
        for item in _items(entry):
            if item.why_not:
                console.print(f"{entry.name} {item.state}: {item.why_not}: {dict(item.said)}", markup=False)
        for told in score_analysis(entry.folder, entry.out).told:
            if not told.is_in_rows:
                words = f"{entry.name} {told.since_ms / 1000:.1f} s: {told.kind} {told.texts[:2]}: {told.why_not}"
                console.print(words, markup=False)


def show_with_model(folders: Sequence[Path], kind: str, answers: Path | None, *, jobs: int, anew: bool) -> bool:
    """Analyse and print the figures; with answers from files only if no question is open."""
    with ThreadPoolExecutor(jobs) as pool:
        asked = list(pool.map(lambda folder: ask(folder, kind, answers, anew=anew), folders))
    console = Console(width=150)
    opened = [path for item in asked if isinstance(item.model, SeeingModel) for path in item.model.open]
    if opened:
        console.print(f"{len(opened)} questions are open, for instance {opened[0]}.")
        console.print("The question about a whole recording follows when all others of that recording are answered.")
        return False
    pairs = [item.scored() for item in asked]
    holds = show_beside([item for item, _ in pairs], [two for _, two in pairs], kind)
    console.print(in_words([item.tokens for item in asked]))
    if kind == "lying":
        _show_lies(console, asked)
    if kind == "knowing":
        items = [item for entry in asked for item in _items(entry)]
        console.print(in_prompt.in_words(items))
        _show_missed(console, asked)
    return holds
