"""Scores console lines, uncaught errors and requests: each exactly once, in the state to which it belongs."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.captures.scores import Miss, Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.captures.truth import Truth
    from claude_scope.values import Capture

_EARLY_MS = 5.0
"""An effect's timestamp may be just before the driver's own, since the clocks differ."""


def score_log(truth: Truth, capture: Capture, start: str) -> list[Score]:
    """Compare each by the number of acts before it: it belongs to the state that the last of them caused.

    The start page loads before the driver connects, so its request is left out.
    """
    acts = sorted(act.sent_ms for act in truth.acts)

    def counted(found: Iterable[tuple[float, str]]) -> Counter[str]:
        return Counter(f"{text} (after {bisect_right(acts, at + _EARLY_MS)} acts)" for at, text in found)

    def ours(found: Iterable[tuple[float, str]]) -> Counter[str]:
        return counted((capture.offset_ms + at, text) for at, text in found)

    lines = [line for line in capture.log for _ in range(line.count)]
    uncaught = [line for line in lines if line.kind.startswith("uncaught")]
    asked = [request for request in capture.requests if not request.url.startswith(f"{start}/start")]
    return [
        _compared(
            truth.flow,
            "console lines",
            counted((at, f"{level}: {text}") for at, level, text in truth.console),
            ours((line.time_ms, f"{line.kind}: {line.text}") for line in lines if line not in uncaught),
        ),
        _compared(
            truth.flow,
            "uncaught errors",
            counted((at, _plain(text)) for at, text in truth.errors),
            ours((line.time_ms, _plain(line.text)) for line in uncaught),
        ),
        _compared(
            truth.flow,
            "requests",
            counted((at, f"{method} {url} {status}") for at, method, url, status in truth.requests),
            ours((request.start_ms, f"{request.method} {request.url} {request.status}") for request in asked),
        ),
    ]


def _compared(flow: str, name: str, expected: Counter[str], got: Counter[str]) -> Score:
    score = Score(f"{name}: all, none twice, in the right state", 1.0)
    right, union = sum((expected & got).values()), sum((expected | got).values())
    score.add(right, union)
    score.misses += [Miss(flow, "missing", element, "") for element in (expected - got).elements()]
    score.misses += [Miss(flow, "twice, or never", "", element) for element in (got - expected).elements()]
    return score


def _plain(text: str) -> str:
    """The first line of an error, without the prefix that some browsers add."""
    return (text.splitlines() or [""])[0].removeprefix("Uncaught ").removeprefix("(in promise) ")
