"""Compares two keyframes: elements added, removed and changed.

Three guards remove OCR noise. Texts are compared by what OCR does not confuse (`text_compare`). Nothing counts where no
pixel changed. Lines that OCR joined or split are put together before they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.redaction.field_labels import HIDDEN
from claude_scope.timeline.diff.added_removed import came_and_went, without_moved
from claude_scope.timeline.diff.moved import Offset, is_scroll, moves
from claude_scope.timeline.diff.reordered import Reordered, reordered
from claude_scope.timeline.diff.reworded import reworded
from claude_scope.timeline.diff.theme_change import is_only_a_colour, is_only_read_otherwise, is_recoloured
from claude_scope.timeline.pixels.changed_pixels import touched
from claude_scope.timeline.pixels.fields.focus_ring import only_looks_valid
from claude_scope.timeline.pixels.occlusion import overlays_of
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Change

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from claude_scope.timeline.pixels.matching import Matches
    from claude_scope.values import Keyframe, UiElement

OPPOSITES = {
    "disabled": "enabled",
    "checked": "unchecked",
    "selected": "not selected",
    "focused": "not focused",
    "expanded": "collapsed",
    "invalid": "valid",
}

Pairs = list[tuple["UiElement", "UiElement"]]


@dataclass(frozen=True, slots=True)
class Differences:
    """The changes, and how many elements moved together by which offset (pixels); `scrolled` if nearly all did.

    The offset of scrolling is only believed if `is_sure`: among lines that are all alike, several fit.
    """

    changes: tuple[Change, ...]
    moved_together: tuple[tuple[Offset, int], ...] = ()
    scrolled: Offset = (0, 0)
    is_sure: bool = True


def diff(
    before: Sequence[UiElement],
    after: Sequence[UiElement],
    matches: Matches,
    keyframe: Keyframe,
    height: float,
    known: Container[str] = (),
) -> Differences:
    """Compare the elements of two keyframes that `match` has paired.

    `keyframe` is the later one, `height` its own, `known` the ids of elements that any earlier keyframe showed. What a
    dialog or menu covers or bares as it opens or closes has not changed.
    """
    over = overlays_of(before, after)
    pairs = _touched(matches, before, after, keyframe)
    rows = reordered([] if any(matches.shift) else pairs, after)
    removed, added = came_and_went(before, after, matches, keyframe, height, over, known)
    removed, added = without_moved(removed, added, rows)
    recoloured = is_recoloured(before, after, matches, keyframe)
    if recoloured:
        removed = [e for e in removed if not is_only_read_otherwise(e, after)]
        added = [e for e in added if not is_only_read_otherwise(e, before)]
    staying = [] if recoloured else [(old, new) for old, new in pairs if not rows.has_moved(old, new)]
    moved, groups = moves(staying, matches.shift, makes_room=bool(added or removed))
    still = [(old, new) for old, new in pairs if not _is_of_moved_row(old, new, before, after, rows)]
    texts = reworded(still, removed, added, keyframe, over)
    states = [c for old, new in pairs for c in _changed(old, new) if not only_looks_valid(c, before, after)]
    states = [c for c in states if not over.recolours(c) and not (recoloured and is_only_a_colour(c))]
    appeared = [Change("added", element) for element in added]
    gone = [Change("removed", element) for element in removed]
    scrolled = matches.shift if is_scroll(before, after, matches) else (0, 0)
    return Differences((*texts, *states, *appeared, *gone, *rows.changes, *moved), groups, scrolled, matches.is_sure)


def _touched(matches: Matches, before: Sequence[UiElement], after: Sequence[UiElement], keyframe: Keyframe) -> Pairs:
    """The pairs of which pixels changed, and numbers too small for that which changed as others did."""
    pairs = [(before[i], after[j]) for i, j in matches.pairs]
    seen = [(old, new) for old, new in pairs if touched(old.box, keyframe) or touched(new.box, keyframe)]
    return seen + _untouched_twins(pairs, seen)


def _untouched_twins(
    pairs: Sequence[tuple[UiElement, UiElement]], told: Sequence[tuple[UiElement, UiElement]]
) -> list[tuple[UiElement, UiElement]]:
    """Numbers that were read as others where the regions saw no change, and that are now what others became.

    A badge of one digit is too small for some regions; that the quantity beside it went from 2 to 3 as well tells it
    from a misread digit.
    """
    counts = {new.label for old, new in told if old.label.isdigit() and new.label.isdigit() and new.label != old.label}
    inside = {id(new) for _, new in told}
    return [
        (old, new)
        for old, new in pairs
        if id(new) not in inside and old.label.isdigit() and new.label in counts and new.label != old.label
    ]


def _is_of_moved_row(
    old: UiElement, new: UiElement, before: Sequence[UiElement], after: Sequence[UiElement], rows: Reordered
) -> bool:
    """Whether both texts of a place are explained by rows that moved: each went or came with its own."""
    explained = bool(rows.went) and any(rows.explains(old, e) for e in after)
    return explained and any(rows.explains(e, new) for e in before)


def _changed(old: UiElement, new: UiElement) -> Iterator[Change]:
    typed = old.value != new.value and not same_text(old.value, new.value) and not _is_uncovered(old, new)
    if typed:
        yield Change("changed", new, "value", old.value, new.value)
    for state, opposite in OPPOSITES.items():
        if typed and state == "focused":
            continue  # who types into a field has put the focus there
        if state in new.state and state not in old.state:
            yield Change("changed", new, "state", opposite, state)
        elif state in old.state and state not in new.state:
            yield Change("changed", new, "state", state, opposite)


def _is_uncovered(old: UiElement, new: UiElement) -> bool:
    """Whether a password was only shown, or hidden again: dots do not say which text they stand for."""
    return bool(old.value and new.value) and HIDDEN in (old.value, new.value)
