"""Tells text that replaced a field, as after an inline edit, from text in a field that was not recognised.

The tree has a field in both cases. The field is there if its frame was read, or was read just before or after and only
its words changed in between.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.geometry import scaled
from claude_scope.timeline.aria import snapshot_matching
from claude_scope.timeline.element_types import TEXT_TYPES
from claude_scope.timeline.pixels.changed_pixels import is_redrawn
from claude_scope.timeline.text_compare import same_text, similarity
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claude_scope.timeline.aria.snapshot_matching import Agreement, Match
    from claude_scope.values import Box, Element, Keyframe, Reading


@dataclass(frozen=True, slots=True)
class _SeenField:
    """What one keyframe shows at a field of the page, and its box."""

    element: Element
    box: Box
    has_frame: bool


def drop_replaced_fields(
    agreements: Sequence[Sequence[Agreement]], readings: Sequence[Reading], keyframes: Sequence[Keyframe]
) -> list[list[Agreement]]:
    """The agreements without matches of a text and a field that the text replaced."""
    seen: dict[int, dict[int, _SeenField]] = defaultdict(dict)
    for k, match, agreement in _of_fields(agreements):
        seen[id(match.node)][k] = _seen(readings[k].elements[match.element], match, agreement)
    bare = {(k, n) for n, of_node in seen.items() for k in of_node.keys() - _with_frame(of_node, keyframes)}
    return [[_drop_matches(agreement, k, bare) for agreement in row] for k, row in enumerate(agreements)]


def _of_fields(agreements: Sequence[Sequence[Agreement]]) -> Iterator[tuple[int, Match, Agreement]]:
    for k, row in enumerate(agreements):
        for agreement in row:
            yield from ((k, match, agreement) for match in agreement.matches if match.node.role in FIELD_ROLES)


def _seen(element: Element, match: Match, agreement: Agreement) -> _SeenField:
    box = scaled(match.node.box, agreement.ratio) if match.node.box and agreement.has_layout else element.box
    is_named = any(
        similarity(element.label, name, snapshot_matching.MIN_PAGE_NAME_SIMILARITY)
        for name in snapshot_matching.names_of(match.node)
    )
    return _SeenField(element, box, element.type not in TEXT_TYPES or not element.label or is_named)


def _with_frame(seen: Mapping[int, _SeenField], keyframes: Sequence[Keyframe]) -> set[int]:
    """The keyframes in which a field exists: its frame was read, or stayed since or until a reading of it."""
    framed = {k for k, one in seen.items() if one.has_frame}
    for order in (sorted(seen), sorted(seen, reverse=True)):
        for one, other in pairwise(order):
            between = keyframes[min(one, other) + 1 : max(one, other) + 1]
            if one in framed and _stayed(seen[one], seen[other], between):
                framed.add(other)
    return framed


def _stayed(one: _SeenField, other: _SeenField, between: Sequence[Keyframe]) -> bool:
    """Whether a field stayed with other words; dimming the whole page does not change words."""
    if same_text(one.element.value, other.element.label):
        return True
    frame = max(one.box, other.box, key=lambda box: box.width * box.height)
    return not any(is_redrawn(frame, keyframe) for keyframe in between)


def _drop_matches(agreement: Agreement, k: int, bare: set[tuple[int, int]]) -> Agreement:
    matches = tuple(match for match in agreement.matches if (k, id(match.node)) not in bare)
    return agreement if len(matches) == len(agreement.matches) else replace(agreement, matches=matches)
