"""Two pages are compared by their structure: the most telling difference first; what an overlay
covers did not change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.timeline.captured.compare.compare_pages import compare_pages
from claude_scope.timeline.captured.compare.describe_page import describe_page, page_fact
from claude_scope.timeline.captured.compare.same_page import is_same_record, path_of, share_alike
from claude_scope.values import Node, PageFact
from claude_scope.wording.page_facts import describe_fact
from tests.timeline.captured.trees import (
    ORIGIN,
    differences,
    entries,
    header,
    node,
    read,
    row,
    table,
    text,
    without_nodes,
)

BOOKS = table(header("Title", "Pages"), *(row(title, "320") for title in ("Emma", "Ulysses", "Ivanhoe")))

if TYPE_CHECKING:
    from claude_scope.timeline.captured.page.structure import Page


def menu(*names: str, name: str = "Title") -> Node:
    return node("menu", name, *entries(*names, role="menuitem"), ref="n50")


def dialog(*children: Node, name: str = "New book") -> Node:
    return node("dialog", name, *children, ref="n60")


def test_opening_a_menu_tells_its_entries_and_no_cell_of_the_table_below_it() -> None:
    (fact,) = differences([BOOKS], [BOOKS, menu("Sort ascending", "Sort descending", "Hide column")])
    assert (fact.kind, fact.noun, fact.name) == ("opened", "menu", "Title")
    assert fact.items == (("", "Sort ascending"), ("", "Sort descending"), ("", "Hide column"))


def test_a_long_menu_tells_its_first_entries_and_counts_the_rest() -> None:
    (fact,) = differences([BOOKS], [BOOKS, menu(*(f"Entry {n}" for n in range(40)))])
    assert len(fact.items) + fact.more == 40
    assert fact.more > 0


def test_opening_a_dialog_tells_its_fields_and_buttons() -> None:
    form = node("textbox", "Title"), node("button", "Save")
    (fact,) = differences([BOOKS], [BOOKS, dialog(*form)])
    assert (fact.kind, fact.noun, fact.name) == ("opened", "dialog", "New book")
    assert fact.items == (("field", "Title"), ("button", "Save"))


def test_an_error_in_a_dialog_that_opens_comes_before_it() -> None:
    found = differences([BOOKS], [BOOKS, dialog(text("The book could not be saved"), node("button", "Close"))])
    assert [fact.kind for fact in found] == ["error", "opened"]


def test_closing_a_dialog_is_one_fact_and_what_changed_below_it_another() -> None:
    more = table(header("Title", "Pages"), *(row(title, "320") for title in ("Emma", "Ulysses", "Ivanhoe", "Walden")))
    found = differences([BOOKS, dialog(node("textbox", "Title"), node("button", "Save"))], [more])
    assert [(fact.kind, fact.name) for fact in found] == [("closed", "New book"), ("rows", "Title, Pages")]


def test_what_changes_in_a_dialog_that_stays_open_is_reported_as_on_a_page() -> None:
    def form(value: str, ref: str) -> Node:
        return node("dialog", "New book", node("textbox", "Title", text=value), ref=ref)

    expected = [PageFact("value", "field", "Title", before="Em", after="Emma")]
    assert differences([BOOKS, form("Em", "n60")], [BOOKS, form("Emma", "n60")]) == expected
    assert differences([BOOKS, form("Em", "n60")], [BOOKS, form("Emma", "n99")]) == expected, "rendered anew"


def test_a_page_that_is_rendered_again_with_the_same_texts_did_not_change() -> None:
    children = node("heading", "Library"), text("3 books"), node("button", "Add"), node("textbox", "Search")
    before = *children, BOOKS, node("list", "Tags", *entries("red", "green"))
    after = tuple(renamed(item) for item in before)
    assert differences(before, after) == []
    assert differences(before, after, same_document=False) == []


def renamed(one: Node) -> Node:
    """The node and its descendants with other ids."""
    children = tuple(renamed(child) for child in one.children)
    return Node(one.role, one.name, one.states, one.text, one.props, one.box, f"new {one.ref}", children=children)


def test_a_wrapper_around_the_same_parts_is_not_a_change() -> None:
    parts = node("heading", "Library"), text("3 books"), node("button", "Add")
    assert differences(parts, [node("generic", "", node("generic", "", *parts))]) == []


def test_facts_are_in_order_of_importance() -> None:
    before = [text("1 book", ref="n5"), node("button", "Save", ref="n6")]
    after = [
        text("2 books", ref="n5"),
        node("button", "Save", states=("disabled",), ref="n6"),
        node("heading", "Latest"),
        node("status", text="Your book was added"),
        node("alert", text="The cover could not be loaded"),
        menu("Undo", "Redo"),
    ]
    kinds = [fact.kind for fact in differences(before, after)]
    assert kinds == ["error", "message", "opened", "value", "state", "added"]


def test_sections_that_stayed_as_they_were_are_known() -> None:
    compared = compare_pages(read(BOOKS, text("1", ref="n5")), read(BOOKS, text("2", ref="n5")), (), same_document=True)
    assert [item.columns for item in compared.unchanged] == [("Title", "Pages")]


def test_each_table_is_compared_with_itself() -> None:
    """Two tables with different columns change places, and a cell of one changes."""
    people = table(header("Name", "City"), row("Ada", "Oslo"), row("Ben", "Rome"), ref="people")
    moved = table(header("Name", "City"), row("Ada", "Bern"), row("Ben", "Rome"), ref="people")
    (fact,) = differences([BOOKS, people], [moved, BOOKS])
    assert (fact.kind, fact.name, fact.items) == ("row", "Ada", (("City", "Oslo -> Bern"),))


def test_the_equal_one_of_two_lists_is_the_same() -> None:
    """A short list has all its entries in common with both."""

    def menus(*results: str) -> list[Node]:
        found = [node("list", "", *entries(*results))] if results else []
        return [*found, node("list", "", *entries("Home", "Guide")), node("list", "", *entries("Home"))]

    found = compare_pages(read(*menus("Gauge", "Reading")), read(*menus()), (), same_document=False).facts
    assert [fact.kind for fact in found] == ["removed"]


def test_a_dialog_that_each_page_has_under_another_name_neither_opened_nor_closed() -> None:
    def page(name: str) -> Page:
        return read(node("dialog", name, node("searchbox", "Search")), node("heading", "Tides"))

    assert compare_pages(page("Guide"), page(""), (), same_document=False).facts == ()


def test_many_texts_that_changed_are_one_fact() -> None:
    before, after = ([text(f"Line {n} {word}", ref=f"n{n}") for n in range(9)] for word in ("alpha", "omega"))
    (fact,) = differences(before, after)
    assert len(fact.items) + fact.more == 9


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (f"{ORIGIN}/books?page=2", "localhost:3000/books"),
        (f"{ORIGIN}/books#top", "localhost:3000/books"),
        (f"{ORIGIN}/#/books/7", "localhost:3000/#/books/7"),
    ],
)
def test_a_page_is_its_path_and_in_a_one_page_application_its_hash(url: str, path: str) -> None:
    assert path_of(url) == path


def test_how_alike_two_pages_are_is_the_share_of_labels_or_texts_of_the_longer_one() -> None:
    four = [text(word) for word in ("One thing", "Two things", "Three things", "Four things")]
    assert share_alike(read(*four), read(*four)) == 1
    assert share_alike(read(*four), read(*four[:2])) == 0.5
    assert share_alike(read(*four), read(*(text(word) for word in "abcd"))) == 0
    assert share_alike(read(node("heading", "One")), read(node("heading", "Two"))) == 0


def test_another_page_is_named_by_the_heading_that_tells_it_apart_else_by_its_title() -> None:
    before = read(node("heading", "Library"), title="Library")
    assert page_fact(read(node("heading", "Library"), node("heading", "Emma")), before).name == "Emma"
    assert page_fact(read(node("heading", "Library"), title="Emma – Library"), before).name == "Emma – Library"
    assert page_fact(read(node("heading", "Library"), title="Library"), before).name == ""


def test_another_page_tells_what_it_shows_that_was_not_on_the_page_before() -> None:
    navigation = node("link", "Home"), node("link", "Orders")
    authors = table(header("Name", "Born"), row("Jane Austen", "1775"))
    before = read(node("heading", "Library"), *navigation, text("All books"), authors)
    after = read(node("heading", "Emma"), *navigation, node("alert", text="The cover could not be loaded"), BOOKS)
    facts = without_nodes(describe_page(after, before))
    assert [fact.kind for fact in facts] == ["page", "error", "added", "removed"]
    assert describe_fact(facts[-1]) == '- table "Name, Born", heading "Library"'
    assert facts[0] == PageFact("page", "page", "Emma")
    assert not {"Home", "Orders"} & {text for fact in facts for _, text in fact.items}


def test_a_sentence_like_an_error_in_a_long_page_that_loads_is_not_an_error() -> None:
    """As in documentation that explains what may go wrong."""
    lines = [text(f"Paragraph {n} explains something") for n in range(30)]
    facts = describe_page(read(node("heading", "Help"), *lines, text("The upload failed")), None)
    assert "error" not in [fact.kind for fact in facts]


def test_a_form_that_comes_back_is_refused_at_its_fields() -> None:
    before = read(
        node("textbox", "Name", text="Alba"), node("textbox", "Email", text="sales.alba"), node("button", "Save")
    )
    complaint = node("list", "", *entries("This is not an e-mail address"))
    after = read(
        node("heading", "New supplier"),
        node("alert", text="The record could not be stored"),
        node("textbox", "Name", text="Alba"),
        node("textbox", "Email", text="sales.alba"),
        complaint,
        node("button", "Save and go on"),
    )
    error = PageFact("error", "field", "Email", after="This is not an e-mail address")
    assert error in without_nodes(describe_page(after, before, pressed=True))
    assert error not in without_nodes(describe_page(after, before))
    elsewhere = read(node("heading", "Login"), node("textbox", "Email"), complaint)
    assert error not in without_nodes(describe_page(elsewhere, before, pressed=True))


def test_another_page_says_that_its_table_is_empty_and_nothing_of_a_footer_that_only_took_longer() -> None:
    footer = [node("contentinfo", text=f"Made in 0.{at}s by a script") for at in (3, 4)]
    found = describe_page(
        read(node("heading", "Results"), table(header("Age", "Author")), footer[1], title="Results"),
        read(node("heading", "Log"), text("Find changes"), footer[0], title="Log"),
    )
    assert [fact.items for fact in found] == [(), (("table of 0 rows:", "Age, Author"),), (("heading", "Log"),)]


def test_the_options_of_a_field_are_told_in_full() -> None:
    options = node("listbox", "Language", *entries("English", "Deutsch", "Svenska", "Suomi", role="option"))
    (fact,) = differences([BOOKS], [BOOKS, options])
    assert [text for _, text in fact.items] == ["English", "Deutsch", "Svenska", "Suomi"]


def test_the_buttons_that_end_a_dialog_come_before_its_texts() -> None:
    texts = (text(f"Paragraph {number} of the terms") for number in range(14))
    terms = dialog(*texts, node("button", "Cancel"), node("button", "Accept"), name="Terms")
    (fact,) = differences([BOOKS], [BOOKS, terms])
    assert fact.items[:2] == (("button", "Cancel"), ("button", "Accept"))


def test_navigation_is_left_out_of_a_page_that_has_enough_of_its_own() -> None:
    links = node("navigation", "", *(node("link", name) for name in ("Home", "Orders", "Invoices")))
    own = [node("heading", "Harbours"), text("Eight berths are free"), text("Two boats wait"), text("High tide at six")]
    assert not any("Invoices" in words for fact in describe_page(read(links, *own), None) for _, words in fact.items)
    assert any("Invoices" in words for fact in describe_page(read(links, *own[:1]), None) for _, words in fact.items)


def test_pages_of_one_path_show_the_same_record_by_query_or_heading() -> None:
    def page(query: str, heading: str) -> Page:
        return read(node("heading", heading), url=f"{ORIGIN}/edit?{query}")

    assert is_same_record(page("id=4", "Emma"), page("id=4", "Ulysses"))
    assert is_same_record(page("sort=title", "Books"), page("sort=pages", "Books"))
    assert not is_same_record(page("id=4", "Emma"), page("id=5", "Ulysses"))
