"""A rebuilt page is divided as a person sees it: tables, lists, cards, labelled fields, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.captured.page.cards import card_containers
from claude_scope.timeline.captured.page.read_page import read_page
from claude_scope.values import Box
from tests.timeline.captured.trees import entries, header, node, read, row, table, text, tree

if TYPE_CHECKING:
    from claude_scope.values import Node


def leaves(*children: Node) -> list[tuple[str, str, str]]:
    """The kind, label and value of each leaf."""
    return [(leaf.kind, leaf.label, leaf.value) for leaf in read(*children).leaves]


def test_a_field_is_known_by_its_name_else_by_the_words_before_it_else_by_its_placeholder() -> None:
    named = node("textbox", "Name:", text="Ada")
    beside = node("generic", "", node("text", text="Amount:"), node("spinbutton", text="12"))
    hinted = node("group", "", node("searchbox", props=(("/placeholder", "Find a book"),)))
    assert [leaf for leaf in leaves(named, beside, hinted) if leaf[0] == "field"] == [
        ("field", "Name", "Ada"),
        ("field", "Amount", "12"),
        ("field", "Find a book", ""),
    ]


def test_a_combobox_is_one_field_with_the_option_that_is_selected() -> None:
    options = node("option", "Small"), node("option", "Large", states=("selected",))
    assert leaves(node("combobox", "Size", *options)) == [("field", "Size", "Large")]


def test_the_words_before_a_figure_are_its_label() -> None:
    assert leaves(text("Total"), text("$12.50")) == [("text", "", "Total"), ("text", "Total", "$12.50")]
    assert leaves(text("Owner:"), text("Ada")) == [("text", "", "Owner:"), ("text", "Owner", "Ada")]
    assert leaves(text("Draft"), text("Ada")) == [("text", "", "Draft"), ("text", "", "Ada")]


def test_pieces_of_running_text_are_one_sentence() -> None:
    pieces = node("text", text="Deleted by"), node("strong", text="Ada"), node("text", text="just now")
    assert leaves(node("paragraph", "", *pieces)) == [("text", "", "Deleted by Ada just now")]


def test_a_line_of_links_stays_links() -> None:
    links = node("link", "Home"), node("link", "Orders"), node("link", "Invoices")
    assert [kind for kind, _, _ in leaves(node("paragraph", "", *links))] == ["control"] * 3


def test_hidden_and_layout_elements_are_not_read() -> None:
    shown = read(
        node("generic", "", node("generic", "", text("Here"))),
        node("paragraph", text="Gone", hidden=True),
        node("tooltip", text="Hint"),
        node("separator"),
    )
    assert [leaf.value for leaf in shown.leaves] == ["Here"]


def test_a_table_has_the_columns_of_its_header_and_its_rows() -> None:
    (found,) = read(table(header("Name", "Pages"), row("Emma", "320"), row("Ulysses", "730"), name="Books")).sections
    assert (found.role, found.name, found.columns) == ("table", "Books", ("Name", "Pages"))
    assert [row.cells for row in found.rows] == [("Emma", "320"), ("Ulysses", "730")]


def test_marks_of_sorting_are_not_part_of_a_header() -> None:
    (found,) = read(table(header("Name \u25b2", "Pages"), row("Emma", "320"))).sections
    assert found.columns == ("Name", "Pages")


def test_a_line_across_a_table_is_a_text_and_no_row() -> None:
    """It may name a group of rows, or say that there are none."""
    page = read(table(header("Name", "Pages"), row("Novels"), row("Emma", "320")))
    assert [row.cells for row in page.sections[0].rows] == [("Emma", "320")]
    assert "Novels" in [leaf.value for leaf in page.leaves]


def test_fields_that_filter_the_columns_of_a_table_are_fields_and_no_row() -> None:
    filters = row(*(node("textbox", f"Filter {name}") for name in ("Name", "Pages", "Year")))
    page = read(table(header("Name", "Pages", "Year"), filters, row("Emma", "320", "1815")))
    assert [row.cells for row in page.sections[0].rows] == [("Emma", "320", "1815")]
    assert [leaf.label for leaf in page.leaves if leaf.kind == "field"] == [
        "Filter Name",
        "Filter Pages",
        "Filter Year",
    ]


def test_rows_are_in_the_order_in_which_they_are_seen() -> None:
    """A virtualised grid reuses the nodes of rows that left its window."""
    rows = (row(name, "320", box=Box(0, y, 200, 20)) for name, y in (("Third", 60), ("First", 20), ("Second", 40)))
    (found,) = read(table(header("Name", "Pages"), *rows)).sections
    assert [row.cells[0] for row in found.rows] == ["First", "Second", "Third"]


def test_a_table_that_arranges_a_form_is_its_fields() -> None:
    form = table(row("Name", node("textbox", text="Ada")), row("City", node("textbox", text="Oslo")))
    page = read(form)
    assert page.sections == ()
    assert [(leaf.kind, leaf.value) for leaf in page.leaves if leaf.kind == "field"] == [
        ("field", "Ada"),
        ("field", "Oslo"),
    ]


def test_a_cell_is_its_text_and_what_can_be_used_in_a_row_is_kept_with_it() -> None:
    actions = node("generic", "", node("checkbox", states=("checked",)), node("button", "Delete"))
    (found,) = read(table(header("Name", ""), row("Emma", actions), row("Ulysses", node("button", "Delete")))).sections
    first = found.rows[0]
    assert (first.cells[0], first.states) == ("Emma", frozenset({"checked"}))
    assert ("button", "Delete", frozenset()) in first.controls


def test_an_entry_of_a_list_is_reported_without_the_list_in_it() -> None:
    inner = node("list", "", *entries("One", "Two"))
    outer = node("list", "Tree", node("listitem", "", text("Chapter"), inner), *entries("Appendix"))
    (found,) = read(outer).sections
    assert [row.text for row in found.rows] == ["Chapter", "One", "Two", "Appendix"]


def test_a_menu_and_a_dialog_are_layers_of_their_own() -> None:
    menu = node("menu", "Column", *entries("Sort", "Hide", role="menuitem"), ref="n5")
    dialog = node("dialog", "", node("heading", "Delete?"), node("button", "Yes"), ref="n9")
    page = read(text("Below"), menu, dialog)
    assert [(overlay.role, overlay.name, overlay.ref) for overlay in page.overlays] == [
        ("menu", "Column", "n5"),
        ("dialog", "Delete?", "n9"),
    ]
    assert {item.layer for item in page.order} == {"", "n5", "n9"}


def card(title: str) -> Node:
    return node("group", "", node("heading", title), text(f"By {title}"), node("button", "Open"))


def test_parts_that_repeat_with_the_same_controls_are_cards() -> None:
    (found,) = read(node("generic", "", *map(card, ("Ada", "Ben", "Cleo")), ref="n3")).sections
    assert (found.role, [row.cells[0] for row in found.rows]) == ("cards", ["Ada", "Ben", "Cleo"])


def test_articles_are_cards_and_the_columns_of_a_board_hold_them() -> None:
    (found,) = read(node("generic", "", node("article", "", text("Ada"), text("Hello")), ref="n3")).sections
    assert (found.role, found.rows[0].cells) == ("cards", ("Ada", "Hello"))
    columns = (node("group", "", *map(card, names), ref=f"n{names}") for names in ("ABC", "DEF", "GHI"))
    assert card_containers(tree(node("generic", "", *columns, ref="n3"))) == {"nABC", "nDEF", "nGHI"}


def test_cards_are_cards_in_every_state_of_a_document() -> None:
    many, one = (tree(node("generic", "", *map(card, names), ref="n3")) for names in ("ABC", "A"))
    assert card_containers(one) == set()
    (found,) = read_page(one, "", "", card_containers(many)).sections
    assert (found.role, len(found.rows)) == ("cards", 1)


@pytest.mark.parametrize("inside", [node("textbox", "Name"), node("list", "", *entries("One"))])
def test_parts_of_a_form_are_not_cards(inside: Node) -> None:
    part = node("group", "", node("heading", "A"), text("B"), node("button", "C"), inside)
    assert card_containers(tree(node("generic", "", part, part, part, ref="n3"))) == set()


def placed(words: str, x: float, y: float) -> Node:
    return node("generic", text=words, box=Box(x, y, 80, 16), ref=f"{words} {y}")


def test_a_grid_without_rows_is_read_by_the_places_of_its_texts() -> None:
    lines = (("Name", "Pages"), ("Emma", "320"), ("Ulysses", "730"), ("Ivanhoe", "510"))
    cells = [placed(words, 10 + 200 * at, 30 * y + at) for y, line in enumerate(lines) for at, words in enumerate(line)]
    (found,) = read(node("grid", "", node("generic", "", *cells), ref="n2")).sections
    assert found.columns == ("Name", "Pages")
    assert [row.cells for row in found.rows] == list(lines[1:])


def test_the_texts_of_a_page_are_those_that_it_shows() -> None:
    page = read(node("textbox", "Name", text="Ada"), text("Hello"), table(header("A", "B"), row("1", "2")))
    assert page.texts == {"Name", "Ada", "Hello", "1 2", "1", "2"}


def test_the_cells_of_a_grid_are_read_as_they_are_seen() -> None:
    """A column was dragged to the end, and its elements stay where they were in the DOM."""

    def line(role: str, *cells: str) -> Node:
        lefts = 0, 200, 100
        made = (node(role, name, box=Box(x, 0, 90, 20)) for name, x in zip(cells, lefts, strict=True))
        return node("row", "", *made)

    grid = node("grid", "", line("columnheader", "Order", "Goods", "City"), line("gridcell", "17", "Tea", "Oslo"))
    (section,) = read(grid).sections
    assert (section.columns, section.rows[0].cells) == (("Order", "City", "Goods"), ("17", "Oslo", "Tea"))


def test_the_cells_of_a_row_that_wraps_keep_their_order() -> None:
    """On a narrow screen a row has two lines, and a cell without a size has no place."""

    def cells(*boxes: Box | None) -> tuple[str, ...]:
        names = ("17", "Tea", "Oslo", "Paid")
        made = (node("gridcell", name, box=box) for name, box in zip(names, boxes, strict=True))
        other = node("row", "", *(node("columnheader", name) for name in ("Order", "Goods", "City", "State")))
        (section,) = read(node("grid", "", other, node("row", "", *made))).sections
        return section.rows[0].cells

    wrapped = cells(Box(0, 0, 90, 20), Box(100, 0, 90, 20), Box(0, 30, 90, 20), Box(100, 30, 90, 20))
    assert (
        wrapped
        == cells(Box(0, 0, 90, 20), Box(100, 0, 90, 20), None, Box(200, 0, 90, 20))
        == ("17", "Tea", "Oslo", "Paid")
    )


def test_a_button_without_words_is_named_by_its_title() -> None:
    icon = node("button", "\uf1f8", props=(("/description", "Delete record"),))
    assert leaves(icon, node("button", "\uf040")) == [("control", "", "Delete record")]


def test_a_popover_with_a_field_is_read_and_a_tooltip_is_not() -> None:
    assert leaves(node("tooltip", "", node("textbox", "City", text="Torino"))) == [("field", "City", "Torino")]
    assert leaves(node("tooltip", "Edit the city")) == []


def test_a_message_is_read_without_its_buttons() -> None:
    toast = node("alert", "", node("text", text="2 elements deleted"), node("button", "Undo"))
    assert leaves(toast)[0] == ("message", "", "2 elements deleted")


def test_a_row_is_read_without_the_names_of_its_buttons_and_pictures() -> None:
    every = node("row", "", node("columnheader", "", node("checkbox", "Select all")), node("columnheader", "Page"))
    page = node("cell", "", node("img", "Favicon"), node("link", "Town news"), node("button", "Pause"))
    one = node("row", "", node("cell", "", node("button", "Expand")), page)
    (section,) = read(node("table", "", every, one)).sections
    assert (section.columns, section.rows[0].cells) == (("", "Page"), ("", "Town news"))


def test_a_field_behind_a_drawn_one_is_not_read() -> None:
    drawn, own = node("combobox", "Type", text="Sloop"), node("textbox", text="sloop", states=("aria-hidden",))
    assert leaves(drawn, own) == [("field", "Type", "Sloop")]


def test_icon_letters_of_any_private_plane_are_dropped() -> None:
    assert leaves(node("button", "Delete \U000f0131"), text("\ue5cd"), text("Paid \U000f0140")) == [
        ("control", "", "Delete"),
        ("text", "", "Paid"),
    ]


def test_a_combobox_that_only_frames_a_field_is_that_field() -> None:
    """Component libraries repeat the value beside the field, and keep its list inside."""
    inner = node("textbox", "State", text="Paid"), node("listbox", "State", *entries("Open", "Paid", role="option"))
    framed = read(node("combobox", "", node("generic", "", node("generic", text="Paid"), *inner)))
    assert [(leaf.label, leaf.value) for leaf in framed.leaves] == [("State", "Paid")]
    assert [row.text for section in framed.sections for row in section.rows] == ["Open", "Paid"]


def test_a_combobox_whose_name_ends_with_its_value_keeps_its_name_when_the_value_changes() -> None:
    assert leaves(node("combobox", "Language English", text="English")) == [("field", "Language", "English")]
    assert leaves(node("combobox", "English", text="English")) == [("field", "English", "English")]


def test_the_name_of_a_generic_part_is_read_if_its_box_has_room_for_it() -> None:
    wide, narrow = Box(0, 0, 80, 20), Box(0, 0, 16, 16)
    assert leaves(node("generic", "Page 2 of 3", box=wide), node("generic", "Close dialog", box=narrow)) == [
        ("text", "", "Page 2 of 3")
    ]


def test_a_dialog_without_heading_and_id_is_named_by_its_first_text_and_keeps_its_content() -> None:
    """The snapshot gives no id to an element that ignores the pointer."""
    inside = node("generic", text="New order", ref="title"), node("textbox", "Customer", ref="field")
    page = read_page(node("main", "", text("Orders"), node("dialog", "", *inside)), "", "")
    assert [(overlay.role, overlay.name) for overlay in page.overlays] == [("dialog", "New order")]
    assert [bool(leaf.layer) for leaf in page.leaves] == [False, True, True]


def test_any_shape_or_arrow_at_the_end_of_a_header_is_a_mark_of_sorting() -> None:
    heads = node(
        "row", "", *(node("columnheader", text=name) for name in ("Title \u2666", "Pages \u25c6", "Year \u2193"))
    )
    found = read(table(heads, row("Kelp", "12", "1990"))).sections[0]
    assert found.columns == ("Title", "Pages", "Year")


def test_a_table_of_labels_and_values_is_read_as_labelled_values() -> None:
    rows = row("Title:", "Typo in the manual"), row("Status:", "Closed", "Type:", "Defect"), row("Owner:", "Ada")
    page = read(table(*rows))
    assert page.sections == ()
    assert [(leaf.label, leaf.value) for leaf in page.leaves if leaf.label] == [
        ("Title", "Typo in the manual"),
        ("Status", "Closed"),
        ("Type", "Defect"),
        ("Owner", "Ada"),
    ]


def test_a_figure_that_is_alone_in_a_named_part_gets_that_name() -> None:
    assert leaves(text("Extras"), node("generic", "Total to pay", node("generic", "", text("120.00")))) == [
        ("text", "", "Extras"),
        ("text", "Total to pay", "120.00"),
    ]


def test_the_words_in_a_progress_bar_are_its_text() -> None:
    assert leaves(node("progressbar", "Progress", node("generic", text="Page 2 of 3"))) == [
        ("text", "Progress", "Page 2 of 3")
    ]


def test_a_header_with_an_empty_cell_for_the_checkboxes_names_the_columns() -> None:
    first = node("row", "", node("cell"), node("columnheader", "Title"), node("columnheader", "Pages"))
    (section,) = read(table(first, row("", "Emma", "320"), row("", "Walden", "290"))).sections
    assert [name for name in section.columns if name] == ["Title", "Pages"]
    assert [found.text for found in section.rows] == ["Emma 320", "Walden 290"]


def test_the_mark_of_an_entry_that_can_be_expanded_is_no_part_of_its_name() -> None:
    assert leaves(text("▸ Harbours")) == leaves(text("▾ Harbours")) == [("text", "", "Harbours")]
    assert leaves(node("button", "▸")) == [("control", "", "▸")]


def test_words_of_an_icon_font_are_no_texts_but_may_name_a_button() -> None:
    def icon(word: str) -> Node:
        return node("generic", text=word, box=Box(8, 8, 24, 24))

    start = node("button", "play_arrow Start", icon("play_arrow"), node("text", text="Start"))
    assert leaves(start, node("button", "delete", icon("delete"))) == [
        ("control", "", "Start"),
        ("control", "", "delete"),
    ]
    cut = node("generic", text="warehouse_stock_levels", box=Box(8, 8, 96, 24))
    assert leaves(icon("arrow_upward"), cut) == [("text", "", "warehouse_stock_levels")]


def test_a_control_without_a_name_has_the_hidden_label_in_it() -> None:
    label = node("generic", "Set dark mode", box=Box(8, 8, 12, 12))
    assert leaves(node("button", "", label)) == [("control", "", "Set dark mode")]


def test_links_that_each_row_of_a_table_has_are_not_among_its_cells() -> None:
    def book(title: str) -> Node:
        return row(node("generic", "", node("link", "View"), node("link", "Delete")), title, ref=title)

    (section,) = read(table(header("Actions", "Title"), book("Emma"), book("Walden"))).sections
    assert [found.text for found in section.rows] == ["Emma", "Walden"]
    (tags,) = read(table(header("Tags", "Title"), book("Emma"), row("Old", "Walden"))).sections
    assert tags.rows[0].text == "View Delete Emma"
    author = node("link", "Jane Austen")
    (books,) = read(table(header("Author", "Title"), row(author, "Emma"), row(author, "Persuasion"))).sections
    assert books.rows[0].text == "Jane Austen Emma"
