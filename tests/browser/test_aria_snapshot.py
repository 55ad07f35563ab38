"""The parser of ARIA snapshots accepts whatever a page can put into one, and writing is its inverse."""

from __future__ import annotations

import contextlib
import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claude_scope.browser import aria_snapshot
from claude_scope.errors import InspectionError
from claude_scope.values import Box, Counts, Node

SNAPSHOT = r"""
- generic [active] [ref=e1] [box=8,8,1264,987]:
  - 'heading "Hi: \"there\" [ref=e9]" [level=1] [ref=e2] [box=8,8,1264,37]'
  - 'button "a b: ''c'' \\ [x=1] — 😀 é \u0001" [ref=e3] [box=8,67,23,21]': x
  - button "m" [pressed=mixed] [disabled] [box=-109,67.5,27,21]
  - 'textbox "Your #name" [ref=e7]':
    - /placeholder: "type: here"
    - text: "val: 'x'\x07\nnext"
  - link "link" [ref=e11] [cursor=pointer]:
    - /url: /a?b=c#d
  - text: between
  - iframe [ref=e15]:
    - button "in frame" [ref=f1e2]
""".strip()


def test_a_snapshot_becomes_a_tree() -> None:
    tree = aria_snapshot.parse(SNAPSHOT)
    heading, button, mixed, textbox, link, text, iframe = tree.children
    assert (tree.role, tree.states, tree.ref, tree.box) == ("generic", ("active",), "e1", Box(8, 8, 1264, 987))
    assert (heading.name, heading.states, heading.ref) == ('Hi: "there" [ref=e9]', ("level=1",), "e2")
    assert (button.name, button.text) == ("a b: 'c' \\ [x=1] — 😀 é \x01", "x")
    assert (mixed.states, mixed.box) == (("pressed=mixed", "disabled"), Box(-109, 67.5, 27, 21))
    assert (textbox.props, textbox.text, textbox.children) == (
        (("/placeholder", "type: here"),),
        "val: 'x'\x07\nnext",
        (),
    )
    assert (link.props, link.states) == ((("/url", "/a?b=c#d"),), ())
    assert text == Node("text", text="between")
    assert iframe.children[0].ref == "f1e2"


def test_several_nodes_at_the_top_are_put_under_a_fragment() -> None:
    tree = aria_snapshot.parse('- button "a"\n- text: b')
    assert (tree.role, [node.role for node in tree.children]) == ("fragment", ["button", "text"])
    assert aria_snapshot.parse("").children == ()


def test_counts_are_those_of_the_contract() -> None:
    roles = ["button", "textbox", "checkbox", "combobox", "link", "link", "heading", "img", "paragraph"]
    tree = aria_snapshot.parse("\n".join(f"- {role}" for role in roles) + "\n- text: x")
    assert aria_snapshot.count(tree) == Counts(buttons=1, inputs=3, links=2, headings=1, images=1, total=9)
    assert aria_snapshot.count(None) == Counts()


# All characters that a page can contain; those with a meaning in the grammar are more frequent than by chance.
characters = st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from("\"'\\:#-[]{}=\n\r\t\u2028\u0085 /,&*!|>%@`")
)
texts = st.text(characters, max_size=40)
roles = st.sampled_from(["button", "link", "heading", "generic", "textbox", "menuitemcheckbox", "row"])
states = st.lists(st.sampled_from(["checked", "checked=mixed", "disabled", "level=2", "expanded"]), max_size=3)
numbers = st.integers(-9999, 99999).map(float) | st.floats(-1e4, 1e4, allow_nan=False)
boxes = st.none() | st.builds(Box, numbers, numbers, numbers, numbers)
props = st.lists(st.tuples(st.sampled_from(["/url", "/placeholder"]), texts), max_size=2)
refs = st.from_regex(r"(f[1-9])?e[1-9][0-9]{0,3}", fullmatch=True) | st.just("")


@st.composite
def nodes(draw: st.DrawFn, depth: int = 0) -> Node:
    below = (
        ()
        if depth > 3
        else tuple(draw(st.lists(nodes(depth + 1) | st.builds(Node, st.just("text"), text=texts), max_size=4)))
    )
    if [node.role for node in below] == ["text"]:
        below = ()  # a node's only text is part of its own line
    return Node(
        role=draw(roles), name=draw(texts), states=tuple(draw(states)), text="" if below else draw(texts),
        props=tuple(draw(props)), box=draw(boxes), ref=draw(refs), children=below,
    )  # fmt: skip


@given(nodes())
def test_reading_is_the_inverse_of_writing(tree: Node) -> None:
    assert aria_snapshot.parse(aria_snapshot.render(tree)) == tree


@given(texts.filter(bool), texts.filter(bool))
def test_a_name_cannot_become_an_attribute_a_child_or_another_node(name: str, text: str) -> None:
    key = "'" + f"button {json.dumps(name)} [ref=e1]".replace("'", "''") + "'"
    tree = aria_snapshot.parse(f"- {key}: {json.dumps(text)}\n- button")
    assert [node.name for node in tree.children] == [name, ""]
    assert (tree.children[0].text, tree.children[0].ref) == (text, "e1")


def test_a_name_that_no_yaml_parser_reads_is_read() -> None:
    """YAML limits an implicit key to 1,024 characters, and quotes are escaped twice."""
    name = "'" * 900
    line = "- 'button \"" + name.replace("'", "''") + "\"': x"
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(line)
    assert aria_snapshot.parse(line).name == name


def test_where_yaml_can_read_a_snapshot_it_reads_the_same() -> None:
    document = yaml.safe_load(SNAPSHOT)
    items = next(iter(document[0].values()))
    assert items[0] == aria_snapshot.render(aria_snapshot.parse(SNAPSHOT).children[0])[3:-1].replace("''", "'")
    assert items[4]['link "link" [ref=e11] [cursor=pointer]'] == [{"/url": "/a?b=c#d"}]


@pytest.mark.parametrize(
    "text", ["button", "-button", "- ", "- 'button", '- button "a', "- button [x", "-  - a", "    - button",
             '- button: "a\\', "- button x", "- &a button", "- !!python/object:os.system x", "- 'button' x"]
)  # fmt: skip
def test_what_is_not_of_the_grammar_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InspectionError, match=r"^[^\n]*$"):
        aria_snapshot.parse(text)


@given(st.text(characters, max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(InspectionError):
        aria_snapshot.parse(text)


def test_depth_and_size_are_bounded() -> None:
    deep = "\n".join(f"{'  ' * level}- group" for level in range(5_000))
    tree = aria_snapshot.parse(deep)
    assert depth(tree) <= aria_snapshot.MAX_DEPTH + 1
    assert sum(1 for _ in tree.walk()) == 5_000

    wide, left_out = aria_snapshot.parse_bounded("- list:\n" + "\n".join("  - listitem" for _ in range(30_000)))
    assert (len(wide.children), left_out) == (aria_snapshot.MAX_NODES - 1, 10_001)
    assert len(aria_snapshot.parse(f"- paragraph: {'x' * 100_000}").text) == aria_snapshot.MAX_TEXT


def depth(tree: Node) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in node.children)
    return deepest


def test_half_a_surrogate_pair_does_not_reach_a_file() -> None:
    tree = aria_snapshot.parse('- button "a\\ud83d" [ref=e1]: "\\udc00"')
    assert "".join(node.name + node.text for node in tree.walk()).encode()
