"""Starting programs as servers for the tests."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator


class UserOptions(TypedDict, total=False):
    """See `as_user`."""

    user: int
    group: int
    extra_groups: list[int]


def unprivileged_user() -> pwd.struct_passwd | None:
    """The user that runs a server which refuses to run as root; None: we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ("postgres", "nobody", "daemon") if name in known)


def as_user(user: pwd.struct_passwd | None) -> UserOptions:
    """Options of `subprocess` for a child that runs as this user, with none of our groups."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def root_accepted() -> dict[str, str]:
    """The variable that lets a worker run as root, which it otherwise refuses."""
    return {"CLAUDE_SCOPE_ALLOW_ROOT": "true"} if os.geteuid() == 0 else {}


def ends_with_us(name: str) -> list[str]:
    """A command prefix that sends the process this signal when ours dies, however it dies (Linux)."""
    return ["setpriv", f"--pdeathsig={name}"] if shutil.which("setpriv") else []


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (map(int, line.split()) for line in listed.splitlines())
    return [child for child, parent in pairs if parent == pid]


def free_port() -> int:
    """A port that is free now, and that no other process gets by chance before it is used.

    The system assigns ephemeral ports from 32768 up; below that, each test process has thousands of its own.
    """
    for port in _ports:
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("No port is free.")


def _own_ports() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    ports = list(range(12_000 + worker % 4 * 5_000, 17_000 + worker % 4 * 5_000))
    random.shuffle(ports)
    return iter(ports)


_ports = _own_ports()


@contextmanager
def folder_for_anyone() -> Iterator[Path]:
    """A folder in the system's temporary folder: the server's user cannot enter those of pytest, which are 0700."""
    with tempfile.TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as name:
        yield Path(name)
