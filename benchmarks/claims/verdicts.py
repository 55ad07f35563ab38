"""What a judgement is: a verdict, its cause, and a reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Word = Literal["true", "imprecise", "false", "unknown"]
TRUE: Final = "true"
IMPRECISE: Final = "imprecise"
FALSE: Final = "false"
UNKNOWN: Final = "unknown"
"""Nobody can know: what is claimed is drawn in a canvas or a picture. It counts neither way."""
_ORDER = (UNKNOWN, FALSE, IMPRECISE, TRUE)


@dataclass(frozen=True)
class Verdict:
    """The judgement of one claim; `cause` is empty if it is true."""

    word: Word
    cause: str
    reason: str


def worst(*verdicts: Verdict) -> Verdict:
    """The worst of several, for all of a claim has to hold."""
    return min(verdicts, key=lambda one: _ORDER.index(one.word))
