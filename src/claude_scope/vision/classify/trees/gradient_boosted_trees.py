"""Evaluate gradient-boosted trees (Friedman 2001) in NumPy, all trees at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]


class Trees:
    """Trees for several classes, in turn: the first of each class, the second of each class, and so on.

    Nodes are numbered over all trees. A row of features goes from a node to `left` if its number `feature` is at most
    `threshold`, otherwise to `right`; a leaf leads to itself and has a `value`. `roots` are the first nodes of the
    trees.
    """

    def __init__(self, parts: dict[str, npt.NDArray[np.generic]]) -> None:
        self._feature = parts["feature"].astype(np.int32)
        self._threshold = parts["threshold"].astype(np.float32)
        self._next = np.stack([parts["right"], parts["left"]], axis=1).astype(np.int32).ravel()
        self._value = parts["value"].astype(np.float32)
        self._roots = parts["roots"].astype(np.int32)
        self.depth = int(parts["depth"])
        self.classes = int(parts["classes"])

    def chances(self, rows: Numbers) -> Numbers:
        """The chance of each class for each row, shape (rows, classes); each row sums to 1."""
        at = np.repeat(self._roots[None], len(rows), axis=0)
        values, start = rows.ravel(), (np.arange(len(rows), dtype=np.int32) * rows.shape[1])[:, None]
        for _ in range(self.depth):
            goes_left = values.take(self._feature.take(at) + start) <= self._threshold.take(at)
            at = self._next.take(2 * at + goes_left)
        total = self._value.take(at).reshape(len(rows), -1, self.classes).sum(axis=1)
        raised = np.exp(total - total.max(axis=1, keepdims=True))
        result: Numbers = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
        return result
