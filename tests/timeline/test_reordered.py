"""Rows that changed places are told once each, from which place to which, not as texts that went and came."""

from __future__ import annotations

from claude_scope.prompt.rows import changes
from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Change, Element
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

WHOLE = Box(0, 0, WIDTH, HEIGHT)
HEADER = (element("button", "Number", 40, 100), element("button", "Amount", 500, 100))
INVOICES = (("INV-201", "$1,250.00"), ("INV-202", "$98.40"), ("INV-203", "$412.00"), ("INV-204", "$87.10"))


def table(*rows: tuple[str, ...], top: float = 150) -> tuple[Element, ...]:
    cells = [(cell, 40 + 230 * x, top + 44 * y) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    return (*HEADER, *(element("text", cell, x, y) for cell, x, y in cells))


def told(before: tuple[Element, ...], after: tuple[Element, ...]) -> list[Change]:
    frames = [keyframe(0), keyframe(900, WHOLE)]
    return list(build_timeline(frames, [reading(*before), reading(*after)]).moments[1].changes)


def rows(found: list[Change]) -> list[tuple[str, str, str]]:
    return [(c.element.label, c.before, c.after) for c in found]


def test_a_sorted_table_is_told_by_its_rows() -> None:
    found = told(table(*INVOICES), table(*(INVOICES[n] for n in (2, 0, 3, 1))))
    assert {c.what for c in found} == {"place"}
    assert rows(found) == [
        ("INV-203 $412.00", "its row", "2 rows up"),
        ("INV-201 $1,250.00", "its row", "1 row down"),
        ("INV-204 $87.10", "its row", "1 row up"),
        ("INV-202 $98.40", "its row", "2 rows down"),
    ]
    line, left_out = changes(found, 12, 80)
    assert line.startswith(
        '4 rows~ changed places, from the top: "INV-203 $412.00" 2 rows up, "INV-201 $1,250.00" 1 row down'
    )
    assert left_out == 0


def test_cells_that_stand_in_several_rows_are_no_changes_of_their_own() -> None:
    """A status is the same in many rows, and a small number may be paired with the one at its old place."""
    parts = [(name, status, count) for name, status, count in (("Ada", "Open", "7"), ("Bea", "Done", "9"))]
    parts += [("Cid", "Open", "4"), ("Dot", "Done", "2")]
    found = told(table(*parts), table(*(parts[n] for n in (3, 2, 1, 0))))
    assert [c.after for c in found] == ["3 rows up", "1 row up", "1 row down", "3 rows down"]


def test_one_row_that_was_dragged_is_told_alone() -> None:
    found = told(table(*INVOICES), table(*(INVOICES[n] for n in (3, 0, 1, 2))))
    assert rows(found) == [("INV-204 $87.10", "its row", "3 rows up")]


def test_a_row_that_came_in_above_moves_none() -> None:
    found = told(table(*INVOICES), table(("INV-207", "$310.00"), *INVOICES))
    assert [(c.kind, c.element.label) for c in found] == [("added", "INV-207"), ("added", "$310.00")]
