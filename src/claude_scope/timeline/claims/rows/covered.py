"""Tracks the rows that a menu or a dialog covers: they existed before it opened, so they are not new when it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import intersection
from claude_scope.timeline.claims.rows.related import is_related

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Box

MIN_OPENED = 2
"""Minimum number of rows of a menu or a dialog; a message that replaces another message has one row."""


def covered_rows(before: Sequence[TextRow], pair: Pair) -> list[TextRow]:
    """The rows that are covered in the later state of a pair; `before` are those covered in the earlier state."""
    if pair.is_another_page:
        return []
    return [row for row in (*before, *_newly_covered(pair)) if not pair.stands_after(row)]


def _newly_covered(pair: Pair) -> Iterator[TextRow]:
    """The rows that disappeared in a changed region where new rows appeared; a changed value is not a covered row."""
    diff = pair.diff
    if len(diff.came) < MIN_OPENED:
        return
    places = [box for box in pair.after.keyframe.changed if any(_touch(box, row.box) for row in diff.came)]
    for row in (*diff.went, *(old for old, new in diff.became if not is_related(old.text, new.text))):
        if any(_touch(box, row.box) for box in places):
            yield row


def _touch(one: Box, other: Box) -> bool:
    return intersection(one, other) > 0
