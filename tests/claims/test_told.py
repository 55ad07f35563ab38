"""The changes that a person would report, and whether a row contains them."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.claims.dom import Dom, Item
from benchmarks.claims.told import told_changes
from tests.claims.states import CHANGE_MS, analysed, claim, item, line, state

BEFORE = state(
    ["Books", "12 books", line("All", 6)], [item("textbox", "Search", 3), item("tab", "All", 6)], is_first=True
)
AFTER = state(
    [
        *("Books", "13 books", line("dune", 3, kind="value"), "The book was refused", "Please choose another title"),
        line("All", 6),
    ],
    [
        item("textbox", "Search", 3, text="dune"),
        item("tab", "All", 6, "selected"),
        item("alert", "The book was refused", 4),
    ],
)
DOM = Dom([BEFORE, AFTER], [], [CHANGE_MS])


def test_kinds() -> None:
    """Errors, sentences, values, counts and selections are expected; unchanged texts are not."""
    found = {(change.kind, change.texts[0]) for change in told_changes(DOM, analysed())}
    assert found == {
        ("error", "The book was refused"),
        ("sentence", "Please choose another title"),
        ("value", "dune"),
        ("count", "13 books"),
        ("selection", "All"),
    }


def test_a_selection_is_described_by_what_can_be_read() -> None:
    """A checkbox's accessible name that is not visible is not a text of the screen; the text next to it is."""
    name = "Press space to select"
    boxes = [item("checkbox", name, 2, *states) for states in ((), ("checked",))]
    before, after = (state(["Books", line("Dune", 2, left=210)], [box]) for box in boxes)
    found = told_changes(Dom([replace(before, since_ms=0.0, until_ms=CHANGE_MS), after], [], [CHANGE_MS]), analysed())
    assert [(item.kind, item.texts) for item in found] == [("selection", ("Dune",))]


def test_a_control_named_by_an_icon_is_described_by_the_text_next_to_it() -> None:
    boxes = [item("checkbox", "\u2605", 2, *states) for states in ((), ("checked",))]
    before, after = (state(["Books", line("Dune", 2, left=40)], [box]) for box in boxes)
    found = told_changes(Dom([replace(before, since_ms=0.0, until_ms=CHANGE_MS), after], [], [CHANGE_MS]), analysed())
    assert [(item.kind, item.texts) for item in found] == [("selection", ("Dune",))]


def selections(before: list[Item], after: list[Item], *lines: str, url: str = "http://page/") -> list[tuple[str, ...]]:
    texts = ["Books", "Plays", "Maps", *lines]
    states = replace(state(["Books", "Plays", "Maps"], before, is_first=True)), state(texts, after, url=url)
    return [
        change.texts
        for change in told_changes(Dom([*states], [], [CHANGE_MS]), analysed())
        if change.kind == "selection"
    ]


def test_a_selection_that_goes_from_one_to_another_is_one() -> None:
    plain = [item("treeitem", name, row) for row, name in enumerate(("Books", "Plays", "Maps"), 1)]
    chosen = [item("treeitem", name, row, "selected") for row, name in enumerate(("Books", "Plays", "Maps"), 1)]
    assert selections([chosen[0], *plain[1:]], [plain[0], chosen[1], plain[2]]) == [("Plays",)]
    assert selections([chosen[0], *plain[1:]], plain) == [("Books",)], "nothing is selected instead"
    assert selections(plain, [*chosen[:2], plain[2]]) == [("Books",), ("Plays",)]


def test_boxes_that_are_checked_by_themselves_are_changes_of_their_own() -> None:
    boxes = [item("checkbox", name, row) for row, name in enumerate(("Books", "Plays"), 1)]
    checked = [item("checkbox", name, row, "checked") for row, name in enumerate(("Books", "Plays"), 1)]
    assert selections([checked[0], boxes[1]], [boxes[0], checked[1]]) == [("Books",), ("Plays",)]
    tab, link = item("tab", "Plays", 2), item("link", "Plays", 2)
    chosen = item("tab", "Plays", 2, "selected"), item("link", "Plays", 2, "current")
    assert selections([tab, link], [*chosen]) == [("Plays",), ("Plays",)], "neither lies in the other"


def test_a_row_and_the_checkbox_in_it_are_one_selection() -> None:
    def rows(*states: str) -> list[Item]:
        row = replace(item("row", "Plays", 2, *("selected" for _ in states)), box=(0.0, 70.0, 600.0, 40.0))
        return [row, item("checkbox", "Maps", 2, *states)]

    assert selections(rows(), rows("checked")) == [("Maps", "Plays")]


def test_what_is_current_on_another_page_is_reported_with_the_page() -> None:
    links = [item("link", "Plays", 2), item("checkbox", "Maps", 3)]
    now = [item("link", "Plays", 2, "current=page"), item("checkbox", "Maps", 3, "checked")]
    lines = "Hamlet", "Othello", "Faust"
    assert selections(links, now, *lines, url="http://page/plays") == [("Maps",)]
    assert selections(links, now) == [("Plays",), ("Maps",)]


def test_a_page_whose_title_was_there_before_is_described_by_what_is_new() -> None:
    """Words that both pages have do not show that the page changed."""
    details = ["Books", "Dune", "by Frank Herbert", "1965", "Close"]
    before = replace(state(["Books", "12 books"], is_first=True), title="Books", url="http://one.test/#/list")
    for title, texts in (("Books", ("Dune", "by Frank Herbert")), ("Dune - Books", ("Dune",))):
        after = state(details, [item("button", "Close", 5)], title=title, url="http://one.test/#/dune")
        found = told_changes(Dom([before, after], [], [CHANGE_MS]), analysed())
        assert [item.texts for item in found if item.kind == "page"] == [texts]


def test_a_page_with_only_new_cells_is_described_by_them() -> None:
    before = replace(state(["Books"], is_first=True), url="http://one.test/#/list")
    after = state(["Books", "Dune"], [item("cell", "Dune", 2)], url="http://one.test/#/dune")
    found = told_changes(Dom([before, after], [], [CHANGE_MS]), analysed())
    assert [item.texts for item in found if item.kind == "page"] == [("Dune",)]


def test_a_row_may_say_it_while_the_page_is_not_settled_yet() -> None:
    """The page changes between two settled states, and the row of that time contains the new texts."""
    left_ms = CHANGE_MS - 900
    rows = {1: '1 | 0:01.1 | state change | "13 books" appeared |'}
    for until_ms, is_told in ((CHANGE_MS, False), (left_ms, True)):
        dom = Dom([replace(BEFORE, until_ms=until_ms), replace(AFTER, since_ms=CHANGE_MS + 500)], [], [CHANGE_MS])
        found = {change.kind: change.is_in_rows for change in told_changes(dom, analysed(rows=rows))}
        assert found["count"] is is_told


def test_rows() -> None:
    """A change is found if a row of its time contains it; otherwise the reason for the miss is returned."""
    known = claim("appeared", "text", after="Please choose another title", is_said=False)
    rows = {2: '2 | 0:02.0 | error | "The book was refused" appeared; "12 books" became "13 books" |'}
    found = {
        change.kind: (change.is_in_rows, change.why_not) for change in told_changes(DOM, analysed(known, rows=rows))
    }
    assert found["error"] == (True, "")
    assert found["count"] == (True, "")
    assert found["sentence"] == (False, "known, but not said")
    assert found["value"] == (False, "not read")
    assert all(
        change.why_not == "state not shown" for change in told_changes(DOM, analysed()) if change.kind == "value"
    )


def test_page() -> None:
    """Another page is identified by its heading or title."""
    after = state(["Chess", "Rules"], [item("heading", "Chess", 1, "level=1")], title="Chess", url="http://page/chess")
    for row, is_told in (('another page, view or dialog: "Chess"', True), ("another page, view or dialog", False)):
        found = told_changes(Dom([BEFORE, after], [], [CHANGE_MS]), analysed(rows={2: f"2 | 0:02.0 | {row}"}))
        assert [(change.kind, change.is_in_rows) for change in found] == [("page", is_told)]


def test_what_the_prompt_says_itself_tells_nothing() -> None:
    """ "another page, view or dialog" does not mention a label "View", nor does a longer word that contains it."""
    boxes = [item("checkbox", "View", 2, *states) for states in ((), ("checked",))]
    before, after = (state(["Books", line("View", 2)], [box]) for box in boxes)
    dom = Dom([replace(before, since_ms=0.0, until_ms=CHANGE_MS), after], [], [CHANGE_MS])
    for row, is_told in (("another page, view or dialog", False), ('new: "Overviews"', False), ('new: "View"', True)):
        found = told_changes(dom, analysed(rows={2: f"2 | 0:02.0 | {row}"}))
        assert [change.is_in_rows for change in found] == [is_told], row


def test_a_text_that_is_only_there_is_reported_and_counted_separately() -> None:
    where = "the picture changed at 10,20 300x200 px"
    rows = {2: f'2 | 0:02.0 | {where}, around "dune"; no change of a text is sure'}
    found = {change.kind: change for change in told_changes(DOM, analysed(rows=rows))}
    assert (found["value"].is_in_rows, found["value"].is_only_standing) == (True, True)
    rows = {2: '2 | 0:02.0 | typed "dune"'}
    found = {change.kind: change for change in told_changes(DOM, analysed(rows=rows))}
    assert (found["value"].is_in_rows, found["value"].is_only_standing) == (True, False)


def test_page_that_looks_the_same() -> None:
    """The address may change before the page does: the change is expected once, when the texts change."""
    first = replace(BEFORE, until_ms=1_000)
    soon = replace(BEFORE, since_ms=1_000, url="http://page/chess")
    after = state(["Chess", "Rules"], [item("heading", "Chess", 1, "level=1")], url="http://page/chess")
    found = told_changes(Dom([first, soon, after], [], [CHANGE_MS]), analysed())
    assert [(state.kind, state.since_ms) for state in found] == [("page", CHANGE_MS)]


def test_traceback_and_menu() -> None:
    """Of a traceback the last line is expected; menu labels are not sentences."""
    lines = ["Traceback (most recent call last):", "File one.py, line 3, in run", "ValueError: no level is known"]
    raised = told_changes(Dom([BEFORE, state(["Books", "12 books", *lines])], [], [CHANGE_MS]), analysed())
    assert [(item.kind, item.texts[0]) for item in raised] == [("error", "ValueError: no level is known")]
    label = "Sort by number of pages"
    menu = state(["Books", "12 books", label], [item("menuitem", label, 3)])
    assert not told_changes(Dom([BEFORE, menu], [], [CHANGE_MS]), analysed())


def test_theme() -> None:
    """The theme changed if almost everything is darker; a dark dialog is not a theme."""
    before = state(["Books"], is_first=True, lights=[1.0] * 9)
    dark, panel = state(["Books"], lights=[0.1] * 9), state(["Books"], lights=[0.1] * 4 + [1.0] * 5)
    assert [change.kind for change in told_changes(Dom([before, dark], [], []), analysed())] == ["theme"]
    assert not told_changes(Dom([before, panel], [], []), analysed())
