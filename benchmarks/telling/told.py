"""Describes a recording as a prompt does: its rows, and where it went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.telling.score import Row
from claude_scope.prompt.budget import Detail
from claude_scope.prompt.captured.rows import CapturedRows
from claude_scope.timeline.captured.build import build_captured_timeline

if TYPE_CHECKING:
    from benchmarks.telling.captures import Stations
    from claude_scope.values import Timeline


def timeline_of(stations: Stations) -> Timeline:
    """The timeline of a capture; pictures are not read, so it takes only a second."""
    return build_captured_timeline(
        stations.capture, stations.rebuilt, stations.pictures, stations.pixels, lambda *_: ()
    )


def rows_of(timeline: Timeline) -> list[Row]:
    """The rows of the prompt at its greatest length."""
    rows, told = [], CapturedRows(timeline, Detail())
    for index, moment in enumerate(timeline.moments):
        _, _, done, followed, *_ = told.row(index)[0].split(" | ")
        rows.append(Row(moment.keyframe.since_ms, followed, done))
    return rows
