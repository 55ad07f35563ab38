"""Where the pictures of a capture show secrets: the boxes of the nodes with secrets, and OCR only where no text is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claude_scope.masking.fuzzy_match import KnownSecrets
from claude_scope.masking.page_texts import plan_captured
from claude_scope.redaction.redact import Masker
from claude_scope.values import Box, EventKind, Keyframe, Line, Moment, Node, Reading
from tests.masking.screens import KEY

WHOLE, INNER = Box(0, 0, 600, 400), Box(20, 50, 200, 20)


def state(*children: Node, name: str = "1.png", masked: tuple[Box, ...] = (), blind: tuple[Line, ...] = ()) -> Moment:
    keyframe = Keyframe(0, 0.0, "", Path(name), masked=masked)
    tree = Node("document", box=WHOLE, children=children)
    return Moment(keyframe, Reading(640, 400, (), (), ""), (), tree, (), EventKind.INITIAL, "", blind=blind)


def boxes(*moments: Moment, learned: str = "") -> list[Box]:
    masker = Masker()
    masker.learn(learned, password=True)
    masker.ready()
    return [
        place.box for frame in plan_captured(moments, masker, KnownSecrets(masker.spread)) for place in frame.places
    ]


@pytest.mark.attack("secrets")
@pytest.mark.parametrize(
    "node",
    [
        Node("paragraph", text=f"Your key is {KEY}", box=INNER),
        Node("paragraph", text="Saved. The new password •••••• is active.", box=INNER),
        Node("paragraph", text="x" * 500 + f" {KEY}", box=INNER),
        Node("link", name=f"Copy {KEY}", box=INNER),
        Node("paragraph", box=INNER, children=(Node("text", text=f"Key {KEY}"), Node("link", name="Copy"))),
        Node("row", name=f"Key {KEY}", box=WHOLE, children=(Node("cell", name=KEY, box=INNER),)),
        Node("textbox", name="Password", text="Wolf", box=INNER),
        Node("textbox", name="Code", text="Wolf7m", box=INNER),
        Node("paragraph", text="Wolf7mQx2Rb9", box=INNER),
    ],
)
def test_the_node_that_shows_a_secret_is_covered_and_no_more(node: Node) -> None:
    """By its format, masked in the recording, in a long text, in a name, partly typed into a field, already known."""
    other = Node("paragraph", text="Delivery on Tuesday", box=Box(20, 90, 200, 20))
    assert boxes(state(node, other), learned="Wolf7mQx2Rb9") == [INNER]


def test_what_the_page_hides_is_not_covered() -> None:
    assert boxes(state(Node("paragraph", text=KEY, box=INNER, hidden=True))) == []


def test_what_is_covered_already_is_not_covered_again() -> None:
    paragraph = Node("paragraph", text=KEY, box=INNER)
    assert boxes(state(paragraph, masked=(Box(10, 40, 300, 50),))) == []


def test_where_the_recorder_noted_the_place_of_a_text_its_node_is_not_covered_whole() -> None:
    """A paragraph is as wide as the page; a key that redaction finds is covered in any case."""
    noted = (Box(30, 52, 90, 16),)
    masked = Node("paragraph", text="The new password •••••• is active.", box=INNER)
    assert boxes(state(masked, masked=noted)) == []
    assert boxes(state(masked, masked=(Box(300, 52, 90, 16),))) == [INNER]
    assert boxes(state(replace(masked, text=f"•••••• and {KEY}"), masked=noted)) == [INNER]


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("place", [Box(100, 52, 150, 16), Box(94, 46, 162, 28)])
def test_the_noted_place_of_a_field_is_not_that_of_a_text_next_to_it(place: Box) -> None:
    """The box of a text may be that of its parent, which also contains the password field."""
    field = Node("textbox", name="Password", box=Box(100, 52, 150, 16))
    text = Node("text", text="The password •••••• is active")
    paragraph = Node("paragraph", box=INNER, children=(field, Node("button", name="Save"), text))
    assert boxes(state(paragraph, masked=(place,))) == [INNER]
    assert boxes(state(paragraph, masked=(place, Box(30, 52, 50, 16)))) == []


@pytest.mark.attack("secrets")
def test_each_noted_place_counts_for_one_masked_text() -> None:
    twice = Node("paragraph", text="•••••• was •••••• before", box=INNER)
    one, again, other = Box(30, 52, 60, 16), Box(32, 52, 60, 16), Box(120, 52, 60, 16)
    assert boxes(state(twice, masked=(one, again))) == [INNER]
    assert boxes(state(twice, masked=(one, other))) == []
    texts = Node("paragraph", box=INNER, children=(Node("text", text="•••••• and"), Node("text", text="••••••")))
    assert boxes(state(texts, masked=(one, again))) == [INNER]
    assert boxes(state(texts, masked=(one, other))) == []
    within = Node("paragraph", text="••••••", box=WHOLE, children=(Node("code", text="••••••", box=INNER),))
    assert boxes(state(within, masked=(one,))) == [WHOLE]


def test_images_without_page_text_are_covered_whether_read_or_not() -> None:
    read = Line(f"Key: {KEY}", INNER, 0.9), Line("Order 12", Box(20, 90, 80, 20), 0.9), Line("", WHOLE, 0.0)
    assert boxes(state(blind=read)) == [WHOLE, INNER]


def test_states_that_share_a_picture_are_covered_together() -> None:
    one = state(Node("paragraph", text=KEY, box=INNER))
    other = state(Node("paragraph", text=KEY, box=Box(5, 5, 90, 20)))
    assert len(plan_captured([one, other], Masker(), KnownSecrets(()))) == 1
    assert boxes(one, other) == [INNER, Box(5, 5, 90, 20)]
    assert boxes(one, replace(other, keyframe=replace(other.keyframe, path=Path("2.png")))) == boxes(one, other)
