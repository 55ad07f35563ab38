"""Connections to SQLite or PostgreSQL, and transactions. No other module commits."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic_core import from_json
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from claude_scope.errors import DatabaseUnavailable, StoreUnavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, Connection, Engine

T = TypeVar("T")

BUSY_TIMEOUT_MS = 30_000
"""How long SQLite waits for another writer; the default of five seconds is too short on a slow disk under load."""
TIMEOUT_S = 10
"""Timeout for connecting to a server, for its acknowledgement of a packet, and for a free connection of the pool.
By default the kernel waits up to two hours for a machine that is down, or a firewall that drops packets."""
ANSWER_TIMEOUT_S = 10.0
"""How long a request waits for a server that accepts connections but hangs, for example because of its disk."""
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF")
"""For our file and the queue's. Deleted data is overwritten, because the key of an ended session must not remain. A
foreign schema must not run functions with side effects."""
WAL_TIMEOUT_MS = 1000
"""How long truncating the write-ahead log waits for readers, and writers wait for it."""
UNAVAILABLE = "The database does not answer; look at it, then try again."
READ_ONLY = "25006"
"""SQLSTATE of a write to a server that became a replica after the connection was opened."""


class Database:
    """One pool of connections for transactions; on SQLite, a second one for reading."""

    def __init__(self, url: str | URL, *, timeout_s: int | None = None) -> None:
        """`timeout_s` overrides TIMEOUT_S and the timeouts in the URL."""
        self.url = _normal(url)
        self.engine = _engine(self.url, timeout_s)
        self._reading_engine = _reading_engine(self.engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite rather than PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that commits at the end, or rolls back after an exception; raises StoreUnavailable."""
        with (
            translate_outages(UNAVAILABLE),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A connection for single statements that only read, and wait for no writer; raises StoreUnavailable.

        It has the `execute` and `scalar` of a session, and costs half as much.
        """
        with translate_outages(UNAVAILABLE), self._reading_engine.connect() as connection:
            yield cast("Session", connection)

    async def in_time(self, work: Callable[[], T]) -> T:
        """Run `work()` in a thread; raises DatabaseUnavailable if a server does not answer within ANSWER_TIMEOUT_S.

        If a server hangs, the thread stays busy until the server continues, and then still completes the work.
        """
        working = asyncio.to_thread(work)
        if self.is_sqlite:
            return await working
        try:
            return await asyncio.wait_for(working, ANSWER_TIMEOUT_S)
        except TimeoutError as error:
            raise DatabaseUnavailable(UNAVAILABLE) from error

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection at startup; raises StoreUnavailable with the reason, for the operator of the service."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise StoreUnavailable(self._why(error)) from error

    def _why(self, error: DBAPIError) -> str:
        """The message of the driver, without the URL, which contains the password."""
        said = str(error.orig).partition("\n")[0]
        if self.is_sqlite:
            return f"The database file {self.url.database} cannot be used ({said}); look at its folder and the disk."
        reason = said.rpartition("failed: ")[2].removeprefix("FATAL:").strip(" :")
        server = f"{self.url.host or 'this machine'}:{self.url.port or 5432}"
        return f"The database server {server} cannot be used ({reason}); look at it and at CLAUDE_SCOPE_DATABASE_URL."

    def truncate_wal(self) -> None:
        """Write SQLite's write-ahead log into the file and truncate it: until then it contains deleted data.

        A busy log is left as it is.
        """
        if not self.is_sqlite:
            return
        with self.engine.connect() as found:
            connection: Any = found.connection.driver_connection  # outside of a transaction
            connection.execute(f"PRAGMA busy_timeout={WAL_TIMEOUT_MS}")
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")

    def ping(self) -> None:
        """Raise StoreUnavailable if the database does not answer; waits for no writer."""
        question = "SELECT count(*) FROM sqlite_master" if self.is_sqlite else "SELECT 1"  # SELECT 1 reads no file
        with self.reading() as tx:
            tx.execute(text(question))

    def close(self) -> None:
        """Close all connections."""
        self._reading_engine.dispose()
        self.engine.dispose()


@contextmanager
def translate_outages(message: str) -> Iterator[None]:
    """Raise DatabaseUnavailable with this message if the database is unreachable or read-only."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseUnavailable(message) from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            message = _sqlite_outage(error.orig, message)
        elif not _is_outage(error):
            message = ""
        if not message:
            raise
        raise DatabaseUnavailable(message) from error


def _sqlite_outage(error: sqlite3.Error, message: str) -> str:
    """The message for an SQLite error that is an outage; empty for any other error.

    sqlite.org/rescode.html lists the primary result codes; errors of the Python module have none.
    """
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return message
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return f"The database's file cannot be used ({error}); look at its folder and its disk, then try again."
    return ""


def _is_outage(error: DBAPIError) -> bool:
    is_away = isinstance(error, OperationalError) or error.connection_invalidated
    return is_away or getattr(error.orig, "sqlstate", None) == READ_ONLY


def with_timeouts(url: URL, timeout_s: int | None = None) -> URL:
    """Add options to the URL of a server: timeouts in case it is down, and no use of a replica during a failover.

    The names are libpq's (postgresql.org/docs/current/libpq-connect.html). `timeout_s` overrides the URL.
    """
    seconds = TIMEOUT_S if timeout_s is None else timeout_s
    bounds = {
        "connect_timeout": seconds,
        "tcp_user_timeout": seconds * 1000,
        "keepalives_idle": seconds,
        "keepalives_interval": max(1, seconds // 3),
        "keepalives_count": 3,
    }
    options = {name: str(value) for name, value in bounds.items() if timeout_s is not None or name not in url.query}
    if "target_session_attrs" not in url.query:
        options["target_session_attrs"] = "read-write"
    return url.update_query_dict(options)


def _normal(url: str | URL) -> URL:
    """Parse a database URL, with psycopg 3 for `postgresql://`; raises UsageError."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError("The database URL cannot be read; give sqlite:///FILE or postgresql://HOST/NAME.") from error
    kind = parsed.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise UsageError(f"The database {kind} is not supported; give sqlite:///FILE or postgresql://HOST/NAME.")
    return parsed.set(drivername="postgresql+psycopg") if kind == "postgresql" else parsed


def _engine(url: URL, timeout_s: int | None) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(
            with_timeouts(url, timeout_s), pool_pre_ping=True, pool_size=10, max_overflow=10, pool_timeout=TIMEOUT_S
        )
    engine = create_engine(url, pool_size=10, max_overflow=30)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _reading_engine(engine: Engine) -> Engine:
    """An engine without transactions. For SQLite it is a separate engine, because `_begin` applies to every connection
    of the other one.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    reading = create_engine(
        engine.url,
        isolation_level="AUTOCOMMIT",
        json_deserializer=from_json,  # a list of 50 sessions takes 0.03 ms less than with `json`
        pool_size=10,
        max_overflow=30,
    )
    event.listen(reading, "connect", _prepare_sqlite)
    return reading


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # pysqlite would begin late, after reads: two writers could then deadlock
    for pragma in (*SQLITE_PRAGMAS, f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Begin as a writer, because a transaction that reads first would fail if another one writes before it does."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
