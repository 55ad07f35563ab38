"""Counts, shares and required values, and how many claims of each score are true."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmarks.claims.claims_of import Claim
    from benchmarks.claims.told import Told
    from benchmarks.claims.verdicts import Verdict

_BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)
START_S, SHARE_OF_LENGTH = 10.0, 0.3
MAX_SESSION_BYTES = 4_000_000


@dataclass
class Judged:
    """A claim and its verdict."""

    claim: Claim
    verdict: Verdict


@dataclass
class Scored:
    """The results for one recording."""

    name: str
    app: str
    half: str
    codec: str
    claims: list[Judged]
    told: list[Told]
    acts: int
    acts_named: int
    is_wrong_right: bool
    seconds: float
    length_s: float
    session_bytes: int
    problem: str = ""

    @property
    def is_in_time(self) -> bool:
        return self.seconds <= START_S + SHARE_OF_LENGTH * self.length_s


@dataclass
class Counts:
    """The number of claims per verdict."""

    words: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.words[TRUE] + self.words[IMPRECISE] + self.words[FALSE]

    def share(self, word: str) -> float | None:
        return self.words[word] / self.total if self.total else None

    @property
    def unknown(self) -> int:
        return self.words[UNKNOWN]


def counted(judged: Iterable[Judged]) -> Counts:
    return Counts(Counter(judgement.verdict.word for judgement in judged))


def said(scored: Iterable[Scored]) -> list[Judged]:
    """The claims that the prompts make, except where it went wrong, which has its own figure."""
    return [claim for each in scored for claim in each.claims if claim.claim.is_said and claim.claim.kind != "wrong"]


SOURCES = ("pixels", "confirmed", "model")


def said_by(scored: Iterable[Scored], source: str) -> list[Judged]:
    """The claims that the prompts make from one source."""
    return [judgement for judgement in said(scored) if judgement.claim.source == source]


@dataclass(frozen=True)
class Bar:
    """A figure, and the value that it must reach, or must not exceed."""

    name: str
    value: float | None
    needed: float
    is_most: bool = False

    @property
    def holds(self) -> bool:
        if self.value is None:
            return True
        return self.value <= self.needed if self.is_most else self.value >= self.needed


MODEL_BARS: Mapping[str, Mapping[str, float]] = {
    "answers": {
        "claims true": 0.94,
        "claims false": 0.03,
        "told changes in the rows": 0.93,
        "acts known": 0.9,
        "went wrong right": 0.9,
    },
    "knowing": {"claims false": 0.02, "told changes in the rows": 0.95},
    "lying": {
        "claims true": 0.0,
        "claims false": 1.0,
        "told changes in the rows": 0.0,
        "steps false": 1.0,
        "went wrong right": 0.0,
    },
}
"""Requirements with a model."""
LEFT_OUT = frozenset({"analyses in time", "largest session.json, MB"})
"""For analyses whose first steps were cached."""


def bars(scored: Sequence[Scored], needed: Mapping[str, float] | None = None) -> list[Bar]:
    """The project's figures; `needed` are other requirements, by name."""
    return [replace(bar, needed=(needed or {}).get(bar.name, bar.needed)) for bar in _bars(scored)]


def _bars(scored: Sequence[Scored]) -> list[Bar]:
    claims = said(scored)
    steps = counted(claim for claim in claims if claim.claim.kind == "act")
    told = [item for each in scored for item in each.told]
    acts, named = sum(recording.acts for recording in scored), sum(recording.acts_named for recording in scored)
    return [
        Bar("claims true", counted(claims).share(TRUE), 0.90),
        Bar("claims imprecise", counted(claims).share(IMPRECISE), 1.0, is_most=True),
        Bar("claims false", counted(claims).share(FALSE), 0.04, is_most=True),
        Bar("told changes in the rows", _share(sum(change.is_in_rows for change in told), len(told)), 0.75),
        Bar(
            "told as sure or likely new",
            _share(sum(change.is_in_rows and not change.is_only_standing for change in told), len(told)),
            0.0,
        ),
        Bar("steps false", steps.share(FALSE), 0.05, is_most=True),
        Bar("acts known", _share(named, acts), 0.0),
        Bar("went wrong right", _share(sum(recording.is_wrong_right for recording in scored), len(scored)), 0.80),
        Bar("analyses in time", _share(sum(recording.is_in_time for recording in scored), len(scored)), 1.0),
        Bar(
            "largest session.json, MB",
            max((recording.session_bytes for recording in scored), default=0) / 1e6,
            4.0,
            is_most=True,
        ),
    ]


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def grouped(judged: Iterable[Judged], by: Callable[[Judged], str]) -> dict[str, Counts]:
    """Counts per group, those with the most false claims first."""
    found: dict[str, Counts] = {}
    for judgement in judged:
        found.setdefault(by(judgement), Counts()).words[judgement.verdict.word] += 1
    return dict(sorted(found.items(), key=lambda pair: -pair[1].words[FALSE]))


def causes(judged: Iterable[Judged]) -> Counter[tuple[str, str]]:
    """How often each cause occurs, per verdict."""
    return Counter((judgement.verdict.word, judgement.verdict.cause) for judgement in judged if judgement.verdict.cause)


@dataclass(frozen=True)
class Bin:
    """Claims with similar scores: their number, mean score, and the share that is true."""

    low: float
    high: float
    count: int
    said: float
    true: float
    false: float


def reliability(judged: Iterable[Judged]) -> list[Bin]:
    """The share of true claims by score."""
    known = [judgement for judgement in judged if judgement.verdict.word != UNKNOWN]
    found = []
    for low, high in pairwise(_BINS):
        inside = [judgement for judgement in known if low <= judgement.claim.score < high]
        if inside:
            words = Counter(judgement.verdict.word for judgement in inside)
            mean = sum(judgement.claim.score for judgement in inside) / len(inside)
            found.append(
                Bin(low, min(high, 1.0), len(inside), mean, words[TRUE] / len(inside), words[FALSE] / len(inside))
            )
    return found
