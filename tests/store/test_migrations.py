"""The schema, created from nothing by one process or by many, equals the models; on SQLite and PostgreSQL."""

from __future__ import annotations

import subprocess
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, inspect, text

from claude_scope.cli import service_commands
from claude_scope.errors import StoreUnavailable
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import _config, _revision, check_schema, migrate, newest
from claude_scope.store.tables import Base
from tests.forked import Forked
from tests.store.newer_schema import add_a_migration
from tests.store.running import COMMAND, environment, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Once for SQLite and once for PostgreSQL: the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'claude-scope.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    connected = Database(empty_url)
    yield connected
    connected.close()


def differences(database: Database) -> list[Any]:
    """The differences that `alembic check` would report."""
    with database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_the_migrations_make_what_the_models_say(empty: Database) -> None:
    migrate(empty)
    assert differences(empty) == []
    assert tables(empty) == {*Base.metadata.tables, "alembic_version"}
    check_schema(empty)


def test_what_alembic_does_not_compare_is_there_too(empty: Database) -> None:
    """Partial indexes, and which rows are deleted with another row."""
    migrate(empty)
    found = inspect(empty.engine)
    partial = next(index for index in found.get_indexes("credentials") if index["name"] == "one_active_credential")
    where = partial["dialect_options"][f"{empty.engine.dialect.name}_where"]
    assert partial["unique"]
    assert "active" in str(where)
    for name, table in Base.metadata.tables.items():
        wanted = {(key.parent.name, key.column.table.name, key.ondelete) for key in table.foreign_keys}
        there = {
            (key["constrained_columns"][0], key["referred_table"], key["options"].get("ondelete"))
            for key in found.get_foreign_keys(name)
        }
        assert there == wanted, name


def test_every_column_that_refers_to_another_table_is_the_first_of_an_index(empty: Database) -> None:
    """Otherwise each deletion of a row there would scan all rows here."""
    migrate(empty)
    found = inspect(empty.engine)
    for name, table in Base.metadata.tables.items():
        indexes = [index["column_names"][0] for index in found.get_indexes(name)]
        unique = [constraint["column_names"][0] for constraint in found.get_unique_constraints(name)]
        key = found.get_pk_constraint(name)["constrained_columns"][:1]
        assert {key.parent.name for key in table.foreign_keys} <= {*indexes, *unique, *key}, name


def test_migrating_again_changes_nothing(empty: Database) -> None:
    migrate(empty)
    with empty.transaction() as tx:
        tx.execute(text("INSERT INTO rate_limits VALUES ('a', 1)"))
    migrate(empty)
    with empty.transaction() as tx:
        assert tx.scalar(text("SELECT next_ms FROM rate_limits")) == 1


def test_what_an_older_schema_held_is_there_after_an_upgrade(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(empty)
    with empty.transaction() as tx:
        tx.execute(text("INSERT INTO rate_limits VALUES ('a', 1)"))
    add_a_migration(tmp_path, monkeypatch)
    with pytest.raises(StoreUnavailable, match=r"schema 0012, not 0013.*claude-scope migrate"):
        check_schema(empty)
    migrate(empty)
    check_schema(empty)
    with empty.transaction() as tx:
        assert tx.execute(text("SELECT next_ms, note FROM rate_limits")).all() == [(1, None)]


def test_a_session_with_an_analysis_that_is_no_longer_read_says_so_after_an_upgrade(empty: Database) -> None:
    migrate(empty, "0008")
    users, sessions = (Table(name, MetaData(), autoload_with=empty.engine) for name in ("users", "sessions"))
    at = "2026-11-25T04:22:06.123Z"
    numbers = dict.fromkeys(("duration_s", "frame_count", "url_count", "processing_time_ms", "file_size"), 0)
    numbers |= dict.fromkeys(("version", "attempt", "priority"), 0)
    texts = {"seed_url": "", "notes": "", "agent_target": "RAW", "mime_type": "", "processing": "{}", "title": "Cart"}
    ended = {"status": "complete", "work": "done", "prompt_status": "complete", "cancelled": False}
    row = numbers | texts | ended | {"urls": [], "options": {}, "user_id": "usr_1", "created_at": at, "updated_at": at}
    with empty.transaction() as tx:
        user = {"id": "usr_1", "name": "Ana", "tokens_valid_from_ms": 0, "locked": False, "created_at": at}
        tx.execute(users.insert().values(user))
        tx.execute(
            sessions.insert(), [row | {"id": "sess_1", "analysis": "{}"}, row | {"id": "sess_2", "analysis": None}]
        )
    migrate(empty)
    with empty.transaction() as tx:
        found = tx.execute(text("SELECT status, work, analysis, last_error FROM sessions ORDER BY id")).all()
    assert found == [
        (
            "error",
            "failed",
            None,
            "An older version of Claude Scope analyzed this session. Upload the recording again.",
        ),
        ("complete", "done", None, None),
    ]


def test_another_schema_is_reported_with_what_to_do(empty: Database) -> None:
    with pytest.raises(StoreUnavailable, match=r"schema none, not .*claude-scope migrate"):
        check_schema(empty)
    migrate(empty)
    check_schema(empty)


def test_one_of_many_processes_that_migrate_at_once_does_it(empty_url: str, empty: Database, tmp_path: Path) -> None:
    place = environment(tmp_path, CLAUDE_SCOPE_DATABASE_URL=empty_url)
    with ExitStack() as stack:
        started = [stack.enter_context(Forked([*COMMAND, "migrate"], env=place)) for _ in range(5)]
        assert [process.wait(60) for process in started] == [0] * 5
    assert differences(empty) == []


def test_several_servers_that_start_at_once_on_a_new_laptop_find_one_schema(tmp_path: Path) -> None:
    """Without workers, since a data folder has only one."""
    data = tmp_path / "data"
    with (
        serving(data, "--no-worker") as first,
        serving(data, "--no-worker") as second,
    ):
        assert [client.get("/api/health").status_code for client in (first, second)] == [200, 200]


SLOW = """
import sys, time
from sqlalchemy import event
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import migrate

database = Database(sys.argv[1])

@event.listens_for(database.engine, "before_cursor_execute")
def slowly(connection, cursor, statement, *_):
    if "CREATE TABLE frames" in statement:
        print("half", flush=True)
        time.sleep(60)

migrate(database)
"""


def test_one_that_is_killed_half_way_leaves_nothing_and_the_next_does_it(empty_url: str, empty: Database) -> None:
    with Forked(["-c", SLOW, empty_url], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "half\n"
        killed.kill()
    for _ in range(100):  # PostgreSQL takes a moment to notice that its client is gone
        if not tables(empty):
            break
        time.sleep(0.05)
    assert tables(empty) == set()
    migrate(empty)
    assert differences(empty) == []


def test_the_newest_schema_is_the_last_migration(empty: Database) -> None:
    """The version is known without importing Alembic, which takes a fifth of a start."""
    assert newest() == ScriptDirectory.from_config(_config()).get_current_head()
    migrate(empty)
    with empty.connection() as connection:
        assert _revision(connection) == newest()


def test_the_command_closes_the_database_also_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(f"sqlite:///{tmp_path / 'claude-scope.db'}")
    migrate(database)
    with database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    closed: list[Database] = []
    monkeypatch.setattr("os.umask", lambda mask: mask)  # which applies to the whole process
    monkeypatch.setattr(Database, "close", lambda self: closed.append(self))
    with pytest.raises(StoreUnavailable, match="install a newer one"):
        service_commands.migrate(data_dir=tmp_path)
    assert len(closed) == 1
    monkeypatch.undo()
    for item in (*closed, database):
        item.close()


def test_a_schema_of_a_newer_program_is_left_alone(empty: Database) -> None:
    migrate(empty)
    with empty.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for look in (migrate, check_schema):
        with pytest.raises(StoreUnavailable, match="schema 9999, which this version of Claude Scope does not know"):
            look(empty)
