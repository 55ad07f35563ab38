"""Unpacks a .scope file into a folder, or copies the folder of an unfinished capture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.serialization.capture_files import MANIFEST, VIDEOS, opened

if TYPE_CHECKING:
    from pathlib import Path

_ZIP = b"PK\x03\x04"


def video_of(folder: Path) -> Path | None:
    """The video of an unpacked capture, if it has one."""
    return next((path for name in VIDEOS if (path := folder / name).is_file() and path.stat().st_size), None)


def is_capture(path: Path) -> bool:
    """Whether a path is a capture by its content: a folder with a manifest, or a ZIP archive."""
    if path.is_dir():
        return (path / MANIFEST).is_file()
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def unpack(path: Path, into: Path) -> tuple[str, ...]:
    """Write the files of a capture to the folder `into`: from an archive, or from the folder of an unfinished capture.

    Returns the names of damaged members; only their content before the damage is written.

    Raises:
        NotARecording: the archive is damaged, too large, or not a capture.
    """
    with opened(path) as files:
        files.manifest()
        for name in files.names:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            with (into / name).open("wb") as target:
                files.copy(name, target)
        return tuple(name for name in files.names if name in files.damaged)
