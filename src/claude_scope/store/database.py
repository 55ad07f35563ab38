"""The connection to SQLite or PostgreSQL, and transactions. Nobody else commits."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

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
"""How long SQLite waits for another writer; its default of five seconds is short on a slow disk under load."""
TIMEOUT_S = 10
"""How long a server may take to accept a connection, or to acknowledge a packet, and how long to wait for a free
connection. By default the kernel waits up to two hours for a machine that is gone, or a firewall that drops packets."""
ANSWER_TIMEOUT_S = 10.0
"""How long a request waits for the answer of a server that is there and hangs, as one does whose disk hangs."""
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF")
"""Of our file and of the queue's. What is deleted is overwritten: the key of a session that has ended must be gone. A
schema that somebody else wrote runs no functions with side effects."""
WAL_TIMEOUT_MS = 1000
"""How long emptying the log waits for who reads, and writers for it."""
UNAVAILABLE = "The database does not answer; look at it, then try again."
READ_ONLY = "25006"
"""SQLSTATE of a write to a server that has become a replica since the connection was made."""


class Database:
    """One pool of connections for transactions; on SQLite, a second one for reading."""

    def __init__(self, url: str | URL, *, timeout_s: int | None = None) -> None:
        """`timeout_s` replaces TIMEOUT_S, and what the URL says of it."""
        self.url = _normal(url)
        self.engine = _engine(self.url, timeout_s)
        self._reading_engine = _reading_engine(self.engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is one person's file rather than a server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing: commits at the end, rolls back if anything is raised; raises StoreUnavailable."""
        with (
            translate_outages(UNAVAILABLE),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """For single statements that read, which wait for no writer; raises StoreUnavailable.

        It yields a connection, whose `execute` and `scalar` are those of a session, at half of the cost of one.
        """
        with translate_outages(UNAVAILABLE), self._reading_engine.connect() as connection:
            yield cast("Session", connection)

    async def in_time(self, work: Callable[[], T]) -> T:
        """Run `work()` in a thread; raises DatabaseUnavailable if a server does not answer within ANSWER_TIMEOUT_S.

        The thread of a server that hangs stays busy until the server goes on, and the work is then still done.
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
        """One connection, for the start: raises StoreUnavailable with the reason, which is for who runs the service."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise StoreUnavailable(self._why(error)) from error

    def _why(self, error: DBAPIError) -> str:
        """A driver's own words, without the address, in which the password stands."""
        said = str(error.orig).partition("\n")[0]
        if self.is_sqlite:
            return f"The database file {self.url.database} cannot be used ({said}); look at its folder and the disk."
        reason = said.rpartition("failed: ")[2].removeprefix("FATAL:").strip(" :")
        server = f"{self.url.host or 'this machine'}:{self.url.port or 5432}"
        return f"The database server {server} cannot be used ({reason}); look at it and at CLAUDE_SCOPE_DATABASE_URL."

    def truncate_wal(self) -> None:
        """Bring SQLite's write-ahead log into the file and empty it: what was deleted lies in it until then."""
        if self.is_sqlite:
            with self.engine.connect() as connection:
                truncate_wal(connection.connection.driver_connection)

    def ping(self) -> None:
        """Raises StoreUnavailable if the database does not answer; waits for no writer."""
        question = "SELECT count(*) FROM sqlite_master" if self.is_sqlite else "SELECT 1"  # which reads no file
        with self.reading() as tx:
            tx.execute(text(question))

    def close(self) -> None:
        """Close all connections."""
        self._reading_engine.dispose()
        self.engine.dispose()


@contextmanager
def translate_outages(message: str) -> Iterator[None]:
    """Raise DatabaseUnavailable with this message if the database cannot be reached, or takes no writes."""
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
    """What to say of an error that goes away when somebody else does something; empty for any other.

    The primary result codes are those of sqlite.org/rescode.html; errors of the module itself have none.
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
    """The URL of a server, with options for one whose machine is gone, or that is a replica during a failover.

    The names are libpq's (postgresql.org/docs/current/libpq-connect.html). `timeout_s` replaces what the URL says.
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
    """`postgresql://` means psycopg 3 here; raises UsageError for what is no database."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError("The database URL cannot be read; give sqlite:///FILE or postgresql://HOST/NAME.") from error
    kind = parsed.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise UsageError(f"{kind} is no database that is supported; give sqlite:///FILE or postgresql://HOST/NAME.")
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
    """Without transactions. SQLite's is an engine of its own: `_begin` is for every connection of the other."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    reading = create_engine(engine.url, isolation_level="AUTOCOMMIT", pool_size=10, max_overflow=30)
    event.listen(reading, "connect", _prepare_sqlite)
    return reading


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # pysqlite would begin late, after reads: two writers could then deadlock
    for pragma in (*SQLITE_PRAGMAS, f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def truncate_wal(connection: Any) -> None:
    """See Database.truncate_wal; `connection` is of `sqlite3`, outside a transaction. A busy log is left as it is."""
    connection.execute(f"PRAGMA busy_timeout={WAL_TIMEOUT_MS}")
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _begin(connection: Any) -> None:
    """At once as a writer: one that reads first, and writes after another wrote, would be refused without waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
