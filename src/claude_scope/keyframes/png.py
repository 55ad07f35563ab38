"""Writes PNGs of screens fast.

Pillow tries every filter on every row, which costs more than decoding a second of video. Screens hold flat areas, for
which the Up filter alone is as good. Rows are compressed in independent bands, so a band that is the same as in the
picture written before is not compressed again (PNG, ISO/IEC 15948; deflate with a full flush, RFC 1951).
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Image

_BAND = 32
"""Rows. Smaller bands are reused more often; each costs a few bytes and restarts the compressor's window."""

_ADLER = 65521


class PngWriter:
    """Writes pictures one after another, reusing the compressed bands that did not change since the last one."""

    def __init__(self) -> None:
        self._last: Image | None = None
        self._bands: list[tuple[bytes, int]] = []

    def write(self, path: Path, image: Image) -> None:
        """Write an RGB picture of shape (height, width, 3) as an 8-bit PNG."""
        height, width = image.shape[:2]
        if self._last is None or self._last.shape != image.shape:
            self._last, self._bands = None, [(b"", 0)] * -(-height // _BAND)
        checksum = 1
        for index, top in enumerate(range(0, height, _BAND)):
            rows = image[top : top + _BAND]
            if self._last is None or not np.array_equal(rows, self._last[top : top + _BAND]):
                self._bands[index] = _compress(rows)
            size = rows.shape[0] * (width * 3 + 1)
            checksum = _append_adler(checksum, self._bands[index][1], size)
        self._last = image
        data = b"".join([b"\x78\x01", *(band for band, _ in self._bands), b"\x03\x00", struct.pack(">I", checksum)])
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + _chunk(b"IDAT", data)
            + _chunk(b"IEND", b"")
        )


def _compress(rows: Image) -> tuple[bytes, int]:
    """One band as deflate blocks that end on a byte, and the Adler-32 of what they hold."""
    flat = rows.reshape(rows.shape[0], -1)
    filtered = np.empty((flat.shape[0], flat.shape[1] + 1), np.uint8)
    filtered[0, 0], filtered[1:, 0] = 0, 2  # filter types None, Up
    filtered[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=filtered[1:, 1:])
    raw = filtered.data.cast("B")
    deflate = zlib.compressobj(1, zlib.DEFLATED, -15, 9)
    return deflate.compress(raw) + deflate.flush(zlib.Z_FULL_FLUSH), zlib.adler32(raw)


def _append_adler(first: int, second: int, second_size: int) -> int:
    """The Adler-32 of two strings joined, from theirs (zlib's adler32_combine)."""
    a1, b1 = first & 0xFFFF, first >> 16
    a2, b2 = second & 0xFFFF, second >> 16
    a = (a1 + a2 - 1) % _ADLER
    b = (b1 + b2 + (second_size % _ADLER) * (a1 - 1)) % _ADLER
    return b << 16 | a


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))
