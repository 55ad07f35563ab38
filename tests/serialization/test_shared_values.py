"""States of a page share most of their elements: these are sent, masked and written once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.jobs.sandbox import messages
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.prompt.session_json import session_json
from claude_scope.redaction.redact import redact_analysis
from claude_scope.report.data import page_data
from claude_scope.serialization import shared_values
from claude_scope.serialization.codec import MAX_DEPTH, decode, encode
from claude_scope.values import Box, Line, Moment, Node, Timeline, UiElement
from tests.analyses import checkout_analysis, minimal_analysis
from tests.captured import captured_analysis

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import Analysis

ROWS = 300
TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3


def _state(moment: Moment, number: int) -> Moment:
    """A table in which one row differs in each state; no two states share an object."""
    names = [f"Order {row} of {'b' if row == number else 'a'}" for row in range(ROWS)] + [TOKEN]
    placed = [(name, Box(0.0, 20.0 * row, 300.0, 20.0)) for row, name in enumerate(names)]
    return replace(
        moment,
        tree=Node(
            "table", children=tuple(Node("row", children=(Node("cell", name, box=box),)) for name, box in placed)
        ),
        elements=tuple(UiElement(name, "text", "cell", name, box, 1.0) for name, box in placed),
        reading=replace(moment.reading, lines=tuple(Line(name, box, 1.0) for name, box in placed)),
    )


def _table(folder: Path, states: int) -> Analysis:
    whole = minimal_analysis(folder)
    moments = tuple(_state(whole.timeline.moments[0], number) for number in range(states))
    return replace(whole, timeline=Timeline(moments, is_captured=True))


def _sent(analysis: Analysis, folder: Path) -> Analysis:
    """The analysis with its timeline as it comes from the child process."""
    place = Place(folder)
    line = messages.dump_result(analysis.timeline, place)
    return replace(analysis, timeline=messages.load_result("captured_timeline", json.loads(line)["result"], place))


def test_twenty_states_cross_the_pipe_at_the_cost_of_two(tmp_path: Path) -> None:
    one, twenty = (messages.dump_result(_table(tmp_path, n).timeline, Place(tmp_path)) for n in (1, 20))
    assert len(twenty) < 2 * len(one)


@pytest.mark.parametrize("make", [checkout_analysis, captured_analysis])
def test_what_crossed_the_pipe_is_equal(make: Callable[[Path], Analysis], tmp_path: Path) -> None:
    whole = make(tmp_path)
    assert _sent(whole, tmp_path) == whole


def test_states_share_objects_once_masked_and_once_encoded(tmp_path: Path) -> None:
    """Each element, line and node is processed once after the transfer, and masked in every state."""
    first, second, *_ = redact_analysis(_sent(_table(tmp_path, 20), tmp_path)).timeline.moments
    for item, other in (
        (first.elements[-1], second.elements[-1]),
        (first.reading.lines[-1], second.reading.lines[-1]),
        (first.tree.children[-1], second.tree.children[-1]),
    ):
        assert item is other
        assert "[masked: " in str(item)
        assert TOKEN not in str(item)
    data = session_json(_sent(_table(tmp_path, 2), tmp_path))["timeline"]["moments"]
    assert data[0]["elements"][-1] is data[1]["elements"][-1]
    assert data[0]["tree"]["children"][-1] is data[1]["tree"]["children"][-1]


def test_shared_objects_are_written_as_others_are(tmp_path: Path) -> None:
    """Session and report are identical, whether states share objects or have equal ones."""
    shared = _sent(_table(tmp_path, 3), tmp_path)
    apart = replace(shared, timeline=decode(Timeline, encode(shared.timeline, str), Path))
    assert json.dumps(session_json(shared)) == json.dumps(session_json(apart))
    assert page_data(redact_analysis(shared)) == page_data(redact_analysis(apart))
    assert TOKEN not in json.dumps(session_json(shared))


def test_a_tree_that_is_too_deep_is_flattened_as_ever(tmp_path: Path) -> None:
    deep = Node("end")
    for level in range(2 * MAX_DEPTH):
        deep = Node("group", str(level), children=(deep, Node("text", text=str(level))))
    whole = _table(tmp_path, 1)
    moment = replace(whole.timeline.moments[0], tree=deep)
    whole = replace(whole, timeline=Timeline((moment,), is_captured=True))
    assert session_json(whole)["timeline"]["moments"][0]["tree"] == encode(deep, str)
    (sent,) = _sent(whole, tmp_path).timeline.moments
    assert encode(sent.tree, str) == encode(deep, str)


def _twice(data: dict[str, Any]) -> None:
    """Each node contains the one before it twice: forty levels would be a million million nodes."""
    rows = data["shared"]["Node"]
    for _ in range(40):
        rows.append({"role": "group", "children": [len(rows) - 1] * 2})


def _endless(data: dict[str, Any]) -> None:
    data["shared"]["Node"][0]["children"] = [0]


def _later(data: dict[str, Any]) -> None:
    data["shared"]["Node"][0]["children"] = [1]


def _deep(data: dict[str, Any]) -> None:
    rows = data["shared"]["Node"]
    for _ in range(2 * MAX_DEPTH):
        rows.append({"role": "group", "children": [len(rows) - 1]})


def _missing(data: dict[str, Any]) -> None:
    data["value"]["moments"][0]["elements"] = [10**6]


def _negative(data: dict[str, Any]) -> None:
    data["value"]["moments"][0]["elements"] = [-1]


def _of_another_type(data: dict[str, Any]) -> None:
    data["value"]["moments"][0]["elements"] = [{"role": "button"}]


def _no_row(data: dict[str, Any]) -> None:
    data["shared"]["UiElement"][0] = 0


def _no_node(data: dict[str, Any]) -> None:
    data["shared"]["Node"][0] = 0


def _no_table(data: dict[str, Any]) -> None:
    data["shared"] = []


def _often(data: dict[str, Any]) -> None:
    """A long text in a million places."""
    data["shared"]["UiElement"][0]["label"] = "x" * 100_000
    data["value"]["moments"][0]["elements"] = [0] * 1_000_000


HOSTILE = [_twice, _endless, _later, _deep, _missing, _negative, _of_another_type, _no_row, _no_node, _no_table, _often]


@pytest.mark.attack("confinement")
@pytest.mark.parametrize("change", HOSTILE, ids=lambda change: change.__name__)
def test_what_a_hostile_child_sends_is_refused(change: Callable[[dict[str, Any]], None], tmp_path: Path) -> None:
    """With an error that the worker expects, and before it takes much memory."""
    place = Place(tmp_path)
    data = json.loads(messages.dump_result(_table(tmp_path, 1).timeline, place))["result"]
    change(data)
    with pytest.raises((ValueError, TypeError, KeyError)):
        messages.load_result("captured_timeline", data, place)


def test_the_bound_leaves_room_for_a_long_capture_of_a_large_page() -> None:
    """A hundred states of 4,000 elements, at 400 characters for each with its line and its node."""
    assert shared_values.MAX_WRITTEN_CHARS >= 100 * 4_000 * 3 * 400
