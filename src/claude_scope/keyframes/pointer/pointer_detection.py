"""Recognises the mouse pointer by how it moves, regardless of its shape.

A pointer is a small shape that vanishes in one place and appears in another between two frames, again and again. Its
sprite is learned from such moves. From then on the sprite is found wherever it is, and the pixels that it explains do
not count as a change of the page.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.keyframes.changes.blobs import changed_rectangles
from claude_scope.keyframes.pointer.pointer_sprite import (
    HALO,
    MAX_SIDE,
    MIN_PIXELS,
    MIN_SIDE,
    Sprite,
    SpritePosition,
    appeared_arrow,
    find_sprite,
    moved_sprite,
    sprite_is_at,
)

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.blobs import Mask, Patch
    from claude_scope.keyframes.changes.tiles import Luma

_MAX_PLACES = 6
_POOL = 24
_WELL_KNOWN = 8
_LOOK_AGAIN = 3
"""Once a sprite has moved eight times, every third sample is enough to notice another one."""

_MAX_TRUSTED = 4
"""At most this many sprites are trusted: an arrow, a hand, a text cursor, and one learned over another background."""


class PointerDetector:
    """Learns pointer sprites from moves, and explains changed pixels with them."""

    def __init__(self) -> None:
        self._pool: list[Sprite] = []
        self._trusted: list[Sprite] = []
        self._looks = 0
        self.spot: SpritePosition | None = None
        # the version of the trusted sprites: while it is unchanged, the same pixels are explained in the same way
        self.version = 0

    @property
    def _is_well_known(self) -> bool:
        return bool(self._trusted) and self._trusted[0].moves >= _WELL_KNOWN

    @property
    def is_known(self) -> bool:
        """Whether any sprite is trusted to be the pointer."""
        return bool(self._trusted)

    def learn(self, cut: list[Patch]) -> None:
        """Look for a shape that moved in the patches that changed between two pictures."""
        self._looks += 1
        if not 1 <= len(cut) <= _MAX_PLACES or (self._is_well_known and self._looks % _LOOK_AGAIN):
            return
        least = 2 if self._trusted else 1  # where it was and where it is; the first sprite's old place may be faint
        if sum(np.count_nonzero(patch.mask) for patch in cut) < least * MIN_PIXELS:
            return
        places = [
            (patch, place)
            for patch in cut
            for place in changed_rectangles(patch.mask, side=MIN_SIDE)
            if max(place.width, place.height) <= MAX_SIDE
        ]
        if not 2 <= len(places) <= _MAX_PLACES:
            return
        for (left, old), (arrived, new) in permutations(places, 2):
            sprite = moved_sprite((left.before, left.after), old, (arrived.before, arrived.after), new)
            if sprite is not None:
                self._remember(sprite, (arrived.area.left + new.left, arrived.area.top + new.top))
        if not self._trusted:  # a single place may be an icon that appeared: a pointer left another place, too
            for patch, place in places:
                sprite = appeared_arrow(patch.before, patch.after, place)
                if sprite is not None:
                    self._remember(sprite, (patch.area.left + place.left, patch.area.top + place.top))

    def locate(
        self, parts: list[tuple[Rect, Luma]], masks: list[Mask], hint: SpritePosition | None
    ) -> SpritePosition | None:
        """Find the pointer in the parts of a picture around changes, each with its mask.

        It is still at `hint` unless something changed around it and it is no longer visible there. Otherwise the
        trusted sprites are searched for at all places where they would cover changed pixels.
        """
        if hint is not None and self._is_still(hint, parts):
            return hint
        for (area, part), mask in zip(parts, masks, strict=True):
            spot = self._search(part, area, mask)
            if spot is not None:
                return spot
        return None

    def erase(self, spot: SpritePosition | None, areas: list[Rect], masks: list[Mask]) -> None:
        """Clear the pixels under a pointer from masks of changed pixels."""
        if spot is not None:
            for area, mask in zip(areas, masks, strict=True):
                _clear(mask, spot, area)

    def _is_still(self, hint: SpritePosition, parts: list[tuple[Rect, Luma]]) -> bool:
        height, width = hint.sprite.mask.shape
        for area, part in parts:
            x, y = hint.x - area.left, hint.y - area.top
            if -width < x < area.width and -height < y < area.height:
                return sprite_is_at(hint.sprite, part, x, y)
        return True

    def _search(self, part: Luma, area: Rect, changed: Mask) -> SpritePosition | None:
        for sprite in self._trusted:
            place = find_sprite(sprite, part, changed)
            if place is not None:
                return SpritePosition(area.left + place[0], area.top + place[1], sprite)
        return None

    def _remember(self, seen: Sprite, place: tuple[int, int]) -> None:
        fuller, before = False, self._trusted
        known = next((sprite for sprite in self._pool if sprite.same_shape(seen)), None)
        if known is None:
            seen.count_move(place)
            self._pool.append(seen)
        elif known.is_new_place(place):
            known.count_move(place)
            fuller = known.learn(seen)
        if len(self._pool) > _POOL:
            self._pool.remove(min(self._pool, key=lambda sprite: sprite.moves))
        trusted = sorted((sprite for sprite in self._pool if sprite.trusted), key=lambda sprite: -sprite.moves)
        self._trusted = trusted[:_MAX_TRUSTED]
        self.version += fuller or self._trusted != before


def _clear(changed: Mask, spot: SpritePosition, area: Rect) -> None:
    """Clear the pixels under a sprite and its halo."""
    footprint = spot.sprite.footprint
    top, left = spot.y - area.top - HALO, spot.x - area.left - HALO
    y0, x0 = max(0, top), max(0, left)
    y1 = min(changed.shape[0], top + footprint.shape[0])
    x1 = min(changed.shape[1], left + footprint.shape[1])
    if y1 <= y0 or x1 <= x0:
        return
    changed[y0:y1, x0:x1] &= ~footprint[y0 - top : y1 - top, x0 - left : x1 - left]
