"""The required results of masking on the secret suite; `python benchmarks/redaction.py` prints the figures."""

from __future__ import annotations

from collections import Counter

import pytest

from claude_scope.redaction.redact import redact_text
from tests.secrets.suite import cases, outcomes, precision_and_recall

BAR = 0.97
SECRETS, LOOKALIKES = cases("secrets.tsv"), cases("lookalikes.tsv")


def test_the_suite_is_large_enough_to_measure_with() -> None:
    languages = Counter(case.language for case in SECRETS)
    assert len(SECRETS) >= 400
    assert len(LOOKALIKES) >= 400
    assert len(languages) >= 20
    assert min(languages.values()) >= 7
    assert sum(case.kind != "-" for case in LOOKALIKES) >= 200, "taken from the code and documentation of others"
    for half in (True, False):
        assert sum(case.held_out is half for case in SECRETS) >= 200


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned on", "held out"])
def test_precision_and_recall(held_out: bool) -> None:
    some = [
        outcome for outcome in outcomes("secrets.tsv") + outcomes("lookalikes.tsv") if outcome.case.held_out is held_out
    ]
    precision, recall = precision_and_recall(some)
    assert precision >= BAR
    assert recall >= BAR


def test_at_most_one_secret_of_a_language_is_missed() -> None:
    missed: Counter[str] = Counter()
    for outcome in outcomes("secrets.tsv"):
        missed[outcome.case.language] += outcome.missed
    assert {language: number for language, number in missed.items() if number > 1} == {}


@pytest.mark.parametrize("name", ["secrets.tsv", "lookalikes.tsv"])
def test_masking_twice_changes_nothing(name: str) -> None:
    again = [
        (outcome.masked, redact_text(outcome.masked)) for outcome in outcomes(name) if outcome.case.place != "field"
    ]
    assert [masked for masked, (twice, count) in again if twice != masked or count] == []


def test_a_secret_is_masked_between_lines_of_a_page_as_well() -> None:
    """Other lines before and after do not affect what is masked."""
    wrong = []
    for outcome in outcomes("secrets.tsv"):
        if outcome.case.place != "field" and not outcome.missed and not outcome.false:
            masked, _ = redact_text(f"Orders of today\n{outcome.case.text}\nShipped 12 of 14")
            wrong += (
                [] if masked == f"Orders of today\n{outcome.masked}\nShipped 12 of 14" else [(outcome.masked, masked)]
            )
    assert wrong == []
