"""Where the screen and the page's accessibility tree disagree: shown and not in the tree, in the tree and not shown.

Only the keyframe that looks most like the inspected page is compared, and only what a person acts on or reads as a
heading: everything else differs for honest reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.boxes import scaled
from claude_scope.timeline import lanes
from claude_scope.timeline.text import same_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Element, Node, Reading, Snapshot

SURE = 0.6
"""Below this confidence an element's type is a guess that is not worth a report."""
TYPES = frozenset({"button", "input", "link", "checkbox", "radio", "select", "tab", "heading"})
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
        on_screen += _only_on_screen(readings[k].elements, agreement, snapshot)
        in_tree += _only_in_tree(readings[k], agreement, snapshot)
    return tuple(on_screen), tuple(in_tree)


def _only_on_screen(elements: Sequence[Element], agreement: lanes.Agreement, snapshot: Snapshot) -> list[str]:
    matched = {m.element for m in agreement.matches}
    known = [text for node in snapshot.tree.walk() for text in lanes.names_of(node)] if snapshot.tree else []
    return [
        f"{e.type} “{e.label}” is shown, but the tree has no such {lanes.role_of(e.type)}"
        for i, e in enumerate(elements)
        if i not in matched
        and e.type in TYPES
        and e.confidence >= SURE
        and e.label
        and not any(same_text(e.label, text) for text in known)
    ]


def _only_in_tree(reading: Reading, agreement: lanes.Agreement, snapshot: Snapshot) -> list[str]:
    matched = {id(m.node) for m in agreement.matches}
    ratio = reading.width / snapshot.viewport[0]
    lines = [line.text for line in reading.lines]
    return [
        f"{node.role} “{node.name}” is in the tree, but was not found on the screen"
        if node.name
        else f"an unnamed {node.role} is in the tree at {_at(node)}; give it an accessible name"
        for node in lanes.candidates(snapshot)
        if id(node) not in matched and _in_view(node, ratio, reading) and not _is_read(node, lines)
    ]


def _in_view(node: Node, ratio: float, reading: Reading) -> bool:
    if node.box is None or node.box.width < 4 or node.box.height < 4:
        return False
    box = scaled(node.box, ratio)
    return box.x >= 0 and box.y >= 0 and box.x + box.width <= reading.width and box.y + box.height <= reading.height


def _is_read(node: Node, lines: Sequence[str]) -> bool:
    return bool(node.name) and any(same_text(node.name, line) or node.name in line for line in lines)


def _at(node: Node) -> str:
    return f"({round(node.box.x)}, {round(node.box.y)})" if node.box else "an unknown place"
