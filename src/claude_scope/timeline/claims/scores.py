"""How sure claims are: scores (0..1) that rank claims, and the score from which on each kind is said.

A score is not a probability. That of a text that came, went or changed is a weighted sum of its evidence, and then what
the rules make of it, one after another. The weights are those of a logistic regression over the claims of the tuned
half of `python -m benchmarks.claims`, fitted by `python -m benchmarks.claims.fit`; those of new texts were fitted with
an earlier recogniser. Other claims have fixed scores. docs/claims-accuracy.md has the share of true claims by score.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import ClaimKind

# --- scores of claims that are not about a text that came, went or changed --------------------------------------------
THEME, SORTED, SCROLLED, DIALOG, TOGGLED, HIGHLIGHTED, STANDS = 0.95, 0.95, 0.7, 0.92, 0.9, 0.9, 0.97
"""Of the tuned applications' claims five of seven on scrolling were right, seven of eight on highlights, and 106 of 109
texts stood letter by letter where the picture changed."""
TYPED, CLICKED, CLICKED_AT_PLACE = 0.93, 0.93, 0.9
"""All four typed texts of the tuned applications were typed; of the clicks on surely read texts so many were done."""
WRONG_BY_NAME, WRONG_BY_ERROR, WRONG_EMPTY, WRONG_BY_SIGN, WRONG_REVERTED = 0.9, 0.8, 0.7, 0.6, 0.6

# --- from which score on a claim is said ------------------------------------------------------------------------------
NEVER = 1.1
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
SAID_ERROR, SAID_SENTENCE, SAID_WORD, SAID_NUMBER, SAID_HIGHLIGHT, SAID_VALUE = 0.75, 0.55, 0.88, 0.9, 0.6, 0.66
"""An error message is said also where a letter of it may be misread. A new sentence is what a person tells first: of
those from 0.55 to 0.65 eight of twelve are true in the tuned half, eleven of nineteen in the other, and fewer below. A
single word says less than a sentence, and is more often one that was there. `SAID_VALUE` is that of a typed text, since
icons are read as a letter, or one letter over and over."""

LEGIBLE_PAGE = 0.8
"""The median confidence of a page that is well read."""
MANY_MOVED = 10
"""So many rows at other places are another layout: most of what seems new only moved."""
FEW_CAME = 3
"""A state in which so few texts came is one of its own kind: a page that was misread has more."""
MISREAD = 0.6
"""The most that a number gets that may be a misread step."""
_LEAST, _MOST = 0.05, 0.99
"""Confidences beyond are no surer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a text that came, went or became another one.

    `confidence` is that of its least sure letter, `page_confidence` the median of the picture's texts (0..1); `pieces`
    is how many OCR found of it; `came` counts the rows of the whole state, `moved` those that did not move as most did;
    `repainted` is the share of a piece's box in which pixels changed, of the piece with most. The last seven are what
    the rules below ask for.
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
    is_error: bool = False
    is_value: bool = False
    is_other_word: bool = False
    is_alone: bool = False
    is_step: bool = False
    is_misread_step: bool = False
    is_surely_gone: bool = False

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


def _weighted(kind: ClaimKind, evidence: Evidence) -> float:
    total: float = sum(weight * value for weight, value in zip(_WEIGHTS[kind], evidence.features(), strict=True))
    return float(1 / (1 + exp(-total)))


def _value_of_field(evidence: Evidence, score: float) -> float:
    """All eight texts in a field of the tuned applications that had 0.45 elsewhere, and more, were its value."""
    return max(score, 0.9) if evidence.is_value and score >= 0.45 else score


def _error_message(evidence: Evidence, score: float) -> float:
    """Of 60 texts with words of an error that were read, none was not there."""
    return max(score, float(evidence.confidence**0.25)) if evidence.is_error else score


def _other_text(evidence: Evidence, score: float) -> float:
    """One word of a row was drawn anew, or a text in one piece became another one while little else changed."""
    return max(score, 0.85 if evidence.is_other_word else 0.75 if evidence.is_alone else 0)


def _step_of_counter(evidence: Evidence, score: float) -> float:
    """A number is one more or one less than before, as in a badge, a stepper or the number of a page."""
    return max(score, 0.88) if evidence.is_step else score


def _misread_step(evidence: Evidence, score: float) -> float:
    """A number may be a misread step: "2" that is read "8" instead of "3"."""
    return min(score, MISREAD) if evidence.is_misread_step else score


def _gone(evidence: Evidence, score: float) -> float:
    """One in four of texts that seem to have gone is still there: it scrolled away, or lies under something."""
    return 0.92 if evidence.is_surely_gone else min(score, 0.8)


_RULES: dict[ClaimKind, tuple[Callable[[Evidence, float], float], ...]] = {
    "appeared": (_value_of_field, _error_message),
    "changed": (_value_of_field, _error_message, _other_text, _step_of_counter, _misread_step),
    "disappeared": (_gone,),
}


def text_score(kind: ClaimKind, evidence: Evidence) -> float:
    """How sure it is that a text appeared, disappeared or changed as it seems."""
    score = _weighted(kind, evidence)
    for rule in _RULES[kind]:
        score = rule(evidence, score)
    return score


def click_score(confidence: float, page_confidence: float) -> float:
    """How sure it is that a person clicked a text under a pointer that had rested there.

    `confidence` is that of its least sure letter. On a page in a script that the reader does not know
    (`page_confidence` is low) sure letters are wrong as well.
    """
    return float(CLICKED * confidence**0.5 * min(1.0, page_confidence / LEGIBLE_PAGE))


def said_from(kind: ClaimKind) -> float:
    """From which score on a claim of a kind is said, if it has no limit of its own."""
    return _SAID.get(kind, NEVER)
