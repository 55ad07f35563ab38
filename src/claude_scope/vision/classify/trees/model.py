"""Load the trained model: trees, and the margins by which they must beat a rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.classify.trees.gradient_boosted_trees import Trees

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]

SHIPPED_MODEL = Path(__file__).with_name("trees.npz")
"""The file that `python -m training` writes; docs/typer.md describes its training data."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Trees and `margins`, shape (classes + 1, classes).

    A row is the class of the rules, a column that of the trees: the chance of the second must exceed that of the first
    by the margin. The last row is for places without an element of the rules, and holds the chance itself. Infinite
    means never.
    """

    trees: Trees
    margins: Numbers

    @classmethod
    def load(cls, file: Path) -> Model:
        """Load a model from a file that `training` wrote."""
        with np.load(file, allow_pickle=False) as data:
            parts = dict(data)
        return cls(Trees(parts), parts["margins"].astype(np.float32))


@cache
def shipped_model() -> Model:
    """The model of this version, loaded with the first picture."""
    return Model.load(SHIPPED_MODEL)
