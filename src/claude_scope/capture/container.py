"""Unpacks a .scope file into a folder, or copies the folder of an unfinished capture.

A .scope file is a ZIP archive with known names. Others in it are passed over, and no size that it states is believed.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING

from claude_scope.errors import NotARecording
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.json"
_VIDEOS = ("video.webm", "video.mp4")
MAX_UNPACKED_BYTES = 1_500_000_000
"""A video of 100 MB, 500 MB of events and their assets, with room; more is an archive made to fill disks."""
_MAX_MEMBERS = 20_000
_KNOWN = re.compile(r"manifest\.json|video\.(webm|mp4)|events-\d{3,6}\.jsonl|assets\.jsonl|assets/[0-9a-f]{64}")
_CHUNK_BYTES = 1 << 14
"""Small, for where a member is damaged its last chunk is lost."""
_ZIP = b"PK\x03\x04"


def video_of(folder: Path) -> Path | None:
    """The video of an unpacked capture, if it has one."""
    return next((path for name in _VIDEOS if (path := folder / name).is_file() and path.stat().st_size), None)


def is_capture(path: Path) -> bool:
    """Whether this is a capture by its content: a folder with a manifest, or a ZIP archive."""
    if path.is_dir():
        return (path / MANIFEST).is_file()
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def unpack(path: Path, into: Path) -> tuple[str, ...]:
    """Put the files of a capture into the folder `into`: from an archive, or from the folder of an unfinished one.

    Returns the names of damaged members, which have only what comes before the damage.

    Raises:
        NotARecording: the archive is damaged, too large, or no capture.
    """
    if path.is_dir():
        _copy(path, into)
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            known = [one for one in archive.infolist()[:_MAX_MEMBERS] if _KNOWN.fullmatch(one.filename)]
            if MANIFEST not in {one.filename for one in known}:
                raise NotARecording(
                    f"{path} is a ZIP archive without a capture; give one that `claude-scope record` wrote."
                )
            left, damaged = MAX_UNPACKED_BYTES, []
            for member in known:
                written, is_whole = _extract(archive, member, into / member.filename, left)
                left -= written
                damaged += [] if is_whole else [member.filename]
                if left < 0:
                    raise NotARecording(
                        f"{path} unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000:,} MB; record a shorter time."
                    )
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk, not the archive
        raise NotARecording(
            f"{path} is damaged or cut off; {CAPTURE_AGAIN}, or the folder {path.name}.part if it is still there."
        ) from error
    return tuple(damaged)


def _copy(folder: Path, into: Path) -> None:
    """Copy the known files of a folder; links are passed over, since they may lead anywhere."""
    for source in sorted((*folder.iterdir(), *(folder / "assets").glob("*")))[:_MAX_MEMBERS]:
        name = source.relative_to(folder).as_posix()
        if _KNOWN.fullmatch(name) and source.is_file() and not source.is_symlink():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, into / name)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> tuple[int, bool]:
    """Write a member, at most one chunk more than `left` bytes; return their number, and whether it is undamaged.

    A member that turns out damaged ends where the damage begins.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(member) as source, target.open("wb") as file:
        while written <= left:
            try:
                chunk = source.read(_CHUNK_BYTES)
            except (zipfile.BadZipFile, EOFError, ValueError) as error:
                if member.filename == MANIFEST:
                    raise zipfile.BadZipFile(str(error)) from error
                return written, False
            except Exception as error:  # zlib.error and its like for other compressions
                if type(error).__name__ not in ("error", "LZMAError", "ZstdError"):
                    raise
                return written, False
            if not chunk:
                break
            written += file.write(chunk)
    return written, True
