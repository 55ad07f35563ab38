"""Finds texts that changed, after lines that OCR joined or split are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains, grown, iou
from claude_scope.timeline.diff.moved import WOBBLE_PX
from claude_scope.timeline.element_types import FORM_TYPES
from claude_scope.timeline.pixels.occlusion import find_covered
from claude_scope.timeline.text_compare import has_words, same_text, similarity
from claude_scope.values import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.pixels.occlusion import Overlays
    from claude_scope.values import Box, Keyframe, UiElement

PUSHED_LINES = 2.5
"""A digit is about half as wide as its line is high; five more digits push a figure this far."""


def find_reworded(
    pairs: Sequence[tuple[UiElement, UiElement]],
    removed: list[UiElement],
    added: list[UiElement],
    keyframe: Keyframe,
    over: Overlays,
) -> list[Change]:
    """Changed texts, with joined or split lines put together; removes what it uses from both lists."""
    others = [(old, new) for old, new in pairs if not same_text(old.label, new.label) and not _names_field(old, new)]
    others = [(old, new) for old, new in others if not _is_picture(old, new)]
    hidden = find_covered(others, keyframe.pointer, over.then, over.now, keyframe.changed)
    said = [pair for i, pair in enumerate(others) if i not in hidden]
    removed += [old for old, _ in said]
    added += [new for _, new in said]
    changes = [*_rejoined(removed, added), *_pair_numbers(removed, added)]
    two = [(old, new) for old, new in said if _are_different_texts(old, new, removed, added)]
    for old, new in said:
        if old in removed and new in added and (old, new) not in two:
            removed.remove(old)
            added.remove(new)
            changes.append(Change("changed", new, "text", old.label, new.label))
    return changes


def _are_different_texts(
    old: UiElement, new: UiElement, removed: Sequence[UiElement], added: Sequence[UiElement]
) -> bool:
    """Whether two texts at one place are different: one named a field that went, or names one that came."""
    if old.type != "text" or similarity(old.label, new.label, 0.5) > 0:
        return False
    named = ((old, removed), (new, added))
    return any(e.type in FORM_TYPES and same_text(e.label, text.label) for text, side in named for e in side)


def _is_picture(old: UiElement, new: UiElement) -> bool:
    """Whether the icon of a button was read as a sign in one state and not in the other: "▼" and ""."""
    return "" in (old.label, new.label) and not has_words(old.label + new.label)


def _names_field(old: UiElement, new: UiElement) -> bool:
    """Whether only one of two readings of a field found its name: the page has not changed."""
    return old.type == new.type and new.type in FORM_TYPES and not (old.label and new.label)


def _pair_numbers(removed: list[UiElement], added: list[UiElement]) -> list[Change]:
    """Pair a number with the one beside the same words now; removes both from the lists.

    A new line in between moved the total down, so place does not identify it.
    """
    changes = []
    for old in list(removed):
        same = [new for new in added if _is_same_number(old, new)]
        rivals = [other for other in removed if _is_same_number(other, old)]
        if len(same) == 1 and len(rivals) == 1 and not same_text(old.label, same[0].label):
            removed.remove(old)
            added.remove(same[0])
            changes.append(Change("changed", same[0], "text", old.label, same[0].label))
    return changes


def _is_same_number(old: UiElement, new: UiElement) -> bool:
    has_digits = any(c.isdigit() for c in old.label) and any(c.isdigit() for c in new.label)
    aligned = abs(old.box.x + old.box.width - new.box.x - new.box.width) <= WOBBLE_PX
    aligned = aligned or abs(old.box.x - new.box.x) <= WOBBLE_PX or _is_pushed(old.box, new.box)
    return bool(old.near) and has_digits and aligned and old.type == new.type and same_text(old.near, new.near)


def _is_pushed(old: Box, new: Box) -> bool:
    """Whether a figure moved along its row because the one before it has a digit more."""
    return abs(old.y - new.y) <= WOBBLE_PX and abs(old.x - new.x) <= PUSHED_LINES * old.height


def _rejoined(removed: list[UiElement], added: list[UiElement]) -> list[Change]:
    """Pair an element with those it was split into or joined from; removes them from both lists.

    "Total $93.90" read as one line before and as two after is one change of text, or none.
    """
    changes: list[Change] = []
    wholes = [(e, added, True) for e in list(removed)] + [(e, removed, False) for e in list(added)]
    for whole, parts_of, forwards in wholes:
        parts = [p for p in parts_of if _in_row(p.box, whole.box) and not _is_known_button(p)]
        if len(parts) < 2 or whole.type in FORM_TYPES:
            continue
        joined = " ".join(p.label for p in sorted(parts, key=lambda p: p.box.x))
        if similarity(joined, whole.label, 0.5) == 0:
            continue
        for part in parts:
            parts_of.remove(part)
        (removed if forwards else added).remove(whole)
        old, new = (whole.label, joined) if forwards else (joined, whole.label)
        if not same_text(old, new):
            changes.append(Change("changed", parts[0] if forwards else whole, "text", old, new))
    return changes


def _is_known_button(element: UiElement) -> bool:
    """Whether the tree also has it as a button, so that it is no part of a line."""
    return element.type == "button" and not element.source.has_no_node


def _in_row(part: Box, whole: Box) -> bool:
    return contains(grown(whole, 6), part) or (iou(part, whole) > 0.2 and abs(centre(part)[1] - centre(whole)[1]) < 6)
