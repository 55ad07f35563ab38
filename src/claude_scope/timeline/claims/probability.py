"""How likely a claim is true, as measured on real applications.

The weights are those of a logistic regression over the claims of the tuned half of `python -m benchmarks.claims`, which
fits them anew with `python -m benchmarks.claims.fit`. Those of new texts were fitted with the recogniser before this
one: fitted anew they tell less, at the same truth. Only the weight of rows that moved is -1.5 instead of -2.5, as the
new fit has it. docs/claims-accuracy.md tells how many of all claims are true.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values import ClaimKind

NOT_SAID = 1.1
"""No probability reaches it."""
_SAID: dict[ClaimKind, float] = {
    "page": 0.66,
    "appeared": 0.8,
    "changed": 0.72,
    "disappeared": 0.9,
    "sorted": 0.9,
    "act": 0.85,
    "wrong": 0.5,
}
"""Of an act: a click has `CLICKED` at most, so nearly every letter of its text has to be sure."""
_LEAST, _MOST = 0.05, 0.99
"""Confidences beyond are no surer."""
MANY_MOVED = 10
"""So many rows at other places are another layout: most of what seems new only moved."""
FEW_CAME = 3
"""A state in which so few texts came is one of its own kind: a page that was misread has more."""
CLICKED = 0.93
"""Of the clicks on texts that are surely read so many were done."""
LEGIBLE_PAGE = 0.8
"""The median confidence of a page that is well read."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a text that came, went or became another one.

    `confidence` is that of its least sure letter, `page_confidence` the median of the picture's texts (0..1); `pieces`
    is how many OCR found of it; `came` counts the rows of the whole state, `moved` those that did not move as most did;
    `repainted` is the share of a piece's box in which pixels changed, of the piece with most.
    """

    confidence: float
    page_confidence: float
    letters: int
    words: int
    pieces: int
    came: int
    moved: int
    is_page: bool
    is_pointed: bool
    is_repeated: bool
    repainted: float

    def features(self) -> tuple[float, ...]:
        """The numbers that the weights belong to, a constant first."""
        sure = min(max(self.confidence, _LEAST), _MOST)
        return (
            1.0,
            log(sure / (1 - sure)),
            float(self.words >= 3),
            float(self.words == 0),
            log1p(self.letters),
            float(self.is_page),
            min(1.0, self.moved / MANY_MOVED),
            min(max(self.page_confidence, 0.3), 1.0),
            float(self.pieces > 1),
            float(self.came <= FEW_CAME),
            float(self.is_pointed),
            float(self.is_repeated),
            self.repainted,
            float(self.page_confidence < LEGIBLE_PAGE),
        )


_WEIGHTS: dict[ClaimKind, tuple[float, ...]] = {
    "appeared": (-2.83, 0.61, 0.32, -0.62, 0.24, 0.86, -1.5, 0.11, -0.54, 0.63, -0.39, 0.27, 1.91, -2.05),
    "changed": (0.9, 0.15, 0.38, -0.05, -0.44, 0.0, 0.4, 0.02, -1.21, 0.11, -0.3, 0.57, 0.39, 0.0),
    "disappeared": (-6.68, 0.94, -0.41, 0.36, 1.29, 0.0, -0.78, 0.41, -0.84, -0.12, -1.12, 0.88, 1.87, -0.24),
}


def probability(kind: ClaimKind, evidence: Evidence) -> float:
    """How likely (0..1) a text appeared, disappeared or changed as it seems."""
    total: float = sum(weight * value for weight, value in zip(_WEIGHTS[kind], evidence.features(), strict=True))
    return float(1 / (1 + exp(-total)))


def error_probability(confidence: float) -> float:
    """How likely (0..1) a text with words of an error appeared: of 60 that were read, none was not there."""
    return float(confidence**0.25)


def click_probability(confidence: float, page_confidence: float) -> float:
    """How likely (0..1) a person clicked a text under a pointer that had rested there.

    `confidence` is that of its least sure letter. On a page in a script that the reader does not know
    (`page_confidence` is low) sure letters are wrong as well.
    """
    return float(CLICKED * confidence**0.5 * min(1.0, page_confidence / LEGIBLE_PAGE))


def threshold(kind: ClaimKind) -> float:
    """From which probability on a claim of a kind is said; sentences and values have their own."""
    return _SAID.get(kind, NOT_SAID)
