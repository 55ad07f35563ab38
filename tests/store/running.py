"""The real program: its commands, and its server on a free port."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from tests import forked
from tests.forked import Forked
from tests.processes import root_accepted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = ["-m", "claude_scope"]
"""The arguments for an interpreter."""


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    """Our environment without its settings, except for the data folder and the given ones."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CLAUDE_SCOPE_")}
    return own | {"CLAUDE_SCOPE_DATA_DIR": str(data_dir), **root_accepted(), **variables}


def scope(data_dir: Path, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command until it ends."""
    return forked.run([*COMMAND, *arguments], env=environment(data_dir, **variables))


@contextmanager
def serving(data_dir: Path, *options: str, **variables: str) -> Iterator[httpx.Client]:
    """A server on the data folder, and a client that is signed in as this machine's user."""
    with started(data_dir, *options, **variables) as (client, link):
        used = client.post("/api/auth/link", json={"token": link.partition("#token=")[2]})
        client.headers["Authorization"] = f"Bearer {answered(used)['accessToken']}"
        yield client


@contextmanager
def started(data_dir: Path, *options: str, **variables: str) -> Iterator[tuple[httpx.Client, str]]:
    """A server on the data folder, a client that is not signed in, and the line that says how to sign in."""
    command = [*COMMAND, "serve", "--port", "0", "--no-open", *options]
    with (data_dir.parent / "server.log").open("ab") as log:
        server = Forked(command, env=environment(data_dir, **variables), stdout=subprocess.PIPE, stderr=log)
    assert server.stdout is not None
    try:
        line, link = server.stdout.readline(), server.stdout.readline()
        assert "answers at http" in line, (data_dir.parent / "server.log").read_text()
        with httpx.Client(base_url=line.rpartition(" ")[2].strip(), timeout=30) as client:
            yield client, link.strip()
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


def answered(answer: httpx.Response, status: int = 200) -> Any:
    """The body of an answer with the expected status."""
    assert answer.status_code == status, answer.text
    return answer.json()
