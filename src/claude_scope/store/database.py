"""The connection to SQLite or PostgreSQL, and transactions. Nobody else commits."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from claude_scope.errors import StoreUnavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import DBAPIError

BUSY_TIMEOUT_MS = 30_000
"""How long SQLite waits for another writer; its default of five seconds is short on a slow disk under load."""
CONNECT_TIMEOUT_S = 10
"""How long a server may take to answer at all; a firewall that drops packets would let us wait for minutes."""
DOES_NOT_ANSWER = "The database does not answer; look at it, then try again."


class Reader:
    """As much of a Session as queries need that read: the rest of one would be most of their cost."""

    def __init__(self, connection: Connection) -> None:
        self.execute = connection.execute
        self.scalar = connection.scalar
        self.scalars = connection.scalars
        self.get_bind = self.connection = lambda: connection


class Database:
    """One pool of connections."""

    def __init__(self, url: str) -> None:
        self.url = _normal(url)
        self.engine = _engine(self.url)
        self._readers = threading.local()
        self._reading_engine = self._engine_for_reading()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is one person's file rather than a server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing: commits at the end, rolls back if anything is raised; raises StoreUnavailable."""
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except OperationalError as error:
            raise StoreUnavailable(DOES_NOT_ANSWER) from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """For a single statement that reads, without BEGIN and COMMIT around it; raises StoreUnavailable.

        Of a local file each thread keeps a connection open, which makes it a fifth of the cost of a transaction.
        """
        try:
            if self.is_sqlite:
                yield cast("Session", Reader(self._own_reader()))
            else:
                with self._reading_engine.connect() as connection:
                    yield cast("Session", Reader(connection))
        except OperationalError as error:
            raise StoreUnavailable(DOES_NOT_ANSWER) from error

    def version(self) -> int | None:
        """Of a local file a number that changes when anybody has changed anything, for the thread that asks.

        None on a server, where nothing tells. See https://sqlite.org/pragma.html#pragma_data_version.
        """
        if not self.is_sqlite:
            return None
        driver: Any = self._own_reader().connection.driver_connection
        version: int = driver.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _own_reader(self) -> Connection:
        reader: Connection | None = getattr(self._readers, "connection", None)
        if reader is None:
            reader = self._readers.connection = self._reading_engine.connect()
        return reader

    def _engine_for_reading(self) -> Engine:
        if not self.is_sqlite:
            return self.engine.execution_options(isolation_level="AUTOCOMMIT")
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        event.listen(engine, "connect", _prepare_sqlite)
        return engine

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

    def ping(self) -> None:
        """Raises StoreUnavailable if the database does not answer; waits for no writer."""
        question = "SELECT count(*) FROM sqlite_master" if self.is_sqlite else "SELECT 1"  # which reads no file
        with self.reading() as tx:
            tx.execute(text(question))

    def close(self) -> None:
        """Close all connections."""
        reader: Connection | None = self._readers.__dict__.pop("connection", None)
        if reader is not None:
            reader.close()
        self.engine.dispose()


def _normal(url: str) -> URL:
    """`postgresql://` means psycopg 3 here; raises UsageError for what is no database."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError("The database URL cannot be read; give sqlite:///FILE or postgresql://HOST/NAME.") from error
    kind = parsed.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise UsageError(f"{kind} is no database that is supported; give sqlite:///FILE or postgresql://HOST/NAME.")
    return parsed.set(drivername="postgresql+psycopg") if kind == "postgresql" else parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        patience = {"connect_timeout": url.query.get("connect_timeout", CONNECT_TIMEOUT_S)}
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, connect_args=patience)
    engine = create_engine(url, pool_size=10, max_overflow=30)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # pysqlite would begin late, after reads: two writers could then deadlock
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """At once as a writer: one that reads first, and writes after another wrote, would be refused without waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
