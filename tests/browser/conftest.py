"""What the browser tests share: every test must leave the machine as it found it."""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest


@pytest.fixture
async def tidy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Path]:
    """A folder for results; afterwards no browser and no temporary file of this test may be left."""
    mark, out = uuid.uuid4().hex, tmp_path / "out"
    out.mkdir()
    scratch = Path(tempfile.mkdtemp(prefix="cs-"))  # short: Chromium aborts when its sockets' paths are too long
    monkeypatch.setenv("CLAUDE_SCOPE_TEST", mark)
    monkeypatch.setenv("TMPDIR", str(scratch))
    yield out
    for _ in range(100):  # the last processes of a browser go a moment after it is closed
        if not processes(mark):
            break
        await asyncio.sleep(0.1)
    assert processes(mark) == []
    remove_empty(scratch)


def remove_empty(folder: Path) -> None:
    """Fails when something was left in the folder."""
    folder.rmdir()


def processes(mark: str) -> list[tuple[int, str]]:
    """Ids and command lines of the processes with this mark in their environment, and of their children.

    Chromium's children write over their environment, so they are found by their parents. (Linux; elsewhere none are.)
    """
    found: dict[int, tuple[int, str]] = {}
    marked = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(folder.name)] = (parent, (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            if f"CLAUDE_SCOPE_TEST={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                marked.add(int(folder.name))
        except OSError:
            continue
    while children := {pid for pid, (parent, _) in found.items() if parent in marked} - marked:
        marked |= children
    return [(pid, found[pid][1]) for pid in sorted(marked) if found[pid][1]]
