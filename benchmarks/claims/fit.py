"""Fits the weights of timeline/claims/scores.py on the tuned half, from the analyses of an earlier run.

    python -m benchmarks.claims.fit [--recordings FOLDER] [--out FOLDER]

A logistic regression by Newton's method with a quadratic penalty; a recording with n claims is weighted by the square
root of n. Prints the weights of each kind, and the share of true claims by score in applications that were left out of
the fit (six folds). Claims whose score is set by a rule are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from benchmarks.claims.recordings import CACHE, RECORDINGS, read_truth, recordings_in
from benchmarks.claims.score import score
from claude_scope.prompt.session_json import load_session
from claude_scope.timeline.claims import changes
from claude_scope.timeline.claims.build import with_claims
from claude_scope.timeline.claims.scores import Evidence, text_score
from claude_scope.values import ClaimKind

KINDS: tuple[ClaimKind, ...] = ("appeared", "changed", "disappeared")
OF_RULES = ("is_error", "is_value", "is_other_word", "is_alone", "is_step", "is_misread_step", "is_surely_gone")
PENALTY, STEPS, FOLDS = 1.0, 60, 6
BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
Numbers = npt.NDArray[np.float64]


class _Known(float):
    """A score that stores its features."""

    evidence: Evidence


@dataclass(frozen=True)
class Example:
    """A judged claim: its features, and whether it is true or false (neither: imprecise)."""

    kind: str
    app: str
    recording: str
    features: tuple[float, ...]
    is_true: bool
    is_false: bool


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recordings", type=Path, default=RECORDINGS)
    parser.add_argument("--out", type=Path, default=CACHE / "out")
    asked = parser.parse_args()
    folders = [folder for folder in recordings_in(asked.recordings) if read_truth(folder).half == "tuned"]
    every = [example for folder in folders for example in examples(folder, asked.out)]
    for kind in KINDS:
        of_kind = [item for item in every if item.kind == kind]
        print(f'"{kind}": {tuple(float(weight) for weight in fit(of_kind).round(2))}')
        for line in reliability(of_kind):
            print(f"    {line}")


def examples(folder: Path, out: Path) -> list[Example]:
    """The claims of a recording about texts, with a verdict."""
    truth = read_truth(folder)
    place = out / truth.name
    session = load_session(json.loads((place / "session.json").read_text()), place)
    with patch.object(changes, "text_score", _recorded):
        claims = with_claims(session.timeline, session.notes).claims
    verdicts = {claim.claim.id: claim.verdict.word for claim in score(folder, out, anew=False).claims}
    return [
        Example(claim.kind, truth.app, truth.name, known.evidence.features(), word == "true", word == "false")
        for number, claim in enumerate(claims, 1)
        if isinstance(known := claim.score, _Known)
        and not any(getattr(known.evidence, rule) for rule in OF_RULES)
        and (word := verdicts.get(f"c{number}", "unknown")) != "unknown"
    ]


def _recorded(kind: ClaimKind, evidence: Evidence) -> float:
    known = _Known(text_score(kind, evidence))
    known.evidence = evidence
    return known


def fit(found: list[Example]) -> Numbers:
    """The weights of the features."""
    often = Counter(example.recording for example in found)
    features = np.array([example.features for example in found])
    truth = np.array([example.is_true for example in found], dtype=np.float64)
    share = np.array([often[example.recording] ** -0.5 for example in found])
    share /= share.mean()
    penalty = np.full(features.shape[1], PENALTY)
    penalty[0] = 0.0
    weights: Numbers = np.zeros(features.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-features @ weights))
        curvature = (
            (features.T * (share * sure * (1 - sure))) @ features + np.diag(penalty) + 1e-9 * np.eye(len(weights))
        )
        weights += np.linalg.solve(curvature, features.T @ (share * (truth - sure)) - penalty * weights)
    return weights


def reliability(found: list[Example]) -> list[str]:
    """The share of true claims by score, each scored by weights that were fitted without its application."""
    apps = sorted({example.app for example in found})
    sure: list[tuple[float, Example]] = []
    for fold in range(FOLDS):
        held = set(apps[fold::FOLDS])
        weights = fit([example for example in found if example.app not in held])
        sure += [
            (1 / (1 + float(np.exp(-np.dot(example.features, weights)))), example)
            for example in found
            if example.app in held
        ]
    lines = []
    for low, high in pairwise(BINS):
        here = [item for value, item in sure if low <= value < high]
        if here:
            true, false = (
                sum(map(bool, marks)) / len(here) for marks in ([o.is_true for o in here], [o.is_false for o in here])
            )
            lines.append(f"{low:.1f} to {high:.1f}: {len(here):5} claims, {true:.0%} true, {false:.0%} false")
    return lines


if __name__ == "__main__":
    main()
