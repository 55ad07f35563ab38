"""Copies the rows of a backup's database into a new database, and nothing else.

The file is untrusted. A trigger, a view or a generated column in it could run code in the service. So our migrations
create the tables, only rows are copied, and a file whose tables differ from those of its version is refused. It is
opened as https://sqlite.org/security.html recommends for untrusted database files.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from claude_scope.errors import BadInput, StoreUnavailable
from claude_scope.store.backup.row_check import check_rows
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import migrate, refuse_newer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOT_COPIED = {
    "alembic_version",
    "deleted_subjects",
    "extensions",
    "invitations",
    "login_links",
    "pairings",
    "rate_limits",
    "upload_chunks",
    "uploads",
    "workers",
}
"""Tables whose rows are short-lived and only useful to the old service. An invitation, a link or a pairing would let
the author of the backup in, and a deleted subject would lock a user out."""


def rebuild(given: Path, to: Path, backup: Path) -> None:
    """Copy the rows of the database `given` into a new one at the newest schema; `backup` is only for messages.

    Raises BadInput if it is damaged, was made by a newer version, or has content that Claude Scope does not write.
    """
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # SQLite would let others read it
    try:
        with _opened(given) as connection, closing(Database(f"sqlite:///{to}")) as database:
            revision = _revision(connection, backup)
            refuse_newer(revision)
            if revision is not None:
                migrate(database, revision)
                _copy(connection, to, backup)
            migrate(database)
        check_rows(to, backup)
    except StoreUnavailable as error:
        raise BadInput(f"{backup} was made by a newer version of claude-scope; install that one first.") from error
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise BadInput(f"The database in {backup} is damaged; take another backup.") from error


@contextmanager
def _opened(given: Path) -> Iterator[sqlite3.Connection]:
    """Open a connection with the file attached as `given`; raises sqlite3.DatabaseError if it is damaged."""
    with closing(sqlite3.connect(":memory:", uri=True, isolation_level=None)) as connection:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH ? AS given", (f"{given.resolve().as_uri()}?mode=ro&immutable=1",))
        if connection.execute("PRAGMA given.quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError
        yield connection


def _revision(connection: sqlite3.Connection, backup: Path) -> str | None:
    """The schema revision of the file, None if it is empty; raises BadInput for anything but tables and indexes."""
    entries = connection.execute("SELECT type, name, rootpage FROM given.sqlite_master").fetchall()
    for kind, name, page in entries:
        if kind not in ("table", "index") or not page:  # a virtual table has no page
            raise _strange(backup, kind, name)
    if not entries:
        return None
    found: str = connection.execute("SELECT version_num FROM given.alembic_version").fetchone()[0]
    return found


def _copy(connection: sqlite3.Connection, to: Path, backup: Path) -> None:
    """Copy all rows into our own tables of the same schema; raises BadInput if the file has other tables."""
    connection.execute("ATTACH ? AS ours", (str(to),))
    ours, given = _tables(connection, "ours"), _tables(connection, "given")
    for table in ours.keys() | given.keys():
        if table not in ours or table not in given or (table not in NOT_COPIED and ours[table] != given[table]):
            raise _strange(backup, "table", table)
    connection.execute("BEGIN")
    for table in sorted(ours.keys() - NOT_COPIED):
        columns = ", ".join(f'"{name}"' for name, *_ in ours[table])
        rows = f'SELECT {columns} FROM given."{table}" NOT INDEXED'
        connection.execute(f'INSERT INTO ours."{table}" ({columns}) {rows}')
    if connection.execute("PRAGMA ours.foreign_key_check").fetchone():
        raise sqlite3.IntegrityError
    connection.execute("COMMIT")
    connection.execute("DETACH ours")


def _tables(connection: sqlite3.Connection, schema: str) -> dict[str, list[tuple[str, str, int, int, int]]]:
    """The columns of each table: name, type, NOT NULL, position in the primary key, whether it is generated."""
    names = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'").fetchall()
    columns = 'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?, ?) ORDER BY name'
    own = [name for (name,) in names if not name.startswith("sqlite_")]  # the others are SQLite's statistics
    return {name: connection.execute(columns, (name, schema)).fetchall() for name in own}


def _strange(backup: Path, kind: str, name: str) -> BadInput:
    return BadInput(f"{backup} is not a backup of claude-scope: its database has a strange {kind}, {name[:100]!r}.")
