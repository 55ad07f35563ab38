"""`claude-scope serve` as a user runs it: a separate process with a data folder, on a free port."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from tests import forked
from tests.forked import Forked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.forked import Start

COMMAND = ["-m", "claude_scope"]
"""The arguments for an interpreter."""
SOON_S = 120
"""A generous limit for busy machines, not an assertion."""


class Running:
    """The process; `url` and `link` are from the two lines that it prints: its address, and the
    one-time link, if any.
    """

    def __init__(
        self, folder: Path, *options: str, start: Start = Forked, opens: bool = False, **environment: str
    ) -> None:
        self._log = (folder.parent / f"{folder.name}.log").open("a+")
        given = ("--port", "0", "--data-dir", str(folder), *(() if opens else ("--no-open",)), *options)
        self.process = start(
            [*COMMAND, "serve", *given],
            stdout=subprocess.PIPE,
            stderr=self._log,
            env={**os.environ, **environment},
        )
        self.printed = [self.said(), self.said()]
        self.url = self.printed[0].removeprefix("Claude Scope answers at ").strip()
        self.link = self.printed[1].rpartition(" ")[2].strip()

    def token(self) -> str:
        """Sign up and return the access token; faster than a command, which is a separate process."""
        body = {"email": f"{secrets.token_hex(4)}@example.com", "password": secrets.token_hex(8)}
        answer = httpx.post(f"{self.url.replace('0.0.0.0', '127.0.0.1')}/api/auth/signup", json=body)
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["accessToken"]
        return token

    def token_of_link(self) -> str:
        """An access token of this machine's own account, from the link that was printed; no password is hashed."""
        used = httpx.post(f"{self.url}/api/auth/link", json={"token": self.link.partition("#token=")[2]})
        assert used.status_code == 200, used.text
        token: str = used.json()["accessToken"]
        return token

    def said(self) -> str:
        """The next line of its output."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"it ended with {self.process.wait(SOON_S)}: {self.log()}"
        return line

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def end(self, with_signal: int = signal.SIGTERM) -> int:
        """Stop it; returns its exit code."""
        self.process.send_signal(with_signal)
        try:
            return self.process.wait(SOON_S)
        finally:
            self.close()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._log.close()


@contextmanager
def running(
    folder: Path, *options: str, start: Start = Forked, opens: bool = False, **environment: str
) -> Iterator[Running]:
    server = Running(folder, *options, start=start, opens=opens, **environment)
    try:
        yield server
    finally:
        server.close()


def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command until it ends."""
    return forked.run([*COMMAND, *arguments], timeout=SOON_S, env={**os.environ, **environment})
