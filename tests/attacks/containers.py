"""Hostile recordings, built by hand: MP4 (ISO/IEC 14496-12, QuickTime File Format), Matroska (RFC 9559, RFC 8794) and
GIF.
"""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from typing import TYPE_CHECKING

from tests.gifs import dots
from tests.keyframes.film import film, page, shots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl")
FTYP = b"ftypisom\0\0\2\0isomiso2mp41"
BOMB_BYTES = 512 << 20
"""The size that a small file claims to expand to."""


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of MP4: its length, its type, its content."""
    inside = b"".join(content)
    return (len(inside) + 8).to_bytes(4, "big") + kind + inside


def full(kind: bytes, *content: bytes) -> bytes:
    """A full box, with version and flags."""
    return box(kind, bytes(4), *content)


def with_box(content: bytes, kind: bytes, replacement: bytes) -> bytes:
    """A file of boxes in which one box is replaced, wherever it is, and the lengths of those around it are adjusted."""
    made, at = b"", 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big") or len(content) - at
        name, inside = content[at + 4 : at + 8], content[at + 8 : at + size]
        if name == kind:
            made += replacement
        else:
            made += box(name, with_box(inside, kind, replacement) if name in PARENTS else inside)
        at += size
    return made


def element(name: str, content: bytes, size: int | None = None) -> bytes:
    """An element of Matroska, which may declare a wrong size."""
    number = len(content) if size is None else size
    return bytes.fromhex(name) + (number | 1 << 56).to_bytes(8, "big") + content


def ebml(*content: bytes) -> bytes:
    """A Matroska file with this content in its segment."""
    head = element("1a45dfa3", element("4282", b"webm") + element("4287", b"\4") + element("4285", b"\2"))
    return head + element("18538067", b"".join(content))


@cache
def zeros(size: int) -> bytes:
    """This many zero bytes, compressed."""
    packer = zlib.compressobj(6)
    block = bytes(1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


def track(*more: bytes) -> bytes:
    """A VP8 video track of 64 x 64 pixels."""
    video = element("e0", element("b0", b"\x40") + element("ba", b"\x40"))
    one = element("d7", b"\1") + element("73c5", b"\1") + element("83", b"\1") + element("86", b"V_VP8") + video
    return element("1654ae6b", element("ae", one + b"".join(more)))


def nested(kind: bytes, depth: int) -> bytes:
    """Deeply nested boxes."""
    heads = [(8 * (depth - level)).to_bytes(4, "big") + kind for level in range(depth)]
    return b"".join(heads)


def stored(path: Path) -> bytes:
    """A valid MP4 whose index follows its media data, so that it may grow."""
    return film(
        path, shots((0, page(size=(320, 240))), (500, page(size=(320, 240), dark=True))), codec="libx264"
    ).read_bytes()


def references(whole: bytes, url: str) -> bytes:
    """An MP4 that declares its media data to be elsewhere: at a URL, and in a file of this system."""
    address = box(b"url ", bytes(4), url.encode() + b"\0")
    alias = box(b"alis", bytes(4), bytes(150) + b"/etc/passwd\0")
    return with_box(whole, b"dref", full(b"dref", (2).to_bytes(4, "big"), address, alias))


BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "an index that inflates": lambda whole: (
        box(FTYP[:4], FTYP[4:])
        + box(
            b"moov", box(b"cmov", box(b"dcom", b"zlib"), box(b"cmvd", BOMB_BYTES.to_bytes(4, "big"), zeros(BOMB_BYTES)))
        )
    ),
    "a track header that inflates": lambda whole: ebml(
        track(
            element("6d80", element("6240", element("5034", element("4254", b"\0")))),
            element("63a2", zeros(BOMB_BYTES)),
        )
    ),
    "four billion samples": lambda whole: with_box(whole, b"stsz", full(b"stsz", bytes(4), b"\xff" * 4)),
    "four billion times": lambda whole: with_box(whole, b"stts", full(b"stts", b"\xff" * 4)),
    "four billion pieces": lambda whole: with_box(whole, b"stco", full(b"stco", b"\xff" * 4)),
    "one sample for ever": lambda whole: with_box(
        whole, b"stts", full(b"stts", (1).to_bytes(4, "big"), b"\x7f\xff\xff\xff", b"\x7f\xff\xff\xff")
    ),
    "boxes in boxes": lambda whole: box(FTYP[:4], FTYP[4:]) + nested(b"moov", 20_000),
    "a million boxes": lambda whole: box(FTYP[:4], FTYP[4:]) + box(b"free") * 1_000_000,
    "elements without end": lambda whole: ebml(element("ec", b"", 1 << 55)),
    "tags in tags": lambda whole: ebml(*[element("1254c367", element("7373", b"", 1 << 40), 1 << 50)] * 10_000),
    "a cluster of nothing": lambda whole: ebml(track(), *[element("1f43b675", element("e7", b"\0"))] * 100_000),
    "a GIF with a screen of gigabytes": lambda whole: dots(0xFFFF, 0xFFFF, [10, 10]),
    "a GIF of a hundred thousand frames": lambda whole: dots(640, 400, [2] * 100_000),
    "a GIF of days": lambda whole: dots(640, 400, [0xFFFF] * 1000),
    "frames of a year": lambda whole: ebml(
        element("1549a966", element("2ad7b1", b"\0\xff\xff\xff\xff\xff")),
        track(),
        element("1f43b675", element("e7", b"\xff" * 7) + element("a3", b"\x81\x7f\xff\x80" + bytes(64))),
    ),
}
"""Small files that demand many resources, each derived from a valid one."""


def mutated(whole: bytes, chance: Random) -> bytes:
    """The file with bytes flipped, cut, duplicated, moved, overwritten or inserted."""
    content = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(content)), chance.choice((1, 4, 16, 256, 4096))
        match chance.randrange(6):
            case 0:
                for place in range(at, min(len(content), at + size), chance.randint(1, 9)):
                    content[place] ^= 1 << chance.randrange(8)
            case 1:
                del content[at : at + size]
            case 2:
                content[at:at] = content[at : at + size]
            case 3:
                there = chance.randrange(len(content))
                content[at : at + size], content[there : there + size] = (
                    content[there : there + size],
                    content[at : at + size],
                )
            case 4:
                content[at : at + size] = bytes([chance.choice((0, 255, 127))]) * min(size, len(content) - at)
            case _:
                content[at:at] = chance.randbytes(size)
    return bytes(content)


@cache
def gzipped_zeros() -> bytes:
    """The same over HTTP, where a careless reader holds several times as much in memory."""
    return gzip.compress(bytes(BOMB_BYTES // 4), 6)
