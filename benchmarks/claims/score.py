"""Scores one recording: its analysis against its DOM, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.claims.analyse import analyse, seconds_of
from benchmarks.claims.claims_of import read_analysis
from benchmarks.claims.dom import dom_of
from benchmarks.claims.figures import Judged, Scored
from benchmarks.claims.judge import Judge
from benchmarks.claims.recordings import read_truth
from benchmarks.claims.told import told_changes

if TYPE_CHECKING:
    from pathlib import Path


def score(folder: Path, out: Path, *, anew: bool = True) -> Scored:
    """Analyse a recording, unless an earlier analysis is reused, and judge all of its claims."""
    truth = read_truth(folder)
    place = out / truth.name
    if anew or not (place / "session.json").exists():
        analyse(folder / truth.video, place)
    return score_analysis(folder, place, seconds_of(place))


def score_analysis(folder: Path, place: Path, seconds: float = 0.0) -> Scored:
    """Judge all claims of an analysis."""
    truth, dom = read_truth(folder), dom_of(folder)
    analysed = read_analysis(place)
    judge = Judge(dom, truth, analysed)
    judged = [Judged(claim, judge.judge(claim)) for claim in analysed.claims if claim.is_said]
    named = len(judge.used_acts)
    judged += [Judged(claim, judge.judge(claim)) for claim in analysed.claims if not claim.is_said]
    wrong = analysed.wrong
    is_right = wrong is None if truth.wrong_ms is None else wrong is not None and judge.is_right_state(wrong)
    return Scored(
        name=truth.name,
        app=truth.app,
        half=truth.half,
        codec=truth.codec,
        claims=judged,
        told=told_changes(dom, analysed),
        acts=len(dom.acts),
        acts_named=named,
        is_wrong_right=is_right,
        seconds=seconds,
        length_s=truth.duration_ms / 1000,
        session_bytes=analysed.session_bytes,
    )
