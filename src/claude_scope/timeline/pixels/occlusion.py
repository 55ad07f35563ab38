"""Tells a label that the pointer or a dialog partly covers from one that changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import contains, gap, grown, holds, intersection
from claude_scope.timeline.diff.theme_change import is_colour_state
from claude_scope.timeline.pixels.changed_pixels import MIN_REDRAWN_SHARE
from claude_scope.timeline.text_compare import normalise, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Change, UiElement

MIN_LEFT = 3
"""This many letters of a covered label must be left to recognise it."""
MIN_SMUDGED = 6
"""A letter that differs in a shorter text may be another word."""
POINTER_PX = 32
"""The pointer's tip is at most its own size away from the letters it covers."""
POINTER_LETTERS = 2
"""OCR makes one letter or two of the picture of a pointer."""
LINE_PX = 12
"""OCR's box of a line of the smallest usual font is as high; of the pointer's picture it reads a part."""
TILE_PX = 16
"""What changed is known in tiles of this size."""
PULLED_PX = 48
"""Who clicked a button moves on a little before its neighbour is pulled there."""
TIP_PX = 4
"""The box of a letter begins this close to its pixels."""
_DONE = re.compile(r"d|ed|ing( *(…|\.\.\.))?")
BESIDE_PX = 12
"""Half a line of text: the rest of a covered label ends this close to what covers it."""


def find_covered(
    pairs: Sequence[tuple[UiElement, UiElement]],
    pointer: tuple[int, int] | None,
    then: Sequence[Box] = (),
    now: Sequence[Box] = (),
    changed: Sequence[Box] = (),
) -> set[int]:
    """The indices of pairs (before, after) in which one label is the other with a piece missing that was covered.

    `then` and `now` are the overlays of either side, `changed` the regions in which pixels did. The piece must lie
    under the pointer or beside an overlay, or two or more labels lose their ends at once: then something covers them
    that was not recognised. What an overlay's edge crosses is covered whatever it reads like.
    """
    cut = [
        i
        for i, (old, new) in enumerate(pairs)
        if (is_cut(old.label, new.label) and not _is_over(old, new))
        or (is_cut(new.label, old.label) and not _is_done(old.label, new.label))
    ]
    at_ends = {i for i in cut if _at_an_end(*pairs[i])}
    smudged = [i for i, (old, new) in enumerate(pairs) if is_smudged(old.label, new.label)]
    under_pointer = {
        i
        for i in (*cut, *smudged)
        if pointer
        and any(holds(e.box, pointer, POINTER_PX) for e in pairs[i])
        and not _is_longer(*pairs[i], pointer, changed)
    }
    sides = (then, now)
    beside = {
        i
        for i in cut
        if any(intersection(grown(e.box, BESIDE_PX), o) for e, side in zip(pairs[i], sides, strict=True) for o in side)
    }
    crossed = {
        i
        for i, pair in enumerate(pairs)
        if any(_crosses(o, e.box) for e, side in zip(pair, sides, strict=True) for o in side)
    }
    return under_pointer | beside | crossed | (at_ends if len(at_ends) > 1 else set())


def is_of_pointer(region: Box, box: Box, tips: Sequence[tuple[int, int]]) -> bool:
    """Whether the part of a box inside a region is no wider than a pointer, and is where one was."""
    if intersection(region, box) == 0:
        return True
    left, right = max(region.x, box.x), min(region.x + region.width, box.x + box.width)
    return any(x - TILE_PX <= left and right <= x + POINTER_PX + TILE_PX for x, _ in tips)


def _is_longer(old: UiElement, new: UiElement, pointer: tuple[int, int], changed: Sequence[Box]) -> bool:
    """Whether a text gained more at its end than a pointer can hide.

    Where all of it was drawn anew, as a button is when the pointer leaves it, that is not known.
    """
    grew = len(new.label) > len(old.label) and normalise(new.label).startswith(normalise(old.label))
    drawn = sum(intersection(region, new.box) for region in changed)
    in_part = drawn < MIN_REDRAWN_SHARE * new.box.width * new.box.height
    return grew and in_part and not all(is_of_pointer(region, new.box, [pointer]) for region in changed)


def is_pointer(element: UiElement, pointer: tuple[int, int] | None) -> bool:
    """Whether a letter is a misread pointer, with its tip at the upper left corner."""
    if pointer is None or element.type != "text" or len(element.label) > POINTER_LETTERS:
        return False
    box, (x, y) = element.box, pointer
    if len(element.label) > 1 and max(box.width, box.height) > POINTER_PX / 2:
        return False
    if len(element.label) > 1 and any(letter.isdigit() for letter in element.label) and box.height >= LINE_PX:
        return False  # a badge that counts
    return x - TIP_PX <= box.x <= x + POINTER_PX / 2 and y - TIP_PX <= box.y <= y + POINTER_PX / 2


def find_half_hidden(
    removed: Sequence[UiElement], added: Sequence[UiElement], pointer: tuple[int, int] | None
) -> list[tuple[UiElement, UiElement]]:
    """The pairs (removed, added) in which the second is the first, moved a little, with one end covered.

    A button that shrinks pulls its neighbour under the pointer that clicked it: "Ba" of "Back".
    """
    under = [e for e in added if pointer and len(e.label) > 1 and holds(e.box, pointer, PULLED_PX)]
    return [(old, new) for new in under for old in removed if _is_half(old, new)]


def _is_half(old: UiElement, new: UiElement) -> bool:
    ends = normalise(old.label).startswith(normalise(new.label)) or normalise(old.label).endswith(normalise(new.label))
    near_row = abs(old.box.y - new.box.y) <= max(old.box.height, new.box.height)  # an error above pushed it down
    return ends and near_row and gap(old.box, new.box) <= POINTER_PX and len(new.label) < len(old.label)


def _is_done(old: str, new: str) -> bool:
    """Whether a button says what it did: "Liked" after "Like". The pointer is there because of the click."""
    was, now = normalise(old), normalise(new)
    if now.startswith(was):
        return _DONE.fullmatch(now.removeprefix(was)) is not None
    first, is_first = was.split(" ")[0], now.split(" ")[0]
    rest = now.removeprefix(is_first).rstrip(".… ")
    return (
        is_first.startswith(first)
        and _DONE.fullmatch(is_first.removeprefix(first)) is not None
        and rest == was.removeprefix(first)
    )


def _is_over(old: UiElement, new: UiElement) -> bool:
    """Whether a button finished its work: "Sign in" after "Signing in"."""
    return "disabled" in old.state and "disabled" not in new.state and _is_done(new.label, old.label)


def _crosses(overlay: Box, box: Box) -> bool:
    """Whether the edge of an overlay cuts through a box."""
    return intersection(overlay, box) > 0 and not contains(overlay, box) and not contains(box, overlay)


@dataclass(frozen=True, slots=True)
class Overlays:
    """The boxes of dialogs and menus that opened, closed, or are open in either keyframe."""

    opened: tuple[Box, ...]
    closed: tuple[Box, ...]
    then: tuple[Box, ...]
    now: tuple[Box, ...]

    @property
    def either(self) -> tuple[Box, ...]:
        """Those of both sides."""
        return (*self.then, *self.now)

    def hides(self, element: UiElement) -> bool:
        """Whether an element went away because something opened over it."""
        return any(intersection(element.box, box) > 0 for box in self.opened) or self.cuts(element)

    def bares(self, element: UiElement) -> bool:
        """Whether an element that was there before came back because something over it closed."""
        return any(intersection(element.box, box) > 0 for box in self.closed)

    def cuts(self, element: UiElement) -> bool:
        """Whether the edge of an overlay cuts an element, so that OCR reads its rest differently."""
        return any(
            intersection(grown(element.box, BESIDE_PX), box) > 0 and not contains(box, element.box, BESIDE_PX)
            for box in self.either
            if not contains(element.box, box)
        )

    def recolours(self, change: Change) -> bool:
        """Whether something looks selected or focused only because an overlay dims the page or stopped to."""
        came = (*self.opened, *self.closed)
        return is_colour_state(change) and bool(came) and not any(contains(b, change.element.box) for b in came)


def overlays_of(before: Sequence[UiElement], after: Sequence[UiElement]) -> Overlays:
    """What lies over the page in two keyframes."""
    then, now = ({e.id: e.box for e in side if e.type in ("dialog", "menu")} for side in (before, after))
    return Overlays(
        opened=tuple(box for name, box in now.items() if name not in then),
        closed=tuple(box for name, box in then.items() if name not in now),
        then=tuple(then.values()),
        now=tuple(now.values()),
    )


def is_cut(whole: str, rest: str) -> bool:
    """Whether `rest` is `whole` without one piece of it, at either end or within: "Place oer" of "Place order"."""
    a, b = skeleton(whole), skeleton(rest)
    if not MIN_LEFT <= len(b) < len(a):
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(b))
    return a.endswith(b[start:])


def is_smudged(one: str, other: str) -> bool:
    """Whether one or two letters within a longer text were read as others: "Place orNer" of "Place order"."""
    a, b = normalise(one), normalise(other)
    if min(len(a), len(b)) < MIN_SMUDGED or abs(len(a) - len(b)) > 1:
        return False
    start = _common_prefix(a, b)
    end = _common_prefix(a[:start:-1], b[:start:-1])
    middles = a[start : len(a) - end], b[start : len(b) - end]
    return all(0 < len(m) <= 2 and not any(letter.isdigit() for letter in m) for m in middles)


def _common_prefix(a: str, b: str) -> int:
    """The length of the common prefix."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _at_an_end(old: UiElement, new: UiElement) -> bool:
    longer, shorter = sorted((skeleton(old.label), skeleton(new.label)), key=len, reverse=True)
    return len(longer) - len(shorter) > 1 and (longer.startswith(shorter) or longer.endswith(shorter))
