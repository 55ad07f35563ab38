"""Decides whether a sample changed anything but the pointer and carets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.changes.residue import is_caret, residual_tiles, residue

if TYPE_CHECKING:
    from claude_scope.keyframes.changes.activity import Sample
    from claude_scope.keyframes.changes.animation import Which
    from claude_scope.keyframes.changes.tiles import Grid, Ids
    from claude_scope.keyframes.pointer.pointer_detection import PointerDetector
    from claude_scope.keyframes.pointer.pointer_sprite import SpritePosition


class Verdict(NamedTuple):
    """Tiles with changes that neither pointer nor carets explain, and the pointer position afterwards."""

    ids: Ids
    spot: SpritePosition | None


def judge(
    sample: Sample, grid: Grid, pointer: PointerDetector, spot: SpritePosition | None, busy: Which | None
) -> Verdict:
    """Remove carets, and the pointer last seen at `spot`, from a sample; in `busy` tiles, remove only carets."""
    if not len(sample.active):
        return Verdict(sample.active, spot)
    calm, found = [], [sample.large]
    for patch in sample.patches:
        if busy is None or not busy[patch.ids].all():
            calm.append(patch)
        elif not is_caret(patch):
            found.append(patch.ids)
    left = residue(calm, grid, pointer, spot, spot)
    found += [residual_tiles(patch, mask, grid) for patch, mask in zip(calm, left.masks, strict=True)]
    return Verdict(np.concatenate(found), left.after or spot)
