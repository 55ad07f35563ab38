"""Real servers for the tests, each thrown away afterwards: PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import psycopg
import pytest

from claude_scope.store.database import Database
from claude_scope.store.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator


class UserOptions(TypedDict, total=False):
    """See `as_user`."""

    user: int
    group: int
    extra_groups: list[int]


HOW_TO_INSTALL = "run scripts/test once, which installs it (Debian, Ubuntu: sudo apt-get install postgresql)"
TEMPLATE = "migrated"
"""A database with all tables, of which every test gets a copy: 40 ms instead of 300."""


class Postgres:
    """A PostgreSQL server on a free port of loopback, with its data in a folder that is removed at the end.

    PostgreSQL refuses to run as root, so root starts it as another user. Whoever can reach loopback may come in: it
    holds nothing but what tests write.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = postgres_programs()
        self.port = free_port()
        self.user = unprivileged_user()
        if self.user:
            shutil.chown(folder, self.user.pw_uid, self.user.pw_gid)
        self._call("initdb", "-D", "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ("fsync=off", "full_page_writes=off", "max_connections=200", "unix_socket_directories=")
        command = [str(self.bin / "postgres"), "-D", "data", "-h", "127.0.0.1", "-p", str(self.port)]
        command += [part for option in options for part in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*ends_with_us("QUIT"), *command], cwd=self.folder, stdout=log, stderr=log, **as_user(self.user)
            )
        self._wait()

    def stop(self) -> None:
        """Stop it at once, without goodbyes to its clients ("immediate shutdown")."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        """Run SQL outside any transaction, as creating a database needs."""
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


def unprivileged_user() -> pwd.struct_passwd | None:
    """Who runs a server that refuses to run as root; None: we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ("postgres", "nobody", "daemon") if name in known)


def as_user(user: pwd.struct_passwd | None) -> UserOptions:
    """Options of `subprocess` for a child that is this user with none of our groups."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def ends_with_us(name: str) -> list[str]:
    """A prefix of a command that gets this signal when our process dies, however it dies (Linux)."""
    return ["setpriv", f"--pdeathsig={name}"] if shutil.which("setpriv") else []


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def folder_for_anyone() -> Iterator[Path]:
    """A folder of the system's temporary ones: the user of a server cannot enter those of pytest, which are 0700."""
    with tempfile.TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server that the tests share."""
    with folder_for_anyone() as folder:
        server = Postgres(folder)
        server.start()
        try:
            server.run(f"CREATE DATABASE {TEMPLATE}")
            made = Database(server.url(TEMPLATE))
            migrate(made)
            made.close()
            yield server
        finally:
            server.stop()


def _fresh(server: Postgres, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A database of its own for one test, with nothing in it."""
    yield from _fresh(postgres, "template0")


@pytest.fixture
def migrated_postgres_url(postgres: Postgres) -> Iterator[str]:
    """The same with all tables."""
    yield from _fresh(postgres, TEMPLATE)


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()  # the last connection writes the log into the file, which can then be copied
    return path


@pytest.fixture
def migrated_sqlite_url(tmp_path: Path, _migrated_file: Path) -> str:
    """An SQLite database of its own for one test, with all tables."""
    shutil.copy(_migrated_file, tmp_path / "claude-scope.db")
    return f"sqlite:///{tmp_path / 'claude-scope.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Once for SQLite and once for PostgreSQL: a database of its own for one test, with all tables."""
    name = "migrated_sqlite_url" if request.param == "sqlite" else "migrated_postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, connected."""
    connected = Database(database_url)
    yield connected
    connected.close()
