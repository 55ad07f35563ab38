"""Tables and lists are compared row by row: sort order, and rows that were added, removed, moved or changed."""

from __future__ import annotations

import pytest

from claude_scope.timeline.captured.compare.compare_pages import compare_pages
from claude_scope.timeline.captured.compare.row_order import Order, is_sorted
from claude_scope.timeline.captured.page.read_rows import TICK
from claude_scope.values import Node, PageFact
from claude_scope.wording.page_facts import describe_fact
from tests.timeline.captured.trees import differences, entries, header, node, read, row, table, text, without_nodes

BOOKS = (
    ("Emma", "Faber", "320"),
    ("Ulysses", "Beacon", "730"),
    ("Ivanhoe", "Beacon", "510"),
    ("Walden", "Faber", "290"),
    ("Dracula", "Orion", "420"),
)
COLUMNS = ("Title", "Publisher", "Pages")


def books(*titles: str, columns: tuple[str, ...] = COLUMNS) -> Node:
    """The table with these books, in this order."""
    cells = {book[0]: book for book in BOOKS}
    places = [COLUMNS.index(name) for name in columns]
    rows = (row(*(cells[title][at] for at in places), ref=f"row {title}") for title in titles)
    return table(header(*columns), *rows, name="Books")


ALL = tuple(book[0] for book in BOOKS)


def of(before: Node, after: Node, *clicked: str) -> list[PageFact]:
    return differences([before], [after], *clicked)


@pytest.mark.parametrize(
    ("titles", "clicked", "by"),
    [
        (("Walden", "Emma", "Dracula", "Ivanhoe", "Ulysses"), "Pages", "Pages ascending"),
        (("Ulysses", "Ivanhoe", "Dracula", "Emma", "Walden"), "Pages", "Pages descending"),
        (("Dracula", "Emma", "Ivanhoe", "Ulysses", "Walden"), "", "Title ascending"),
        (("Ivanhoe", "Ulysses", "Walden", "Emma", "Dracula"), "Publisher", "Publisher ascending, then Pages ascending"),
        (("Dracula", "Walden", "Emma", "Ivanhoe", "Ulysses"), "", "Publisher descending, then Pages ascending"),
    ],
)
def test_a_sorted_table_says_by_what_and_within_ties_by_what(titles: tuple[str, ...], clicked: str, by: str) -> None:
    (fact,) = of(books(*ALL), books(*titles), clicked)
    assert (fact.kind, fact.noun, fact.name, fact.part) == ("sorted", "table", "Books", by)
    assert fact.items[0][0] == "row"
    assert [name.partition(" (")[0] for _, name in fact.items] == list(titles[:3])


def test_numbers_are_sorted_as_numbers_and_amounts_too() -> None:
    def prices(*values: str) -> Node:
        return table(header("Item", "Price"), *(row(f"Item {value}", value) for value in values))

    (fact,) = of(prices("$9.00", "$1,200.00", "$30.50"), prices("$1,200.00", "$30.50", "$9.00"), "Price")
    assert (fact.kind, fact.part) == ("sorted", "Price descending")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("96", "980", "62", "9", "8"), "Stock as text, not by number"),
        (("2", "33", "10"), "Stock as text, not by number"),
        (("$80.50", "$9.00", "$100.00", "$20.00", "$5.50"), "Stock as text, not by number"),
        (("9 EUR", "1000 EUR", "100 EUR", "25 EUR"), "Stock as text, not by number"),
        (("EUR 9.00", "EUR 1,000.00", "EUR 100.00", "EUR 25.50"), "Stock as text, not by number"),
        (("9 %", "100 %", "3 %", "25 %"), "Stock as text, not by number"),
        (("v1.9", "v1.10", "v1.2"), "Stock descending"),
        (("0123", "045", "01"), "Stock descending"),
        (("N80", "N9", "N100", "N20", "N5"), "Stock descending"),
    ],
)
def test_numbers_that_are_sorted_as_text_are_reported_as_that(values: tuple[str, ...], said: str) -> None:
    """A person expects 9 before 80 when sorting by numbers, and the row shows the values."""
    names = dict(zip(values, ("Washer", "Bolt", "Cable tie", "Grease", "Gasket"), strict=False))
    ordered = sorted(values, key=lambda text: text.replace(",", ""), reverse=True)

    def stock(*numbers: str) -> Node:
        return table(header("Item", "Place", "Supplier", "Stock"), *(row(names[n], "A", "B", n) for n in numbers))

    (fact,) = of(stock(*values), stock(*ordered), "Stock")
    assert fact.part.partition(" (")[0] == said
    assert fact.items[0][1] == f"{names[ordered[0]]} ({ordered[0]}, A)"
    assert bool(fact.after) == ("text" in said)


def orders(*amounts: str) -> Node:
    """Orders with these amounts; each amount is always of the same customer."""
    customers = {"9 EUR": "Cid", "25 EUR": "Ada", "100 EUR": "Dan", "1000 EUR": "Bob"}
    return table(header("Customer", "Amount"), *(row(customers[amount], amount) for amount in amounts))


TEXT_ORDER = ("100 EUR", "1000 EUR", "25 EUR", "9 EUR")


def test_numbers_in_text_order_are_reported_with_two_that_show_it() -> None:
    (fact,) = of(orders("9 EUR", "100 EUR", "25 EUR", "1000 EUR"), orders(*TEXT_ORDER), "Amount")
    assert "sorted by Amount as text, not by number (1000 EUR before 25 EUR), the same 4 rows" in describe_fact(fact)


def test_few_numbers_that_nobody_sorted_by_are_in_text_order_by_chance() -> None:
    (fact,) = of(orders("9 EUR", "100 EUR", "25 EUR", "1000 EUR"), orders(*TEXT_ORDER))
    assert fact.kind == "reordered"


@pytest.mark.parametrize(
    "codes",
    [("SKU-0000", "SKU-0004", "SKU-0008"), ("2023-11", "2024-01", "2024-02"), ("2024-01", "2024-02", "2024-10")],
)
def test_a_hyphen_in_a_code_or_a_date_is_no_minus(codes: tuple[str, ...]) -> None:
    def parts(*shown: str) -> Node:
        return table(header("Part", "Code"), *(row(f"Part {code[-1]}", code, ref=code) for code in shown))

    rows = [[code] for code in codes]
    assert (is_sorted(rows, Order(0, True)), is_sorted(rows, Order(0, False))) == (True, False)
    (fact,) = of(parts(codes[1], codes[0], codes[2]), parts(*codes), "Code")
    assert (fact.kind, fact.part) == ("sorted", "Code ascending")


def test_a_sorted_quantity_is_shown_although_the_code_of_its_row_has_its_digit() -> None:
    def stock(*amounts: str) -> Node:
        rows = (row(f"SKU-000{amount}", f"Bolt M{amount}", amount, ref=f"row {amount}") for amount in amounts)
        return table(header("SKU", "Name", "Quantity"), *rows)

    (fact,) = of(stock("4", "0", "8"), stock("0", "4", "8"), "Quantity")
    assert fact.items[0] == ("row", "SKU-0000 (0, Bolt M0)")


def test_a_new_order_that_is_not_sorted_is_reported_as_that() -> None:
    (fact,) = of(books(*ALL), books("Walden", "Dracula", "Emma", "Ulysses", "Ivanhoe"))
    assert (fact.kind, [name.partition(" (")[0] for _, name in fact.items]) == (
        "reordered",
        ["Walden", "Dracula", "Emma"],
    )


def test_a_row_that_was_dragged_says_where_it_is_now() -> None:
    (fact,) = of(books(*ALL), books("Dracula", *ALL[:4]))
    assert (fact.kind, fact.noun, fact.name, fact.after) == ("moved", "row", "Dracula", "to the top")
    (fact,) = of(books(*ALL), books("Emma", "Ivanhoe", "Walden", "Ulysses", "Dracula"))
    assert (fact.kind, fact.name, fact.after) == ("moved", "Ulysses", "after Walden")


def test_an_added_and_a_removed_row_are_named_with_the_number_of_rows() -> None:
    (fact,) = of(books(*ALL[:3]), books(*ALL[:4]))
    assert (fact.kind, fact.part, fact.count) == ("rows", "row", (3, 4))
    assert fact.items == (("+", "Walden (Faber, 290)"),)
    (fact,) = of(books(*ALL), books("Emma", "Ulysses", "Walden", "Dracula"))
    assert (fact.count, fact.items, fact.more) == ((5, 4), (("-", "Ivanhoe"),), 0)


def numbered(*numbers: int) -> Node:
    rows = (row(f"Order {number}", f"Customer {number}", "open") for number in numbers)
    return table(header("Order", "Customer", "State"), *rows)


def test_a_filtered_table_says_what_is_left() -> None:
    (fact,) = of(numbered(*range(1, 21)), numbered(3, 13))
    assert (fact.kind, fact.count) == ("rows", (20, 2))
    assert [text.partition(" (")[0] for sign, text in fact.items if sign == "now"] == ["Order 3", "Order 13"]


def test_another_page_of_a_table_says_what_is_there_now() -> None:
    (fact,) = of(numbered(*range(1, 11)), numbered(*range(11, 21)))
    assert (fact.kind, fact.count) == ("rows", (10, 10))
    now = [text.partition(" (")[0] for sign, text in fact.items if sign == "now"]
    assert (now, fact.more) == (["Order 11", "Order 12", "Order 13", "Order 14"], 6)


def test_a_cell_that_changed_has_its_row_and_its_column() -> None:
    after = [(title, publisher, "999" if title == "Emma" else pages) for title, publisher, pages in BOOKS]
    (fact,) = of(books(*ALL), table(header(*COLUMNS), *(row(*cells) for cells in after), name="Books"))
    assert (fact.kind, fact.noun, fact.name) == ("row", "row", "Emma")
    assert fact.items == (("Pages", "320 -> 999"),)


def test_a_column_that_changed_in_many_rows_is_one_fact() -> None:
    after = [(title, publisher, f"{pages}0") for title, publisher, pages in BOOKS]
    (fact,) = of(books(*ALL), table(header(*COLUMNS), *(row(*cells) for cells in after), name="Books"))
    assert (fact.kind, fact.part, fact.count, fact.more) == ("rows", "Pages", None, 2)
    assert fact.items[0] == ("row", "Emma: 320 -> 3200")


def test_a_renamed_row_is_the_row_of_its_node() -> None:
    def tasks(*names: str) -> Node:
        refs = "first", "second", "third"
        return table(
            header("Task", "State"), *(row(name, "open", ref=ref) for name, ref in zip(names, refs, strict=True))
        )

    (fact,) = of(tasks("Wash", "Cook", "Rest"), tasks("Wash", "Bake", "Rest"))
    assert (fact.kind, fact.name, fact.items) == ("row", "Cook", (("Task", "Cook -> Bake"),))


def test_rows_that_are_rendered_again_are_found_by_what_distinguishes_them() -> None:
    """All nodes are new, and the figure of one row changed: no row was added or removed."""
    before, after = books(*ALL), [row(*cells, ref=f"new {cells[0]}") for cells in BOOKS[:4]]
    after.append(row("Dracula", "Orion", "421", ref="new Dracula"))
    (fact,) = of(before, table(header(*COLUMNS), *after, name="Books", ref="another"))
    assert (fact.kind, fact.name, fact.items) == ("row", "Dracula", (("Pages", "420 -> 421"),))


def test_a_column_that_came_or_went_is_reported_without_its_cells() -> None:
    (fact,) = of(books(*ALL), books(*ALL, columns=("Title", "Pages")))
    assert (fact.kind, fact.name, fact.items) == ("columns", "Books", (("-", "Publisher"),))
    (fact,) = of(books(*ALL, columns=("Title", "Pages")), books(*ALL))
    assert (fact.kind, fact.items) == ("columns", (("+", "Publisher"),))
    (fact,) = of(books(*ALL), books(*ALL, columns=("Pages", "Title", "Publisher")))
    assert (fact.kind, fact.items, fact.after) == ("columns", (), "Pages, Title, Publisher")


def test_a_window_on_many_rows_that_shows_others_after_a_click_on_a_header_is_sorted() -> None:
    (fact,) = of(numbered(*range(1, 11)), numbered(*range(99, 89, -1)), "Order")
    assert (fact.kind, fact.part) == ("sorted", "Order descending")


def test_a_window_on_many_rows_does_not_say_how_many_there_are() -> None:
    """It holds one row more or less than before, although no row was added or removed."""
    (fact,) = of(numbered(*range(1, 31)), numbered(*range(10, 41)))
    assert describe_fact(fact).startswith('table "Order, Customer, State": at least 31 rows: "Order 10 (')
    (fact,) = of(numbered(*range(1, 31)), numbered(*range(40, 9, -1)), "Order")
    assert (fact.kind, fact.part) == ("sorted", "Order descending")


def test_only_the_parts_that_came_and_went_of_an_entry_are_reported() -> None:
    def mails(*parts: str) -> Node:
        entries = (
            node("listitem", "", text("Ada"), text("Lunch?"), *map(text, parts)),
            node("listitem", "", text("Ben")),
        )
        return node("list", "Inbox", *entries, ref="n2")

    (fact,) = of(mails(), mails("Draft", "2 files"))
    assert (fact.kind, fact.name, fact.items) == ("row", "Ada", (("+", "Draft"), ("+", "2 files")))


def selectable(selected: str, state: str = "selected") -> Node:
    return table(
        header("Name", "City"),
        *(row(name, f"{name} City", states=(state,) if name == selected else ()) for name in ("Ana", "Ben", "Cleo")),
    )


def test_the_row_that_is_selected_now_is_reported_and_not_the_one_that_was() -> None:
    (fact,) = of(selectable("Ana"), selectable("Cleo"))
    assert (fact.kind, fact.noun, fact.part, fact.items) == ("state", "row", "selected", (("row", "Cleo"),))
    (fact,) = of(selectable("Ana"), selectable(""))
    assert (fact.part, fact.items) == ("not selected", (("row", "Ana"),))


def tasks(*done: str, column: str = "") -> Node:
    """Three tasks, some of them completed."""
    names = "Wash", "Cook", "Rest"
    boxes = (node("checkbox", states=("checked",) if name in done else ()) for name in names)
    return table(
        header(column, "Task", "Due"), *(row(box, name, "today") for box, name in zip(boxes, names, strict=True))
    )


def test_a_row_that_is_ticked_is_checked() -> None:
    (fact,) = of(tasks("Wash"), tasks("Wash", "Rest"))
    assert (fact.kind, fact.part, fact.items) == ("state", "checked", (("row", "Rest"),))
    (fact,) = of(tasks("Wash"), tasks())
    assert (fact.part, fact.items) == ("unchecked", (("row", "Wash"),))


def test_a_box_that_is_ticked_in_a_column_with_a_name_is_reported_once_with_its_column() -> None:
    (fact,) = of(tasks("Wash", column="Done"), tasks("Wash", "Rest", column="Done"))
    assert (fact.kind, fact.name, fact.items) == ("row", "Rest", (("Done", f"(empty) -> {TICK}"),))


def test_a_control_of_one_row_says_in_which_row_it_changed() -> None:
    def mails(action: str, states: tuple[str, ...] = ()) -> Node:
        rows = (
            row(
                name, "new", node("button", action if name == "Ben" else "Star", states=states if name == "Ben" else ())
            )
            for name in ("Ada", "Ben", "Cleo")
        )
        return table(header("From", "State", ""), *rows)

    (fact,) = of(mails("Star"), mails("Unstar"))
    assert (fact.kind, fact.name, fact.items) == ("row", "Ben", (("button", "Star -> Unstar"),))
    (fact,) = of(mails("Star"), mails("Star", ("disabled",)))
    assert (fact.kind, fact.name, fact.part, fact.items) == ("state", "Star", "disabled", (("row", "Ben"),))


def test_an_entry_of_a_list_is_called_by_what_a_person_calls_it() -> None:
    for role, item, noun in (("list", "listitem", "entry"), ("listbox", "option", "option"), ("tablist", "tab", "tab")):
        before, after = (
            node(role, "Subjects", *entries(*names, role=item), ref="n2")
            for names in (("Art", "Law"), ("Art", "Law", "Music"))
        )
        (fact,) = of(before, after)
        assert (fact.kind, fact.part, fact.count, fact.items) == ("rows", noun, (2, 3), (("+", "Music"),))


def test_a_clock_in_a_cell_is_not_a_change() -> None:
    before, after = (
        table(header("Job", "Ran"), *(row(name, ran, ref=name) for name in ("build", "test", "ship")))
        for ran in ("3 minutes ago", "4 minutes ago")
    )
    assert of(before, after) == []


def test_a_fact_names_the_nodes_of_its_rows() -> None:
    before, after = read(books(*ALL[:3])), read(books(*ALL[:4]))
    (fact,) = compare_pages(before, after, (), same_document=True).facts
    assert fact.nodes == ("row Walden",)
    assert without_nodes([fact])[0].nodes == ()


def test_rows_are_known_by_what_identifies_them_and_not_by_an_amount_that_others_share() -> None:
    """Another page of the list: the order numbers differ, while some quantities occur on both pages."""

    def orders(first: int, *quantities: int) -> Node:
        cities = "Oslo", "Bergen", "Bodø"
        body = (
            row(str(first + at), cities[(first + at) % 3], f"{3 * quantity * (at + 1)} kr", str(quantity))
            for at, quantity in enumerate(quantities)
        )
        return table(header("Order", "City", "Price", "Quantity"), *body)

    (fact,) = of(orders(10, 7, 3, 12, 5), orders(20, 3, 7, 40, 12))
    assert (fact.kind, fact.count) == ("rows", (4, 4))
    assert fact.items[0] == ("now", "20 Bodø (9 kr, 3)")


def test_a_grid_with_other_columns_and_rows_is_another_table() -> None:
    """The next week of a calendar: its rows are told, and not seven columns that came and seven that went."""
    before = [table(header("Sun 3/1", "Mon 3/2"), row("Choir", "", ref="r1"), row("", "Yoga", ref="r2"))]
    after = [table(header("Sun 3/8", "Mon 3/9"), row("Market", "", ref="r1"), row("", "Council", ref="r2"))]
    facts = differences(before, after)
    assert [fact.kind for fact in facts] == ["added", "removed"]
    assert [text for _, text in facts[0].items] == ["Market", "Council"]


def test_the_numbers_of_rows_are_no_change_after_sorting() -> None:
    def numbered(*titles: str) -> Node:
        rows = (row(f"{place} R-{title}", title, ref=f"row {title}") for place, title in enumerate(titles))
        return table(header("Id", "Title"), *rows)

    before, after = numbered("Emma", "Walden", "Dracula", "Ivanhoe"), numbered("Dracula", "Emma", "Ivanhoe", "Walden")
    assert "column" not in " ".join(map(describe_fact, of(before, after, "Title")))


def test_a_field_in_a_row_that_the_browser_refuses_is_invalid() -> None:
    def stock(*states: str) -> Node:
        return table(
            header("Title", "Stock"), *(row(name, node("spinbutton", "Stock", states=states)) for name in "AB")
        )

    assert "invalid" in " ".join(map(describe_fact, of(stock(), stock("refused"))))
