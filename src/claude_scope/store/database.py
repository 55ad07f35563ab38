"""The connection to SQLite or PostgreSQL, and transactions. Nobody else commits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from claude_scope.errors import StoreUnavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Engine

BUSY_TIMEOUT_MS = 30_000
"""How long SQLite waits for another writer; its default of five seconds is short on a slow disk under load."""


class Database:
    """One pool of connections."""

    def __init__(self, url: str) -> None:
        self.url = _normal(url)
        self.engine = _engine(self.url)

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
            raise StoreUnavailable("The database does not answer; look at it, then try again.") from error

    def ping(self) -> None:
        """Raises StoreUnavailable if the database does not answer."""
        with self.transaction() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all connections."""
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
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)
    engine = create_engine(url, pool_size=10, max_overflow=30)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # pysqlite would begin late, after reads: two writers could then deadlock
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
