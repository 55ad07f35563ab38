"""A temporary PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from tests.processes import as_user, children, ends_with_us, free_port, unprivileged_user

HOW_TO_INSTALL = "run scripts/test once, which installs it (Debian, Ubuntu: sudo apt-get install postgresql)"


class Postgres:
    """A PostgreSQL server on a free port of loopback, with its data in a folder that is removed at the end.

    PostgreSQL refuses to run as root, so root starts it as another user. Any client on loopback may connect: it only
    contains data of tests.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = postgres_programs()
        self.port = free_port()
        self.user = unprivileged_user()
        if self.user:
            shutil.chown(folder, self.user.pw_uid, self.user.pw_gid)
        self._call("initdb", "-D", "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self, *settings: str) -> None:
        """Start it, with additional settings, and wait until it answers."""
        options = ("fsync=off", "full_page_writes=off", "max_connections=200", "unix_socket_directories=", *settings)
        command = [str(self.bin / "postgres"), "-D", "data", "-h", "127.0.0.1", "-p", str(self.port)]
        command += [part for option in options for part in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*ends_with_us("QUIT"), *command], cwd=self.folder, stdout=log, stderr=log, **as_user(self.user)
            )
        self._wait()

    def stop(self) -> None:
        """Stop it at once, without notifying its clients ("immediate shutdown")."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)

    def freeze(self) -> None:
        """Suspend all its processes, as a hanging disk would: connections stay open, nothing answers."""
        os.kill(self.process.pid, signal.SIGSTOP)  # first, since then it starts no further process
        self._frozen = [self.process.pid, *children(self.process.pid)]
        for pid in self._frozen:
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Resume them."""
        for pid in self._frozen:
            os.kill(pid, signal.SIGCONT)

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        """Run SQL outside any transaction, as needed to create a database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _wait(self) -> None:
        for _ in range(600):  # 30 s
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"PostgreSQL does not answer: {(self.folder / 'log').read_text()}")

    def _call(self, program: str, *options: str) -> None:
        command = [str(self.bin / program), *options]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, **as_user(self.user)
        )
        assert done.returncode == 0, done.stderr


def postgres_programs() -> Path:
    """The folder of `initdb` and `postgres`: Debian keeps them off PATH."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve()] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    assert found, f"These tests need the PostgreSQL server; {HOW_TO_INSTALL}."
    return found[-1].parent
