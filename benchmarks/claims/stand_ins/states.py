"""Which states of the DOM a question is about: those at the times of its pictures, known from an earlier analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.claims.claims_of import read_analysis
from benchmarks.claims.dom import dom_of
from benchmarks.claims.judge import EARLY_MS, LATE_MS, Judge
from benchmarks.claims.recordings import read_truth
from benchmarks.claims.texts import key, within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.claims.claims_of import Analysed
    from benchmarks.claims.dom import Dom, DomState, Line
    from benchmarks.claims.recordings import FlowTruth, TrueAct

_SOON_MS = 50.0
"""The picture of a video is a frame or two late."""


@dataclass(frozen=True)
class Between:
    """Two adjacent states of the DOM, and what the user did between them."""

    before: DomState
    after: DomState
    acts: Sequence[TrueAct]


class States:
    """The truth of a recording, for questions about the states of its analysis without a model."""

    def __init__(self, folder: Path, without: Path) -> None:
        self.truth: FlowTruth = read_truth(folder)
        self.dom: Dom = dom_of(folder)
        self.analysed: Analysed = read_analysis(without)

    def between(self, number: int) -> Between:
        """What happened between the state with this number and the one before."""
        before_ms, after_ms = (self.analysed.states_ms[at][1] for at in (number - 2, number - 1))
        acts = [act for act in self.dom.acts if before_ms < act.until_ms <= after_ms]
        return Between(self.dom.at(before_ms - _SOON_MS), self.dom.at(after_ms - _SOON_MS), acts)

    def shown_at(self, number: int) -> list[DomState]:
        """All states of the DOM that the picture of a state may show."""
        time_ms = self.analysed.states_ms[number - 1][1]
        return self.dom.around(time_ms - EARLY_MS, time_ms + LATE_MS)

    def wrong_state(self) -> int | None:
        """The number of the state in which it went wrong, None if nothing did or no state shows it."""
        judge = Judge(self.dom, self.truth, self.analysed)
        numbers = range(1, len(self.analysed.states_ms) + 1)
        return next((number for number in numbers if judge.is_right_state(number)), None)


def line_with(state: DomState, text: str) -> Line | None:
    """The line of a state with a text, or with the beginning of a long one."""
    wanted = " ".join(text.split())[:60]
    return next((line for line in state.lines if key(wanted) and within(wanted, line.text)), None)
