"""Where the screen and the page's accessibility tree disagree: shown and not in the tree, in the tree and not shown.

Only the keyframe that looks most like the inspected page is compared, and only what a person acts on or reads as a
heading: everything else differs for honest reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.boxes import centre, grown, holds, scaled
from claude_scope.timeline import lanes
from claude_scope.timeline.covered import is_cut
from claude_scope.timeline.text import same_text, similarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element, Line, Node, Reading, Snapshot

SURE = 0.6
"""Below this confidence an element's type is a guess that is not worth a report."""
TYPES = frozenset({"button", "input", "link", "checkbox", "radio", "select", "tab", "heading"})
NEARLY = 0.75
"""At the very place of a node, a text so alike is its name: another one would have other words."""
NEAR_PX = 6
"""Boxes of lines reach a little over those of the page."""
MIN_FOUND = 0.3
"""A page of which fewer nodes are found on the screen is not the page of the recording."""


def disagreements(
    snapshots: Sequence[Snapshot], agreements: Sequence[Sequence[lanes.Agreement]], readings: Sequence[Reading]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(only on the screen, only in the tree), one line an entry; `agreements[k][s]` is of keyframe k and snapshot s."""
    on_screen: list[str] = []
    in_tree: list[str] = []
    for s, snapshot in enumerate(snapshots):
        if not readings:
            break
        k = max(range(len(readings)), key=lambda k: agreements[k][s].found * (1 + agreements[k][s].layout))
        agreement = agreements[k][s]
        if agreement.found < MIN_FOUND or agreement.layout < 0.5:
            in_tree.append(
                f"The page at {snapshot.final_url or snapshot.url} looks unlike every frame of the recording "
                f"({len(agreement.matches)} of its elements were found on the screen), so the two were not compared."
            )
            continue
        on_screen += _only_on_screen(readings[k].elements, agreement, snapshot, readings[k].width)
        in_tree += _only_in_tree(readings[k], agreement, snapshot)
    return tuple(on_screen), tuple(in_tree)


def _only_on_screen(
    elements: Sequence[Element], agreement: lanes.Agreement, snapshot: Snapshot, width: int
) -> list[str]:
    matched = {m.element for m in agreement.matches}
    nodes = list(snapshot.tree.walk()) if snapshot.tree else []
    known = [text for node in nodes for text in lanes.names_of(node)]
    ratio = width / snapshot.viewport[0]
    placed = [(scaled(node.box, ratio), text) for node in nodes if node.box for text in lanes.names_of(node)]
    return [
        f"{e.type} “{e.label}” is shown, but the tree has no such {lanes.role_of(e.type)}"
        for i, e in enumerate(elements)
        if i not in matched
        and e.type in TYPES
        and e.confidence >= SURE
        and e.label
        and not any(same_text(e.label, text) for text in known)
        and not any(_nearly(text, e.label) for box, text in placed if holds(grown(box, NEAR_PX), centre(e.box)))
    ]


def _only_in_tree(reading: Reading, agreement: lanes.Agreement, snapshot: Snapshot) -> list[str]:
    matched = {id(m.node) for m in agreement.matches}
    ratio = reading.width / snapshot.viewport[0]
    lines = reading.lines
    return [
        f"{node.role} “{node.name}” is in the tree, but was not found on the screen"
        if node.name
        else f"an unnamed {node.role} is in the tree at {_at(node)}; give it an accessible name"
        for node in lanes.candidates(snapshot)
        if id(node) not in matched and _in_view(node, ratio, reading) and not _is_read(node, lines, ratio)
    ]


def _in_view(node: Node, ratio: float, reading: Reading) -> bool:
    if node.box is None or node.box.width < 4 or node.box.height < 4:
        return False
    box = scaled(node.box, ratio)
    return box.x >= 0 and box.y >= 0 and box.x + box.width <= reading.width and box.y + box.height <= reading.height


def _is_read(node: Node, lines: Sequence[Line], ratio: float) -> bool:
    """Whether the screen shows a node's name: somewhere as it is, or at its place nearly so."""
    if not node.name:
        return False
    if any(same_text(node.name, line.text) or node.name in line.text for line in lines):
        return True
    if node.box is None:
        return False
    box = scaled(node.box, ratio)
    there = [line for line in lines if holds(grown(box, NEAR_PX), centre(line.box))]
    words = " ".join(line.text for line in sorted(there, key=lambda line: (round(line.box.y / 16), line.box.x)))
    return _nearly(node.name, words) or any(_nearly(node.name, line.text) for line in there)


def _nearly(one: str, other: str) -> bool:
    """Whether a text was read with a letter lost or wrong, or without its end: "Tape, set of" of "Tape, set of 3"."""
    return similarity(one, other, NEARLY) > 0 or is_cut(one, other)


def _at(node: Node) -> str:
    return f"({round(node.box.x)}, {round(node.box.y)})" if node.box else "an unknown place"
