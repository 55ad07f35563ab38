"""What the browser tests share: every test must leave the machine as it found it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, of a short name: Chromium aborts when the paths of its sockets are too long."""
    folder = Path(tempfile.mkdtemp(prefix="cs-"))
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def stopped(tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Path]:
    """A folder for results; afterwards no process of this test may be left."""
    mark, out = uuid.uuid4().hex, tmp_path / "out"
    out.mkdir()
    monkeypatch.setenv("CLAUDE_SCOPE_TEST", mark)
    yield out
    for _ in range(100):  # the last processes of a browser go a moment after it is closed
        if not processes(mark):
            break
        await asyncio.sleep(0.1)
    assert processes(mark) == []


@pytest.fixture
def tidy(stopped: Path, scratch: Path) -> Iterator[Path]:
    """A folder for results; afterwards no process and no temporary file of this test may be left."""
    yield stopped
    assert list(scratch.iterdir()) == []


def processes(mark: str) -> list[tuple[int, str]]:
    """Ids and command lines of the processes with this mark in their environment, and of their children.

    Chromium's children write over their environment, so they are found by their parents. (Linux; elsewhere none are.)
    """
    found: dict[int, tuple[int, str]] = {}
    marked = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(folder.name)] = (
                parent,
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"),
            )
            if f"CLAUDE_SCOPE_TEST={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                marked.add(int(folder.name))
        except OSError:
            continue
    while children := {pid for pid, (parent, _) in found.items() if parent in marked} - marked:
        marked |= children
    return [(pid, found[pid][1]) for pid in sorted(marked) if found[pid][1]]
