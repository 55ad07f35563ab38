"""Recognises the mouse pointer, whatever it looks like, by how it moves.

A pointer is a small shape that vanishes in one place and appears in another between two frames, again and again. Its
picture is learned from such moves; from then on it is found wherever it stands, and pixels that it explains are not a
change of the page.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.keyframes.blobs import STEP, Rect, bounds, gap, groups, spots
from claude_scope.keyframes.sprite import HALO, MAX_SIDE, MIN_SIDE, Sprite, find, moved, stands_at

if TYPE_CHECKING:
    from claude_scope.keyframes.blobs import Mask
    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.tiles import Grid, Ids

_MOST_TILES = 48
"""More changed tiles than this are not only a pointer."""

_MOST_PLACES = 6
_POOL = 24
_MOST_TRUSTED = 4
"""Arrow, hand, text cursor, and one that was learned over another background."""


class Spot(NamedTuple):
    """Where a sprite stands, by its top left corner in the whole picture, and which."""

    x: int
    y: int
    sprite: Sprite


class Pointer:
    """Learns pointer sprites from moves and explains changed pixels with them."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._pool: list[Sprite] = []
        self._trusted: list[Sprite] = []
        self.spot: Spot | None = None

    @property
    def position(self) -> tuple[int, int] | None:
        """Where the pointer was seen last."""
        return (self.spot.x, self.spot.y) if self.spot else None

    def learn(self, before: Luma, after: Luma, ids: Ids) -> None:
        """Look for a shape that moved between two pictures, in the tiles that changed."""
        if not 1 < len(ids) <= _MOST_TILES:
            return
        places = self._places(before, after, ids)
        if not 2 <= len(places) <= _MOST_PLACES:
            return
        for old, new in permutations(places, 2):
            sprite = moved(before, after, old, new)
            if sprite is not None:
                self._remember(sprite)

    def erase(self, picture: Luma, area: Rect, changed: Mask, hint: Spot | None = None) -> Spot | None:
        """Clear from `changed`, a mask of `area`, the pixels of a pointer that stands there in a picture.

        Looks where it is thought to be first, then wherever a known sprite would cover changed pixels.
        """
        if not self._trusted or not changed.any():
            return None
        part = area.of(picture)
        spot = self._at_hint(part, area, changed, hint) or self._search(part, area, changed)
        if spot is not None:
            _clear(changed, spot, area)
        return spot

    def _at_hint(self, part: Luma, area: Rect, changed: Mask, hint: Spot | None) -> Spot | None:
        if hint is None:
            return None
        x, y = hint.x - area.left, hint.y - area.top
        return hint if stands_at(hint.sprite, part, x, y, changed) else None

    def _search(self, part: Luma, area: Rect, changed: Mask) -> Spot | None:
        for sprite in self._trusted:
            place = find(sprite, part, changed)
            if place is not None:
                return Spot(area.left + place[0], area.top + place[1], sprite)
        return None

    def _places(self, before: Luma, after: Luma, ids: Ids) -> list[Rect]:
        places = []
        for group in groups(self._grid, ids):
            area = bounds(self._grid, group).grown(4, self._grid)
            mask = gap(area.of(before), area.of(after)) >= STEP
            places += [
                place
                for place in spots(mask, area.left, area.top)
                if MIN_SIDE <= place.width <= MAX_SIDE and MIN_SIDE <= place.height <= MAX_SIDE
            ]
        return places

    def _remember(self, seen: Sprite) -> None:
        known = next((sprite for sprite in self._pool if sprite.same_shape(seen)), None)
        if known is None:
            self._pool.append(seen)
        elif known.moved_on(seen.place):
            known.learn(seen)
        if len(self._pool) > _POOL:
            self._pool.remove(min(self._pool, key=lambda sprite: sprite.moves))
        trusted = sorted((sprite for sprite in self._pool if sprite.trusted), key=lambda sprite: -sprite.moves)
        self._trusted = trusted[:_MOST_TRUSTED]


def _clear(changed: Mask, spot: Spot, area: Rect) -> None:
    """Clear the pixels under a sprite and its halo."""
    footprint = spot.sprite.footprint
    top, left = spot.y - area.top - HALO, spot.x - area.left - HALO
    y0, x0 = max(0, top), max(0, left)
    y1 = min(changed.shape[0], top + footprint.shape[0])
    x1 = min(changed.shape[1], left + footprint.shape[1])
    changed[y0:y1, x0:x1] &= ~footprint[y0 - top : y1 - top, x0 - left : x1 - left]
