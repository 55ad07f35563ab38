"""Another process that cleans up never removes files of uploads in progress, whatever its timing; those of dead
processes are removed.
"""

from __future__ import annotations

import fcntl
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.intake.spool import Spool
from tests.forked import Forked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILES = 2000
"""Enough that some were lost, and some refused, when a file got its name before its lock."""
CLEAN = """
import sys
from pathlib import Path
from claude_scope.intake.spool import Spool

spool = Spool(Path(sys.argv[1]))
print("cleans", flush=True)
while True:
    spool.clear()
"""
DIE = """
import os, sys
from pathlib import Path
from claude_scope.intake.spool import Spool

with Spool(Path(sys.argv[1])).space() as folder:
    (folder / "recording").write_text("x")
    os._exit(1)
"""


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    made = Spool(tmp_path / "uploads")
    made.clear()
    return made


@pytest.fixture
def cleaner(spool: Spool) -> Iterator[Forked]:
    """Another process, which cleans up continuously."""
    with Forked(["-c", CLEAN, str(spool.folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "cleans\n"
        yield process
        assert process.poll() is None, "it cleaned until the end"
        process.kill()


def test_no_file_is_lost_to_a_process_that_cleans_all_the_time(spool: Spool, cleaner: Forked) -> None:
    lost = 0
    for _ in range(FILES):
        with spool.file() as (path, file):
            file.write(b"x")
            file.flush()
            lost += not path.exists() or path.read_bytes() != b"x"
    assert lost == 0


def test_no_folder_is_lost_to_a_process_that_cleans_all_the_time(spool: Spool, cleaner: Forked) -> None:
    for _ in range(FILES // 4):
        with spool.space() as folder:
            (folder / "picture").write_bytes(b"x")
            assert (folder / "picture").read_bytes() == b"x"


@pytest.mark.parametrize("moment", ["created", "locked by the cleaner"])
def test_a_file_that_is_cleaned_before_its_lock_is_made_again(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    mkstemp, made = tempfile.mkstemp, list[str]()

    def cleaned_at_once(**options: Any) -> tuple[int, str]:
        handle, name = mkstemp(**options)
        made.append(name)
        if len(made) == 1:
            held.callback(CLEANED[moment](spool, name))
        return handle, name

    monkeypatch.setattr(tempfile, "mkstemp", cleaned_at_once)
    with ExitStack() as held, spool.file() as (path, file):
        file.write(b"x")
        file.flush()
        assert path.read_bytes() == b"x"
    assert len(made) == 2


def removed(spool: Spool, name: str) -> Callable[[], object]:
    assert spool.clear() == 1
    return lambda: None


def locked(spool: Spool, name: str) -> Callable[[], object]:
    """What ends the lock."""
    file = Path(name).open("rb")  # noqa: SIM115 - what is returned closes it
    fcntl.flock(file, fcntl.LOCK_EX)
    return file.close


CLEANED: dict[str, Callable[[Spool, str], Callable[[], object]]] = {
    "created": removed,
    "locked by the cleaner": locked,
}


def test_what_a_dead_process_left_is_removed(spool: Spool) -> None:
    with Forked(["-c", DIE, str(spool.folder)]) as process:
        assert process.wait(60) == 1
    assert len(list(spool.folder.iterdir())) == 2
    with spool.file() as (living, _):
        assert spool.clear() == 1
        assert list(spool.folder.iterdir()) == [living]
