"""Writes the events of a capture into numbered files of lines, and can change what was written."""

from __future__ import annotations

import time
from math import inf
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_MAX_FILE_CHARS = 8_000_000


class EventFiles:
    """The files `events-000.jsonl`, `events-001.jsonl` ... of a folder; each line is flushed as soon as it is written.

    All methods raise OSError if the disk is full or fails.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: list[Path] = []
        self._begun_ms: list[float] = []
        """The epoch time at which each file was begun."""
        self._chars = 0
        self._file = self._next()

    @property
    def is_closed(self) -> bool:
        """Whether no more lines can be written."""
        return self._file.closed

    def write(self, line: str) -> None:
        """Write a line, without its end."""
        if self._chars > _MAX_FILE_CHARS:
            self._file.close()
            self._file = self._next()
        self._file.write(line + "\n")
        self._file.flush()
        self._chars += len(line) + 1

    def rewrite(self, since: float, changed: Callable[[str], str]) -> None:
        """Replace each line of the files that were written since `since` (epoch ms) by what `changed` returns for it.

        If the recorder is killed meanwhile, each file is either the old or the new one.
        """
        self._file.close()
        for path, until in zip(self._paths, [*self._begun_ms[1:], inf], strict=True):
            if until >= since:
                _replace(path, changed)
        self._file = _open(self._paths[-1], "a")

    def close(self) -> None:
        """Close the files."""
        self._file.close()

    def _next(self) -> IO[str]:
        path = self._folder / f"events-{len(self._paths):03}.jsonl"
        self._paths.append(path)
        self._begun_ms.append(time.time() * 1000)
        self._chars = 0
        return _open(path, "w")


def _replace(path: Path, changed: Callable[[str], str]) -> None:
    temporary = path.with_name(path.name + ".new")
    try:
        with path.open(encoding="utf-8", newline="\n") as lines, _open(temporary, "w") as written:
            written.writelines(_changed(lines, changed))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _changed(lines: Iterable[str], changed: Callable[[str], str]) -> Iterable[str]:
    return (changed(line.removesuffix("\n")) + "\n" for line in lines)


def _open(path: Path, mode: str) -> IO[str]:
    return path.open(mode, encoding="utf-8", errors="replace", newline="\n")
