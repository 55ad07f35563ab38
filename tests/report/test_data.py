"""The data for the script is small, flat, and cannot end the element that contains it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from claude_scope.report.data import json_for_script, page_data, page_rows
from claude_scope.serialization.json_rows import MAX_ROWS
from claude_scope.values import Node
from tests.analyses import checkout_analysis

if TYPE_CHECKING:
    from pathlib import Path


def test_json_in_html_contains_no_markup() -> None:
    hostile = "</script><!--&\u2028\u2029"
    text = str(json_for_script({"x": hostile}))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"x": hostile}


def test_an_element_that_stays_is_sent_once(tmp_path: Path) -> None:
    analysis = checkout_analysis(tmp_path)
    data = json.loads(page_data(analysis))
    shown = [data["elements"][number]["label"] for state in data["states"] for number in state["elements"]]
    assert shown == [element.label for moment in analysis.timeline.moments for element in moment.elements]
    assert len(data["elements"]) == len({json.dumps(element) for element in data["elements"]})


def test_rows_of_a_keyframes_tree_name_their_elements(tmp_path: Path) -> None:
    data = json.loads(page_data(checkout_analysis(tmp_path)))
    for state in data["states"]:
        named = [row["element"] for row in state["tree"] if "element" in row]
        assert sorted(named) == sorted(state["elements"])


def test_a_tree_deeper_than_any_recursion_becomes_rows() -> None:
    tree = Node("leaf")
    for _ in range(3_000):
        tree = Node("group", children=(tree,))
    found = page_rows(tree)
    assert isinstance(found, list)
    assert len(found) == 3_001
    assert json.loads(json_for_script(found))[-1] == {"level": 3_001, "role": "leaf"}


def test_a_tree_of_any_size_is_cut_to_a_bound() -> None:
    tree = Node("document", children=tuple(Node("button", str(n)) for n in range(MAX_ROWS + 5)))
    found = page_rows(tree)
    assert isinstance(found, list)
    assert len(found) == MAX_ROWS
