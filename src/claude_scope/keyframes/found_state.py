"""The values passed from finding states to storing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.activity import PendingFrame
    from claude_scope.keyframes.changes.difference import Difference, PictureWithPointer
    from claude_scope.keyframes.changes.tiles import Luma


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A new state of the screen, and how it differs from the last keyframe.

    `pointer` is the position of the pointer just before the change. The `before_` fields complete the previous state:
    when the screen left it, whether it disappeared by itself, and what was moving in it then. `began_ms` is when this
    state began, if that is later than when the screen left the previous one, because the screen moved all the time in
    between.
    """

    picture: PendingFrame
    difference: Difference
    pointer: tuple[int, int] | None
    transient: bool = False
    before_until_ms: int | None = None
    before_transient: bool = False
    before_moving: tuple[Rect, ...] = ()
    began_ms: int | None = None


class RetractedState(NamedTuple):
    """Retracts the state whose picture has this time: the previous state continued.

    If `part` is set, the retracted state was an intermediate step to the next state.
    """

    time_ms: int
    part: bool = False


class SharperPicture(NamedTuple):
    """Replaces the picture of the state whose picture has this time by a later one, which the codec has sharpened."""

    time_ms: int
    picture: PendingFrame


class UncoveredPlace(NamedTuple):
    """A place that the pointer covers in the picture of the state at this time, and the place without the pointer.

    `covered` is the place's luma in the picture, `bare` that in another frame of the state, shown at `bare_ms`.
    """

    time_ms: int
    place: Rect
    covered: Luma
    bare: Luma
    bare_ms: int


@dataclass(frozen=True, slots=True, eq=False)
class StillPeriod:
    """A period in which nothing changed, and its picture.

    `pointer` is the position of the pointer before the period, `pointer_at_end` the one when the next change came.
    """

    picture: PendingFrame
    seen: PictureWithPointer
    since_ms: int
    until_ms: int | None
    pointer: tuple[int, int] | None
    pointer_at_end: tuple[int, int] | None = None


Finding: TypeAlias = State | RetractedState | SharperPicture | UncoveredPlace
"""A result of processing a sample."""
