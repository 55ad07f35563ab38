"""The process that builds a bundle is sandboxed too: it decodes pictures that a compromised child may have written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TAKEN_OVER = """
import socket, sys
from pathlib import Path
from claude_scope.api.sessions import bundle_process as bundling

def tried(what):
    try:
        what()
    except OSError as error:
        return error.strerror
    return "done"

def load_session(data, pictures):
    tries = (
        lambda: Path(sys.argv[4]).read_bytes(),
        lambda: Path(sys.argv[4]).write_bytes(b""),
        lambda: socket.socket(),
        lambda: (Path(sys.argv[1]) / "picture").write_bytes(b""),
    )
    sys.exit(", ".join(map(tried, tries)))

bundling.load_session = load_session
bundling.main()
"""


@pytest.mark.attack("confinement")
def test_a_picture_that_takes_it_over_reaches_only_its_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret").touch()
    (folder / "order.json").write_text("{}")
    (folder / "analysis.json").write_text("{}")
    given = str(folder), str(os.getpid()), "1024", str(tmp_path / "secret")
    ended = subprocess.run(
        [sys.executable, "-P", "-c", TAKEN_OVER, *given], capture_output=True, text=True, check=False
    )
    assert ended.stderr == "Permission denied, Permission denied, Operation not permitted, done\n"
