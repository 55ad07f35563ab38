"""All findings, in the order in which the timeline reports them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.findings.blank_page import find_blank_pages
from claude_scope.timeline.findings.counts import find_wrong_counts
from claude_scope.timeline.findings.dead_click import find_dead_clicks
from claude_scope.timeline.findings.layout_shift import find_layout_shifts
from claude_scope.timeline.findings.reverted import find_reverted_changes
from claude_scope.timeline.findings.short_message import find_short_messages
from claude_scope.timeline.findings.skipped_required_field import find_skipped_required_fields
from claude_scope.timeline.findings.stuck_loading import find_stuck_loading
from claude_scope.timeline.findings.sums import find_wrong_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.values import Moment, Observation

    Finding = Callable[[Sequence[Moment], int | None], dict[int, tuple[Observation, ...]]]
    """Takes all moments and the end of the recording, if known; returns observations by the index of their moment."""

FINDINGS: tuple[Finding, ...] = (
    find_blank_pages,
    find_wrong_sums,
    find_wrong_counts,
    find_stuck_loading,
    find_reverted_changes,
    find_layout_shifts,
    find_short_messages,
    find_skipped_required_fields,
    find_dead_clicks,
)


def find_all(moments: Sequence[Moment], ended_ms: int | None = None) -> list[tuple[Observation, ...]]:
    """The observations of each moment, in the order of `FINDINGS`."""
    found = [finding(moments, ended_ms) for finding in FINDINGS]
    return [tuple(seen for by_moment in found for seen in by_moment.get(k, ())) for k in range(len(moments))]
