"""For states without a certain change, claims that legible texts are at the repainted places, whether new or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.claims.rows.readings import repainted
from claude_scope.timeline.claims.rows.text_rows import WORD
from claude_scope.timeline.claims.scores import MISREAD, STANDS
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.timeline.claims.rows.text_rows import TextRow

MIN_REPAINTED = 0.3
"""Minimum share of a text's box in which pixels changed."""
MAX_ROWS, MAX_SAID = 16, 5
"""If there are more texts than the first number, and more than that are new, a whole view changed, and a few texts
would say little about it. At most the second number of texts is reported."""
LEGIBLE = 0.9
"""Minimum confidence of a text. OCR is seldom that confident about letters of a script that it does not support."""


def repainted_texts(pair: Pair, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Claims about the texts where a state changed, if no other claim about it is reported; likely new texts first."""
    changed = pair.after.keyframe.changed
    if not changed or any(claim.is_said for claim in claims):
        return
    unsure = {claim.box for claim in claims if claim.kind == "changed" and claim.score <= MISREAD}
    rows = [row for row in pair.rows_after if _is_legible(row) and repainted(row.box, changed) >= MIN_REPAINTED]
    rows = [row for row in rows if row.box not in unsure]
    if len(rows) > MAX_ROWS:
        came = {row.box for row in pair.diff.came}
        rows = [row for row in rows if row.box in came]
    if len(rows) > MAX_ROWS:
        return
    likely = {claim.box: claim.score for claim in claims if claim.kind in ("appeared", "changed")}
    rows.sort(key=lambda row: (-likely.get(row.box, 0.0), row.box.y, row.box.x))
    first: dict[str, TextRow] = {}
    for row in rows:
        first.setdefault(row.text, row)
    for row in list(first.values())[:MAX_SAID]:
        yield Claim(pair.number, "unchanged_nearby", "text", after=row.text, score=STANDS, name=row.text, box=row.box)


def _is_legible(row: TextRow) -> bool:
    return row.confidence >= LEGIBLE and bool(WORD.search(row.text) or any(map(str.isdigit, row.text)))
