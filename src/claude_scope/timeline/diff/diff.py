"""Compares two keyframes: elements added, removed and changed.

Three guards remove OCR noise. Texts are compared by what OCR does not confuse (`text_compare`). Nothing counts where no
pixel changed. Lines that OCR joined or split are put together before they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.redaction.field_labels import HIDDEN
from claude_scope.timeline.diff.added_removed import drop_moved, find_removed_and_added
from claude_scope.timeline.diff.moved import Offset, find_moves, is_scroll
from claude_scope.timeline.diff.reordered import ReorderedRows, find_reordered
from claude_scope.timeline.diff.reworded import find_reworded
from claude_scope.timeline.diff.theme_change import is_colour_state, is_only_misread, is_recoloured
from claude_scope.timeline.pixels.changed_pixels import pixels_changed
from claude_scope.timeline.pixels.fields.focus_ring import is_error_hidden
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
    """Compare the paired elements of two keyframes.

    `keyframe` is the later one, `height` its own, `known` the ids of elements that any earlier keyframe showed. What a
    dialog or menu covers or bares as it opens or closes has not changed.
    """
    over = overlays_of(before, after)
    pairs = _with_changed_pixels(matches, before, after, keyframe)
    rows = find_reordered([] if any(matches.shift) else pairs, after)
    removed, added = find_removed_and_added(before, after, matches, keyframe, height, over, known)
    removed, added = drop_moved(removed, added, rows)
    recoloured = is_recoloured(before, after, matches, keyframe)
    if recoloured:
        removed = [e for e in removed if not is_only_misread(e, after)]
        added = [e for e in added if not is_only_misread(e, before)]
    staying = [] if recoloured else [(old, new) for old, new in pairs if not rows.has_moved(old, new)]
    moved, groups = find_moves(staying, matches.shift, makes_room=bool(added or removed))
    still = [(old, new) for old, new in pairs if not _is_of_moved_row(old, new, before, after, rows)]
    texts = find_reworded(still, removed, added, keyframe, over)
    states = [c for old, new in pairs for c in _changed(old, new) if not is_error_hidden(c, before, after)]
    states = [c for c in states if not over.recolours(c) and not (recoloured and is_colour_state(c))]
    appeared = [Change("added", element) for element in added]
    gone = [Change("removed", element) for element in removed]
    scrolled = matches.shift if is_scroll(before, after, matches) else (0, 0)
    return Differences((*texts, *states, *appeared, *gone, *rows.changes, *moved), groups, scrolled, matches.is_sure)


def _with_changed_pixels(
    matches: Matches, before: Sequence[UiElement], after: Sequence[UiElement], keyframe: Keyframe
) -> Pairs:
    """The pairs whose pixels changed, and numbers too small to show it that changed like others."""
    pairs = [(before[i], after[j]) for i, j in matches.pairs]
    seen = [(old, new) for old, new in pairs if pixels_changed(old.box, keyframe) or pixels_changed(new.box, keyframe)]
    return seen + _equal_numbers_elsewhere(pairs, seen)


def _equal_numbers_elsewhere(
    pairs: Sequence[tuple[UiElement, UiElement]], text_pairs: Sequence[tuple[UiElement, UiElement]]
) -> list[tuple[UiElement, UiElement]]:
    """Pairs of numbers without changed pixels that changed exactly like other pairs.

    A badge of one digit is too small for some regions; that the quantity beside it went from 2 to 3 as well tells it
    from a misread digit.
    """
    counts = {
        new.label for old, new in text_pairs if old.label.isdigit() and new.label.isdigit() and new.label != old.label
    }
    inside = {id(new) for _, new in text_pairs}
    return [
        (old, new)
        for old, new in pairs
        if id(new) not in inside and old.label.isdigit() and new.label in counts and new.label != old.label
    ]


def _is_of_moved_row(
    old: UiElement, new: UiElement, before: Sequence[UiElement], after: Sequence[UiElement], rows: ReorderedRows
) -> bool:
    """Whether moved rows explain both texts of a place."""
    explained = bool(rows.went) and any(rows.explains(old, e) for e in after)
    return explained and any(rows.explains(e, new) for e in before)


def _changed(old: UiElement, new: UiElement) -> Iterator[Change]:
    typed = old.value != new.value and not same_text(old.value, new.value) and not _is_password_toggle(old, new)
    if typed:
        yield Change("changed", new, "value", old.value, new.value)
    for state, opposite in OPPOSITES.items():
        if typed and state == "focused":
            continue  # typing implies focus
        if state in new.state and state not in old.state:
            yield Change("changed", new, "state", opposite, state)
        elif state in old.state and state not in new.state:
            yield Change("changed", new, "state", state, opposite)


def _is_password_toggle(old: UiElement, new: UiElement) -> bool:
    """Whether a password was only shown or hidden: dots do not reveal their text."""
    return bool(old.value and new.value) and HIDDEN in (old.value, new.value)
