"""The local reader: needs no API key, no network and no GPU."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2

from claude_scope.errors import ClaudeScopeError, VisionError
from claude_scope.geometry import Rect
from claude_scope.values import Line, Reading
from claude_scope.vision.classify.classify import classify
from claude_scope.vision.classify.elements import elements
from claude_scope.vision.describe import describe
from claude_scope.vision.incremental.changed_regions import find_changes
from claude_scope.vision.incremental.frame_cache import FrameCache, Seen
from claude_scope.vision.incremental.merge_lines import merge_reread
from claude_scope.vision.incremental.shape_cache import update_shapes
from claude_scope.vision.ocr.false_positives import (
    remove_mark_letters,
    trim_at_marks,
)
from claude_scope.vision.ocr.missed_text import missed_badges
from claude_scope.vision.ocr.reading_order import reading_order
from claude_scope.vision.ocr.text_lines import INK_MARGIN_PX, Ocr, TextLine
from claude_scope.vision.scene.red_text import red_bars, red_texts
from claude_scope.vision.scene.scene import build_scene, find_shapes
from claude_scope.vision.scene.text_style import measure_style
from claude_scope.vision.shapes.carets import find_caret
from claude_scope.vision.shapes.colours import as_rgb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from claude_scope.values import Box, Image
    from claude_scope.vision.reader import PreviousFrame
    from claude_scope.vision.scene.scene import MeasureStyle, Scene, Shapes
    from claude_scope.vision.scene.text_style import TextStyle


class _Ahead(NamedTuple):
    """The lines and shapes of `image`, which are found ahead in a thread; `last` is the picture before it."""

    image: Image
    last: Seen
    seen: Future[Seen]


def local_reader(threads: int) -> LocalReader:
    """Create the reader of a worker process, and limit OpenCV to one thread.

    Text and shapes are already found in parallel. With threads of its own, OpenCV takes a fifth more processor time for
    the shapes of a 1080p picture, and is not faster.
    """
    cv2.setNumThreads(1)
    return LocalReader(threads)


class LocalReader:
    """Reads pictures on this machine with at most `threads` OCR threads; the models load with the first picture."""

    name = "local"

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._ocr: Ocr | None = None
        self._lock = threading.Lock()
        """Held while a picture is read."""
        self._ocr_lock = threading.Lock()
        """Held while text is read, possibly the text of the following picture."""
        self._cache: FrameCache | None = None
        self._pool = ThreadPoolExecutor(1)
        self._ahead: _Ahead | None = None

    def load(self) -> None:
        """Load the models ahead of the first picture; raises VisionError if they are missing."""
        with self._ocr_lock:
            self._load()

    def _load(self) -> Ocr:
        if self._ocr is None:
            self._ocr = Ocr(self._threads)
        return self._ocr

    def read_sync(self, image: Image, before: PreviousFrame | None = None, following: Image | None = None) -> Reading:
        """Read an RGB picture of shape (height, width, 3), one at a time.

        With `before`, only the regions that changed since are read; the result always describes the whole picture. The
        text and shapes of `following`, the picture that is read next, are found while the elements of this one are
        classified: the models take one core, Python another.

        Raises:
            VisionError: the models are missing, or fail on this picture.
        """
        try:
            return self._read(image, before, following)
        except ClaudeScopeError:
            raise
        except Exception as error:  # ONNX Runtime and OpenCV may raise anything on a hostile picture
            raise _failed(error) from error

    def _read(self, image: Image, before: PreviousFrame | None, following: Image | None) -> Reading:
        with self._lock:
            last = None if before is None else self._last_seen(before)
            seen = self._seen_ahead(image, last) or self._see(image, last)
            if following is not None:
                self._ahead = _Ahead(following, seen, self._pool.submit(self._see, following, seen))
            if before is not None and seen is last:
                return before.reading
            assert seen.shapes is not None
            scene = build_scene(image, seen.lines, seen.shapes, self._measure_style(image, last))
            reading = replace(self._reading(scene), red_bars=red_bars(seen.shapes.surfaces))
            self._cache = FrameCache(reading, scene, seen)
            return reading

    def _last_seen(self, before: PreviousFrame) -> Seen:
        """The lines and shapes of the previous picture; without shapes if it is not the last picture that was read."""
        if self._cache is not None and self._cache.reading is before.reading:
            return self._cache.seen
        return Seen(before.image, list(map(_text_line, before.reading.lines)), None, before.reading.reader)

    def _seen_ahead(self, image: Image, last: Seen | None) -> Seen | None:
        """The lines and shapes that were found ahead in a picture; None if they belong to another picture."""
        ahead, self._ahead = self._ahead, None
        return ahead.seen.result() if ahead is not None and ahead.image is image and ahead.last is last else None

    def _measure_style(self, image: Image, last: Seen | None) -> MeasureStyle:
        """The function that measures styles; it reuses those of the previous picture of the same size, if read last."""
        cache = self._cache
        is_known = cache is not None and cache.seen is last and cache.scene.image.shape == image.shape
        return cache.measure_style if cache is not None and is_known else measure_style

    def _see(self, image: Image, last: Seen | None) -> Seen:
        """Find text and shapes of a picture in parallel; returns `last` if nothing changed since."""
        with self._ocr_lock, ThreadPoolExecutor(1) as pool:
            ocr = self._load()
            if last is None:
                ocr.forget()
            waiting = pool.submit(_find_shapes, image, last)
            lines = ocr.lines(image) if last is None else self._reread(ocr, image, last)
            if lines is None and last is not None:
                return last
            found = waiting.result()
            lines = remove_mark_letters(found, lines or [])
            lines = _remove_carets(ocr, image, found, trim_at_marks(found, lines))
            lines += ocr.counts(image, missed_badges(image, found, lines))
        return Seen(image, reading_order(lines, lambda line: line.box), found, self.name)

    def read_region(self, image: Image, region: Rect, is_wanted: Callable[[Rect], bool]) -> tuple[Line, ...]:
        """Read only the lines of text in a region of a picture, at the places that `is_wanted` accepts.

        Raises:
            VisionError: the models are missing, or fail on this picture.
        """
        try:
            with self._ocr_lock:
                lines = self._load().lines_in(image, region, is_wanted)
        except Exception as error:  # as in `read_sync`
            raise _failed(error) from error
        return tuple(Line(line.text, line.box.box(), line.confidence) for line in lines)

    def letters(self, image: Image, box: Box) -> tuple[str, tuple[float, ...]]:
        """The text of the line in a box, and the x of each letter's centre; empty if there is no text."""
        left, top, width, height = (round(side) for side in box)
        place = Rect(left, top, left + width, top + height).grown(0, image.shape[1], image.shape[0])
        with self._ocr_lock:
            lines = self._load().read(image, [place]) if place.width > 0 and place.height > 0 else []
        return (lines[0].text, lines[0].centres) if lines else ("", ())

    def _reread(self, ocr: Ocr, image: Image, last: Seen) -> list[TextLine] | None:
        """The lines of `image`, read again only where it changed; None if nothing changed."""
        changed = find_changes(last.image, image, [line.box for line in last.lines])
        if changed is None:
            return ocr.lines(image)
        if not changed.places and last.reader == self.name:
            return None
        return merge_reread(ocr, image, last.lines, changed)

    def _reading(self, scene: Scene) -> Reading:
        read = elements(scene, classify(scene))
        return Reading(
            width=scene.width,
            height=scene.height,
            lines=tuple(map(_line, scene.styles)),
            elements=read,
            description=describe(read),
            reader=self.name,
            red=red_texts(scene, read),
        )


def _find_shapes(image: Image, last: Seen | None) -> Shapes:
    """The shapes of a picture, given the lines and shapes of the previous one."""
    if last is None or last.shapes is None or last.image.shape != image.shape:
        return find_shapes(image)
    return update_shapes(last.image, last.shapes, image)


def _failed(error: Exception) -> VisionError:
    return VisionError(f"The local reader failed on a picture: {type(error).__name__}: {error}.")


def _remove_carets(ocr: Ocr, image: Image, found: Shapes, lines: Sequence[TextLine]) -> list[TextLine]:
    """Read lines that end with a caret again without it; drop lines that consist only of a caret."""
    result = []
    for line in lines:
        caret = find_caret(image, line, found.surfaces)
        if caret is None:
            result.append(line)
        elif caret.left - line.box.left > INK_MARGIN_PX:
            result += ocr.read(image, [line.box._replace(right=caret.left)])
    return result


def _text_line(line: Line) -> TextLine:
    """Convert to a `TextLine`; its letters are assumed to have equal widths."""
    left, top, width, height = (round(side) for side in line.box)
    centres = tuple(left + (index + 0.5) * width / len(line.text) for index in range(len(line.text)))
    return TextLine(line.text, Rect(left, top, left + width, top + height), line.confidence, centres, line.weakest)


def _line(style: TextStyle) -> Line:
    line = style.line
    return Line(
        line.text,
        line.box.box(),
        round(line.confidence, 3),
        round(line.weakest, 3),
        ink=as_rgb(style.ink),
        ground=as_rgb(style.behind),
    )
