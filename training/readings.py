"""What the local reader finds on a screen before anything is typed: lines of text and shapes, read once and kept.

Reading takes a second a screen and typing a fraction of that, so whoever works on the typing reads every screen once:
`X.found.pickle` beside the picture. After a change of what finds text or shapes these files have to be removed.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from claude_scope.pictures import load
from claude_scope.values import Line, Reading
from claude_scope.vision.elements import elements
from claude_scope.vision.local import LocalReader
from claude_scope.vision.scene import Scene, scene

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.vision.ocr import TextLine
    from claude_scope.vision.scene import Shapes
    from claude_scope.vision.typed import Typed


class _Keeper(LocalReader):
    """A reader that shows what it read from."""

    def found(self, picture: Path) -> tuple[list[TextLine], Shapes]:
        self.read_sync(load(picture))
        assert self._last is not None
        return [look.line for look in self._last.scene.looks], self._last._shapes


READER = _Keeper()


def found(picture: Path) -> tuple[list[TextLine], Shapes]:
    """The lines and shapes of a picture, from the file beside it if it is there."""
    kept = picture.with_suffix(".found.pickle")
    if not kept.exists():
        kept.write_bytes(pickle.dumps(READER.found(picture)))
    lines, shapes = pickle.loads(kept.read_bytes())
    return lines, shapes


def taken_apart(picture: Path) -> Scene:
    """The scene of a picture, as the typing sees it."""
    return scene(load(picture), *found(picture))


def reading(seen: Scene, typed: Sequence[Typed]) -> Reading:
    """What the reader would tell of a scene that was typed so; its description and observations are left out."""
    lines = tuple(Line(look.text, look.line.box.box(), look.line.confidence) for look in seen.looks)
    return Reading(seen.width, seen.height, lines, elements(seen, typed), "")
