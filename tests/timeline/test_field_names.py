"""A line of which the first words name a field and the rest stands in it."""

import pytest

from claude_scope.timeline.build import build_timeline
from claude_scope.timeline.pixels.fields.field_values import settle_values
from claude_scope.values import Box, Element, Node
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, node, reading, snapshot

WHOLE = Box(0, 0, WIDTH, HEIGHT)
WORDS = ("Your loans", "Fees to pay", "Overdue books", "Open until 18:00")
PAGE = tuple(element("text", word, 40, 40 + 60 * n) for n, word in enumerate(WORDS))
NODES = tuple(Node("text", text=word, box=Box(40, 40 + 60 * n, 300, 24)) for n, word in enumerate(WORDS))
FIELD = node("textbox", "Barcode", 110, 500, 160, 24)
NAME = element("text", "Barcode", 40, 500, 64)


def values(*states: Element) -> list[tuple[str, str, str]]:
    frames = [keyframe(1000 * n, WHOLE) for n in range(len(states))]
    moments = build_timeline(frames, [reading(*PAGE, s) for s in states], [snapshot(*NODES, FIELD)]).moments
    return [(c.what, c.before, c.after) for m in moments for c in m.changes if c.kind == "changed"]


def test_the_name_is_parted_from_the_value_where_the_page_has_moved_the_field() -> None:
    """Without a layout that fits, the words that name a field stand for it."""
    moved = [element("text", word, 40, 400 - 60 * n) for n, word in enumerate(WORDS)]
    states = [
        reading(*moved, element("text", "Barcode", 40, 560, 64)),
        reading(*moved, element("text", "Barcode 7731]", 40, 562, 116)),
    ]
    frames = [keyframe(1000 * n, WHOLE) for n in range(2)]
    changes = build_timeline(frames, states, [snapshot(*NODES, FIELD)]).moments[1].changes
    assert ("value", "", "7731") in [(c.what, c.before, c.after) for c in changes]


def test_the_name_of_a_field_is_no_part_of_its_value_nor_is_the_caret() -> None:
    with_caret = element("text", "Barcode 7731]", 40, 502, 116)
    without = element("heading", "Barcode 7731", 41, 502, 112)
    assert values(NAME, with_caret, without) == [("value", "", "7731")]


def test_words_that_begin_within_the_field_are_its_value_whatever_its_name() -> None:
    assert values(NAME, element("text", "Barcode 7731", 114, 502, 112)) == [("value", "", "Barcode 7731")]


@pytest.mark.parametrize(("read", "value"), [("7731]", "7731"), ("a[0]", "a[0]"), ("]", "]"), ("rows|", "rows")])
def test_a_bracket_that_nothing_opened_is_a_caret(read: str, value: str) -> None:
    assert settle_values([[element("input", "Code", 40, 40, value=read)]], [[1]]) == ((value,),)
