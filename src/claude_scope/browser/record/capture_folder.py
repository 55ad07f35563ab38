"""Writes a capture: a folder of files during the recording, and one archive at the end."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from claude_scope import __version__
from claude_scope.browser.record.event_files import EventFiles
from claude_scope.browser.record.options import part_of
from claude_scope.browser.record.tabs.frame_lines import time_of
from claude_scope.errors import DiskFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from claude_scope.browser.record.masking import LineMasker

FORMAT = 1
NOTES_PLACES = "maskedPlaces"
"""The manifest's key that says that the places of masked values were recorded."""
_EARLY_MS = 1_000
"""Events of the browser may have times this much earlier than events of the page."""
_MAX_ASSET_BYTES = 5_000_000
_MAX_ASSETS_BYTES = 50_000_000
"""Maximum number of bytes of style sheets and fonts; beyond that, pages are rebuilt without them."""


class CaptureFolder:
    """The folder `NAME.scope.part`; each line is flushed as soon as it is written.

    If the disk is full or fails, `failed` is called, `failure` says why, and nothing more is written.
    """

    def __init__(self, capture: Path, masker: LineMasker, manifest: dict[str, Any], failed: Callable[[], None]) -> None:
        self.capture = capture
        self.path = part_of(capture)
        self.failure: DiskFailed | None = None
        self._failed = failed
        self._masker = masker
        self._manifest = {"format": FORMAT, "tool": f"claude-scope {__version__}", **manifest}
        self._asset_bytes = 0
        self._known_assets: set[str] = set()
        self._asset_urls: set[tuple[str, str]] = set()
        try:
            self.path.mkdir(parents=True)
            self._events = EventFiles(self.path)
        except OSError as error:
            raise self._disk_failed(error) from error
        self.write_manifest()

    @property
    def video(self) -> Path:
        """The path of the video."""
        return self.path / "video.webm"

    def write_manifest(self, **changed: Any) -> None:
        """Update these values of the manifest."""
        self._manifest.update(changed, masked=dict(self._masker.secrets.by_kind()))
        manifest = self._masker.without_repeats(json.loads(json.dumps(self._manifest)))
        text = self._masker.line(json.dumps(manifest, ensure_ascii=False, indent=1))
        temporary = self.path / "manifest.json.new"
        with self._disk_errors():
            temporary.write_text(text, encoding="utf-8", errors="replace")
            temporary.replace(self.path / "manifest.json")

    def write_event(self, event: dict[str, Any]) -> None:
        """Write an event, with its secrets masked."""
        if self._events.is_closed or self.failure:
            return  # the browser closes its pages after the recording
        with self._disk_errors():
            self._events.write(self._line(self._masker.event(event)))

    def mask_again(self, since: float) -> None:
        """Mask events since `since`, epoch ms, that contain parts of a secret which was not recognised at that time."""
        if self._events.is_closed or self.failure:
            return

        def masked(line: str) -> str:
            if not self._masker.may_change(line) or time_of(event := json.loads(line)) < since - _EARLY_MS:
                return line
            return self._line(self._masker.without_repeats(event))

        with self._disk_errors(), self._masker.again():
            self._events.rewrite(since, masked)

    def _line(self, event: dict[str, Any]) -> str:
        return self._masker.line(json.dumps(event, ensure_ascii=False, separators=(",", ":")))

    def write_asset(self, url: str, kind: str, content: bytes) -> None:
        """Store a style sheet or font, once."""
        if len(content) > _MAX_ASSET_BYTES or self._asset_bytes + len(content) > _MAX_ASSETS_BYTES:
            return
        if kind.startswith("text/css"):
            content = self._masker.style_sheet(content.decode("utf-8", "replace")).encode()
        name = hashlib.sha256(content).hexdigest()
        if (url, name) in self._asset_urls:
            return
        self._asset_urls.add((url, name))
        line = json.dumps({"url": url, "file": name, "type": kind, "t": time.time() * 1000}, ensure_ascii=False)
        with self._disk_errors():
            folder = self.path / "assets"
            folder.mkdir(exist_ok=True)
            if name not in self._known_assets:
                (folder / name).write_bytes(content)
                self._known_assets.add(name)
                self._asset_bytes += len(content)
            with (self.path / "assets.jsonl").open("a", encoding="utf-8") as file:
                file.write(self._masker.line(line) + "\n")

    def close(self) -> None:
        """Close the files; the folder stays."""
        with self._disk_errors():
            self._events.close()

    def discard(self) -> None:
        """Remove the folder."""
        self.close()
        shutil.rmtree(self.path, ignore_errors=True)

    def fail(self, error: OSError) -> None:
        """Note that the disk has failed, and call `failed`."""
        self.failure = self.failure or self._disk_failed(error)
        self._failed()

    def pack(self) -> None:
        """Pack the folder into one file, and remove the folder. If the disk is full, the folder stays.

        Raises:
            DiskFailed: the disk is full or fails.
        """
        self.close()
        temporary = self.capture.with_name(self.capture.name + ".new")
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
                for file in sorted(self.path.rglob("*")):
                    if file.is_file():
                        stored = zipfile.ZIP_STORED if file.suffix == ".webm" else zipfile.ZIP_DEFLATED
                        packed.write(file, file.relative_to(self.path).as_posix(), stored)
            temporary.replace(self.capture)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise self._disk_failed(error) from error
        shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def _disk_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.fail(error)

    def _disk_failed(self, error: OSError) -> DiskFailed:
        return DiskFailed(
            f"The recording stopped because {self.path} cannot be written to ({error.strerror}); "
            "what was recorded until then is in it. Make room and run `claude-scope analyze` on the folder."
        )
