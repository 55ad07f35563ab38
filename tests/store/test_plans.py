"""No query scans all rows of a table that grows, according to the query planners of SQLite and PostgreSQL."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

from claude_scope.errors import ClaudeScopeError
from claude_scope.store.queries import (
    credentials,
    extensions,
    files,
    garbage_collection,
    pairings,
    queue,
    quotas,
    sessions,
    settings,
    totals,
    uploads,
    users,
    work,
)
from claude_scope.store.queries.sessions import Place
from tests.store.accounts import account, file, frame, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.store.database import Database

TIME = "2026-01-01T00:00:00.000Z"
ID = "sess_NONE0000"
TABLES = ("files", "sessions", "frames", "users", "credentials", "uploads", "upload_chunks", "pairings", "extensions")
"""The tables that grow."""
FEW = ("files_to_end", "files_not_kept")
"""Indexes of the few rows that are about to be deleted: these may be scanned."""
WHOLE: dict[str, Callable[[Transaction], Any]] = {
    "credentials.secrets": credentials.secrets,
    "files.every_key": files.every_key,
    "sessions.by_status": sessions.by_status,
    "totals.sessions": totals.sessions,
    "uploads.sealed_keys": uploads.sealed_keys,
}
"""Queries over all rows: for operators, in commands and metrics."""
CALLS: dict[str, Callable[..., Any]] = {
    "credentials.every": lambda tx, user, made: credentials.every(tx, user),
    "credentials.sealed": lambda tx, user, made: credentials.sealed(tx, user, ID),
    "credentials.active": lambda tx, user, made: credentials.active(tx, user),
    "credentials.add": lambda tx, user, made: credentials.add(
        tx, user, {"provider": "openai", "key": "k", "active": True, "model": "m"}, str
    ),
    "credentials.change": lambda tx, user, made: credentials.change(tx, user, ID, {"label": "x"}, str),
    "credentials.remove": lambda tx, user, made: credentials.remove(tx, user, ID),
    "files.get": lambda tx, user, made: files.get(tx, ID, user_id=user),
    "files.keys": lambda tx, user, made: files.keys(tx, [ID]),
    "files.same": lambda tx, user, made: files.same(tx, made, "frame", "x"),
    "files.finish": lambda tx, user, made: files.finish(tx, ID),
    "files.link": lambda tx, user, made: files.link(tx, ID, made),
    "files.mark_for_deletion": lambda tx, user, made: files.mark_for_deletion(tx, made, {"video"}),
    "files.mark_one_for_deletion": lambda tx, user, made: files.mark_one_for_deletion(tx, ID),
    "files.mark_user_files_for_deletion": lambda tx, user, made: files.mark_user_files_for_deletion(tx, user),
    "files.mark_abandoned": lambda tx, user, made: files.mark_abandoned(tx, TIME),
    "files.sealed_keys": lambda tx, user, made: files.sealed_keys(tx),
    "files.forget": lambda tx, user, made: files.forget(tx, [ID]),
    "files.mark_chunks_for_deletion": lambda tx, user, made: files.mark_chunks_for_deletion(tx, [ID]),
    "files.chunks": lambda tx, user, made: files.chunks(tx, ID),
    "pairings.get": lambda tx, user, made: pairings.get(tx, user, ID),
    "pairings.confirm": lambda tx, user, made: pairings.confirm(tx, user, ID),
    "pairings.refuse": lambda tx, user, made: pairings.refuse(tx, user, ID),
    "pairings.take": lambda tx, user, made: pairings.take(tx, ID, "x"),
    "pairings.remove_expired": lambda tx, user, made: pairings.remove_expired(tx, TIME),
    "extensions.every": lambda tx, user, made: extensions.every(tx, user),
    "extensions.get": lambda tx, user, made: extensions.get(tx, user, ID),
    "extensions.mark_used": lambda tx, user, made: extensions.mark_used(tx, ID),
    "extensions.remove": lambda tx, user, made: extensions.remove(tx, user, ID),
    "extensions.remove_all_of": lambda tx, user, made: extensions.remove_all_of(tx, user),
    "extensions.remove_expired": lambda tx, user, made: extensions.remove_expired(tx, TIME),
    "uploads.get": lambda tx, user, made: uploads.get(tx, user, ID),
    "uploads.of_key": lambda tx, user, made: uploads.of_key(tx, user, "key"),
    "uploads.unfinished": lambda tx, user, made: uploads.unfinished(tx, user),
    "uploads.begin": lambda tx, user, made: uploads.begin(tx, user, {"upload_key": "key", "expires_at": TIME}),
    "uploads.add_chunk": lambda tx, user, made: uploads.add_chunk(tx, user, ID, 0, ID, 1, TIME),
    "uploads.chunk_sha256": lambda tx, user, made: uploads.chunk_sha256(tx, ID, 0),
    "uploads.finish": lambda tx, user, made: uploads.finish(tx, user, ID, made),
    "uploads.remove": lambda tx, user, made: uploads.remove(tx, user, ID),
    "uploads.remove_all_of": lambda tx, user, made: uploads.remove_all_of(tx, user),
    "uploads.remove_expired": lambda tx, user, made: uploads.remove_expired(tx, TIME),
    "quotas.unfinished_bytes": lambda tx, user, made: quotas.unfinished_bytes(tx, user),
    "quotas.usage": lambda tx, user, made: quotas.usage(tx, user),
    "quotas.oldest": lambda tx, user, made: quotas.oldest(tx, user, 3),
    "quotas.largest": lambda tx, user, made: quotas.largest(tx, user, 3),
    "sessions.page": lambda tx, user, made: sessions.page(tx, user, 50),
    "sessions.page after": lambda tx, user, made: sessions.page(tx, user, 50, Place(TIME, ID)),
    "sessions.get": lambda tx, user, made: sessions.get(tx, user, made),
    "sessions.status": lambda tx, user, made: sessions.status(tx, user, made),
    "sessions.stats": lambda tx, user, made: sessions.stats(tx, user),
    "sessions.of_upload": lambda tx, user, made: sessions.of_upload(tx, user, "key"),
    "sessions.change": lambda tx, user, made: sessions.change(tx, user, made, {"title": "B"}),
    "sessions.ids_of": lambda tx, user, made: sessions.ids_of(tx, user),
    "sessions.stored": lambda tx, user, made: sessions.stored(tx, user, made),
    "sessions.remove_frame": lambda tx, user, made: sessions.remove_frame(tx, user, made, f"frm_{made[5:]}_1"),
    "sessions.restore_frame": lambda tx, user, made: sessions.restore_frame(tx, user, made, f"frm_{made[5:]}_1"),
    "sessions.set_difference": lambda tx, user, made: sessions.set_difference(
        tx, ID, {"added": 0, "changed": 0, "removed": 0}, "[]"
    ),
    "sessions.remove": lambda tx, user, made: sessions.remove(tx, user, made),
    "settings.preferences": lambda tx, user, made: settings.preferences(tx, user),
    "users.lock_row": lambda tx, user, made: users.lock_row(tx, user),
    "users.by_id": lambda tx, user, made: users.by_id(tx, user),
    "users.by_email": lambda tx, user, made: users.by_email(tx, "a"),
    "users.by_subject": lambda tx, user, made: users.by_subject(tx, "a", "b"),
    "users.deleted_ms": lambda tx, user, made: users.deleted_ms(tx, "a", "b"),
    "users.remove": lambda tx, user, made: users.remove(tx, user, 1),
    "queue.enter_queue": lambda tx, user, made: queue.enter_queue(tx, made),
    "queue.waiting": lambda tx, user, made: queue.waiting(tx),
    "work.take_up": lambda tx, user, made: work.take_up(tx, made, 0, "key"),
    "work.save_processing": lambda tx, user, made: work.save_processing(tx, made, 0, "{}"),
    "work.is_open": lambda tx, user, made: work.is_open(tx, made),
    "work.still_wanted": lambda tx, user, made: work.still_wanted(tx, [(made, 0)]),
    "work.put_result": lambda tx, user, made: work.put_result(tx, made, 0, work.Finished("", "", 0, []), [], "{}"),
    "work.complete": lambda tx, user, made: work.complete(tx, made, 0, "{}", 1),
    "work.fail": lambda tx, user, made: work.fail(tx, made, 0, "x", "{}"),
    "work.running_attempt": lambda tx, user, made: work.running_attempt(tx, made),
    "work.next_attempt": lambda tx, user, made: work.next_attempt(tx, made, "{}"),
    "work.processing_of": lambda tx, user, made: work.processing_of(tx, made),
    "leftovers.unfinished": lambda tx, user, made: garbage_collection.unfinished(tx, TIME),
    "leftovers.sessions_with_unneeded_files": lambda tx, user, made: garbage_collection.sessions_with_unneeded_files(
        tx, TIME
    ),
    "work.work_key": lambda tx, user, made: work.work_key(tx, made),
    "work.work_keys": lambda tx, user, made: work.work_keys(tx),
    "leftovers.mark_unneeded": lambda tx, user, made: garbage_collection.mark_unneeded(tx, made),
}


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent to the database meanwhile, with their parameters."""
    sent: list[tuple[str, Any]] = []

    def keep(connection: object, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.split(None, 1)[0] in ("SELECT", "UPDATE", "DELETE"):
            sent.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", keep)


def scans(tx: Transaction, statement: str, parameters: Any) -> list[str]:
    """Tables that are scanned, according to a planner that avoids scans wherever it can."""
    connection = tx.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        whole = (row[3] for row in rows if re.match(rf"SCAN ({'|'.join(TABLES)})\b", row[3]))
        return [line for line in whole if not line.endswith(FEW)]
    tx.execute(text("SET LOCAL enable_seqscan = off"))  # the planner prefers it while tables are small
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    return [*_whole(plan["Plan"], limited=False)]


def _whole(node: dict[str, Any], *, limited: bool) -> Iterator[str]:
    """Nodes of a plan of PostgreSQL that read a whole table, or a whole index unless they stop at the first rows."""
    limited = limited or node["Node Type"] == "Limit"
    by_index = node["Node Type"] in ("Index Scan", "Index Only Scan", "Bitmap Index Scan")
    reads_all = node["Node Type"] == "Seq Scan" or (by_index and "Index Cond" not in node and not limited)
    name = node.get("Index Name") or node.get("Relation Name")
    if reads_all and name not in FEW and node.get("Relation Name", TABLES[0]) in TABLES:
        yield f"{node['Node Type']} on {name}"
    for child in node.get("Plans", []):
        yield from _whole(child, limited=limited)


def plans(database: Database, query: Callable[[Transaction], Any]) -> list[str]:
    """What the statements of a query scan; its changes are rolled back."""
    with statements(database) as sent, suppress(ClaudeScopeError, Undone), database.transaction() as tx:
        query(tx)
        raise Undone
    assert sent
    with database.transaction() as tx:
        return [f"{scan}: {statement}" for statement, values in sent for scan in scans(tx, statement, values)]


class Undone(Exception):
    """Ends a transaction without a commit."""


def test_every_query_finds_its_rows_through_an_index(database: Database) -> None:
    user = account(database, "ana")
    made = session(database, user)
    frame(database, user, made, 1)
    file(database, user, made, kind="video")
    found = {name: plans(database, partial(call, user=user, made=made)) for name, call in CALLS.items()}
    assert {name: scan for name, scan in found.items() if scan} == {}


def test_that_a_query_looks_at_all_rows_is_noticed(database: Database) -> None:
    assert [name for name, query in WHOLE.items() if not plans(database, query)] == []
