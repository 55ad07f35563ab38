"""Reads the files of a capture one by one, from its archive or from the folder of a recording that was killed."""

from __future__ import annotations

import json
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from claude_scope.errors import BadInput
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANIFEST, VIDEOS = "manifest.json", ("video.webm", "video.mp4")
EVENTS = re.compile(r"events-\d{3,6}\.jsonl")
PARTS = re.compile(r"manifest\.json|video\.(webm|mp4)|events-\d{3,6}\.jsonl|assets\.jsonl|assets/[0-9a-f]{64}")
MAX_BYTES = 2_000_000_000
"""The bound for a zip that states smaller sizes than it has."""
_MAX_MANIFEST_BYTES = 1_000_000
_MAX_LINE_BYTES = 64_000_000


class CaptureFiles:
    """The files of a capture; `sizes` has their names and sizes in bytes, `manifest` is the parsed manifest."""

    def __init__(self, source: zipfile.ZipFile | Path, capture: Path) -> None:
        self._source = source
        if isinstance(source, zipfile.ZipFile):
            self.sizes: Mapping[str, int] = {one.filename: one.file_size for one in source.infolist()}
        else:
            found = sorted((*source.iterdir(), *(source / "assets").glob("*")))
            names = {one.relative_to(source).as_posix(): one for one in found if one.is_file() and not one.is_symlink()}
            self.sizes = {name: one.stat().st_size for name, one in names.items() if PARTS.fullmatch(name)}
        self.manifest = self._read_manifest(capture)

    @property
    def video(self) -> str:
        """The name of the video, "" if there is none."""
        return next((name for name in VIDEOS if name in self.sizes), "")

    def open(self, name: str) -> IO[bytes]:
        """A file that is listed in `sizes`."""
        return (self._source / name).open("rb") if isinstance(self._source, Path) else self._source.open(name)

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Copy one file, up to the bound."""
        left = MAX_BYTES
        with self.open(name) as source:
            while left > 0 and (piece := source.read(1_000_000)):
                target.write(piece)
                left -= len(piece)

    def events(self) -> Iterator[dict[str, Any]]:
        """The events; unreadable lines are skipped."""
        left = MAX_BYTES
        for name in sorted(filter(EVENTS.fullmatch, self.sizes)):
            try:
                with self.open(name) as file:
                    while left > 0 and (line := file.readline(_MAX_LINE_BYTES)):
                        left -= len(line)
                        try:
                            event = json.loads(line)
                        except (ValueError, RecursionError):
                            continue
                        if isinstance(event, dict):
                            yield event
            except (zipfile.BadZipFile, OSError, EOFError, ValueError):
                continue

    def _read_manifest(self, capture: Path) -> dict[str, Any]:
        try:
            with self.open(MANIFEST) as file:
                manifest = json.loads(file.read(_MAX_MANIFEST_BYTES))
        except (KeyError, ValueError, RecursionError, zipfile.BadZipFile, OSError):
            manifest = None
        if not isinstance(manifest, dict):
            raise BadInput(f"{capture} has no manifest that can be read; {CAPTURE_AGAIN}.")
        return manifest


@contextmanager
def opened(capture: Path) -> Iterator[CaptureFiles]:
    """Open a .scope file, or the folder of a killed recording.

    Raises:
        BadInput: the file is missing, or is not a capture.
    """
    if capture.is_dir():
        yield CaptureFiles(capture, capture)
        return
    try:
        archive = zipfile.ZipFile(capture)
    except OSError as error:
        raise BadInput(f"{capture} cannot be read ({error.strerror}); give a file that `record` wrote.") from error
    except zipfile.BadZipFile as error:
        raise BadInput(f"{capture} is not a capture, or is cut off; {CAPTURE_AGAIN}.") from error
    with archive:
        yield CaptureFiles(archive, capture)
