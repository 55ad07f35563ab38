"""Loading pictures: which formats are decoded, how large they may be, and how they are converted."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from claude_scope import pictures
from claude_scope.errors import NotAnImage
from claude_scope.image_header import Header, read_header
from claude_scope.png import critical_chunks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.values import Image

    Load = Callable[[bytes], Image]

WIDTH, HEIGHT = 60, 40
TURNED = Pillow.Exif()
TURNED[0x112] = 6  # Orientation: 90 degrees


def drawn() -> Pillow.Image:
    """Blocks of colour, some of them transparent."""
    blocks = np.random.default_rng(1).integers(0, 256, (HEIGHT // 4, WIDTH // 4, 4), np.uint8)
    return Pillow.fromarray(blocks.repeat(4, 0).repeat(4, 1))


def encoded(kind: str, mode: str = "RGB", **settings: Any) -> bytes:
    picture = drawn() if "A" in mode else drawn().convert("RGB")
    file = io.BytesIO()
    picture.convert(mode).save(file, kind, **settings)
    return file.getvalue()


FILES = {
    "PNG": encoded("PNG"),
    "PNG with alpha": encoded("PNG", "RGBA"),
    "PNG with a palette": encoded("PNG", "P"),
    "PNG with one transparent colour": encoded("PNG", transparency=(1, 2, 3)),
    "PNG of greys": encoded("PNG", "L"),
    "PNG of greys with alpha": encoded("PNG", "LA"),
    "PNG of one bit": encoded("PNG", "1"),
    "PNG with EXIF": encoded("PNG", exif=TURNED),
    "PNG that moves": encoded("PNG", save_all=True, append_images=[Pillow.new("RGB", (WIDTH, HEIGHT))]),
    "JPEG": encoded("JPEG"),
    "JPEG of greys": encoded("JPEG", "L"),
    "JPEG of four inks": encoded("JPEG", "CMYK"),
    "JPEG in parts": encoded("JPEG", progressive=True),
    "JPEG with EXIF": encoded("JPEG", exif=TURNED),
    "WebP": encoded("WEBP"),
    "WebP without loss": encoded("WEBP", lossless=True),
    "WebP with alpha": encoded("WEBP", "RGBA", lossless=True, exact=True),
    "WebP with EXIF": encoded("WEBP", exif=TURNED),
    "WebP that moves": encoded("WEBP", save_all=True, append_images=[Pillow.new("RGB", (WIDTH, HEIGHT))]),
}


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load the bytes of a file."""

    def loaded(data: bytes) -> Image:
        path = tmp_path / "picture"
        path.write_bytes(data)
        return pictures.load(path)

    return loaded


@pytest.mark.parametrize("name", FILES)
def test_pictures_are_loaded_as_pillow_loads_them(name: str, load: Load) -> None:
    """RGB, without transparency or rotation; of several frames the first."""
    with Pillow.open(io.BytesIO(FILES[name])) as picture:
        expected = np.asarray(picture.convert("RGB"))
    assert np.abs(load(FILES[name]).astype(int) - expected).max() <= (0 if name.startswith("PNG") else 2)


@pytest.mark.parametrize("name", FILES)
def test_the_header_is_read_without_decoding(name: str) -> None:
    assert read_header(FILES[name]) == Header(name.split()[0].upper(), WIDTH, HEIGHT)


@pytest.mark.parametrize("kept", [0, 7, 11, 20, 40, 0.5, 0.9])
@pytest.mark.parametrize("name", [name for name in FILES if "moves" not in name])
def test_a_picture_that_is_cut_off_is_refused_silently(
    name: str, kept: float, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    data = FILES[name]
    with pytest.raises(NotAnImage):
        load(data[: kept if isinstance(kept, int) else int(len(data) * kept)])
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "JPEG2000", "PPM", "TGA", "AVIF"])
def test_other_formats_are_refused(kind: str, load: Load) -> None:
    with pytest.raises(NotAnImage, match="give a PNG, JPEG or WebP file"):
        load(encoded(kind))


@pytest.mark.parametrize("name", FILES)
def test_a_child_process_cannot_choose_the_decoder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "frame.png").write_bytes(FILES[name])
    if name.startswith("PNG"):
        assert pictures.load(tmp_path / "frame.png", pictures.OURS).shape == (HEIGHT, WIDTH, 3)
        return
    monkeypatch.setattr(cv2, "imdecode", _not_called)
    with pytest.raises(NotAnImage):
        pictures.load(tmp_path / "frame.png", pictures.OURS)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int, height: int) -> bytes:
    """A valid PNG with one bit per pixel, all black: 64 million pixels in 8 KB."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def resized(data: bytes, width: int, height: int) -> bytes:
    """A JPEG or WebP whose header states another size."""
    if data[:4] != b"RIFF":
        return data.replace(struct.pack(">HH", HEIGHT, WIDTH), struct.pack(">HH", height, width), 1)
    if data[12:16] == b"VP8 ":
        return data[:26] + struct.pack("<HH", width, height) + data[30:]
    if data[12:16] == b"VP8L":
        return data[:21] + struct.pack("<I", (width - 1) | (height - 1) << 14) + data[25:]
    return data[:24] + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + data[30:]


def _not_called(*_: object) -> None:
    pytest.fail("The picture was decoded.")


BOMBS = {
    "PNG": png_bomb(16_000, 4_001),
    "JPEG": resized(FILES["JPEG"], 65_500, 65_500),
    "JPEG after fill bytes": resized(FILES["JPEG"].replace(b"\xff\xc0", b"\xff\xff\xff\xc0", 1), 65_500, 65_500),
    "JPEG in parts": resized(FILES["JPEG in parts"], 65_500, 65_500),
    "WebP": resized(FILES["WebP"], 16_383, 16_383),
    "WebP without loss": resized(FILES["WebP without loss"], 16_384, 16_384),
    "WebP with EXIF": resized(FILES["WebP with EXIF"], 1 << 24, 1 << 24),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_larger_than_any_screen_is_not_decoded(
    name: str, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few kilobytes would fill gigabytes: the size is checked before anything is allocated."""
    monkeypatch.setattr(cv2, "imdecode", _not_called)
    with pytest.raises(NotAnImage, match="more than any screen"):
        load(BOMBS[name])


def test_a_file_larger_than_any_screenshot_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate((256 << 20) + 1)  # takes no place on the disk
    with pytest.raises(NotAnImage, match="more than 256 MB"):
        pictures.load(tmp_path / "large.png")


def test_the_largest_picture_is_decoded(load: Load) -> None:
    assert load(png_bomb(16_000, 4_000)).shape == (4_000, 16_000, 3)


def test_a_chunk_that_claims_more_than_follows_is_not_decoded(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCV 5.0 allocates and clears 4 GB for it."""
    monkeypatch.setattr(cv2, "imdecode", _not_called)
    data = FILES["PNG"].replace(b"\0\0\0\0IEND", b"\xff\xff\xff\xf0tEXt\0\0\0\0IEND")
    with pytest.raises(NotAnImage):
        load(data)


def test_only_what_colours_need_reaches_the_decoder() -> None:
    for name in (name for name in FILES if name.startswith("PNG")):
        data = critical_chunks(FILES[name]) or b""
        assert Header("PNG", WIDTH, HEIGHT) == read_header(data)
        assert not any(other in data for other in (b"acTL", b"fdAT", b"eXIf", b"tRNS"))
    assert b"PLTE" in (critical_chunks(FILES["PNG with a palette"]) or b"")


def test_a_png_with_two_sizes_has_the_first_or_is_refused(load: Load) -> None:
    whole = png_bomb(16, 16)
    second = png_bomb(4_096, 4_096)[8:33]  # its IHDR
    with pytest.raises(NotAnImage):
        load(whole[:33] + second + whole[33:])


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("PNG")])
def test_what_is_decoded_has_the_size_of_the_header(name: str) -> None:
    """A file with two sizes would bypass the limit."""
    drawn_by_lot = random.Random(name)
    for _ in range(300):
        data = bytearray(FILES[name])
        for _ in range(drawn_by_lot.randint(1, 3)):
            data[drawn_by_lot.randrange(min(len(data), 400))] = drawn_by_lot.choice((0, 1, 2, 0xC0, 0xFF, WIDTH))
        header = read_header(bytes(data))
        if header is None or header.width * header.height > 10 * WIDTH * HEIGHT:
            continue
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
        assert image is None or image.shape == (header.height, header.width, 3)


@pytest.mark.parametrize(
    "inserted",
    [
        b"\xff\x01\xff\xc1",  # a marker without a length: the next bytes are a marker, or the length of a segment
        b"\xff\xd0",
        b"\xff\xd8",
        b"\x00",  # bytes that libjpeg skips
        b"\xff\xe0\x00\x00",
        b"\xff\xe0\x00\x01",
        b"\xff\xda\x00\x02",
    ],
)
def test_a_jpeg_that_could_be_read_in_two_ways_is_refused(inserted: bytes, load: Load) -> None:
    data = FILES["JPEG"]
    with pytest.raises(NotAnImage):
        load(data[:2] + inserted + data[2:])


def test_scaling_down_keeps_the_mean_and_the_channels() -> None:
    image = np.zeros((200, 400, 3), np.uint8)
    image[:, ::2] = (200, 100, 50)
    small = pictures.fit(image, 200)
    assert small.shape == (100, 200, 3)
    assert (small == (100, 50, 25)).all()
    assert pictures.fit(image, 400) is image


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_encoded_pictures_keep_their_channels(suffix: str) -> None:
    image = np.full((64, 64, 3), (200, 100, 50), np.uint8)
    with Pillow.open(io.BytesIO(pictures.encoded(image, suffix, 80))) as picture:
        assert picture.format == {".jpg": "JPEG", ".webp": "WEBP"}[suffix]
        assert np.abs(np.asarray(picture.convert("RGB")).astype(int) - image).max() <= 3
