"""A judgement: a verdict, its cause, and a reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Word = Literal["true", "imprecise", "false", "unknown"]
TRUE: Final = "true"
IMPRECISE: Final = "imprecise"
FALSE: Final = "false"
UNKNOWN: Final = "unknown"
"""Unknown: the claim is about a canvas or a picture. It counts neither as true nor as false."""
_ORDER = (UNKNOWN, FALSE, IMPRECISE, TRUE)


@dataclass(frozen=True)
class Verdict:
    """The judgement of one claim; `cause` is empty if it is true."""

    word: Word
    cause: str
    reason: str


def worst(*verdicts: Verdict) -> Verdict:
    """The worst of several verdicts, since all parts of a claim must be true."""
    return min(verdicts, key=lambda verdict: _ORDER.index(verdict.word))
