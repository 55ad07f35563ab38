"""Features of what the rules found at a candidate and around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from claude_scope.values import ElementType
from claude_scope.vision.shapes.foreground import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.classify.trees.candidates import Candidate

    Numbers = npt.NDArray[np.float32]
    Mask = npt.NDArray[np.bool_]

TYPES: tuple[ElementType, ...] = get_args(ElementType)
NONE = -1.0
"""Value of a missing feature."""
TEXT = float(TYPES.index("text"))
WORDED_TYPES = tuple(float(TYPES.index(kind)) for kind in ("link", "heading", "button", "text"))
"""Types to count among texts of the same colour: they show what that colour means on this page."""
FEATURE_COUNT = 15
"""Features for each candidate in this module."""
MAX_OVERHANG_PX = 2
"""Pixels by which a box may exceed its container."""
MAX_INK_DIFF, MAX_SIZE_DIFF = 24, 0.06
"""Largest difference of equal inks (0..255), and of equal font sizes as a share."""


def rule_features(found: Sequence[Candidate]) -> Numbers:
    """One row for each candidate, in the order of `found`, which includes those of the rules."""
    boxes = np.asarray([one.box for one in found], np.float32)
    kinds = np.asarray([NONE if one.typed is None else float(TYPES.index(one.typed.type)) for one in found], np.float32)
    sure = np.asarray([NONE if one.typed is None else one.typed.confidence for one in found], np.float32)
    near = np.flatnonzero(kinds != NONE)
    if not len(near):
        return np.full((len(found), FEATURE_COUNT), NONE, np.float32)
    others = np.arange(len(found))[:, None] != near[None]
    columns = [kinds, sure, *_overlapping(boxes, kinds, near, others), *_beside(boxes, kinds, near, others)]
    return np.column_stack([*columns, _same_ink(found, kinds)]).astype(np.float32)


def _overlapping(boxes: Numbers, kinds: Numbers, near: npt.NDArray[np.intp], others: Mask) -> list[Numbers]:
    """Types of the smallest element around, the largest inside, and the one with the largest overlap."""
    own, other = boxes[:, None], boxes[near][None]
    worded = kinds[near] == TEXT
    inside, around = _contains(own, other) & others, _contains(other, own) & others & ~worded
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    common = np.minimum(own[..., 2:], other[..., 2:]) - np.maximum(own[..., :2], other[..., :2])
    shared = np.prod(np.maximum(0, common), axis=-1)
    shared = np.where(others, shared / (area[:, None] + area[near][None] - shared), 0)
    weight = np.where(worded, 0.001, 1.0) * area[near]  # a text counts only where there is nothing else
    return [
        _kind(kinds[near], around, -area[near][None]),
        _kind(kinds[near], inside & ~around, weight[None]),
        _kind(kinds[near], shared > 0, shared),
        shared.max(axis=1),
    ]


def _beside(boxes: Numbers, kinds: Numbers, near: npt.NDArray[np.intp], others: Mask) -> list[Numbers]:
    """Types of the nearest element to the left, to the right, above and below."""
    own, other = boxes[:, None], boxes[near][None]
    common = np.minimum(own[..., 2:], other[..., 2:]) - np.maximum(own[..., :2], other[..., :2])
    after, before = other[..., :2] - own[..., 2:], own[..., :2] - other[..., 2:]
    columns = []
    for axis in (0, 1):
        level = (common[..., 1 - axis] > 0) & others
        for gap in (before[..., axis], after[..., axis]):
            columns.append(_kind(kinds[near], level & (gap >= -MAX_OVERHANG_PX), -gap))
    return columns


def _contains(outer: Numbers, inner: Numbers) -> Mask:
    begins = inner[..., :2] >= outer[..., :2] - MAX_OVERHANG_PX
    ends = inner[..., 2:] <= outer[..., 2:] + MAX_OVERHANG_PX
    return np.asarray((begins & ends).all(axis=-1))


def _kind(kinds: Numbers, there: Mask, weight: Numbers) -> Numbers:
    """For each row, the type of the candidate with the largest weight."""
    weighed = np.where(there, weight, -np.inf)
    best: Numbers = np.where(there.any(axis=1), kinds[weighed.argmax(axis=1)], NONE)
    return best


def _same_ink(found: Sequence[Candidate], kinds: Numbers) -> Numbers:
    """Numbers of links, headings, buttons and texts with the same colour of letters, and with the same size too."""
    lettered = np.asarray([bool(one.styles) for one in found])
    result = np.full((len(found), len(WORDED_TYPES) + 1), NONE, np.float32)
    if not lettered.any():
        return result
    styles = [one.styles[0] for one in found if one.styles]
    inks, sizes = np.stack([style.ink for style in styles]), np.asarray([style.size for style in styles])
    same = largest(np.abs(inks[:, None] - inks[None])) <= MAX_INK_DIFF
    alike = same & (np.abs(sizes[:, None] - sizes[None]) <= MAX_SIZE_DIFF * sizes[:, None])
    own = kinds[lettered]
    counts = [(same & (own == kind)[None]).sum(axis=1) for kind in WORDED_TYPES]
    result[lettered] = np.column_stack([*counts, alike.sum(axis=1)])
    return result
