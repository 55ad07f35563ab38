"""The targets of a hostile recording in the environment of a child, and a recording that makes a child attack all of
them.
"""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from tests.jobs.hostile_child import MARK
from tests.jobs.tries import TRIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NONE_DONE = f"{len(TRIES)} tries, done: none"
BYSTANDER = """
import ctypes, sys
secret = ctypes.create_string_buffer(b"a secret")
print(ctypes.addressof(secret), flush=True)
sys.stdin.read()
"""


@contextmanager
def targets(data: Path) -> Iterator[dict[str, Any]]:
    """A service's data folder, listening sockets, and another process of the same user."""
    (data / "keys").mkdir(parents=True)
    (data / "other").mkdir()
    for name in ("keys/0001.pem", "claude-scope.db", "other/recording", "precious", "to move in"):
        (data / name).write_bytes(b"a secret")
        (data / name).chmod(0o600)
    with ExitStack() as opened:
        tcp = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        names = {"unix": str(data / "unix"), "abstract": secrets.token_hex(8), "datagrams": str(data / "datagrams")}
        for kind, address in (
            (socket.SOCK_STREAM, names["unix"]),
            (socket.SOCK_STREAM, "\0" + names["abstract"]),
            (socket.SOCK_DGRAM, names["datagrams"]),
        ):
            listening = opened.enter_context(socket.socket(socket.AF_UNIX, kind))
            listening.bind(address)
            if kind == socket.SOCK_STREAM:
                listening.listen()
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", BYSTANDER]
        bystander = opened.enter_context(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True))
        opened.callback(bystander.kill)
        assert bystander.stdout is not None
        yield {
            "data": str(data),
            "keys": str(data / "keys" / "0001.pem"),
            "database": str(data / "claude-scope.db"),
            "other": str(data / "other"),
            "precious": str(data / "precious"),
            "tcp": tcp.getsockname()[1],
            "bystander": bystander.pid,
            "address": int(bystander.stdout.readline()),
            **names,
        }


def breaks_out(at: dict[str, Any]) -> bytes:
    return MARK + b"break out\n" + json.dumps(at).encode()
