"""Keeps the pictures of states on disk, never more than asked for, and leaves nothing behind when it fails."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow

from claude_scope.errors import ClaudeScopeError
from claude_scope.keyframes.difference import Difference, Seen, different, regions
from claude_scope.keyframes.picture import rgb
from claude_scope.keyframes.png import PngWriter
from claude_scope.keyframes.tiles import Grid, padded
from claude_scope.values import Box, Keyframe

if TYPE_CHECKING:
    from pathlib import Path

    from av.video.frame import VideoFrame

    from claude_scope.keyframes.blobs import Rect
    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.pointer import Pointer
    from claude_scope.keyframes.states import State

_MOST_WAITING = 2
"""Pictures that wait to be written: each holds a whole frame."""


class Album:
    """The keyframes so far, at most `max_frames`, as PNGs in a folder.

    Pictures are written by a thread while the next frames decode. When there is one too many, the later of the two
    least different neighbours goes; differences are taken again from the pictures, so memory does not grow with
    `max_frames`.
    """

    def __init__(self, folder: Path, max_frames: int, rotation: int) -> None:
        self._folder, self._max_frames, self._rotation = folder, max_frames, rotation
        self._made_folder = not folder.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ClaudeScopeError(_unwritable(folder, error)) from error
        self._thread = ThreadPoolExecutor(1, "png")
        self._png = PngWriter()
        self._waiting: list[Future[None]] = []
        self.keyframes: list[Keyframe] = []
        self.dropped = 0

    def add(self, state: State, grid: Grid, pointer: Pointer, reason: str) -> None:
        """Keep a state; forgets another one if that makes one too many."""
        if self.keyframes:
            last = self.keyframes[-1]
            until_ms = state.before_until_ms if state.before_until_ms is not None else state.picture.time_ms
            transient = last.transient or state.before_transient
            self.keyframes[-1] = replace(last, until_ms=until_ms, transient=transient)
        time_ms = state.picture.time_ms
        keyframe = Keyframe(
            timestamp_ms=time_ms,
            ssim=0.0,
            reason=reason,
            path=self._folder / f"{time_ms:09d}.png",
            transient=state.transient,
            pointer=self._turned_point(state.pointer, grid),
        )
        self.keyframes.append(self._compared(keyframe, state.difference, grid))
        self._write(state.picture.frame, keyframe.path)
        while len(self.keyframes) > self._max_frames:
            self._drop(pointer)

    def close(self) -> None:
        """Wait until every picture is on disk.

        Raises:
            ClaudeScopeError: a picture could not be written.
        """
        self._wait(0)
        self._thread.shutdown()

    def discard(self) -> None:
        """Take back everything that was written."""
        self._thread.shutdown(cancel_futures=True)
        for keyframe in self.keyframes:
            keyframe.path.unlink(missing_ok=True)
        if self._made_folder and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def _write(self, frame: VideoFrame, path: Path) -> None:
        self._wait(_MOST_WAITING)
        self._waiting.append(self._thread.submit(lambda: self._png.write(path, rgb(frame, self._rotation))))

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            try:
                self._waiting.pop(0).result()
            except OSError as error:
                raise ClaudeScopeError(_unwritable(self._folder, error)) from error

    def _drop(self, pointer: Pointer) -> None:
        """Forget the state that differs least from the one before it; the first one stays."""
        least = min(range(1, len(self.keyframes)), key=lambda index: self._distance(self.keyframes[index]), default=0)
        gone = self.keyframes.pop(least)
        self._wait(0)
        gone.path.unlink()
        self.dropped += 1
        if least < len(self.keyframes):
            self._compare_again(least, pointer)

    @staticmethod
    def _distance(keyframe: Keyframe) -> tuple[float, float]:
        return keyframe.changed_share, 1 - keyframe.ssim

    def _compare_again(self, index: int, pointer: Pointer) -> None:
        before, after = (_read_luma(self.keyframes[i].path) for i in (index - 1, index))
        if before.shape != after.shape:
            return
        if self._rotation:  # the pointer's sprites are as coded
            before, after = (np.ascontiguousarray(np.rot90(luma, self._rotation // 90)) for luma in (before, after))
        grid = Grid(*before.shape)
        difference = different(Seen(before), Seen(after), np.arange(grid.size), grid, pointer)
        self.keyframes[index] = self._compared(self.keyframes[index], difference, grid)

    def _compared(self, keyframe: Keyframe, difference: Difference, grid: Grid) -> Keyframe:
        return replace(
            keyframe,
            ssim=round(max(0.0, difference.ssim), 4),
            changed=tuple(self._turned(rect, grid) for rect in regions(grid, difference.tiles)),
            changed_share=round(len(difference.tiles) / grid.size, 6),
        )

    def _turned(self, rect: Rect, grid: Grid) -> Box:
        """A rectangle of the coded picture in the picture as shown."""
        x, y, width, height = rect.left, rect.top, rect.width, rect.height
        if self._rotation == 90:
            x, y, width, height = grid.height - y - height, x, height, width
        elif self._rotation == 180:
            x, y = grid.width - x - width, grid.height - y - height
        elif self._rotation == 270:
            x, y, width, height = y, grid.width - x - width, height, width
        return Box(x, y, width, height)

    def _turned_point(self, point: tuple[int, int] | None, grid: Grid) -> tuple[int, int] | None:
        if point is None:
            return None
        x, y = point
        turned = {
            90: (grid.height - 1 - y, x),
            180: (grid.width - 1 - x, grid.height - 1 - y),
            270: (y, grid.width - 1 - x),
        }
        return turned.get(self._rotation, point)


def _unwritable(folder: Path, error: OSError) -> str:
    return f"Keyframes cannot be written to {folder} ({error.strerror}); give another folder."


def _read_luma(path: Path) -> Luma:
    with Pillow.open(path) as picture:
        return padded(np.asarray(picture.convert("L")))
