"""What training gives to the typer: trees, and how sure they have to be before they overrule a rule."""

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
"""The file that `python -m training` writes: docs/typer.md says what it was trained with."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Trees and `margins`, shape (classes + 1, classes).

    A row is a class that the rules say, a column one that the trees say: by so much the chance of the second has to be
    above that of the first for the trees to be right. The last row is for what the rules do not see, and holds the
    chance itself. Infinite is what the trees are never right about.
    """

    trees: Trees
    margins: Numbers

    @classmethod
    def load(cls, file: Path) -> Model:
        """The model of a file that `training` wrote."""
        with np.load(file, allow_pickle=False) as data:
            parts = dict(data)
        return cls(Trees(parts), parts["margins"].astype(np.float32))


@cache
def shipped_model() -> Model:
    """The model of this version, loaded with the first picture."""
    return Model.load(SHIPPED_MODEL)
