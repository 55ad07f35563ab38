"""A configuration file as bytes: its byte order mark and line ends are kept, and it is replaced completely or not at
all.
"""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from claude_scope.errors import BadInput

MAX_BYTES = 64 << 20
"""Claude Code keeps histories in its file; a larger file is not a configuration."""
NEW_MODE = 0o600
"""The mode of a new file: the configuration may contain keys later."""


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A file's content: `content` has its bytes, None if it does not exist; `text` lacks the byte order mark."""

    path: Path
    content: bytes | None
    text: str
    has_bom: bool

    @property
    def newline(self) -> str:
        """The line ending."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def encoded(self, text: str) -> bytes:
        """Encode a new text like this file."""
        return (codecs.BOM_UTF8 if self.has_bom else b"") + text.encode("utf-8")


def read_config(path: Path) -> ConfigFile:
    """Read a file, following a link; raises BadInput if it is not UTF-8 text."""
    target = path.resolve()
    try:
        if not target.exists():
            return ConfigFile(target, None, "", has_bom=False)
        if not target.is_file() or target.stat().st_size > MAX_BYTES:
            raise BadInput(f"{path} is not a configuration file; look at it, nothing was changed.")
        content = target.read_bytes()
        has_bom = content.startswith(codecs.BOM_UTF8)
        return ConfigFile(target, content, content.removeprefix(codecs.BOM_UTF8).decode("utf-8"), has_bom)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not text in UTF-8 (byte {error.start}); save it so, nothing was changed.") from error


def write_config(path: Path, content: bytes) -> None:
    """Replace a file atomically and keep its permissions; creates missing folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else NEW_MODE
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def missing_folder(path: Path) -> str:
    """The uppermost folder above a file that does not exist yet, "" if all do."""
    missing = [folder for folder in path.parents if not folder.exists()]
    return str(missing[-1]) if missing else ""


def remove_config(path: Path, made_folder: str) -> None:
    """Remove a file that we created, and the folders that were created for it if they are empty."""
    path.unlink(missing_ok=True)
    if not made_folder:
        return
    with suppress(OSError):  # the folder contains other files
        for folder in path.parents:
            folder.rmdir()
            if str(folder) == made_folder:
                return
