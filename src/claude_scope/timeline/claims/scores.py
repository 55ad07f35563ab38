"""Scores of claims (0..1), which rank them by certainty, and the threshold from which each kind is reported.

A score is not a probability. The score of a text that appeared, disappeared or changed is a weighted sum of its
evidence, which rules then adjust one after another. The weights are those of a logistic regression over the claims of
the tuned half of `python -m benchmarks.claims`, fitted by `python -m benchmarks.claims.fit`; those of new texts were
fitted with an earlier text recogniser. Other claims have fixed scores. docs/claims-accuracy.md has the share of true
claims by score.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import ClaimKind

# --- scores of claims that are not about a text that appeared, disappeared or changed --------------------------------
THEME, SORTED, SCROLLED, DIALOG, TOGGLED, HIGHLIGHTED, STANDS = 0.95, 0.95, 0.7, 0.92, 0.9, 0.9, 0.97
"""In the tuned applications, five of seven claims about scrolling and seven of eight claims about highlights were
right. Of 109 texts claimed to be where the picture changed, 106 were there, letter by letter."""
TYPED, CLICKED, CLICKED_AT_PLACE = 0.93, 0.93, 0.9
"""In the tuned applications, all four typed texts were right. So was this share of the clicks on texts that were read
with confidence."""
WRONG_BY_NAME, WRONG_BY_ERROR, WRONG_EMPTY, WRONG_BY_SIGN, WRONG_REVERTED = 0.9, 0.8, 0.7, 0.6, 0.6

# --- thresholds ------------------------------------------------------------------------------------------------------
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
"""Minimum score at which a claim is reported, by kind. A click scores at most `CLICKED`, so nearly every letter of
its text has to be certain.
"""
SAID_ERROR, SAID_SENTENCE, SAID_WORD, SAID_NUMBER, SAID_HIGHLIGHT, SAID_VALUE = 0.75, 0.55, 0.88, 0.9, 0.6, 0.66
"""An error message is reported even if one of its letters may be misread. A new sentence is what a person would mention
first, so its threshold is low: of the sentences with scores from 0.55 to 0.65, eight of twelve are true in the tuned
half and eleven of nineteen in the other half; below 0.55 fewer are true. A single word says less than a sentence, and
more often it was there before. `SAID_VALUE` is for a typed text: with a lower score it may be an icon that OCR read as
a letter, or as one letter many times."""

LEGIBLE_PAGE = 0.8
"""Minimum median confidence of a page that OCR reads well."""
MANY_MOVED = 10
"""If this many rows moved, the layout changed, and most texts that seem new only moved."""
FEW_CAME = 3
"""States with at most this many new texts are scored differently, because a page that OCR misread has more."""
MISREAD = 0.6
"""The highest score of a number that may be a misread step."""
_LEAST, _MOST = 0.05, 0.99
"""Confidences are clipped to these bounds, because more extreme values do not mean more certainty."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for a text that appeared, disappeared or changed.

    `confidence` is that of its least certain letter, `page_confidence` the median of the picture's texts (0..1).
    `pieces` is the number of its OCR lines. `came` counts the new rows of the whole state. `moved` counts the rows that
    moved, except those with the commonest shift. `repainted` is the share of changed pixels in the piece of the text
    that changed most. The last seven fields are for the rules below.
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
        """The numbers that the weights multiply, a constant first."""
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
    """Raise the score of a text that is the value of a field.

    In the tuned applications, all eight texts in a field with a score of at least 0.45 were the field's value.
    """
    return max(score, 0.9) if evidence.is_value and score >= 0.45 else score


def _error_message(evidence: Evidence, score: float) -> float:
    """Raise the score of an error message: of 60 texts with error words, none was absent from the picture."""
    return max(score, float(evidence.confidence**0.25)) if evidence.is_error else score


def _other_text(evidence: Evidence, score: float) -> float:
    """Raise the score if one word of a row was repainted, or a text in one piece changed while little else did."""
    return max(score, 0.85 if evidence.is_other_word else 0.75 if evidence.is_alone else 0)


def _step_of_counter(evidence: Evidence, score: float) -> float:
    """Raise the score if a number changed by one, as in a badge, a stepper or a page number."""
    return max(score, 0.88) if evidence.is_step else score


def _misread_step(evidence: Evidence, score: float) -> float:
    """Limit the score if a number may be a misread step: "2" became "3", but OCR read "8"."""
    return min(score, MISREAD) if evidence.is_misread_step else score


def _gone(evidence: Evidence, score: float) -> float:
    """Limit the score unless the text has surely disappeared.

    One in four texts that seem to have disappeared still exists: it scrolled away, or something covers it.
    """
    return 0.92 if evidence.is_surely_gone else min(score, 0.8)


_RULES: dict[ClaimKind, tuple[Callable[[Evidence, float], float], ...]] = {
    "appeared": (_value_of_field, _error_message),
    "changed": (_value_of_field, _error_message, _other_text, _step_of_counter, _misread_step),
    "disappeared": (_gone,),
}


def text_score(kind: ClaimKind, evidence: Evidence) -> float:
    """The score of a text that appeared, disappeared or changed."""
    score = _weighted(kind, evidence)
    for rule in _RULES[kind]:
        score = rule(evidence, score)
    return score


def click_score(confidence: float, page_confidence: float) -> float:
    """The score of a click on a text under a pointer that had rested there.

    `confidence` is that of the text's least certain letter. On a page in a script that OCR does not support
    (`page_confidence` is low), even letters with a high confidence are wrong.
    """
    return float(CLICKED * confidence**0.5 * min(1.0, page_confidence / LEGIBLE_PAGE))


def said_from(kind: ClaimKind) -> float:
    """The minimum score at which a claim of this kind is reported; `NEVER` if the kind has no threshold."""
    return _SAID.get(kind, NEVER)
