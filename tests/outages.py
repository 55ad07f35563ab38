"""Servers that tests stop, and processes that they freeze."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import migrate
from tests.postgres_server import Postgres
from tests.processes import folder_for_anyone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.jobs.worker import Worker
    from tests.s3_server import SeaweedFS


@contextmanager
def own_postgres() -> Iterator[tuple[Postgres, str]]:
    """A server that a test may stop, and a database on it with all tables."""
    with folder_for_anyone() as folder:
        server = Postgres(folder)
        server.start()
        server.run("CREATE DATABASE outage")
        database = Database(server.url("outage"))
        migrate(database)
        database.close()
        try:
            yield server, server.url("outage")
        finally:
            server.stop()


@contextmanager
def asleep(worker: Worker) -> Iterator[None]:
    """The process is frozen meanwhile."""
    worker.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGCONT)


@contextmanager
def away(server: Postgres | SeaweedFS, kind: str) -> Iterator[None]:
    """The server is killed and restarted, or hangs."""
    begin, end = (server.stop, server.start) if kind == "stopped" else (server.freeze, server.thaw)
    begin()
    try:
        yield
    finally:
        end()
