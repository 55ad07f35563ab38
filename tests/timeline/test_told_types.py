"""Element types inferred from pixels are reported if they are right often enough; other elements
are reported as text.
"""

from __future__ import annotations

from typing import get_args

from claude_scope.serialization.json_rows import element_row
from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element, ElementType, Reading
from tests.timeline.make import keyframe, node, reading, snapshot


def read(*kinds: ElementType) -> Reading:
    return reading(*(Element(kind, f"Label of {kind}", Box(40, 60 * n, 200, 24), 0.9) for n, kind in enumerate(kinds)))


def test_pixels_alone_tell_texts_and_dialogs() -> None:
    """In trees and rows, which the report, review, REST and MCP show; masking still knows the type of a field."""
    kinds = get_args(ElementType)
    (moment,) = build_timeline([keyframe()], [read(*kinds)]).moments
    assert {element.role for element in moment.elements} == {"text", "dialog"}
    assert {node.role for node in moment.tree.walk()} == {"document", "text", "dialog"}
    assert {element_row(element)["type"] for element in moment.elements} == {"text", "dialog"}
    assert [element.type for element in moment.elements] == list(kinds)


def test_the_type_of_a_matched_node_is_reported() -> None:
    page = snapshot(node("button", "Label of text", 40, 0, 200), node("link", "Label of link", 40, 60, 200))
    (moment,) = build_timeline([keyframe()], [read("text", "link")], [page]).moments
    assert [(element.role, element_row(element)["type"]) for element in moment.elements] == [
        ("button", "button"),
        ("link", "link"),
    ]
