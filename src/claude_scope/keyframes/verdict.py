"""Whether a sample shows more than what is no change of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.residue import residue

if TYPE_CHECKING:
    from claude_scope.keyframes.activity import Sample
    from claude_scope.keyframes.busy import Which
    from claude_scope.keyframes.pointer import Pointer, Spot
    from claude_scope.keyframes.tiles import Grid, Ids


class Verdict(NamedTuple):
    """Tiles in which something changed that neither pointer nor caret explains, and where the pointer is afterwards."""

    ids: Ids
    spot: Spot | None


def judged(sample: Sample, grid: Grid, pointer: Pointer, spot: Spot | None, busy: Which | None) -> Verdict:
    """Take the pointer, last seen at `spot`, and carets out of a sample; where it is `busy`, nobody looks."""
    if not len(sample.active):
        return Verdict(sample.active, spot)
    patches = sample.patches
    looked = patches if busy is None else [patch for patch in patches if not busy[patch.ids].all()]
    left = residue(looked, grid, pointer, spot, spot)
    found = [sample.large, *(patch.ids for patch in patches if not any(patch is other for other in looked))]
    found += [patch.ids[rest.any(axis=(1, 2))] for patch, rest in zip(looked, left.changed, strict=True)]
    return Verdict(np.concatenate(found), left.after or spot)
