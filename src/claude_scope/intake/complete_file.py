"""Detects truncated or damaged files from the sizes in their headers, because a decoder would just stop silently.

Formats: ISO/IEC 14496-12 for MP4 boxes, RFC 9559 and RFC 8794 (EBML) for Matroska and WebM elements, and the GIF89a
specification for GIF blocks.
"""

from __future__ import annotations

from itertools import islice
from os import SEEK_CUR
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675
_KNOWN_ELEMENTS = {
    0xE7, 0xA3, 0xA0, 0xA7, 0xAB, 0xAF, 0x5854,  # in a cluster: timestamp, blocks, positions, sizes
    0x1A45DFA3, 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1254C367, 0x1043A770, 0x1941A469,  # in a segment
    0xEC, 0xBF,  # anywhere: Void, CRC-32
}  # fmt: skip
"""The elements that may occur in a segment or a cluster (RFC 9559, section 5.1), except segments and clusters."""
_GIF_HEADER_BYTES, _GIF_IMAGE_BYTES = 13, 9
_GIF_EXTENSION, _GIF_IMAGE, _GIF_TRAILER = b"!", b",", b";"
_MAX_ELEMENTS = 500_000
"""The check stops after this many elements, to limit its time. Three hours at 30 fps have fewer blocks."""


class _Damaged(Exception):
    """The bytes at this position are invalid."""


def find_damage(path: Path, container_format: str) -> str:
    """One sentence that says that the file is truncated, or where it is damaged; empty if it is complete.

    `container_format` is FFmpeg's name: `matroska`, `mov` or `gif`. Checks every block of a Matroska or GIF file, but
    only the top-level boxes of an MP4 file.
    """
    position, size_bytes = 0, path.stat().st_size
    with path.open("rb") as file:
        is_gif = container_format == "gif"
        ends = _gif_blocks(file) if is_gif else _elements(file, _STEPS[container_format], size_bytes)
        try:
            for position in islice(ends, _MAX_ELEMENTS):
                if position > size_bytes:
                    break
        except _Damaged:
            return f"the file is damaged after {position / size_bytes:.0%} of it: what could be read of it is used"
    return "the file is cut off: what could be read of it is used" if position > size_bytes else ""


def _elements(file: BinaryIO, step: Callable[[BinaryIO, int], int | None], size_bytes: int) -> Iterator[int]:
    """Yield the positions that `step` returns, until the end of the file or None; raises _Damaged."""
    position = step(file, 0)
    while position is not None:
        yield position
        if position == size_bytes:
            return
        file.seek(position)
        position = step(file, position)


def _after_box(file: BinaryIO, start: int) -> int | None:
    """The end of the MP4 box at `start`; None for a box that extends to the end of the file."""
    head = file.read(16)
    if len(head) < 8:
        return start + 8
    size = int.from_bytes(head[:4], "big")
    if size == 1:
        return start + max(16, int.from_bytes(head[8:16], "big"))
    return start + max(8, size) if size else None


def _after_element(file: BinaryIO, start: int) -> int | None:
    """The position of the next EBML element: the content of a segment or cluster, or the end of any other element.

    None if the size of the element is unknown. Raises _Damaged if there is no valid element at `start`.
    """
    head = file.read(12)
    id_length = _length(head[:1], 4)
    if id_length is None:
        raise _Damaged
    if len(head) <= id_length:
        return start + len(head) + 1
    size_length = _length(head[id_length : id_length + 1], 8)
    kind = int.from_bytes(head[:id_length], "big")
    if size_length is None or kind not in _KNOWN_ELEMENTS | {_SEGMENT, _CLUSTER}:
        raise _Damaged
    content = start + id_length + size_length
    if kind in (_SEGMENT, _CLUSTER):
        return content
    unknown = (1 << 7 * size_length) - 1
    size = int.from_bytes(head[id_length : id_length + size_length], "big") & unknown
    return None if size == unknown else content + size


def _gif_blocks(file: BinaryIO) -> Iterator[int]:
    """After each block and sub-block, yield how many bytes the file must have at least; raises _Damaged."""
    header = file.read(_GIF_HEADER_BYTES)
    yield file.seek(_palette_bytes(header[10:11]), SEEK_CUR)
    while (kind := file.read(1)) not in (b"", _GIF_TRAILER):
        if kind not in (_GIF_IMAGE, _GIF_EXTENSION):
            raise _Damaged
        if kind == _GIF_IMAGE:
            image = file.read(_GIF_IMAGE_BYTES)
            file.seek(_palette_bytes(image[-1:]), SEEK_CUR)
        yield file.seek(1, SEEK_CUR) + 1  # the LZW code size of an image, or the label of an extension
        while size := int.from_bytes(file.read(1)):
            yield file.seek(size, SEEK_CUR) + 1


def _palette_bytes(flags: bytes) -> int:
    """The size of the colour table in bytes, from the flags in a GIF's header or image."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _length(first: bytes, most: int) -> int | None:
    """The length in bytes of an EBML variable-size integer, from its first byte; None if it exceeds `most`."""
    length = 9 - first[0].bit_length() if first else most + 1
    return length if length <= most else None


_STEPS = {"matroska": _after_element, "mov": _after_box}
