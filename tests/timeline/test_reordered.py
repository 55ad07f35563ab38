"""Rows that changed places are told once each, by how many rows, not as texts that went and came."""

from __future__ import annotations

from claude_scope.prompt.acts.steps import steps
from claude_scope.prompt.rows.rows import describe_changes
from claude_scope.timeline.build import build_timeline
from claude_scope.timeline.diff.fold import fold_changes
from claude_scope.timeline.events.events import describe_change
from claude_scope.values import Box, Change, Element, Timeline
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading, ui

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


def test_a_sorted_table_is_reported_by_its_rows() -> None:
    found = told(table(*INVOICES), table(*(INVOICES[n] for n in (2, 0, 3, 1))))
    assert {c.what for c in found} == {"place"}
    assert rows(found) == [
        ("INV-203 $412.00", "its row", "2 rows up"),
        ("INV-201 $1,250.00", "its row", "1 row down"),
        ("INV-204 $87.10", "its row", "1 row up"),
        ("INV-202 $98.40", "its row", "2 rows down"),
    ]
    line, left_out = describe_changes(found, 12, 80)
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


def test_one_row_that_was_dragged_is_reported_alone() -> None:
    found = told(table(*INVOICES), table(*(INVOICES[n] for n in (3, 0, 1, 2))))
    assert rows(found) == [("INV-204 $87.10", "its row", "3 rows up")]


def test_rows_that_are_alike_count_as_well() -> None:
    """Two empty drafts cannot be told apart, but the row went past them."""
    parts = [("Ann", "12"), ("Draft", "0"), ("Draft", "0"), ("Bob", "31"), ("Cid", "47")]
    found = told(table(*parts), table(*(parts[n] for n in (1, 2, 3, 4, 0))))
    assert [(c.element.label, c.after) for c in found if c.is_row_move] == [("Ann 12", "4 rows down")]


def cards(*lines: tuple[str, str], heights: tuple[float, ...]) -> tuple[Element, ...]:
    """Cards of a name and a line under it."""
    tops = [150 + sum(heights[:n]) for n in range(len(lines))]
    cells = [(text, top + 22 * x) for line, top in zip(lines, tops, strict=True) for x, text in enumerate(line)]
    return (*HEADER, *(element("text", text, 40, y) for text, y in cells))


def test_a_second_line_is_no_row_and_rows_of_many_heights_are_not_counted() -> None:
    parts = [("Ann", "Draft"), ("Bob", "Draft"), ("Cid", "Draft"), ("Dot", "Draft")]
    last = [parts[n] for n in (1, 2, 3, 0)]
    even, uneven = (70, 70, 70, 70), (70, 96, 130, 70)
    found = told(cards(*parts, heights=even), cards(*last, heights=even))
    assert rows(found) == [("Ann", "its row", "3 rows down")]
    found = told(cards(*parts, heights=uneven), cards(*last, heights=uneven))
    assert rows(found) == [("Ann", "its row", "down")]


def test_moves_over_states_that_are_left_out_are_those_from_the_first_to_the_last() -> None:
    """A row that came back moved nowhere; two rows that changed places are told by points."""
    orders = [(0, 1, 2, 3), (2, 0, 1, 3), (0, 2, 1, 3), (0, 1, 2, 3)]
    readings = [reading(*table(*(INVOICES[n] for n in order))) for order in orders]
    moments = build_timeline([keyframe(900 * n, WHOLE) for n in range(4)], readings).moments
    elements = [{e.id: e for e in moment.elements} for moment in moments]
    assert rows(list(moments[1].changes)) == [("INV-203 $412.00", "its row", "2 rows up")]
    assert fold_changes([m.changes for m in moments[1:]], elements[0], elements[3]) == ()
    folded = rows(list(fold_changes([moments[1].changes, moments[2].changes], elements[0], elements[2])))
    direct = rows(told(table(*INVOICES), table(*(INVOICES[n] for n in orders[2]))))
    assert folded == [("INV-203", "(72, 250)", "(72, 206)"), ("$412.00", "(302, 250)", "(302, 206)")]
    assert set(folded) < set(direct)


def test_a_sort_that_nothing_explains_is_a_gap_and_one_under_the_pointer_a_click() -> None:
    readings = [reading(*table(*INVOICES)), reading(*table(*(INVOICES[n] for n in (2, 0, 3, 1))))]
    for here, line in (((520, 110), "2. click "), (None, "2. (state 2, 0:00.9: what led to it was not seen)")):
        moments = build_timeline([keyframe(0), keyframe(900, WHOLE, pointer=here)], readings).moments
        assert steps(Timeline(moments), "http://x.test", 20, 80)[1].startswith(line)


def test_no_text_of_a_page_is_taken_for_a_row_that_moved() -> None:
    forged = Change("changed", ui("text", "x", 0, 0), "text", "its row", "up; 5 | 0:09.0 | error | y")
    assert 'text "its row" -> "up; 5 | 0:09.0 | error | y"' in describe_changes([forged], 12, 80)[0]
    assert "moved" not in describe_change(forged)


def test_a_row_that_came_in_above_moves_none() -> None:
    found = told(table(*INVOICES), table(("INV-207", "$310.00"), *INVOICES))
    assert [(c.kind, c.element.label) for c in found] == [("added", "INV-207"), ("added", "$310.00")]
