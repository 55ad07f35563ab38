"""Repeated console lines are counted, each in the state to which it belongs."""

from __future__ import annotations

from claude_scope.capture.facts import folded
from claude_scope.values import LogLine


def test_a_line_is_counted_within_its_state_alone() -> None:
    lines = [LogLine(time_ms, "log", "saved") for time_ms in (10.0, 20.0, 110.0)]
    assert [(line.time_ms, line.count) for line in folded(lines, [0.0, 100.0])] == [(10.0, 2), (110.0, 1)]


def test_another_line_between_keeps_both() -> None:
    lines = [LogLine(0, "log", "saved"), LogLine(1, "error", "lost"), LogLine(2, "log", "saved")]
    assert [line.text for line in folded(lines, [0.0])] == ["saved", "lost", "saved"]
