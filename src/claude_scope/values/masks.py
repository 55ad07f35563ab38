"""The values that say where pictures show secrets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claude_scope.values.base import Box
from claude_scope.values.recording import BarePlace


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """A secret in a picture: the characters from `start` up to, but not including, `end` of the line `text` in `box`.

    If `text` is empty, the secret fills the box.
    """

    box: Box
    text: str = ""
    start: int = 0
    end: int = 0

    @property
    def secret(self) -> str:
        """The text to cover, as it was read."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SecretField:
    """A field that is labelled as secret, in pixels of its picture; its label and its buttons (`spared`) stay visible.

    `filled` says whether text was read in the field; if not, its pixels decide whether it is empty.
    """

    box: Box
    spared: tuple[Box, ...] = ()
    filled: bool = True


@dataclass(frozen=True, slots=True)
class FrameSecrets:
    """The places to cover in the picture of a keyframe; the whole picture if no reader could read it (`unread`).

    `bare` is the place under the pointer as another frame shows it. Secrets there were read from that frame.
    """

    path: Path
    places: tuple[SecretPlace, ...] = ()
    fields: tuple[SecretField, ...] = ()
    unread: bool = False
    bare: BarePlace | None = None


@dataclass(frozen=True, slots=True)
class PageSecrets:
    """A screenshot, and the boxes of nodes whose texts were masked, in CSS pixels of the viewport."""

    path: Path
    viewport: tuple[int, int]
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class MaskPlan:
    """The secrets in all pictures of a session, with keyframes in time order; `known` are the texts of the secrets.

    `size` is the size of the keyframes (width, height). A picture that cannot be covered is replaced by a blank picture
    of that size.
    """

    frames: tuple[FrameSecrets, ...] = ()
    pages: tuple[PageSecrets, ...] = ()
    known: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to cover."""
        return not any(f.places or f.fields or f.unread for f in self.frames) and not any(p.boxes for p in self.pages)


@dataclass(frozen=True, slots=True)
class CoveredPicture:
    """A picture, and its copy with `places` covered places; after an error (`failed`), all of the copy is covered."""

    path: Path
    covered: Path
    places: int
    failed: bool = False
