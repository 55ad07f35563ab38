"""Which table or list of one page is which of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.page.structure import Section

MIN_SCORE = 1.0
_SAME_COLUMNS, _SAME_ROWS = 2.0, 2.0


def match_sections(
    before: Sequence[Section], after: Sequence[Section], *, same_document: bool
) -> list[tuple[Section, Section]]:
    """The pairs of sections, the surest first; each section is in one pair at most."""
    scored = [
        (score, -abs(i - j), i, j)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
        if (score := _score(old, new, same_document=same_document)) >= MIN_SCORE
    ]
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(scored, reverse=True):
        if all(i != one and j != other for one, other in pairs):
            pairs.append((i, j))
    return [(before[i], after[j]) for i, j in sorted(pairs, key=lambda pair: pair[1])]


def _score(old: Section, new: Section, *, same_document: bool) -> float:
    """How much speaks for two sections being one: its node, columns, name and rows."""
    if old.role != new.role or bool(old.layer) != bool(new.layer):
        return 0.0
    score = _SAME_COLUMNS * _shared(old.columns, new.columns)
    score += _SAME_ROWS * _shared([row.text for row in old.rows], [row.text for row in new.rows])
    score += 0.5 * bool(old.name and old.name == new.name)
    return score + MIN_SCORE * (same_document and old.ref == new.ref)


def _shared(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of texts that both have, of the shorter side."""
    least = min(len(set(old)), len(set(new)))
    return len(set(old) & set(new)) / least if least else 0.0
