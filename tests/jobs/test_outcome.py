"""The line in lists of sessions that says what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.jobs.session.persist import outcome_of
from tests.analyses import checkout_analysis, minimal_analysis

if TYPE_CHECKING:
    from pathlib import Path


def test_a_reason_with_control_characters_becomes_one_line_that_a_database_can_store(tmp_path: Path) -> None:
    """PostgreSQL refuses NUL, which a page can write to its console."""
    analysis = checkout_analysis(tmp_path)
    reason = f'the console says "a\0b\n\x1b[31mc" {"x" * 500}'
    timeline = replace(analysis.timeline, wrong=1, wrong_because=reason)
    happened, number = outcome_of(replace(analysis, timeline=timeline))
    assert happened.startswith('the console says "ab c" x')
    assert (len(happened), number) == (400, 2)


def test_without_a_sign_of_a_fault_the_last_state_is_shown(tmp_path: Path) -> None:
    analysis = minimal_analysis(tmp_path)
    assert outcome_of(analysis) == ("Nothing shows what went wrong.", len(analysis.timeline.moments))
