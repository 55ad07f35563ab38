"""Replaces pictures by blank ones if covering only their secrets failed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.pictures import MAX_PIXELS, draw_masks
from claude_scope.values import CoveredPicture

if TYPE_CHECKING:
    from collections.abc import Container

    from claude_scope.values import MaskPlan

FALLBACK_SIZE = (640, 360)


def cover_all_whole(plan: MaskPlan, folder: Path) -> tuple[CoveredPicture, ...]:
    """A blank picture for each picture of a plan, in a new folder next to `folder`; none of them is opened.

    Raises:
        OSError: they cannot be written.
    """
    # A child process that a malicious file has compromised may have left links in folders whose names it knows.
    fresh = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    written: dict[Path, CoveredPicture] = {}
    for path in dict.fromkeys([*(frame.path for frame in plan.frames), *(page.path for page in plan.pages)]):
        copy = copy_of(path, fresh, written)
        written[copy] = cover_whole(path, copy, plan.size)
    return tuple(written.values())


def copy_of(path: Path, folder: Path, taken: Container[Path]) -> Path:
    """The path of a picture's covered copy; pictures of several folders may have the same name."""
    copy = folder / path.name
    return copy if copy not in taken else folder / f"{path.parent.name}-{path.name}"


def cover_whole(path: Path, copy: Path, size: tuple[int, int]) -> CoveredPicture:
    """Write a blank picture of a size (width, height) in place of another; a size that makes no sense is replaced."""
    import numpy as np

    from claude_scope.png import PngWriter

    width, height = size if min(size) > 0 and size[0] * size[1] <= MAX_PIXELS else FALLBACK_SIZE
    blank = np.zeros((height, width, 3), np.uint8)
    copy.unlink(missing_ok=True)
    with copy.open("xb") as file:
        file.write(PngWriter().encode(draw_masks(blank, [Rect(0, 0, width, height)])))
    return CoveredPicture(path, copy, 1, failed=True)
