"""Chooses the keyframes of a recording: the entry point of this package.

    frames -> samples (thinned) -> states (settled or transient) -> album (PNGs, at most `max_frames`)

The recording is decoded once. See docs/decisions/0001-keyframes.md for the measurements.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from av.error import FFmpegError

from claude_scope.errors import NotARecording, UsageError
from claude_scope.keyframes.changes.tiles import Grid
from claude_scope.keyframes.decode import FrameReader, Timed
from claude_scope.keyframes.decode_thread import decode_ahead
from claude_scope.keyframes.found_state import RetractedState, SharperPicture, UncoveredPlace
from claude_scope.keyframes.frame import eight_bit, luma
from claude_scope.keyframes.frame_store import LumaStore, PngStore
from claude_scope.keyframes.keyframe_files import KeyframeAlbum
from claude_scope.keyframes.settled_states import StateFinder
from claude_scope.values import Keyframes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from claude_scope.keyframes.found_state import Finding, State
    from claude_scope.values import Keyframe, Recording

    Progress = Callable[[int, int | None], None]
    Found = Callable[[Keyframe], None]

SAMPLE_MS = 120
"""Frames shown for less than this after the last sample are skipped: 60 and 30 fps cost as much as 8 fps."""

WINDOW_BYTES = 192 << 20
"""Memory for decoded frames that are held while looking ahead. All 22 samples of 2.6 s take 68 MB in 1080p. In 4K they
would take 274 MB, so that the look-ahead becomes shorter if most are held."""

PROGRESS_MS = 250


def find_keyframes(
    recording: Recording,
    out: Path | None,
    *,
    max_frames: int = 20,
    progress: Progress | None = None,
    found: Found | None = None,
) -> Keyframes:
    """Write the settled states of a recording to `out` as PNGs named by their time, and describe them.

    Without `out` they are only described, and their paths are the names that the pictures would have.

    `progress` gets the milliseconds decoded so far and the recording's duration, if known. `found` gets keyframes whose
    pictures can already be read, at most `max_frames`; they may still change, and some may be retracted. After any
    error, also one that `progress` or `found` raises, all written files are removed. If the frame size changes during
    the recording, a new state begins and the pictures differ in size; `width` and `height` are those of the first
    picture. The notes include those of the recording.

    Raises:
        NotARecording: nothing in the file decodes.
        UsageError: `max_frames` is below 1.
        ClaudeScopeError: a picture could not be written.
    """
    if max_frames < 1:
        raise UsageError(f"At least 1 keyframe has to be kept, not {max_frames}; give --max-frames a larger number.")
    store = LumaStore() if out is None else PngStore(out, recording)
    album = KeyframeAlbum(store, max_frames, recording.rotation)
    reader = FrameReader(recording)
    try:
        with closing(decode_ahead(thinned(reader))) as samples:

            def report(done_ms: int) -> None:
                if progress is not None:
                    progress(done_ms, recording.duration_ms)
                if found is not None:
                    for keyframe in album.new_pictures():
                        found(keyframe)

            unrested = _fill(album, _reporting(samples, report), recording.duration_ms or 0)
        album.close()
    except FFmpegError as error:
        album.discard()
        raise NotARecording(f"{recording.path} cannot be decoded; record the tab again.") from error
    except BaseException:
        album.discard()
        raise
    if not album.keyframes:
        album.discard()
        raise NotARecording(f"{recording.path} has no frame that decodes; record the tab again.")
    return Keyframes(
        frames=tuple(album.keyframes),
        width=recording.width,
        height=recording.height,
        duration_ms=reader.last_ms,
        decoded_frames=reader.decoded,
        dropped=album.dropped,
        skipped_after=album.skipped,
        notes=(*recording.notes, *reader.notes, *filter(None, (unrested,))),
    )


def _fill(album: KeyframeAlbum, samples: Iterable[Timed], duration_ms: int) -> str:
    """Find the states; return a note about a screen that moved from the beginning, or ""."""
    finder: StateFinder | None = None
    grid: Grid | None = None
    for time_ms, frame in samples:
        frame = eight_bit(frame)
        picture = luma(frame)
        if grid is None or finder is None or picture.shape != (grid.height, grid.width):
            _finish(album, grid, finder, time_ms)
            grid = Grid(*picture.shape)
            finder = StateFinder(grid, window_bytes=WINDOW_BYTES, in_colour=album.in_colour)
        _add(album, finder.feed(time_ms, frame, picture), grid, finder)
    _finish(album, grid, finder, duration_ms)
    return finder.unrested if finder is not None else ""


def _finish(album: KeyframeAlbum, grid: Grid | None, finder: StateFinder | None, end_ms: int) -> None:
    if grid is not None and finder is not None:
        _add(album, finder.finish(end_ms), grid, finder)
        album.ended(finder.moving(), finder.rests(), grid)


def _add(album: KeyframeAlbum, found: Iterator[Finding], grid: Grid, finder: StateFinder) -> None:
    for item in found:
        if isinstance(item, RetractedState):
            album.retract(item)
        elif isinstance(item, SharperPicture):
            album.take_sharper_picture(item)
        elif isinstance(item, UncoveredPlace):
            album.take_bare_place(item, grid)
        else:
            album.add(item, grid, finder.pointer, _reason(item, grid, first=not album.keyframes))


def _reason(state: State, grid: Grid, *, first: bool) -> str:
    if first:
        return "first state"
    share = len(state.difference.tiles) / grid.size
    if share == 1:
        return "new picture"
    if state.transient:
        return "shown briefly, then gone"
    return f"{max(share, 0.001):.1%} of the screen changed and settled"


def thinned(frames: Iterable[Timed]) -> Iterator[Timed]:
    """Skip frames shown for less than `SAMPLE_MS`; this delays a change by at most that time."""
    waiting: Timed | None = None
    taken_ms: int | None = None
    for timed in frames:
        if waiting is not None and (taken_ms is None or timed.time_ms - taken_ms >= SAMPLE_MS):
            yield waiting
            taken_ms = waiting.time_ms
        waiting = timed
    if waiting is not None:
        yield waiting


def _reporting(samples: Iterable[Timed], report: Callable[[int], None]) -> Iterator[Timed]:
    told_ms = -PROGRESS_MS
    for timed in samples:
        if timed.time_ms - told_ms >= PROGRESS_MS:
            told_ms = timed.time_ms
            report(told_ms)
        yield timed
