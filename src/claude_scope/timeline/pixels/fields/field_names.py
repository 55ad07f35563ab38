"""Splits the name of a field from its value where OCR read both as one line: "Barcode 7731"."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, scaled
from claude_scope.timeline.aria.snapshot_matching import MAX_NODES
from claude_scope.timeline.element_types import FIELD_TYPES, TEXT_TYPES
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.pixels.tracking import Tracks
    from claude_scope.values import Box, Element, Node, Reading, Snapshot

NAME_END_TOLERANCE = 1.5
"""The end of a name inside a line is known to this many line heights: letters differ in width."""
BEFORE_PX = 8
"""A line that begins this far left of a field includes words beside it."""


def split_field_names(readings: Sequence[Reading], snapshots: Sequence[Snapshot]) -> list[Reading]:
    """The readings, with lines that cover a field and its name split into both."""
    fields = [
        (node.name, scaled(node.box, reading_width / s.viewport[0]))
        for s in snapshots
        if s.tree is not None and s.viewport[0]
        for reading_width in {r.width for r in readings if r.width}
        for node in islice(s.tree.walk(), MAX_NODES * 4)
        if node.role in FIELD_ROLES and node.name and node.box and not node.hidden
    ]
    if not fields:
        return list(readings)
    return [replace(r, elements=tuple(part for e in r.elements for part in _parts(e, fields))) for r in readings]


def _parts(element: Element, fields: Sequence[tuple[str, Box]]) -> list[Element]:
    """The name and the field, or the unchanged element."""
    for name, box in fields:
        in_row = abs(centre(box)[1] - centre(element.box)[1]) <= element.box.height / 2
        if element.type in TEXT_TYPES and in_row and (held := _value_behind_name(element, name, box.x)):
            beside = element.box._replace(width=box.x - element.box.x)
            typed = replace(element, type="input", label=name, value=held, box=box)
            return [replace(element, label=element.label[: len(name)], box=beside), typed]
    return [element]


def _value_behind_name(element: Element, name: str, left: float) -> str:
    """The text of a line behind a name that ends where the field begins; "" if there is none."""
    text, box = element.label, element.box
    if not text.casefold().startswith(name.casefold()):
        return ""
    ends = box.x + box.width * len(name) / len(text)
    is_there = box.x + BEFORE_PX <= left < box.x + box.width and abs(ends - left) <= NAME_END_TOLERANCE * box.height
    return text[len(name) :].strip(" :") if is_there else ""


def remove_field_names(
    readings: Sequence[Reading], tracks: Tracks, nodes: Mapping[int, Node], snapshots: Sequence[Snapshot]
) -> list[Reading]:
    """The readings, with the field name removed from lines that begin with it.

    Unlike `split_field_names`, this does not need the field at its place: the line was already matched with it.
    """
    width = next((s.viewport[0] for s in snapshots if s.viewport[0]), 0)
    if not width:
        return list(readings)
    return [
        replace(
            reading,
            elements=tuple(
                _parted(e, nodes.get(n), reading.width / width) for e, n in zip(reading.elements, row, strict=True)
            ),
        )
        for reading, row in zip(readings, tracks.numbers, strict=True)
    ]


def _parted(element: Element, node: Node | None, ratio: float) -> Element:
    if node is None or node.box is None or node.role not in FIELD_ROLES or element.type in FIELD_TYPES or not node.name:
        return element
    left = node.box.x * ratio
    held = _value_behind_name(element, node.name, left)
    if not held:
        return element
    box = element.box._replace(x=left, width=element.box.x + element.box.width - left)
    return replace(element, label="", value=held, box=box)
