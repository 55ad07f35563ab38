"""What every asset store does, tested over a folder and a real S3 server."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import NotFound, UsageError
from claude_scope.store.assets.local import LocalAssets

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.store.assets.assets import AssetStore

KEY = "sessions/sess_A/0123456789abcdef-ABCD1234.png"
MIB = 1024 * 1024


async def put(assets: AssetStore, key: str, source: Path | bytes) -> None:
    await assets.put(key, source, mime_type="image/png")


async def streamed(assets: AssetStore, key: str, start: int, end: int) -> bytes:
    return b"".join([chunk async for chunk in assets.stream(key, start, end)])


async def keys(assets: AssetStore, prefix: str = "") -> set[str]:
    return {key async for key in assets.keys(prefix)}


async def test_content_comes_back_as_it_went_in(assets: AssetStore, tmp_path: Path) -> None:
    for content in (b"", b"picture", bytes(range(256)) * 4096 * 6):  # 6 MiB: more than one part of an S3 upload
        source = tmp_path / "source"
        source.write_bytes(content)
        for given in (content, source):
            await put(assets, KEY, given)
            assert await assets.get(KEY) == content
            await assets.fetch(KEY, tmp_path / "copies" / "copy")
            assert (tmp_path / "copies" / "copy").read_bytes() == content
            assert await streamed(assets, KEY, 0, len(content)) == content
            assert await assets.size(KEY) == len(content)


async def test_a_range_is_cut_as_a_slice_is(assets: AssetStore) -> None:
    content = bytes(range(256)) * 4096
    await put(assets, KEY, content)
    for start, end in ((0, 1), (5, 10), (300_000, 900_001), (len(content) - 3, len(content) + 9)):
        assert await streamed(assets, KEY, start, end) == content[start:end]
    for start, end in ((7, 7), (9, 3), (len(content), len(content) + 1)):
        assert await streamed(assets, KEY, start, end) == b""


async def test_a_missing_key_is_not_found(assets: AssetStore, tmp_path: Path) -> None:
    await put(assets, KEY, b"picture")
    for key in ("sessions/sess_A", "sessions/sess_A/none", KEY + "/deeper"):
        with pytest.raises(NotFound):
            await assets.get(key)
        with pytest.raises(NotFound):
            await assets.fetch(key, tmp_path / "copies" / "copy")
        with pytest.raises(NotFound):
            await streamed(assets, key, 0, 5)
        with pytest.raises(NotFound):
            await assets.size(key)
    assert not any((tmp_path / "copies").iterdir())


async def test_a_source_that_is_not_there_is_named_and_nothing_is_stored(assets: AssetStore, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="missing\\.webm"):
        await put(assets, KEY, tmp_path / "missing.webm")
    assert await keys(assets) == set()


async def test_deleting_what_was_deleted_before_is_not_an_error(assets: AssetStore) -> None:
    await put(assets, KEY, b"picture")
    await assets.delete(KEY)
    await assets.delete(KEY)
    await assets.delete("sessions/none/none")
    with pytest.raises(NotFound):
        await assets.get(KEY)
    assert await keys(assets) == set()


async def test_keys_are_listed_by_how_they_start(assets: AssetStore) -> None:
    for key in ("sessions/a/1.png", "sessions/ab/2.png", "sessions/ab/3.png", "uploads/4.webm"):
        await put(assets, key, b"x")
    assert await keys(assets) == {"sessions/a/1.png", "sessions/ab/2.png", "sessions/ab/3.png", "uploads/4.webm"}
    assert await keys(assets, "sessions/ab/") == {"sessions/ab/2.png", "sessions/ab/3.png"}
    assert await keys(assets, "sessions/a") == {"sessions/a/1.png", "sessions/ab/2.png", "sessions/ab/3.png"}
    assert await keys(assets, "none") == set()


CLIMBING = ["/etc/passwd", "..", "../x", "a/../x", "./a", "C:x", "a%2f..", "a\\b"]
ODD = ["", "a//b", "a/", "a/.hidden", "a b", "a\nb", "é", "a\0", "a" * 201]


@pytest.mark.parametrize("key", CLIMBING + ODD)
async def test_a_key_that_could_mean_something_else_is_refused(assets: AssetStore, tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError):
        await put(assets, key, b"x")
    with pytest.raises(UsageError):
        await assets.get(key)
    with pytest.raises(UsageError):
        await assets.fetch(key, tmp_path / "copy")
    with pytest.raises(UsageError):
        await streamed(assets, key, 0, 1)
    with pytest.raises(UsageError):
        await assets.delete(key)
    with pytest.raises(UsageError):
        await assets.url(key, expires_s=60, mime_type="image/png")


async def test_a_reader_never_sees_half_a_file(assets: AssetStore) -> None:
    """While a file of 6 MiB is overwritten again and again, each read returns either the old or the new content."""
    contents = [bytes([number]) * (6 * MIB + number) for number in range(2)]
    await put(assets, KEY, contents[0])

    async def write() -> None:
        for number in range(6):
            await put(assets, KEY, contents[(number + 1) % 2])

    writing = asyncio.create_task(write())
    seen = []
    while not writing.done():
        seen.append(await assets.get(KEY))
        assert seen[-1] in contents
    await writing
    assert len(seen) > 1


async def test_many_writers_of_one_key_do_not_disturb_each_other(assets: AssetStore) -> None:
    """Two workers may store the same content concurrently while a third deletes files next to it."""
    await put(assets, "sessions/sess_A/other", b"x")
    await asyncio.gather(
        *(put(assets, KEY, b"picture" * 1000) for _ in range(8)), assets.delete("sessions/sess_A/other")
    )
    assert await keys(assets) == {KEY}
    assert await assets.get(KEY) == b"picture" * 1000


async def test_a_store_that_works_answers_a_ping(assets: AssetStore) -> None:
    await assets.ping()


MEMORY = """
import asyncio, re, resource, sys
from pathlib import Path
from claude_scope.settings import ServiceSettings
from claude_scope.store.assets.open_assets import open_assets

assets, folder = open_assets(ServiceSettings()), Path(sys.argv[1])

async def pass_through(source, key):
    await assets.put(key, source, mime_type="video/webm")
    await assets.fetch(key, folder / "copy")
    return sum([len(chunk) async for chunk in assets.stream(key, 0, 2**40)])

def peak_bytes():
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss is inherited from the process that started this one
        return int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

asyncio.run(pass_through(folder / "small", "small"))
before = peak_bytes()
assert asyncio.run(pass_through(folder / "large", "large")) == 100 * 2**20
print(peak_bytes() - before)
"""


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_a_file_of_100_mib_passes_with_flat_memory(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Storing, fetching and streaming it takes under 64 MiB more than a small file does, since it
    is handled in parts.
    """
    with (tmp_path / "large").open("wb") as large:
        large.truncate(100 * MIB)
    (tmp_path / "small").write_bytes(b"x")
    environment = {"CLAUDE_SCOPE_DATA_DIR": str(tmp_path)}
    if kind == "s3":
        environment |= request.getfixturevalue("s3").environment()
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 64 * MIB
    assert (tmp_path / "copy").stat().st_size == 100 * MIB


async def test_a_folder_has_no_addresses(tmp_path: Path) -> None:
    assert await LocalAssets(tmp_path).url(KEY, expires_s=60, mime_type="image/png") is None
