"""Console lines, uncaught errors and requests: all of them, none twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.captures.scores import Miss, Score

if TYPE_CHECKING:
    from benchmarks.captures.truth import Truth
    from claude_scope.values import Capture


def score_log(truth: Truth, capture: Capture, start: str) -> list[Score]:
    """The start page was there before the driver was, so its request is left out."""
    console = Counter[str]()
    errors = Counter[str]()
    for line in capture.log:
        if line.kind.startswith("uncaught"):
            errors[_first_line(line.text).removeprefix("Uncaught ").removeprefix("(in promise) ")] += line.count
        else:
            console[f"{line.kind}: {line.text}"] += line.count
    requests = Counter(
        f"{one.method} {one.url} {one.status}" for one in capture.requests if not one.url.startswith(f"{start}/start")
    )
    told = Counter(f"{level}: {text}" for level, text in truth.console)
    asked = Counter(f"{method} {url} {status}" for method, url, status in truth.requests)
    return [
        _compared(truth.flow, "console lines", told, console),
        _compared(truth.flow, "uncaught errors", Counter(map(_first_line, truth.errors)), errors),
        _compared(truth.flow, "requests", asked, requests),
    ]


def _compared(flow: str, name: str, expected: Counter[str], got: Counter[str]) -> Score:
    score = Score(f"{name}: all, none twice", 1.0)
    right, union = sum((expected & got).values()), sum((expected | got).values())
    score.add(right, union)
    score.misses += [Miss(flow, "missing", one, "") for one in (expected - got).elements()]
    score.misses += [Miss(flow, "twice, or never", "", one) for one in (got - expected).elements()]
    return score


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""
