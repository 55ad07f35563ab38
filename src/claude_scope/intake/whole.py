"""Whether a file is whole, from the sizes its own parts state: a decoder ends silently where a file was cut.

MP4 boxes after ISO/IEC 14496-12, Matroska and WebM elements after RFC 9559 and RFC 8794 (EBML).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675
_MOST_PARTS = 500_000
"""More than the blocks of three hours at 30 fps; beyond that the answer is not worth the wait."""


def is_cut_off(path: Path, container_format: str) -> bool:
    """Whether the last part of a file states a size that reaches beyond the file's end."""
    size_bytes = path.stat().st_size
    step: Callable[[BinaryIO, int], int | None] = _after_box if container_format == "mov" else _after_element
    position = 0
    with path.open("rb") as file:
        for _ in range(_MOST_PARTS):
            if position >= size_bytes:
                break
            file.seek(position)
            following = step(file, position)
            if following is None:
                return False
            position = following
    return position > size_bytes


def _after_box(file: BinaryIO, start: int) -> int | None:
    """Where the MP4 box at `start` ends; None for one that goes on to the end of the file."""
    head = file.read(16)
    if len(head) < 8:
        return start + 8
    size = int.from_bytes(head[:4], "big")
    if size == 1:
        return start + max(16, int.from_bytes(head[8:16], "big"))
    return start + max(8, size) if size else None


def _after_element(file: BinaryIO, start: int) -> int | None:
    """Where to go on after the EBML element at `start`: behind it, or into it where its size is not known."""
    head = file.read(12)
    id_length = _length(head[:1], 4)
    if id_length is None or len(head) <= id_length:
        return None
    size_length = _length(head[id_length : id_length + 1], 8)
    if size_length is None:
        return None
    content = start + id_length + size_length
    bits = 7 * size_length
    size = int.from_bytes(head[id_length : id_length + size_length], "big") & ((1 << bits) - 1)
    if size == (1 << bits) - 1:
        known = int.from_bytes(head[:id_length], "big") in (_SEGMENT, _CLUSTER)
        return content if known else None
    return content + size


def _length(first: bytes, most: int) -> int | None:
    """How many bytes a variable-length number has, from the leading zeros of its first one."""
    length = 9 - first[0].bit_length() if first else most + 1
    return length if length <= most else None
