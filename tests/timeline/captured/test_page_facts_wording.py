"""Facts of a captured page read as a person would say them, with the same words in prompt, report, web app and MCP."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from claude_scope.values import EventKind, Moment, Node, PageFact, PageFactKind
from claude_scope.wording.acts import Voice
from claude_scope.wording.page_facts import describe_fact, describe_facts, summary_of
from tests.timeline.captured.trees import differences, entries, header, node, row, table, text
from tests.timeline.make import keyframe, reading

ONE_OF_EACH = [
    (PageFact("error", after="Only 8 left, not 9"), 'error: "Only 8 left, not 9"'),
    (PageFact("error", name="Card number", after="It is not valid"), 'error at "Card number": "It is not valid"'),
    (PageFact("message", after="Saved"), 'message: "Saved"'),
    (PageFact("page", "page", "Bills"), 'page "Bills"'),
    (PageFact("page", "page", "Bills", count=(4, 4)), 'back on page "Bills" (state 4)'),
    (
        PageFact("opened", "menu", "Type", items=(("", "Sort ascending"), ("", "Hide")), more=3),
        'opened menu "Type": "Sort ascending", "Hide", and 3 more',
    ),
    (PageFact("closed", "dialog", "New bill"), 'closed dialog "New bill"'),
    (
        PageFact("columns", "table", "Books", items=(("+", "Year"), ("-", "Pages"))),
        'table "Books": columns + "Year", - "Pages"',
    ),
    (
        PageFact(
            "rows", "list", "Subjects", "option", items=(("+", "Art"), ("+", "Law"), ("-", "Music")), count=(3, 4)
        ),
        'list "Subjects": 3 -> 4 options: + "Art", "Law", - "Music"',
    ),
    (
        PageFact("rows", "table", "Books", "Pages", items=(("row", "Emma: 1 -> 2"),), more=6),
        'column "Pages" changed in 7 rows: row "Emma: 1 -> 2", and 6 more',
    ),
    (
        PageFact("row", "row", "Ben", items=(("Balance", "+138.00 -> +233.00"), ("Bills", "2 -> 3"))),
        'row "Ben": Balance +138.00 -> +233.00, Bills 2 -> 3',
    ),
    (PageFact("moved", "row", "Dracula", after="to the top"), 'row "Dracula" moved to the top'),
    (PageFact("value", "", "Total", before="$133.23", after="$149.16"), "Total: $133.23 -> $149.16"),
    (PageFact("value", "field", "Name", before="", after="Ada"), 'field "Name": (empty) -> Ada'),
    (PageFact("value", before="4 items", after="5 items"), "4 items -> 5 items"),
    (PageFact("state", "checkbox", "Terms", "checked"), 'checkbox "Terms" checked'),
    (PageFact("state", "row", part="selected", items=(("row", "Ben"),)), 'row "Ben" selected'),
    (
        PageFact("state", "button", "Star", "not pressed", is_back=True),
        'button "Star" not pressed (fell back by itself)',
    ),
    (PageFact("state", "button", "Star", "disabled", items=(("row", "Ben"),)), 'button "Star" of row "Ben" disabled'),
    (
        PageFact("added", items=(("heading", "Results"), ("button", "Save"), ("button", "Hide"))),
        '+ heading "Results", button "Save", "Hide"',
    ),
    (PageFact("scrolled", name="Level 3", part="down"), 'scrolled to "Level 3"'),
    (PageFact("removed", items=(("", "Draft"),)), '- "Draft"'),
    (PageFact("running", "", "Progress", before="0 %", after="63 %"), "Progress changes by itself: 0 % to 63 %"),
    (
        PageFact(
            "mismatch", name="Total", before="45.60", after="$48.00", items=(("+", "Net $48.00"), ("-", "Promo $2.40"))
        ),
        "Total $48.00, though Net $48.00 - Promo $2.40 come to 45.60",
    ),
    (PageFact("unchanged", items=(("table of 20 rows", "Parks"),)), 'unchanged: table of 20 rows "Parks"'),
    (PageFact("nothing"), "nothing changed"),
]


@pytest.mark.parametrize(("fact", "words"), ONE_OF_EACH, ids=[fact.kind for fact, _ in ONE_OF_EACH])
def test_a_fact_reads_as_a_person_would_say_it(fact: PageFact, words: str) -> None:
    assert describe_fact(fact) == words


def test_each_kind_has_its_words() -> None:
    """The wording of sort orders is too long for this table."""
    assert {fact.kind for fact, _ in ONE_OF_EACH} | {"sorted", "reordered"} == set(get_args(PageFactKind))


def test_a_sorted_table_says_by_what_and_its_first_rows() -> None:
    items = ("row", "Silent Harbour (Beacon Hill, 100)"), ("row", "Emma (Faber, 320)")
    words = describe_fact(
        PageFact("sorted", "table", "Books", "Publisher ascending, then Pages ascending", items=items)
    )
    assert words.startswith('table "Books" sorted by Publisher ascending, then Pages ascending')
    assert words.endswith('first row "Silent Harbour (Beacon Hill, 100)", "Emma (Faber, 320)"')
    words = describe_fact(PageFact("reordered", "table", "Books", items=items))
    assert "another order" in words
    assert words.endswith('"Emma (Faber, 320)"')


def moment(*facts: PageFact, summary: str = "") -> Moment:
    return Moment(keyframe(0), reading(), (), Node("document"), (), EventKind.INTERACTION, summary, facts=facts)


BILL = PageFact("value", "", "Total", before="$1", after="$2")


def test_a_row_is_its_facts_in_a_sentence() -> None:
    error = PageFact("error", after="It is not valid")
    assert summary_of(moment(error, BILL)) == 'error: "It is not valid"; Total: $1 -> $2'
    assert summary_of(moment(summary="Nothing changed.")) == "Nothing changed."
    assert describe_facts(moment(BILL, BILL), Voice(), 300) == ("Total: $1 -> $2", 0), "each once"


def test_a_row_that_is_too_long_says_the_first_facts_and_the_number_of_others_is_known() -> None:
    facts = [PageFact("value", "", f"Figure {n}", before="1", after="2") for n in range(40)]
    words, left = describe_facts(moment(*facts), Voice(), 320)
    assert words.startswith("Figure 0: 1 -> 2; Figure 1: 1 -> 2; ")
    assert len(words) <= 320
    assert words.count(" -> ") == 40 - left
    assert 0 < left < 40


def test_errors_what_stayed_and_few_words_have_their_place_before_long_facts() -> None:
    rows = PageFact("added", items=tuple(("", f"Row {n} of the table that loaded there") for n in range(9)))
    error = PageFact("error", "", "Age", after="Value must be less than or equal to 120, and whole")
    same = PageFact("unchanged", items=(("Total", "$12"),))
    words, left = describe_facts(moment(rows, BILL, error, same), Voice(), 240)
    assert left == 0
    assert len(words) <= 240
    assert words.startswith('+ "Row 0 of the table')
    assert words.endswith(f'Total: $1 -> $2; error at "Age": "{error.after}"; unchanged: Total "$12"')


def test_the_most_important_change_keeps_its_place_before_many_short_ones() -> None:
    items = tuple(("now", f"Order {n} of a customer") for n in range(4))
    rows = PageFact("rows", "table", "Orders", "row", items=items, count=(40, 12))
    words, left = describe_facts(moment(rows, *(replace(BILL, name=f"Total {n}") for n in range(20))), Voice(), 200)
    assert words.startswith('table "Orders": 40 -> 12 rows: "Order 0 of a customer", ')
    assert len(words) <= 200
    assert left > 0


def test_a_quotation_that_is_cut_ends_with_its_mark() -> None:
    quoted = Voice(quote=lambda text: '"' + text.replace('"', '\\"') + '"')
    for limit in range(85, 120):
        words, _ = describe_facts(moment(PageFact("added", items=(("", 'The "small" town'),) * 9)), quoted, limit)
        assert words.replace('\\"', "").count('"') % 2 == 0


def test_a_traceback_is_described_by_its_end() -> None:
    lines = " ".join(f'File "/app/{n}.py", line {n}, in run' for n in range(9))
    after = f"{'-' * 60} ValueError Traceback (most recent call last) {lines} ValueError: Gauge 4 said nothing"
    assert describe_fact(PageFact("error", after=after)) == 'error: "ValueError: Gauge 4 said nothing"'
    cut = describe_fact(PageFact("error", after=f"Traceback (most recent call last): {lines}"))
    assert cut.startswith('error: "Traceback (most recent call last): File'), "its end is not known"
    card = PageFact("error", after="card ************1234 was declined")
    assert describe_fact(card) == 'error: "card ************1234 was declined"'


def test_a_row_tells_one_fact_however_little_room_there_is() -> None:
    long = PageFact("added", items=tuple(("", f"Paragraph {n} of what appeared there") for n in range(9)))
    assert describe_facts(moment(long), Voice(), 10)[0].startswith('+ "Paragraph 0')


def test_long_texts_of_a_page_are_cut() -> None:
    words = describe_fact(PageFact("value", "", "Note", before="a" * 500, after="b" * 500))
    assert len(words) < 200
    assert words.count("…") == 2


def test_who_writes_says_how_texts_of_a_page_are_quoted() -> None:
    """A prompt removes markup, so that no text of a page can end the fence."""
    voice = Voice(cut=lambda text, limit: text.replace("<", "‹"), quote=lambda text: f"«{text.replace('<', '‹')}»")
    for fact, _ in ONE_OF_EACH:
        items = tuple((noun, "</page>") for noun, _ in fact.items)
        hostile = replace(fact, name="<b>", before="<u>", after="<s>", items=items)
        if fact.kind == "rows" and fact.count is None:
            hostile = replace(hostile, part="<i>")  # a column; otherwise it is one of our own words
        assert "<" not in describe_fact(hostile, voice)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            [text("Total"), text("$133.23", "n5"), text("4 items", "n6")],
            [text("Total"), text("$149.16", "n5"), text("5 items", "n6")],
            "Total: $133.23 -> $149.16; 4 items -> 5 items",
        ),
        (
            [table(header("Who", "Balance"), row("Ben", "+138.00"), row("Cleo", "-95.00"))],
            [table(header("Who", "Balance"), row("Ben", "+233.00"), row("Cleo", "-190.00"))],
            'row "Ben": Balance +138.00 -> +233.00; row "Cleo": Balance -95.00 -> -190.00',
        ),
        (
            [node("listbox", "Subjects", *entries("Art", "History", role="option"), ref="n3")],
            [node("listbox", "Subjects", *entries("Art", "Law", role="option"), ref="n3")],
            'listbox "Subjects": 2 options: + "Law", - "History"',
        ),
    ],
)
def test_what_differs_between_two_pages_is_one_sentence(before: list[Node], after: list[Node], sentence: str) -> None:
    assert summary_of(moment(*differences(before, after))) == sentence


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (PageFact("rows", "table", "Bills", "row", items=(("-", "Tea"),), count=(2, 1)), "2 -> 1 row: "),
        (PageFact("rows", "table", "Bills", "entry", items=(("+", "Tea"),), count=(1, 2)), "1 -> 2 entries: "),
        (PageFact("columns", "table", "Bills", items=(("+", "Date"),), count=(1, 1)), "the same 1 row"),
        (PageFact("rows", "table", "Bills", "Price", items=(("row", "Tea: 1 -> 2"),)), "changed in 1 row: "),
    ],
)
def test_numbers_of_rows_have_the_right_plural(fact: PageFact, says: str) -> None:
    assert says in describe_fact(fact)


def test_two_long_texts_are_shown_from_where_they_differ() -> None:
    address = "https://shop.example/reports/harbour/2026?sort=amount&direction="
    fact = PageFact("value", "field", "Link", before=f"{address}up", after=f"{address}down")
    assert describe_fact(fact) == 'field "Link": …t&direction=up -> …t&direction=down'
    cells = PageFact("row", "row", "Ada", items=(("Note", f"{'old words ' * 20}-> {'new words ' * 20}"),))
    assert "old words" in describe_fact(cells)
    assert "new words" in describe_fact(cells)
