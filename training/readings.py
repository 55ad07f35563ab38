"""Lines and shapes of each screen as the local reader finds them, before classification; read once and cached.

Reading takes a second a screen and classification a fraction of that, so every screen is read once into
`X.found.pickle` beside the picture. Delete these files after a change of text or shape detection, or of its classes.
"""

from __future__ import annotations

import json
import pickle
import zlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from claude_scope.pictures import load
from claude_scope.values import Line, Reading
from claude_scope.vision.classify.elements import elements
from claude_scope.vision.local import LocalReader
from claude_scope.vision.scene.scene import Scene, build_scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.scene.scene import Shapes


class _InspectableReader(LocalReader):
    """A reader that exposes its lines and shapes."""

    def found(self, picture: Path) -> tuple[list[TextLine], Shapes]:
        self.read_sync(load(picture))
        assert self._cache is not None
        seen = self._cache.seen
        assert seen.shapes is not None
        return seen.lines, seen.shapes

    def _reading(self, load_scene: Scene) -> Reading:
        return Reading(load_scene.width, load_scene.height, (), (), "")  # nobody asks for it


READER = _InspectableReader(threads=1)
PROCESSES = 2
"""Number of cores that training is meant for; with one thread each, the readings do not depend on it."""


def found(picture: Path) -> tuple[list[TextLine], Shapes]:
    """The lines and shapes of a picture, from the cache beside it if it exists."""
    cache_file = picture.with_suffix(".found.pickle")
    if not cache_file.exists():
        partial = cache_file.with_suffix(".part")
        partial.write_bytes(pickle.dumps(READER.found(picture)))
        partial.replace(cache_file)  # an interrupted run leaves no partial file
    lines, shapes = pickle.loads(cache_file.read_bytes())
    return lines, shapes


def load_scene(picture: Path) -> Scene:
    """The scene of a picture, as the rules see it."""
    return build_scene(load(picture), *found(picture))


def reading(seen: Scene, typed: Sequence[Classified]) -> Reading:
    """The reading of a scene with these classifications, without description and observations."""
    lines = tuple(Line(style.text, style.line.box.box(), style.line.confidence) for style in seen.styles)
    return Reading(seen.width, seen.height, lines, elements(seen, typed), "")


def read_all(pictures: Iterable[Path]) -> int:
    """Read each picture that is not cached, in parallel; returns their number."""
    missing = [one for one in pictures if not one.with_suffix(".found.pickle").exists()]
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        list(pool.map(_read, missing, chunksize=4))
    return len(missing)


def _read(picture: Path) -> None:
    found(picture)


def training_pictures(folder: Path) -> list[Path]:
    """The pictures to learn from: of each training screen the clean or the recorded one, by a hash.

    Two pictures of one screen teach little more than one, and take twice the time to read.
    """
    return [
        file.with_suffix(".png" if zlib.crc32(file.stem.encode()) >> 8 & 1 else ".recorded.png")
        for file in sorted((folder / "training").glob("*.json"))
    ]


def test_pictures(folder: Path) -> list[Path]:
    """The pictures of the test, clean and recorded."""
    return sorted((folder / "test").glob("*.png"))


def truth_of(picture: Path) -> dict[str, Any]:
    """The truth of a picture, clean or recorded."""
    file = picture.with_name(f"{picture.name.partition('.')[0]}.json")
    truth: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return truth
