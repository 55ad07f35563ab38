"""The pictures of a frame as values that a process without the picture can pass on."""

from __future__ import annotations

from dataclasses import dataclass

from claude_scope.values import Box


@dataclass(frozen=True, slots=True)
class View:
    """A picture to send: PNG in base64, `width` x `height` pixels, of the part `place` of the frame (frame pixels)."""

    place: Box
    width: int
    height: int
    png: str


@dataclass(frozen=True, slots=True)
class Views:
    """The pictures of a frame of `width` x `height` pixels; none if nothing changed. `whole`: the first shows all."""

    pictures: tuple[View, ...]
    whole: bool
    width: int
    height: int
