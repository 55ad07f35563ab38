"""Finds fields that seem new but that the last reading only missed: the page had them as loaded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, gap, holds, scaled
from claude_scope.timeline.aria import snapshot_matching
from claude_scope.timeline.element_types import FIELD_TYPES
from claude_scope.timeline.pixel_distances import MAX_NAME_TO_FIELD_PX
from claude_scope.timeline.pixels.changed_pixels import is_redrawn
from claude_scope.timeline.text_compare import same_text, similarity, skeleton
from claude_scope.values import Change, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.diff.diff import Differences
    from claude_scope.values import Keyframe, Node, Reading, Snapshot, UiElement

MIN_PLACEHOLDER_SIMILARITY = 0.75
"""From this similarity on, words are the placeholder with a misread letter."""

PageFields = dict[str, list["Node"]]
"""The fields of a snapshot that have a name and a place, by locator."""


def fields_of(snapshot: Snapshot) -> PageFields:
    """The fields of a page by name; walks the tree once a snapshot."""
    fields: PageFields = defaultdict(list)
    for node in snapshot_matching.candidates(snapshot):
        if node.box and node.name:
            fields[node.locator].append(node)
    return fields


def remove_missed_fields(
    differences: Differences,
    before: Reading,
    pages: Sequence[PageFields],
    agreements: Sequence[snapshot_matching.Agreement],
) -> Differences:
    """The differences without fields that existed before; `agreements` are those of the previous keyframe.

    A field with other words than before has a new value: the old one was read as a text inside it.
    """
    missed: dict[int, Node] = {}
    for c in differences.changes:
        if c.kind == "added" and _is_known(c.element):
            missed |= {
                id(c): n for f, a in zip(pages, agreements, strict=True) if (n := _page_field(f, c.element, before, a))
            }
    if not missed:
        return differences
    fields = [c.element for c in differences.changes if id(c) in missed]
    others = [c for c in differences.changes if id(c) not in missed and not any(_was_inside(c, f) for f in fields)]
    filled = [
        Change("changed", c.element, "value", was, c.element.value)
        for c in differences.changes
        if (node := missed.get(id(c)))
        and _is_filled(c.element, was := _value_read_as_text(c.element, differences, node), node)
    ]
    return replace(differences, changes=(*filled, *others))


def remove_lost_fields(
    differences: Differences,
    after: Reading,
    pages: Sequence[PageFields],
    agreements: Sequence[snapshot_matching.Agreement],
    keyframe: Keyframe,
) -> Differences:
    """The differences without fields that only this reading missed: their name still stands there.

    `agreements` are those of the keyframe itself. A field that was drawn over and has words at its place went away.
    """
    stayed = [
        c
        for c in differences.changes
        if c.kind == "removed"
        and _is_known(c.element)
        and not _was_edited_in_place(c.element, after, keyframe)
        and any(_page_field(fields, c.element, after, a) for fields, a in zip(pages, agreements, strict=True))
    ]
    changes = tuple(c for c in differences.changes if c not in stayed)
    return replace(differences, changes=changes) if stayed else differences


def _is_known(element: UiElement) -> bool:
    """Whether it is a field or slider of the page; a pointer on its thumb hides a slider."""
    return (element.type in FIELD_TYPES or element.role == "slider") and bool(element.locator)


def _was_edited_in_place(field: UiElement, after: Reading, keyframe: Keyframe) -> bool:
    """Whether new words replaced a field completely: a text that was edited in place."""
    words = [e for e in after.elements if e.type == "text" and e.label and holds(field.box, centre(e.box))]
    return bool(words) and is_redrawn(field.box, keyframe)


def _is_filled(field: UiElement, was: str, node: Node) -> bool:
    """Whether a missed field has a value that it had neither before nor as the page loaded."""
    return bool(field.value) and not same_text(field.value, was) and (bool(was) or not node.text)


def _value_read_as_text(field: UiElement, differences: Differences, node: Node) -> str:
    """The old value of a missed field, from texts inside it; "" if that was its placeholder."""
    inside = [c.element for c in differences.changes if _was_inside(c, field)]
    words = " ".join(e.label for e in sorted(inside, key=lambda e: e.box.x))
    hint = dict(node.props).get("/placeholder", "") or node.name
    is_hint = similarity(words, hint, MIN_PLACEHOLDER_SIMILARITY) > 0 or skeleton(words) in skeleton(hint)
    return "" if is_hint else words


def _was_inside(change: Change, field: UiElement) -> bool:
    """Whether a removed text was inside a field."""
    is_gone = change.kind == "removed" and change.element.type == "text"
    return is_gone and holds(field.box, centre(change.element.box))


def _page_field(
    fields: PageFields, element: UiElement, before: Reading, agreement: snapshot_matching.Agreement
) -> Node | None:
    """The field of the page, if the previous keyframe has its layout and shows the field's name in place."""
    if not agreement.has_layout:
        return None
    known = fields.get(element.locator, ())
    return next((node for node in known if _is_named(node, before, agreement.ratio)), None)


def _is_named(node: Node, reading: Reading, ratio: float) -> bool:
    return node.box is not None and any(
        same_text(line.text, node.name) and gap(line.box, scaled(node.box, ratio)) <= MAX_NAME_TO_FIELD_PX
        for line in _named(reading)
    )


def _named(reading: Reading) -> list[Line]:
    """The lines of a reading, and the words of elements without a line."""
    return [*reading.lines, *(Line(e.label, e.box, e.confidence) for e in reading.elements if e.label)]
