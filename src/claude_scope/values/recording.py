"""A video file, and the keyframes in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claude_scope.values.base import Box


@dataclass(frozen=True, slots=True)
class MaskedPlace:
    """The place of a value that a capture masks; the place is covered in pictures from `since_ms` to `until_ms`.

    `box` is in CSS pixels of a page whose `viewport` (width, height) fills the pictures; (0, 0) means frame pixels.
    """

    since_ms: float
    until_ms: float
    box: Box
    viewport: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Recording:
    """A probed video file: it opens, has a video stream, and its first frame decodes.

    `width` and `height` are the size as shown, after `rotation` (degrees, clockwise; 0, 90, 180 or 270). `duration_ms`
    is None if unknown; `notes` are warnings about the file ("ends early"). Every picture made from the file is covered
    at those `masked` places whose time span includes the time of the picture. For an uploaded capture, `url` and
    `title` come from its manifest, or from its first page.
    """

    path: Path
    container: str
    codec: str
    width: int
    height: int
    duration_ms: int | None
    size_bytes: int
    rotation: int = 0
    notes: tuple[str, ...] = ()
    masked: tuple[MaskedPlace, ...] = ()
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """A pause of the mouse pointer, with its time, and its place or the box of the hovered control (frame pixels).

    `changed_ms` is the time of the first other change during the pause; None if nothing else changed.
    """

    box: Box
    since_ms: int
    until_ms: int
    changed_ms: int | None = None


@dataclass(frozen=True, slots=True)
class BarePlace:
    """A place that the mouse pointer covers in a keyframe's picture, as another frame of the state shows it.

    `path` is a small PNG of the place in `box`. Its red channel is the brightness in the picture, its green channel the
    brightness in the other frame.
    """

    box: Box
    path: Path


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A settled UI state, as a picture on disk (PNG, full size).

    `ssim` is the lowest tile SSIM against the previous keyframe (1.0 = identical, 0.0 for the first keyframe).
    `timestamp_ms` is the time of the picture; `began_ms` is when the change that led to the state began (None:
    unknown). `until_ms` is when the screen left this state (None: never). `reason` says why the state was selected.
    `transient` marks a state that soon disappeared by itself (such as a toast). `changed` are the regions that differ
    from the previous keyframe, `changed_share` their share of the frame (0..1). `pointer` is where the mouse pointer
    was when this state began (None: unknown). `moving` are regions with continuous motion in this state: a spinner, a
    carousel, a video. `skipped` counts the unselected states between the previous keyframe and this one. `rests` are
    the pauses of the pointer in this state. `masked` are the places that were covered when the picture was written,
    because the capture masks their content. `bare` is the place under the pointer, if another frame shows it; it is
    only used for reading texts.
    """

    timestamp_ms: int
    ssim: float
    reason: str
    path: Path
    until_ms: int | None = None
    transient: bool = False
    changed: tuple[Box, ...] = ()
    changed_share: float = 1.0
    pointer: tuple[int, int] | None = None
    began_ms: int | None = None
    moving: tuple[Box, ...] = ()
    skipped: int = 0
    rests: tuple[Rest, ...] = ()
    masked: tuple[Box, ...] = ()
    bare: BarePlace | None = None

    @property
    def since_ms(self) -> int:
        """When the change that led to this state began; the time of the picture if that is unknown."""
        return self.timestamp_ms if self.began_ms is None else self.began_ms


@dataclass(frozen=True, slots=True)
class Keyframes:
    """The keyframes of one recording.

    `duration_ms` is the time of the last decoded frame. `dropped` counts the states that did not fit into `max_frames`;
    `skipped_after` counts those after the last keyframe. `notes` are problems while decoding ("the last 3 s could not
    be decoded").
    """

    frames: tuple[Keyframe, ...]
    width: int
    height: int
    duration_ms: int
    decoded_frames: int
    dropped: int = 0
    notes: tuple[str, ...] = ()
    skipped_after: int = 0
