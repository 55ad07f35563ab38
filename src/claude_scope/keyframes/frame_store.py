"""Stores the pictures of states that may still be dropped: PNGs on disk, or luma planes in memory."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from isal import isal_zlib

from claude_scope import pictures
from claude_scope.errors import ClaudeScopeError
from claude_scope.geometry import intersection
from claude_scope.keyframes.changes.tiles import padded
from claude_scope.keyframes.frame import luma, rgb
from claude_scope.keyframes.masked_frames import masked_rects
from claude_scope.png import PngWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from av.video.frame import VideoFrame

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.tiles import Luma
    from claude_scope.keyframes.found_state import UncoveredPlace
    from claude_scope.values import Box, Recording

_MAX_WAITING = 2
"""At most this many pictures are queued for writing: each holds a whole frame."""


class FrameStore(Protocol):
    """Stores pictures by their path."""

    in_colour: bool
    """Whether colours are stored, not only luma."""

    def path(self, time_ms: int) -> Path:
        """The path for the picture of this time."""
        ...

    def put(self, path: Path, time_ms: int, frame: VideoFrame, until_ms: int | None = None) -> tuple[Box, ...]:
        """Store the picture of an `eight_bit` frame, shown from `time_ms` until `until_ms`.

        Returns the places that are covered in the picture.
        """
        ...

    def put_bare(self, path: Path, box: Box, found: UncoveredPlace) -> Path | None:
        """Store the place `box` of a picture without the pointer; returns the path, or None if it is not stored."""
        ...

    def has(self, path: Path) -> bool:
        """Whether the picture is already stored and others can read it."""
        ...

    def drop(self, path: Path) -> None:
        """Forget a picture."""
        ...

    def luma(self, path: Path) -> Luma:
        """The luma of a picture as coded, before rotation."""
        ...

    def close(self) -> None:
        """Wait until every picture is stored."""
        ...

    def discard(self, paths: Iterable[Path]) -> None:
        """Remove every picture."""
        ...


class PngStore:
    """Writes PNGs of a recording to a folder, in a thread while the next frames decode; covers masked places."""

    in_colour = True

    def __init__(self, folder: Path, recording: Recording) -> None:
        self._folder, self._rotation = folder, recording.rotation
        self._masked = recording.masked
        self._size = recording.width, recording.height
        self._made_folder = not folder.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ClaudeScopeError(_write_error(folder, error)) from error
        self._thread = ThreadPoolExecutor(1, "png")
        self._png = PngWriter()
        self._waiting: list[tuple[Path, Future[None]]] = []

    def path(self, time_ms: int) -> Path:
        """The path in the folder; the file is named by its time."""
        return self._folder / f"{time_ms:09d}.png"

    def put(self, path: Path, time_ms: int, frame: VideoFrame, until_ms: int | None = None) -> tuple[Box, ...]:
        """Queue the picture for writing."""
        self._wait(_MAX_WAITING)
        size = (frame.height, frame.width) if self._rotation % 180 else (frame.width, frame.height)
        self._size = size
        places = masked_rects(self._masked, time_ms, size, until_ms)
        self._waiting.append((path, self._thread.submit(self._write, path, frame, places)))
        return tuple(place.box() for place in places)

    def _write(self, path: Path, frame: VideoFrame, places: Sequence[Rect]) -> None:
        image = rgb(frame, self._rotation)
        self._png.write(path, pictures.draw_masks(image, places) if places else image)

    def put_bare(self, path: Path, box: Box, found: UncoveredPlace) -> Path | None:
        """Queue the place for writing next to the picture, unless a masked place overlaps it."""
        first_ms, last_ms = sorted((found.time_ms, found.bare_ms))
        masked = masked_rects(self._masked, first_ms, self._size, last_ms)
        if any(intersection(box, place.box()) > 0 for place in masked):
            return None
        path = path.with_name(f"{path.stem}-bare.png")
        pair = np.stack((found.covered, found.bare, found.bare), axis=-1)
        self._wait(_MAX_WAITING)
        image = np.ascontiguousarray(np.rot90(pair, -(self._rotation // 90)))
        self._waiting.append((path, self._thread.submit(PngWriter().write, path, image)))
        return path

    def has(self, path: Path) -> bool:
        """Whether the file is written."""
        return all(written.done() and not written.exception() for waiting, written in self._waiting if waiting == path)

    def drop(self, path: Path) -> None:
        """Remove the file."""
        self._wait(0)
        path.unlink()

    def luma(self, path: Path) -> Luma:
        """Read the luma from the file, and undo the rotation."""
        self._wait(0)
        import cv2  # few recordings need this

        grey = cv2.cvtColor(pictures.load(path, pictures.OURS), cv2.COLOR_RGB2GRAY)
        shown = padded(np.asarray(grey, np.uint8))
        return np.ascontiguousarray(np.rot90(shown, self._rotation // 90)) if self._rotation else shown

    def close(self) -> None:
        """Wait until every file is written.

        Raises:
            ClaudeScopeError: a picture could not be written.
        """
        self._wait(0)
        self._thread.shutdown()

    def discard(self, paths: Iterable[Path]) -> None:
        """Remove the files, and the folder if it was made for them."""
        self._thread.shutdown(cancel_futures=True)
        for path in paths:
            path.unlink(missing_ok=True)
        if self._made_folder and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            try:
                self._waiting.pop(0)[1].result()
            except OSError as error:
                raise ClaudeScopeError(_write_error(self._folder, error)) from error


class LumaStore:
    """Keeps compressed luma planes in memory, to compare neighbours when there are too many keyframes."""

    in_colour = False

    def __init__(self) -> None:
        self._planes: dict[Path, tuple[bytes, tuple[int, ...]]] = {}

    def path(self, time_ms: int) -> Path:
        """The name that the picture would have on disk."""
        return Path(f"{time_ms:09d}.png")

    def put(self, path: Path, time_ms: int, frame: VideoFrame, until_ms: int | None = None) -> tuple[Box, ...]:
        """Store the plane; a screen compresses to a few percent."""
        plane = luma(frame)
        self._planes[path] = isal_zlib.compress(np.ascontiguousarray(plane).data, 1), plane.shape
        return ()

    def put_bare(self, path: Path, box: Box, found: UncoveredPlace) -> Path | None:
        """Return None: there are no pictures."""
        return None

    def has(self, path: Path) -> bool:
        """Return False: there are no pictures."""
        return False

    def drop(self, path: Path) -> None:
        """Forget the plane."""
        del self._planes[path]

    def luma(self, path: Path) -> Luma:
        """The stored plane."""
        data, shape = self._planes[path]
        return np.frombuffer(isal_zlib.decompress(data), np.uint8).reshape(shape)

    def close(self) -> None:
        """Do nothing: no picture is waiting."""

    def discard(self, paths: Iterable[Path]) -> None:
        """Do nothing: no file was written."""


def _write_error(folder: Path, error: OSError) -> str:
    return f"Keyframes cannot be written to {folder} ({error.strerror}); give another folder."
