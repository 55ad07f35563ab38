"""Reads the files of a capture within bounds: those of a .scope file, or of the folder of an unfinished recording.

A .scope file is a ZIP archive with known names. Other files are skipped. No size that the archive states is trusted.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from claude_scope.errors import NotARecording
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANIFEST, VIDEOS = "manifest.json", ("video.webm", "video.mp4")
MAX_MANIFEST_BYTES = 1_000_000
MAX_COPIED_BYTES = 1_500_000_000
"""More than a video of 100 MB and 500 MB of events with their assets; a larger archive was made to fill disks."""
MAX_EVENTS_BYTES = 400_000_000
"""Limit for all files of events together. Fifteen seconds of a large application are 0.3 to 2 MB."""
LINE_COST_BYTES = 100
"""The overhead counted for each line, so that a file with tiny lines is limited too."""
MAX_LINE_BYTES = 64_000_000
"""A full snapshot of 100,000 nodes has 20 MB."""
_MAX_MEMBERS = 20_000
_CHUNK_BYTES = 1 << 14
"""Small, because the last chunk before damage is lost."""
_KNOWN = re.compile(r"manifest\.json|video\.(webm|mp4)|events-\d{3,6}\.jsonl|assets\.jsonl|assets/[0-9a-f]{64}")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
"""`NaN` and `Infinity` are not JSON: a field that needs a number is then empty."""

Event = dict[str, Any]


class CaptureFiles:
    """The files of a capture; `sizes` has the bytes of all files in the archive, or of the known ones in the folder."""

    def __init__(self, source: zipfile.ZipFile | Path, capture: Path) -> None:
        self._source, self._capture = source, capture
        self.damaged: set[str] = set()
        """The files that were read only up to where they are damaged."""
        self._copied = 0
        if isinstance(source, zipfile.ZipFile):
            self.sizes: Mapping[str, int] = {
                member.filename: member.file_size for member in source.infolist()[:_MAX_MEMBERS]
            }
        else:  # links are skipped: they may lead anywhere
            found = sorted((*source.iterdir(), *(source / "assets").glob("*")))[:_MAX_MEMBERS]
            names = {
                path.relative_to(source).as_posix(): path for path in found if path.is_file() and not path.is_symlink()
            }
            self.sizes = {name: item.stat().st_size for name, item in names.items() if _KNOWN.fullmatch(name)}

    @property
    def names(self) -> list[str]:
        """The files that belong to a capture, in the order of the archive."""
        return [name for name in self.sizes if _KNOWN.fullmatch(name)]

    @property
    def video(self) -> str:
        """The name of the video, "" if there is none."""
        return next((name for name in VIDEOS if name in self.sizes), "")

    def manifest(self) -> dict[str, Any]:
        """The content of the manifest.

        Raises:
            NotARecording: there is none, or it cannot be read.
        """
        if MANIFEST not in self.sizes:
            kind = "a folder" if isinstance(self._source, Path) else "a ZIP archive"
            raise NotARecording(f"{self._capture} is {kind} without a capture; give one that `record` wrote.")
        try:
            with self._open(MANIFEST) as file:
                manifest = json.loads(file.read(MAX_MANIFEST_BYTES))
        except Exception as error:
            if not (isinstance(error, OSError) or _is_damage(error)):
                raise
            raise _damaged(self._capture) from error
        if not isinstance(manifest, dict):
            raise NotARecording(f"{self._capture} has no manifest that can be read; {CAPTURE_AGAIN}.")
        return manifest

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Copy a file; the copy of a damaged one ends where the damage begins.

        Raises:
            NotARecording: all copies together have more than MAX_COPIED_BYTES.
        """
        with self._damage_noted(name), self._open(name) as source:
            while self._copied <= MAX_COPIED_BYTES and (chunk := source.read(_CHUNK_BYTES)):
                self._copied += target.write(chunk)
        if self._copied > MAX_COPIED_BYTES:
            size = f"{MAX_COPIED_BYTES // 1_000_000:,} MB"
            raise NotARecording(f"{self._capture} unpacks to more than {size}; record a shorter time.")

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, up to where it is damaged."""
        with self._damage_noted(name), self._open(name) as file:
            while line := file.readline(MAX_LINE_BYTES):
                yield line

    @contextmanager
    def _damage_noted(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if not _is_damage(error):
                raise
            self.damaged.add(name)

    def _open(self, name: str) -> IO[bytes]:
        return (self._source / name).open("rb") if isinstance(self._source, Path) else self._source.open(name)


class EventLines:
    """The events of a capture in the order in which they were written; counts broken and omitted ones."""

    def __init__(self, files: CaptureFiles) -> None:
        self._files = files
        self.broken = self.good = 0
        self.is_end_broken = False
        """Whether the last line is broken, as in a file that was cut off."""
        self.is_cut = False
        """Whether events were left out because there are too many."""

    def __iter__(self) -> Iterator[Event]:
        left = MAX_EVENTS_BYTES
        self.broken = self.good = 0
        for name in sorted(name for name in self._files.names if name.startswith("events-")):
            for line in self._files.lines(name):
                left -= len(line) + LINE_COST_BYTES
                if left < 0:
                    self.is_cut = True
                    return
                event = _parsed(line)
                self.is_end_broken = event is None
                if event is None:
                    self.broken += 1
                else:
                    self.good += 1
                    yield event


@contextmanager
def opened(capture: Path) -> Iterator[CaptureFiles]:
    """The files of a .scope file, or of the folder of an unfinished recording.

    Raises:
        NotARecording: the file is missing, damaged, or not a capture.
    """
    if capture.is_dir():
        yield CaptureFiles(capture, capture)
        return
    try:
        archive = zipfile.ZipFile(capture)
    except OSError as error:
        raise NotARecording(f"{capture} cannot be read ({error.strerror}); give a file that `record` wrote.") from error
    except _DAMAGED as error:
        raise _damaged(capture) from error
    with archive:
        yield CaptureFiles(archive, capture)


def _damaged(capture: Path) -> NotARecording:
    folder = "" if capture.is_dir() else f", or the folder {capture.name}.part if it is still there"
    return NotARecording(f"{capture} is not a capture, or is damaged or cut off; {CAPTURE_AGAIN}{folder}.")


def _is_damage(error: Exception) -> bool:
    """Whether an error means that the archive is damaged, and not for example that the disk is full.

    bzip2 raises an OSError without a number. The other errors are known by name, because Python may have been built
    without their modules.
    """
    is_of_bzip2 = isinstance(error, OSError) and error.errno is None
    return is_of_bzip2 or isinstance(error, _DAMAGED) or type(error).__name__ in ("LZMAError", "ZstdError")


def _parsed(line: bytes) -> Event | None:
    try:
        event = _DECODER.decode(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and isinstance(event.get("kind"), str) else None
