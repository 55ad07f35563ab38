"""Brings a database to the newest schema; safe when several processes start at once."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from claude_scope.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from claude_scope.store.database import Database

LOCK = 0x636C617564650000
"""Of PostgreSQL's advisory locks, the one that migrations hold."""


def migrate(database: Database) -> None:
    """Run the migrations that are missing. Others who try at the same time wait, and then find nothing to do."""
    with _alone(database) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check_schema(database: Database) -> None:
    """Raises StoreUnavailable unless the schema is the newest that this program knows."""
    with database.connection() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    if found != wanted:
        raise StoreUnavailable(
            f"The database is at schema {found or 'none'}, not {wanted}: run `claude-scope migrate`."
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """A transaction that no other migration runs beside."""
    with database.connection() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("END")  # the lock has to be taken at once, not with the first write
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection
        connection.commit()
