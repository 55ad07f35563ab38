"""Brings a database to the newest schema; safe when several processes start at once."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from claude_scope.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from sqlalchemy import Connection

    from claude_scope.store.database import Database

MIGRATIONS = Path(__file__).parent
LOCK = 0x636C617564650000
"""The PostgreSQL advisory lock of migrations."""


def migrate(database: Database, to: str | None = None) -> None:
    """Run the missing migrations, up to the newest schema or to `to`.

    Concurrent calls wait, and then find nothing to do. Raises StoreUnavailable if the schema is of a newer version.
    """
    with _exclusive(database) as connection:
        found = _revision(connection)
        if found == (to or newest()):
            return
        refuse_newer(found)
        from alembic import command  # a fifth of the startup time, and rarely needed

        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to or "head")


def check_schema(database: Database) -> None:
    """Raise StoreUnavailable unless the schema is the newest."""
    with database.connection() as connection:
        found = _revision(connection)
    refuse_newer(found)
    if found != newest():
        raise StoreUnavailable(
            f"The database is at schema {found or 'none'}, not {newest()}: run `claude-scope migrate`."
        )


def newest() -> str:
    """The newest schema; migrations are named after their revision: `0001_the_first_tables`."""
    return max(_known())


def _known() -> set[str]:
    return {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def _revision(connection: Connection) -> str | None:
    """The schema of a database; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def refuse_newer(found: str | None) -> None:
    """Raise StoreUnavailable for a schema that this version does not know."""
    if found is not None and found not in _known():
        raise StoreUnavailable(
            f"The database is at schema {found}, which this version of Claude Scope does not know: install a newer one."
        )


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@contextmanager
def _exclusive(database: Database) -> Iterator[Connection]:
    """A transaction that excludes other migrations."""
    with database.connection() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("END")  # the lock has to be taken at once, not with the first write
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection
        connection.commit()
