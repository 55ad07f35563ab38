"""Short notations for the values that the tests of the timeline use."""

from __future__ import annotations

from pathlib import Path

from claude_scope.values import Box, Element, ElementType, Keyframe, Line, Node, Reading, Snapshot, UiElement

WIDTH, HEIGHT = 1280, 720


def element(
    kind: ElementType, label: str, x: float, y: float, width: float = 0, height: float = 24, **more: object
) -> Element:
    box = Box(x, y, width or 9 * max(1, len(label)), height)
    return Element(kind, label, box, 0.9, **more)  # type: ignore[arg-type]


def ui(
    kind: ElementType, label: str, x: float, y: float, width: float = 0, height: float = 24, **more: object
) -> UiElement:
    box = Box(x, y, width or 9 * max(1, len(label)), height)
    return UiElement("e1", kind, kind, label, box, 0.9, **more)  # type: ignore[arg-type]


def reading(*elements: Element) -> Reading:
    return Reading(WIDTH, HEIGHT, (), elements, "")


def line(text: str, x: float, y: float, width: float = 0, height: float = 20, sure: float = 0.98) -> Line:
    """A line of text as OCR read it; `sure` is the confidence of its least certain letter."""
    return Line(text, Box(x, y, width or 9 * max(1, len(text)), height), sure, sure)


def texts(*lines: Line, elements: tuple[Element, ...] = (), red: tuple[Box, ...] = ()) -> Reading:
    """A reading of these lines, from which claims are derived."""
    return Reading(WIDTH, HEIGHT, lines, elements, "", red=red)


def keyframe(at_ms: int = 0, *changed: Box, share: float = 0.02, **more: object) -> Keyframe:
    return Keyframe(at_ms, 0.5, "settled", Path("frame.png"), changed=changed, changed_share=share, **more)  # type: ignore[arg-type]


def snapshot(*nodes: Node) -> Snapshot:
    return Snapshot("http://localhost/", success=True, tree=Node("document", children=nodes), viewport=(WIDTH, HEIGHT))


def node(role: str, name: str, x: float, y: float, width: float = 0, height: float = 24, **more: object) -> Node:
    locator = f"page.getByRole('{role}', {{ name: '{name}', exact: true }})"
    return Node(role, name, box=Box(x, y, width or 9 * len(name), height), locator=locator, **more)  # type: ignore[arg-type]
