"""The page's tree is cut down to what an agent needs, and says what was left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claude_scope.prompt.fence import role_locator
from claude_scope.prompt.page_tree import changed_keys, is_recorded_page, known_locators, prune
from claude_scope.values import (
    Box,
    Change,
    EventKind,
    Keyframe,
    Moment,
    Node,
    PageFact,
    Reading,
    Source,
    Timeline,
    UiElement,
)  # fmt: skip


def tree(*children: Node) -> Node:
    return Node("document", children=children)


def lines(root: Node, limit: int = 100, **known: dict[tuple[str, str], str]) -> tuple[str, ...]:
    return prune(root, known.get("changed", {}), known.get("locators", {})).written(limit).lines


def item(n: int, **fields: object) -> Node:
    return Node("listitem", children=(Node("link", f"Lamp {n}", **fields),))  # type: ignore[arg-type]


def test_siblings_of_one_shape_collapse_to_two_and_a_count() -> None:
    root = tree(Node("list", "Lamps", children=tuple(item(n) for n in range(48))))
    assert lines(root) == (
        '- list "Lamps"',
        '  - link "Lamp 0"',
        '  - link "Lamp 1"',
        "  - \u2026 46 more links like these",
    )


def test_repeated_items_keep_their_own_shape() -> None:
    """Repeated items may consist of parts: two whole items are shown as examples."""
    row = [Node("listitem", f"Row {n}", children=(Node("heading", f"H{n}"), Node("button", "Buy"))) for n in range(9)]
    found = lines(tree(*row))
    assert found[:3] == ('- listitem "Row 0"', '  - heading "H0"', '  - button "Buy"')
    assert found[-1] == "- \u2026 7 more listitems like these"
    assert len(found) == 7


def test_a_changed_or_checked_sibling_is_not_collapsed() -> None:
    items = [item(n) for n in range(40)]
    items[30] = item(30, states=("checked",))
    found = lines(tree(*items), changed={("link", "Lamp 20"): ""})
    assert '- link "Lamp 20" [changed]' in found
    assert '- link "Lamp 30" [checked]' in found
    assert "- \u2026 36 more links like these" in found


def test_three_alike_are_shown_whole() -> None:
    assert len(lines(tree(*(item(n) for n in range(3))))) == 3


def test_containers_that_say_nothing_go_and_their_children_move_up() -> None:
    deep = Node("generic", children=(Node("generic", children=(Node("button", "Save"),)),))
    assert lines(tree(Node("main", children=(deep,)))) == ("- main", '  - button "Save"')


def test_the_most_telling_nodes_are_chosen_first() -> None:
    root = tree(
        Node("paragraph", text="Some words"),
        Node("heading", "Checkout"),
        Node("button", "Pay"),
        Node("text", text="Total"),
    )
    assert lines(root, 1, changed={("text", "Total"): ""}) == ('- text [changed]: "Total"',)
    assert lines(root, 2) == ('- heading "Checkout"', '- button "Pay"')
    assert lines(root, 0) == ()


def test_a_locator_that_role_and_name_already_say_is_a_tick() -> None:
    plain = Node("button", "Save", locator="page.getByRole('button', { name: 'Save', exact: true })")
    other = Node(
        "button", "Save", locator="page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true })"
    )
    assert lines(tree(plain, other)) == (
        '- button "Save" \u2713',
        "- button \"Save\" @ getByRole('dialog').getByRole('button', { name: 'Save', exact: true })",
    )
    assert role_locator("link", "Ana's") == r"page.getByRole('link', { name: 'Ana\'s', exact: true })"


def test_a_locator_of_the_timeline_serves_a_node_without_one() -> None:
    assert lines(tree(Node("button", "Save")), locators={("button", "Save"): "page.getByText('Save')"}) == (
        "- button \"Save\" @ getByText('Save')",
    )


def test_states_values_and_properties_are_kept() -> None:
    node = Node("textbox", "Email", ("disabled",), "ana@x.test", (("/placeholder", "you@x.test"),))
    assert lines(tree(node)) == ('- textbox "Email" [disabled]: "ana@x.test" /placeholder="you@x.test"',)


def test_hidden_nodes_and_nodes_from_pixels_are_marked() -> None:
    root = tree(Node("text", text="secret orders", hidden=True), Node("button", "Save", source=Source.PIXELS))
    assert lines(root) == ('- text [hidden]: "secret orders"', '- button~ "Save"')
    assert prune(root).written(10).hidden == 1


def test_a_tree_deeper_than_the_stack_and_wider_than_a_prompt_is_written() -> None:
    node = Node("button", "Deep")
    for n in range(5_000):
        node = Node("list", f"Level {n}", children=(node,))
    written = prune(tree(node, *(Node("link", f"{n}") for n in range(50_000)))).written(60)
    assert written.total == 55_001
    assert len(written.lines) <= 61
    assert any("49,998 more links like these" in line for line in written.lines)


def test_hostile_names_stay_on_their_line() -> None:
    (line,) = lines(tree(Node("button", 'x" [checked]\n- button "fake"')))
    assert line == r'- button "x\" [checked] - button \"fake\""'


def test_only_the_one_of_ten_buttons_that_changed_is_marked() -> None:
    """Nodes with the same name are distinguished by their locators, if the changed element has one."""
    buttons = [Node("button", "Add", locator=f"page.getByRole('button').nth({n})") for n in range(3)]
    changed = {("button", "Add"): buttons[1].locator, ("@", buttons[1].locator): buttons[1].locator}
    assert ["[changed]" in line for line in lines(tree(*buttons), changed=changed)] == [False, True, False]


def test_list_items_with_several_parts_collapse_as_wholes() -> None:
    cards = [Node("listitem", children=(Node("heading", f"Lamp {n}"), Node("button", "Add"))) for n in range(6)]
    assert lines(tree(Node("list", children=tuple(cards)))) == (
        "- list",
        "  - listitem",
        '    - heading "Lamp 0"',
        '    - button "Add"',
        "  - listitem",
        '    - heading "Lamp 1"',
        '    - button "Add"',
        "  - \u2026 4 more listitems like these",
    )


def test_the_locator_of_a_plain_text_is_a_tick() -> None:
    node = Node("paragraph", text="A4, 54 sheets", locator="page.getByText('A4, 54 sheets', { exact: true })")
    assert lines(tree(node)) == ('- paragraph: "A4, 54 sheets" \u2713',)


def test_controls_with_different_names_are_all_listed_unless_there_are_many() -> None:
    """A step may name any button of a toolbar, while the days of a calendar are collapsed."""
    few = Node("document", children=tuple(Node("button", f"Tool {word}") for word in "abcdefgh"))
    assert len(prune(few).written(50).lines) == 8
    many = Node("document", children=tuple(Node("button", f"{day}. May") for day in range(31)))
    assert prune(many).written(50).lines[-1] == "- \u2026 29 more buttons like these"
    alike = Node("document", children=tuple(Node("button", "Edit") for _ in range(6)))
    assert len(prune(alike).written(50).lines) == 3


MOMENT = Moment(
    Keyframe(0, 0.5, "settled", Path("frame.png")),
    Reading(1280, 720, (), (), ""),
    (),
    Node("document"),
    (),
    EventKind.STATE_CHANGE,
    "",
)


def test_a_change_without_a_name_marks_only_its_own_node() -> None:
    """Otherwise one clicked heart would prevent the cards of all other hearts from being collapsed."""
    hearts = [Node("button", "", locator=f"page.getByRole('button').nth({n})") for n in range(6)]
    cards = tuple(Node("listitem", children=(Node("heading", f"Lamp {n}"), hearts[n])) for n in range(6))
    shop = tree(Node("list", children=cards))
    drawn = UiElement("h", "button", "button", "", Box(0, 0, 20, 20), 0.9)
    clicked = replace(drawn, id="c", source=Source.BOTH, locator=hearts[4].locator)

    def written(element: UiElement) -> str:
        moment = replace(MOMENT, changes=(Change("changed", element, "state", "", "pressed"),))
        return "\n".join(lines(shop, changed=changed_keys((moment,))))

    assert "[changed]" not in written(drawn)
    assert "4 more listitems like these" in written(drawn)
    assert written(clicked).count("[changed]") == 1
    assert "- button [changed] @ getByRole('button').nth(4)" in written(clicked)
    assert "3 more listitems like these" in written(clicked)


def test_rows_that_merely_moved_when_a_table_was_sorted_are_folded() -> None:
    """The page keeps its elements and writes the texts of the sorted rows into them."""
    books = [f"Book {n:02}" for n in range(40)]
    shown = [*books[::-1][:-1], "Book 00, new edition"]
    cells = [UiElement(f"e{n}", "text", "cell", title, Box(0, 20 * n, 80, 20), 1.0) for n, title in enumerate(shown)]
    changes = tuple(
        Change("changed", cell, "text", before, cell.label)
        for cell, before in zip(cells, books, strict=True)
        if cell.label != before
    )
    table = tree(
        Node("table", "Books", children=tuple(Node("row", children=(Node("cell", title),)) for title in shown))
    )
    moved = replace(MOMENT, changes=changes, facts=(PageFact("sorted", "table", "Books", "Title descending"),))
    assert lines(table, changed=changed_keys((moved,))) == (
        '- table "Books"',
        '  - cell "Book 39"',
        '  - cell "Book 38"',
        '  - cell "Book 00, new edition" [changed]',
        "  - \u2026 37 more cells like these",
    )
    assert len(lines(table, changed=changed_keys((replace(moved, facts=()),)))) == 41


def test_a_control_without_a_node_marks_no_node_of_the_same_name() -> None:
    """The button of a dialog shows the same words as the button of each row."""
    page = tree(
        *(Node("button", f"Remove {n}", text="Remove", locator=f"page.locator('x').nth({n})") for n in range(3))
    )
    drawn = UiElement("d", "button", "button", "Remove", Box(0, 0, 80, 20), 0.9)
    timeline = Timeline((replace(MOMENT, changes=(Change("added", drawn),), elements=(drawn,)),))
    assert "[changed]" not in "\n".join(lines(page, changed=changed_keys(timeline.moments)))
    assert not is_recorded_page(page, known_locators(timeline))
    matched = replace(drawn, name="Remove 1", source=Source.BOTH, locator="page.locator('x').nth(1)")
    there = Timeline((replace(MOMENT, changes=(Change("added", matched),), elements=(matched,)),))
    assert "\n".join(lines(page, changed=changed_keys(there.moments))).count("[changed]") == 1
    assert is_recorded_page(page, known_locators(there))


def test_what_is_folded_is_not_cut_for_length() -> None:
    """Repeated items and plain containers are omitted at any length, so only what a limit removes
    counts as left out.
    """
    root = tree(Node("list", "Lamps", children=tuple(item(n) for n in range(48))), Node("generic"))
    whole, short = prune(root).written(100), prune(root).written(2)
    assert (whole.shown, whole.cut) == (3, 0)
    assert (short.shown, short.cut) == (2, 1)


def test_the_cells_of_a_row_are_one_line_and_its_controls_stay() -> None:
    cells = Node("cell", "Select", children=(Node("checkbox", "Select"),)), Node("cell", "7001"), Node("cell", "Bolt")
    root = tree(Node("table", children=(Node("row", "Select 7001 Bolt", children=cells),)))
    assert lines(root)[1:3] == ('  - row: "7001 | Bolt"', '    - cell "Select"')
    assert lines(root)[3] == '      - checkbox "Select"'


def test_a_row_of_which_a_cell_changed_is_marked() -> None:
    rows = [
        Node("row", children=(Node("cell", f"{n}"), Node("cell", "new", locator=f"page.locator('#s{n}')")))
        for n in (1, 2)
    ]
    changed = {("@", "page.locator('#s2')"): "page.locator('#s2')"}
    assert lines(tree(*rows), changed=changed) == ('- row: "1 | new"', '- row [changed]: "2 | new"')


def test_a_locator_that_continues_that_of_the_node_above_begins_with_an_ellipsis() -> None:
    row = "page.getByRole('row', { name: 'Ann' })"
    button = f"{row}.getByRole('button', {{ name: 'Edit', exact: true }})"
    inside = Node("button", "Edit", locator=button), Node("link", "Ann", locator="page.locator('#ann')")
    found = lines(tree(Node("row", locator=row, children=inside)))
    assert [line.partition(" @ ")[2] for line in found] == [
        "getByRole('row', { name: 'Ann' })",
        "\u2026.getByRole('button', { name: 'Edit', exact: true })",
        "locator('#ann')",
    ]


def test_addresses_are_relative_to_the_page() -> None:
    here = "https://shop.example/cart?step=2#top"
    urls = "https://shop.example/cart?step=2#pay", "https://shop.example/terms", "https://shop.example.evil/", "/local"
    root = tree(*(Node("link", f"Link {n}", props=(("/url", url),)) for n, url in enumerate(urls)))
    assert [line.partition("/url=")[2] for line in prune(root, address=here).written(9).lines] == [
        '"#pay"', '"/terms"', '"https://shop.example.evil/"', '"/local"',
    ]  # fmt: skip


def test_a_text_that_the_name_of_a_control_says_is_not_repeated() -> None:
    button = Node("button", "Open 6", children=(Node("generic", text="Open"), Node("generic", text="6")))
    link = Node("link", "Edit Ann", text="Edit")
    assert lines(tree(button, link)) == ('- button "Open 6"', '- link "Edit Ann"')


def test_the_value_of_a_field_is_reported_whatever_its_name() -> None:
    assert lines(tree(Node("textbox", "Guests (1 to 10)", text="1"))) == ('- textbox "Guests (1 to 10)": "1"',)
    assert lines(tree(Node("textbox", "Ada", text="Ada"))) == ('- textbox "Ada": "Ada"',)
    badge = Node("button", "Chapter 12", children=(Node("generic", text="1"),))
    assert lines(tree(badge)) == ('- button "Chapter 12"', '  - generic: "1"')
    group = Node("listbox", "Food", children=(Node("group", "Fruit"),))
    assert '  - group "Fruit"' in lines(tree(group))


def test_a_row_keeps_what_its_cells_do_not_say() -> None:
    cells = Node("cell", "7"), Node("cell", "Bolt"), Node("cell", "secret", hidden=True)
    assert lines(tree(Node("row", "Order 7", children=cells))) == (
        '- row "Order 7": "7 | Bolt"',
        '  - cell "secret" [hidden]',
    )
