"""The answer of a tool: a text, and pictures as PNG or JPEG files."""

from __future__ import annotations

from typing import NamedTuple


class Picture(NamedTuple):
    """A picture file, its MIME type, and its size in pixels."""

    content: bytes
    mime_type: str
    width: int
    height: int


class Answer(NamedTuple):
    """A text without base64, and pictures."""

    text: str
    pictures: tuple[Picture, ...] = ()
