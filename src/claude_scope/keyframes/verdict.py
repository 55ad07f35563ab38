"""Whether a sample shows more than what is no change of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claude_scope.keyframes.residue import residue

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from claude_scope.keyframes.activity import Sample
    from claude_scope.keyframes.pointer import Pointer, Spot
    from claude_scope.keyframes.tiles import Grid


class Verdict(NamedTuple):
    """Whether something is left that nothing explains, and where the pointer stands afterwards."""

    is_change: bool
    spot: Spot | None


def judged(
    sample: Sample, grid: Grid, pointer: Pointer, spot: Spot | None, calm: npt.NDArray[np.bool_] | None
) -> Verdict:
    """Take out of a sample the tiles that are not `calm` (None: all), the pointer, last seen at `spot`, and carets."""
    if not len(sample.active):
        return Verdict(False, spot)
    if len(sample.large) and (calm is None or calm[sample.large].any()):
        return Verdict(True, spot)
    cut = sample.patches if calm is None else [patch for patch in sample.patches if calm[patch.ids].any()]
    left = residue(cut, grid, pointer, spot, spot)
    pairs = zip(cut, left.changed, strict=True)
    return Verdict(
        any((rest if calm is None else rest[calm[patch.ids]]).any() for patch, rest in pairs), left.after or spot
    )
