"""Claims about one state: texts that appeared, disappeared or changed, another page, scrolling, sorting, a theme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import around, centre, grown, holds, intersection
from claude_scope.timeline.claims.error_rows import is_error_row
from claude_scope.timeline.claims.field_values import fields_at, is_value
from claude_scope.timeline.claims.moved_rows import came_into_view, reordered, scrolled
from claude_scope.timeline.claims.page_headings import another_page
from claude_scope.timeline.claims.rows.counters import is_misread_step, is_step
from claude_scope.timeline.claims.rows.gone import is_surely_gone
from claude_scope.timeline.claims.rows.other_words import is_other_word
from claude_scope.timeline.claims.rows.readings import SURE, new_part, repainted
from claude_scope.timeline.claims.rows.related import is_related
from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.claims.rows.row_diff import MAX_STAYED, without_numbers
from claude_scope.timeline.claims.rows.text_rows import WORD, TextRow
from claude_scope.timeline.claims.said import select_reported
from claude_scope.timeline.claims.scores import THEME, TYPED, Evidence, text_score
from claude_scope.timeline.claims.table_cells import cells_of_other_rows
from claude_scope.timeline.claims.typed_text import typed_text
from claude_scope.timeline.text_compare import similarity
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair, Statistics
    from claude_scope.timeline.claims.rows.row_diff import RowDiff
    from claude_scope.values import Box, ClaimKind, Moment

OVERLAY_DENSITY = 0.12
"""Minimum share of a menu's area that its words fill; scattered changes fill less of the box around them."""
MAX_UNRELATED = 2
"""If there are more pairs of unrelated texts, another list is shown, and no text changed into another."""
RECOLOURED_SHARE, RECOLOURED_KEPT = 0.6, 0.8
"""A theme changed if at least this share of the picture changed and at least this share of the rows stayed."""
SURE_ALONE, MAX_ALONE, KEPT_ALONE = 0.85, 3, 0.8
"""A text changed alone if both readings have at least the first number as confidence, at most the second number of
texts appeared or changed, and at least the third number, as a share, of the rows stayed."""
MAX_SUBMITTED = 12
"""If more rows moved, the content scrolled."""


def claims_of_state(pair: Pair) -> list[Claim]:
    """All claims about one state, certain or not, with the reported ones marked."""
    return select_reported(_claims(pair))


def _claims(pair: Pair) -> list[Claim]:
    diff = pair.diff
    if moved := scrolled(pair):
        new = [row for row in diff.came if not came_into_view(row, pair)]
        return [moved, *(claim for claim in _came(pair, new) if claim.property == "error")]
    if pair.is_another_page:
        return [another_page(pair), *_came(pair, pair.without_known(diff.came))]
    if sorting := reordered(pair):
        return [sorting, *(claim for claim in _came(pair, diff.came) if claim.property == "error")]
    came, went, became = _without_covered(pair)
    if typed := _typed(pair):
        came = [row for row in came if row.box != typed.box]
        became = [(old, new) for old, new in became if new.box != typed.box]
    return [
        *_theme(pair, diff),
        *([typed] if typed else []),
        *_came(pair, [*came, *_submitted(pair)]),
        *_became(pair, became),
        *_went(pair, went),
    ]


def _without_covered(pair: Pair) -> tuple[list[TextRow], list[TextRow], list[tuple[TextRow, TextRow]]]:
    """The rows that appeared, disappeared or changed, except those that an overlay merely covered or revealed.

    A text at the place of an unrelated text is new rather than changed if it belongs to a menu, or if many texts are
    unrelated to those before, because then another list or view is shown.
    """
    diff = pair.diff
    became = _without_cells(pair)
    others = [(old, new) for old, new in became if not is_related(old.text, new.text)]
    gone = [*diff.went, *(old for old, _ in others)]
    closed, bands = _overlay(gone), RowBands(gone)

    def is_bared(row: TextRow) -> bool:
        if pair.covered.has_part(row):
            return True
        return diff.kept >= MAX_STAYED and pair.known.has(row) and (_covers(closed, row) or _lay_on(bands, row))

    came = [row for row in diff.came if not is_bared(row)]
    entries = [new for _, new in others if not is_bared(new)]
    opened = _overlay([*came, *entries])
    if len({row.text for row in entries if not _covers(opened, row)}) <= MAX_UNRELATED:
        entries = [row for row in entries if _covers(opened, row)]
    entries += [new for old, new in became if is_related(old.text, new.text) and _is_error_on(opened, new, pair)]
    before = RowBands(pair.rows_before)
    return (
        [*came, *(new_part(row, before) for row in entries)],
        [row for row in diff.went if not _covers(opened, row)],
        [(old, new) for old, new in became if not (new in entries or _covers(opened, new) or is_bared(new))],
    )


def _without_cells(pair: Pair) -> list[tuple[TextRow, TextRow]]:
    """The texts that changed, except cells of a table that differ only because another row is there now.

    Errors are always kept. Texts that are unrelated to those before are judged later, together with their list.
    """
    diff, often = pair.diff, pair.stats_after.often
    placed = set(diff.placed)
    related = [new for old, new in diff.became if is_related(old.text, new.text)]
    moved = {new for _, new in diff.moved}
    cells = cells_of_other_rows(
        related,
        pair.rows_after,
        moved=moved,
        replaced=placed.difference(moved, related),
        stayed={row for row in pair.rows_after if often[row.text] == 1 and row not in placed},
    )
    return [(old, new) for old, new in diff.became if new not in cells or is_error_row(new, pair)]


def _is_error_on(overlay: Box | None, row: TextRow, pair: Pair) -> bool:
    """Whether a row is an error on an overlay that opened; it is new, even if it resembles the text that it covers."""
    return _covers(overlay, row) and is_error_row(row, pair)


def _covers(overlay: Box | None, row: TextRow) -> bool:
    return overlay is not None and intersection(overlay, row.box) > 0


def _lay_on(gone: RowBands[TextRow], row: TextRow) -> bool:
    """Whether a row that has disappeared overlapped this row, as a tooltip does."""
    return any(intersection(row.box, other.box) > 0 for other in gone.beside(row.box))


def _overlay(rows: Sequence[TextRow]) -> Box | None:
    """The box of a menu or dialog that opened or closed, with what it covers; None if the rows are not dense enough."""
    if len(rows) < 2:
        return None
    place = around([row.box for row in rows])
    filled = sum(row.box.width * row.box.height for row in rows)
    return place if filled >= OVERLAY_DENSITY * place.width * place.height else None


def _theme(pair: Pair, diff: RowDiff) -> Iterator[Claim]:
    if pair.after.keyframe.changed_share >= RECOLOURED_SHARE and diff.kept >= RECOLOURED_KEPT:
        yield Claim(pair.number, "changed", "theme", after="other colours", score=THEME)


def _typed(pair: Pair) -> Claim | None:
    """A text that grew while little else changed; if the pointer is on it, it must have been read with confidence."""
    diff = pair.diff
    typed = typed_text(pair.rows_before, pair.rows_after, pair.after.keyframe.changed)
    if typed is None or max(len(diff.came), len(diff.went), len(diff.became)) > 1:
        return None
    claim = _claim(pair, "changed", typed.after, before=typed.before.text, after=typed.after.text)
    if claim.property == "error" or (pair.is_pointed(typed.rest) and typed.after.confidence < SURE):
        return None
    sure = TYPED * min(typed.before.confidence, typed.after.confidence) ** 0.5
    return replace(claim, score=sure)


def _came(pair: Pair, rows: Sequence[TextRow]) -> Iterator[Claim]:
    for row in rows:
        yield _claim(pair, "appeared", row, after=row.text)


def _submitted(pair: Pair) -> list[TextRow]:
    """Texts that moved out of a field, such as a new item of a list; they count as new rather than as moved."""
    left = [(old, new) for old, new in pair.diff.moved if fields_at(old.box, pair.before)]
    return [new for old, new in left if not fields_at(new.box, pair.after) and len(pair.diff.moved) <= MAX_SUBMITTED]


def _went(pair: Pair, rows: Sequence[TextRow]) -> Iterator[Claim]:
    moved = {new for _, new in pair.diff.moved}
    there = RowBands(row for row in pair.rows_after if row not in moved)
    for row in rows:
        place = grown(row.box, 2)
        if not any(intersection(place, other.box) > 0 for other in there.beside(place)):
            yield _claim(pair, "disappeared", row, before=row.text, is_surely_gone=is_surely_gone(row, pair))


def _became(pair: Pair, rows: Iterable[tuple[TextRow, TextRow]]) -> Iterator[Claim]:
    for old, new in rows:
        more = max(old, new, key=lambda item: len(item.lines))
        row = TextRow(new.text, new.box, min(old.confidence, new.confidence), more.lines)
        yield _claim(
            pair,
            "changed",
            row,
            before=old.text,
            after=new.text,
            is_other_word=is_other_word(old, new),
            is_alone=_is_alone(old, new, pair),
            is_step=is_step(old, new),
            is_misread_step=is_misread_step(old, new),
        )


def _is_alone(old: TextRow, new: TextRow, pair: Pair) -> bool:
    """Whether a text was read with confidence, in one piece, and changed while little else did."""
    if min(old.confidence, new.confidence) < SURE_ALONE or len(old.lines) + len(new.lines) > 2:
        return False
    return len(pair.diff.came) + len(pair.diff.became) <= MAX_ALONE and pair.diff.kept >= KEPT_ALONE


def _claim(pair: Pair, kind: ClaimKind, row: TextRow, *, before: str = "", after: str = "", **of_rules: bool) -> Claim:
    """A claim about a text; `of_rules` are further fields of `Evidence`, which only the rules of the score use."""
    is_gone = kind == "disappeared"
    is_error = not is_gone and is_error_row(row, pair)
    evidence = _evidence(pair, row, pair.stats_before if is_gone else pair.stats_after)
    if without_numbers(before) == without_numbers(after):  # only the number matters, and it is one piece
        evidence = replace(evidence, pieces=1, letters=sum(map(str.isdigit, after)))
    in_field = not is_gone and is_value(pair, row.text, row.box)
    return Claim(
        pair.number,
        kind,
        "error" if is_error else "text",
        before=before,
        after=after,
        score=text_score(kind, replace(evidence, is_error=is_error, is_value=in_field, **of_rules)),
        is_said=False,
        name=row.text,
        box=row.box,
        element=_element_at(row, pair.before if is_gone else pair.after),
    )


def _evidence(pair: Pair, row: TextRow, statistics: Statistics) -> Evidence:
    return Evidence(
        confidence=row.confidence,
        page_confidence=statistics.confidence,
        letters=sum(map(str.isalnum, row.text)),
        words=len(WORD.findall(row.text)),
        pieces=len(row.lines),
        came=len(pair.diff.came),
        moved=len(pair.diff.moved) - pair.diff.shift[2],
        is_page=pair.is_another_page,
        is_pointed=pair.is_pointed(row.box),
        is_repeated=statistics.often[row.text] > 1,
        repainted=max(repainted(line.box, pair.after.keyframe.changed) for line in row.lines),
    )


def _element_at(row: TextRow, moment: Moment) -> str:
    """The id of the element of the page's tree to which the text of a row belongs; "" if there is none."""
    known = (e for e in moment.elements if not e.source.has_no_node and holds(e.box, centre(row.box), 4))
    return next((e.id for e in known if similarity(e.label or e.value, row.text, 0.8) > 0), "")
