"""Transactions, and the settings of connections to SQLite and PostgreSQL."""

from __future__ import annotations

import os
import socket
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from claude_scope.errors import DatabaseUnavailable, StoreUnavailable, UsageError
from claude_scope.store.database import Database
from tests.forked import Forked
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.postgres_server import Postgres

ADD = text("INSERT INTO rate_limits VALUES (:name, 1)")
COUNT = text("SELECT count(*) FROM rate_limits")
GIVEN = "?tcp_user_timeout=4000"


@pytest.fixture
def sqlite(migrated_sqlite_url: str) -> Iterator[Database]:
    connected = Database(migrated_sqlite_url)
    yield connected
    connected.close()


def test_a_full_disk_is_an_outage_and_a_wrong_statement_is_not(sqlite: Database) -> None:
    """Outages are retried for an hour, which would hide a faulty statement."""
    with pytest.raises(DatabaseUnavailable, match=r"database or disk is full.*look at its folder and its disk"):
        fill(sqlite)
    with pytest.raises(OperationalError, match="no such table"), sqlite.transaction() as tx:
        tx.execute(text("SELECT * FROM nowhere"))


def fill(database: Database) -> None:
    """SQLite reports a full disk when a file has reached its maximum number of pages."""
    with database.transaction() as tx:
        tx.execute(text("PRAGMA max_page_count=1"))
        tx.execute(ADD, {"name": "a" * 1_000_000})


def count(database: Database) -> int:
    with database.reading() as tx:
        return tx.scalar(COUNT) or 0


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(ADD, {"name": "a"})
    with pytest.raises(ZeroDivisionError), database.transaction() as tx:
        tx.execute(ADD, {"name": f"b{1 // 0}"})
    with pytest.raises(IntegrityError):
        add_twice(database)
    assert count(database) == 1


def add_twice(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(ADD, {"name": "b"})
        tx.execute(ADD, {"name": "b"})


def test_what_is_written_is_seen_by_others_only_when_it_is_committed(database: Database) -> None:
    """And readers do not wait for writers."""
    with database.transaction() as tx:
        tx.execute(ADD, {"name": "a"})
        assert count(database) == 0
    assert count(database) == 1


def test_a_ping_waits_for_no_writer(database: Database) -> None:
    """Otherwise one long transaction would make a working service look unhealthy."""
    with database.transaction() as tx:
        tx.execute(ADD, {"name": "a"})
        began = time.monotonic()
        database.ping()
        assert time.monotonic() - began < 10


def test_a_file_that_is_not_a_database_answers_no_ping(tmp_path: Path) -> None:
    (tmp_path / "claude-scope.db").mkdir()
    database = Database(f"sqlite:///{tmp_path}/claude-scope.db")
    with pytest.raises(StoreUnavailable):
        database.ping()


def test_a_row_that_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as tx:
        tx.execute(text("INSERT INTO login_links VALUES ('a', 'usr_NONE', '', NULL)"))


def test_every_connection_to_sqlite_is_set_up(sqlite: Database) -> None:
    def setting(name: str) -> list[object]:
        with sqlite.transaction() as tx, sqlite.reading() as reader:
            return [connected.scalar(text(f"PRAGMA {name}")) for connected in (tx, reader)]

    assert setting("journal_mode") == ["wal", "wal"]
    assert setting("foreign_keys") == [1, 1]
    assert setting("busy_timeout") == [30_000, 30_000]
    assert setting("synchronous") == [1, 1]
    assert setting("secure_delete") == [1, 1]


WRITER = """
import sys
from sqlalchemy import text
from claude_scope.store.database import Database

database = Database(sys.argv[1])
for number in range(50):
    with database.transaction() as tx:
        seen = tx.scalar(text("SELECT next_ms FROM rate_limits WHERE name = 'shared'"))
        tx.execute(text("UPDATE rate_limits SET next_ms = :next WHERE name = 'shared'"), {"next": seen + 1})
"""


def test_processes_that_write_to_one_sqlite_file_wait_for_each_other(sqlite: Database) -> None:
    """Each reads a number and writes it plus one: none is refused, and no increment is lost."""
    with sqlite.transaction() as tx:
        tx.execute(text("INSERT INTO rate_limits VALUES ('shared', 0)"))
    command = ["-c", WRITER, sqlite.url.render_as_string()]
    with ExitStack() as stack:
        started = [stack.enter_context(Forked(command)) for _ in range(4)]
        assert [process.wait(60) for process in started] == [0] * 4
    with sqlite.reading() as tx:
        assert tx.scalar(text("SELECT next_ms FROM rate_limits")) == 200


def test_connections_that_a_server_ended_are_replaced(migrated_postgres_url: str, postgres: Postgres) -> None:
    """As after a restart of the server: the next query succeeds."""
    database = Database(migrated_postgres_url)
    database.ping()
    name = migrated_postgres_url.rpartition("/")[2]
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert count(database) == 0
    database.ping()
    database.close()


def test_a_database_that_is_unreachable_is_reported_without_its_password() -> None:
    database = Database(f"postgresql://scope:hunter2@127.0.0.1:{free_port()}/scope")
    with pytest.raises(StoreUnavailable) as pinged:
        database.ping()
    with pytest.raises(StoreUnavailable) as read, database.reading() as tx:
        tx.execute(COUNT)
    with pytest.raises(StoreUnavailable) as connected, database.connection():
        pass
    assert "127.0.0.1" in str(connected.value)
    for raised in (pinged, read, connected):
        assert "hunter2" not in str(raised.value)
    database.close()


@pytest.mark.parametrize(
    ("options", "timeout_s", "expected_ms"), [("", None, 10_000), (GIVEN, None, 4_000), (GIVEN, 3, 3_000)]
)
def test_a_server_whose_machine_disappeared_is_given_up_in_time(
    migrated_postgres_url: str, options: str, timeout_s: int | None, expected_ms: int
) -> None:
    """By the kernel, which would otherwise retransmit for a quarter of an hour."""
    database = Database(migrated_postgres_url + options, timeout_s=timeout_s)
    with database.connection() as connection:
        assert user_timeout_ms(connection) == expected_ms
    database.close()


def user_timeout_ms(connection: Connection) -> int:
    """TCP_USER_TIMEOUT of a connection's socket."""
    driver: Any = connection.connection.driver_connection
    with socket.socket(fileno=os.dup(driver.fileno())) as copy:
        return copy.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


def test_a_timeout_of_the_connection_pool_says_that_the_database_does_not_answer(
    migrated_postgres_url: str,
) -> None:
    """All connections of the pool hang, because the server does."""
    database = Database(migrated_postgres_url)
    pool: Any = database.engine.pool
    pool._timeout = 0.1
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(database.connection())
        with pytest.raises(StoreUnavailable), database.transaction() as tx:
            tx.execute(COUNT)
        with pytest.raises(StoreUnavailable):
            count(database)
    database.close()


def test_a_server_that_is_a_replica_does_not_answer(migrated_postgres_url: str, postgres: Postgres) -> None:
    """Whether the server became a replica after the connection was made, or was one before; until there is a new
    primary.
    """
    database = Database(migrated_postgres_url)
    with database.transaction() as tx:
        tx.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
    with pytest.raises(StoreUnavailable), database.transaction() as tx:
        tx.execute(ADD, {"name": "a"})
    database.close()
    postgres.run(f"ALTER DATABASE {migrated_postgres_url.rpartition('/')[2]} SET default_transaction_read_only = on")
    with pytest.raises(StoreUnavailable):
        count(database)
    database.close()


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/none/claude-scope.db")
    with pytest.raises(StoreUnavailable):
        database.ping()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://localhost/scope", "oracle://x"])
def test_an_invalid_database_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="give sqlite:///FILE or postgresql://HOST/NAME"):
        Database(url)
