"""Claims that another page is shown, and finds its heading."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from claude_scope.geometry import same_place
from claude_scope.timeline.claims.rows.text_rows import WORD
from claude_scope.timeline.claims.scores import said_from
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.timeline.claims.rows.text_rows import TextRow

HEADING_HEIGHT = 1.5
"""A heading is at least this many times as high as the median row."""
AGAIN = "seen before"
"""The `before` of the claim that a view which an earlier state had is shown again."""
SURE_HEADING = 0.95
"""Minimum confidence of a heading. It is high, because all later text refers to the page by its heading."""
MIN_HEADING_LETTERS, MAX_HEADING_LETTERS = 3, 70


def headings(rows: Sequence[TextRow], every: Sequence[TextRow]) -> list[TextRow]:
    """The rows that are much higher than the median row, the highest first, without rows with a badge or an icon."""
    if not every:
        return []
    usual = median(row.box.height for row in every)
    found = [
        row
        for row in rows
        if row.box.height >= HEADING_HEIGHT * usual
        and sum(map(str.isalpha, row.text)) >= MIN_HEADING_LETTERS
        and len(row.text) <= MAX_HEADING_LETTERS
        and all(WORD.search(line.text) for line in row.lines)
    ]
    return sorted(found, key=lambda row: -row.box.height)


def another_page(pair: Pair) -> Claim:
    """The claim that another page is shown, with its heading if one is certain."""
    sure = 1 - pair.diff.kept
    said = sure >= said_from("page")
    again = AGAIN if pair.is_seen_again else ""
    page = Claim(pair.number, "page", "address", before=again, score=sure, is_said=said)
    if head := next((row for row in _heads(pair) if row.confidence >= SURE_HEADING), None):
        return replace(page, property="heading", after=head.text, name=head.text, box=head.box)
    if head := next((row for row in _named_by_link(pair) if row.confidence >= SURE_HEADING), None):
        return replace(page, after=head.text, name=head.text, box=head.box)
    return page


def _heads(pair: Pair) -> Iterator[TextRow]:
    """Possible headings of another page: the highest rows, then rows at the places of earlier headings."""
    yield from headings(pair.diff.placed, pair.rows_after)
    yield from (
        row for row in pair.diff.placed if WORD.search(row.text) and any(same_place(row.box, it) for it in pair.heads)
    )


def _named_by_link(pair: Pair) -> Iterator[TextRow]:
    """The rows of the new page that have the text of the clicked link, the highest first."""
    if link := pair.clicked:
        same = [row for row in pair.rows_after if same_text(row.text, link.text) and not same_place(row.box, link.box)]
        yield from sorted(same, key=lambda row: -row.box.height)
