"""Reads the format and the size of a PNG, JPEG or WebP from its first bytes, before the picture is decoded.

OpenCV chooses its decoder by the same signatures, and allocates the whole picture before it decodes. Headers that a
decoder could read differently are refused: OpenCV allocates exactly the size that is found here.

Formats: PNG (ISO/IEC 15948), JPEG (ITU-T T.81, annex B), WebP (RFC 9649).
"""

from __future__ import annotations

import struct
from typing import NamedTuple

_JPEG_TABLES_AND_APPLICATION = frozenset({0xC4, 0xCC, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)})
"""Markers of segments that may precede the frame header: DHT, DAC, DQT, DRI, COM and APP0 to APP15."""
_JPEG_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame header, SOF0 to SOF15."""


class Header(NamedTuple):
    """The format, `PNG`, `JPEG` or `WEBP`, and the size in pixels."""

    format: str
    width: int
    height: int


def read_header(data: bytes) -> Header | None:
    """The header of a picture; None if it has another format or is cut off."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):  # cut off
        return None
    return None


def _png(data: bytes) -> Header | None:
    length, name, width, height = struct.unpack_from(">I4sII", data, 8)
    return Header("PNG", width, height) if (length, name) == (13, b"IHDR") else None


def _jpeg(data: bytes) -> Header | None:
    """Walk the segments to the frame header. A segment has FF, a marker, and a length that counts its own two bytes."""
    at = 2
    while True:
        if data[at] != 0xFF:
            return None
        while data[at] == 0xFF:  # any number of fill bytes may precede a marker
            at += 1
        if data[at] in _JPEG_FRAME:
            height, width = struct.unpack_from(">HH", data, at + 4)
            return Header("JPEG", width, height)
        if data[at] not in _JPEG_TABLES_AND_APPLICATION:
            return None
        at += 1 + struct.unpack_from(">H", data, at + 1)[0]


def _webp(data: bytes) -> Header | None:
    name = data[12:16]
    if name == b"VP8X":  # extended: the canvas, three bytes per side
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif name == b"VP8L" and data[20] == 0x2F:  # lossless: 14 bits per side
        (bits,) = struct.unpack_from("<I", data, 21)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif name == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":  # lossy: 14 bits per side, and two for scaling
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
    else:
        return None
    return Header("WEBP", width, height)
