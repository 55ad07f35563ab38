"""Two processes that change one session at the same time: each sees the other's change. On SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from claude_scope.errors import Conflict
from claude_scope.jobs import control
from claude_scope.store.queries import files, garbage_collection, sessions, work
from tests.store.accounts import column, file, frame, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.store.database import Database

STARTED_S = 0.3
"""By then the second transaction waits for the first one, if it has to wait at all."""


def ask(database: Database, query: Callable[..., Any], *arguments: Any) -> Any:
    with database.transaction() as tx:
        return query(tx, *arguments)


def during(database: Database, first: Callable[..., Any], second: Callable[..., Any]) -> tuple[Any, Any]:
    """The results of both: the second begins when the first has done its work, before that is committed."""
    began = threading.Event()

    def run_second() -> Any:
        began.set()
        try:
            return ask(database, second)
        except Conflict as error:
            return error

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as tx:
            one = first(tx)
            other = pool.submit(run_second)
            assert began.wait(10)
            threading.Event().wait(STARTED_S)
        return one, other.result(30)


def test_a_session_that_completes_while_it_is_cancelled_keeps_its_pictures(database: Database, ana: str) -> None:
    made = session(database, ana)
    frame(database, ana, made, 1)
    video = file(database, ana, made, kind="video")
    done, cancelled = during(
        database,
        lambda tx: work.complete(tx, made, 0, "{}", 1),
        lambda tx: control.cancel(tx, made),
    )
    assert done
    assert isinstance(cancelled, Conflict)
    assert column(database, made, "status") == "complete"
    assert [item.id for item in ask(database, garbage_collection.mark_unneeded, made)] == [video]


def test_a_session_that_is_cancelled_while_it_completes_is_cancelled(database: Database, ana: str) -> None:
    made = session(database, ana, processing="{}")
    file(database, ana, made)
    cancelled, done = during(
        database,
        lambda tx: work.fail(tx, made, 0, "Stopped.", "{}", cancelled=True),
        lambda tx: work.complete(tx, made, 0, "{}", 1),
    )
    assert (cancelled, done) == (True, False)
    assert column(database, made, "status") == "error"


def test_one_that_is_started_over_while_the_sweep_looks_keeps_its_video(database: Database, ana: str) -> None:
    made = session(database, ana)
    file(database, ana, made, kind="video")
    ask(database, work.fail, made, 0, "It broke.", "{}")
    attempt, marked = during(
        database,
        lambda tx: work.next_attempt(tx, made, "{}"),
        lambda tx: garbage_collection.mark_unneeded(tx, made, "2999"),
    )
    assert (attempt, marked) == (1, [])


def test_one_whose_video_the_sweep_takes_is_not_started_over(database: Database, ana: str) -> None:
    made = session(database, ana)
    file(database, ana, made, kind="video")
    ask(database, work.fail, made, 0, "It broke.", "{}")
    marked, refused = during(
        database,
        lambda tx: garbage_collection.mark_unneeded(tx, made, "2999"),
        lambda tx: work.next_attempt(tx, made, "{}"),
    )
    assert len(marked) == 1
    assert isinstance(refused, Conflict)
    assert column(database, made, "status") == "error"


def test_frames_that_are_left_out_at_once_are_all_counted(database: Database, ana: str) -> None:
    made = session(database, ana, frame_count=3)
    frames = [frame(database, ana, made, number) for number in (1, 2, 3)]
    assert during(
        database,
        lambda tx: sessions.remove_frame(tx, ana, made, frames[0]),
        lambda tx: sessions.remove_frame(tx, ana, made, frames[1]),
    ) == (True, True)
    assert column(database, made, "frame_count") == 1


def test_a_result_for_a_session_being_deleted_is_answered_so(database: Database, ana: str) -> None:
    """And in the opposite order; neither waits for the other's locks."""
    result = work.Finished("", "{}", 1, [])
    for deletes_first in (True, False):
        made = session(database, ana)
        image = file(database, ana, made)
        rows = [work.FrameRow(1, 0, "", image, image, 0, 0, 0, "[]")]
        put: Callable[..., Any] = lambda tx, made=made, rows=rows: work.put_result(tx, made, 0, result, rows, "{}")  # noqa: E731
        remove: Callable[..., Any] = lambda tx, made=made: sessions.remove(tx, ana, made)  # noqa: E731
        if deletes_first:
            marked, there = during(database, remove, put)
            assert not there
        else:
            there, marked = during(database, put, remove)
            assert there
        assert [item.id for item in marked] == [image]
        ask(database, files.forget, [image])
    assert ask(database, sessions.ids_of, ana) == []
