"""Recognises a page that only changed its colours, as in a dark theme: OCR then reads some of it differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.text_compare import same_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.pixels.matching import Matches
    from claude_scope.values import Change, Keyframe, UiElement

RECOLOURED_SHARE = 0.5
"""When more than this share of the frame changes and no text does, colours changed."""
_OF_COLOUR = frozenset({"selected", "focused", "checked"})
STAYED = 0.8
"""So many elements of either side are found on the other where only colours changed."""


def is_recoloured(
    before: Sequence[UiElement], after: Sequence[UiElement], matches: Matches, keyframe: Keyframe
) -> bool:
    """Whether most of the pixels changed and hardly any element did."""
    same = sum(same_text(before[i].label, after[j].label) for i, j in matches.pairs)
    return keyframe.changed_share > RECOLOURED_SHARE and same >= STAYED * max(len(before), len(after))


def is_only_misread(element: UiElement, others: Sequence[UiElement]) -> bool:
    """Whether an element is a picture, or only its type differs from an element with the same name."""
    return not element.label or any(same_text(element.label, other.label) for other in others)


def is_colour_state(change: Change) -> bool:
    """Whether a state was read from colours: a theme can make a link look selected, or a box look ticked."""
    return change.what == "state" and not _OF_COLOUR.isdisjoint((change.before, change.after))
