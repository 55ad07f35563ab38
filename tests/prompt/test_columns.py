"""A sorted table is one line per column, not forty changes; a total beside it stays a change of its own."""

from __future__ import annotations

from dataclasses import replace

from claude_scope.prompt.rows.columns import find_columns
from claude_scope.prompt.rows.rows import describe_changes
from claude_scope.values import Box, Change, UiElement


def text(label: str, x: float, y: float) -> UiElement:
    return UiElement(f"{label}{y}", "text", "text", label, Box(x, y, 9 * len(label), 20), 0.9)


NUMBER, CUSTOMER = text("Number", 256, 140), text("Customer", 650, 140)
OLD = [text(f"INV-{n}", 256, 180 + 45 * n) for n in range(8)]
NEW = [text(f"INV-{n + 20}", 256, 180 + 45 * n) for n in range(8)]
SORTED = [Change("changed", new, "text", old.label, new.label) for old, new in zip(OLD, NEW, strict=True)]
TOTAL = Change("changed", text("2 invoices", 340, 90), "text", "16 invoices", "2 invoices")


def test_a_column_is_listed_from_top_to_bottom_under_its_header() -> None:
    shuffled = [*SORTED[4:], *SORTED[:4]]
    told, left_out = describe_changes([*shuffled, TOTAL], 8, 80, [NUMBER, CUSTOMER, *NEW])
    assert told == (
        'text~ "16 invoices" -> "2 invoices"; under~ "Number": "INV-0", "INV-1", "INV-2", "INV-3", … (8) -> '
        '"INV-20", "INV-21", "INV-22", "INV-23", … (8)'
    )
    assert left_out == 0


def test_rows_that_only_came_or_went_have_a_sign() -> None:
    came = [Change("added", element) for element in NEW]
    assert describe_changes(came, 8, 80, [NUMBER, *NEW])[0].startswith('+ under~ "Number": "INV-20", ')
    went = [Change("removed", element) for element in OLD]
    assert describe_changes(went, 8, 80, [NUMBER])[0].startswith('- under~ "Number": "INV-0", ')


def test_a_few_changes_below_one_another_stay_single() -> None:
    found, single = find_columns(SORTED[:3], [NUMBER, *NEW])
    assert (found, single) == ([], SORTED[:3])


def test_buttons_and_fields_are_never_a_column() -> None:
    buttons = [replace(c, element=replace(c.element, type="button", role="button")) for c in SORTED]
    assert find_columns(buttons, [])[0] == []


def test_equal_lines_are_listed_once() -> None:
    alike = [Change("added", text("The quick brown fox jumps over the lazy dog " + end, 256, 180)) for end in "abcde"]
    alike = [replace(c, element=replace(c.element, box=Box(256, 180 + 45 * n, 400, 20))) for n, c in enumerate(alike)]
    assert describe_changes(alike, 8, 80)[0] == '+ in a column~: "The quick brown fox jumps over the lazy…" (5 times)'
