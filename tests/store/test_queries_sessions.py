"""The API's queries about sessions return only those of their owner; on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from claude_scope.store.queries import files, sessions
from claude_scope.store.queries.sessions import NAMES, Place, Stats
from claude_scope.store.tables import Frame, Session
from tests.store.accounts import column, file, frame, session

if TYPE_CHECKING:
    from claude_scope.store.database import Database

ODD = 'Ünï "quoted" \\ \u2028 😀 </script>'


def set_updated(database: Database, session_id: str, moment: str) -> None:
    with database.transaction() as tx:
        tx.execute(update(Session).where(Session.id == session_id).values(updated_at=moment))


def page(database: Database, user_id: str, limit: int = 100, after: Place | None = None) -> list[dict[str, Any]]:
    with database.reading() as tx:
        return sessions.page(tx, user_id, limit, after)


def get(database: Database, user_id: str, session_id: str) -> dict[str, Any] | None:
    with database.reading() as tx:
        return sessions.get(tx, user_id, session_id)


def test_a_session_is_listed_as_it_is_read(database: Database, ana: str) -> None:
    """Except for the prompt, and with the line about what happened."""
    values = {"title": ODD, "urls": ["http://a/?q=ü", ODD], "seed_url": "http://a", "last_error": None, "duration_s": 7}
    made = session(database, ana, **values, prompt="x" * 1000)
    read = get(database, ana, made)
    assert read is not None
    assert set(read) == {*NAMES, "prompt"}
    assert (read["title"], read["urls"], read["duration"], read["prompt"]) == (ODD, values["urls"], 7, "x" * 1000)
    assert page(database, ana) == [read | {"prompt": None, "happened": "", "thumbnailUrl": None}]


def test_a_list_has_what_happened_and_the_picture_of_that_frame(database: Database, ana: str) -> None:
    made = session(database, ana)
    frame(database, ana, made, 1)
    second = frame(database, ana, made, 2)
    with database.transaction() as tx:
        sessions.set_outcome(tx, made, 2, "It failed.")
        picture = tx.scalar(select(Frame.thumbnail_id).where(Frame.id == second))
    [listed] = page(database, ana)
    assert (listed["happened"], listed["thumbnailUrl"]) == ("It failed.", picture)


def test_paging_reaches_all_even_those_of_one_moment(database: Database, ana: str, ben: str) -> None:
    session(database, ben)
    made = [session(database, ana) for _ in range(9)]
    for number, session_id in enumerate(made):
        set_updated(database, session_id, f"2026-01-01T00:00:0{number // 4}.000Z")
    seen: list[dict[str, Any]] = []
    while found := page(database, ana, 2, Place(seen[-1]["updatedAt"], seen[-1]["id"]) if seen else None):
        seen += found
    assert sorted(entry["id"] for entry in seen) == sorted(made)
    assert seen == sorted(seen, key=lambda entry: (entry["updatedAt"], entry["id"]), reverse=True)
    assert page(database, ana) == seen


def test_sessions_of_another_account_are_neither_found_nor_changed(database: Database, ana: str, ben: str) -> None:
    made = session(database, ana)
    shown = frame(database, ana, made, 1)
    with database.transaction() as tx:
        assert sessions.get(tx, ben, made) is None
        assert sessions.status(tx, ben, made) is None
        assert sessions.stored(tx, ben, made) is None
        assert not sessions.change(tx, ben, made, {"title": "mine"})
        assert not sessions.remove_frame(tx, ben, made, shown)
        assert sessions.restore_frame(tx, ben, made, shown) is None
        assert sessions.remove(tx, ben, made) is None
        assert sessions.ids_of(tx, ben) == []
        assert sessions.page(tx, ben, 10) == []
        assert sessions.stats(tx, ben) == Stats(0, 0, 0, 0)
        kept = sessions.stored(tx, ana, made)
    assert kept is not None
    assert kept.session["title"] == "A"
    assert len(kept.frames) == 1


def test_the_status_is_what_polling_asks_for(database: Database, ana: str) -> None:
    made = session(database, ana, processing='{"a": 1}', last_error="x")
    with database.reading() as tx:
        assert sessions.status(tx, ana, made) == (made, "processing", '{"a": 1}', 0, "x", 0, "open")


def test_totals_are_over_the_accounts_own(database: Database, ana: str, ben: str) -> None:
    for status, duration, time in (("complete", 10, 1000), ("complete", 5, 2001), ("error", 7, 500)):
        session(database, ana, status=status, duration_s=duration, processing_time_ms=time)
    session(database, ben, status="complete", duration_s=99)
    with database.reading() as tx:
        assert sessions.stats(tx, ana) == Stats(3, 2, 22, 1500)


def test_sessions_of_all_accounts_are_counted_by_status(database: Database, ana: str, ben: str) -> None:
    for owner, status in ((ana, "complete"), (ben, "complete"), (ben, "error")):
        session(database, owner, status=status)
    with database.reading() as tx:
        assert sessions.by_status(tx) == {"processing": 0, "complete": 2, "error": 1}


def test_an_id_that_is_taken_is_drawn_again(database: Database, ana: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = session(database, ana)
    drawn = iter([taken, taken, "sess_FREE0000"])
    monkeypatch.setattr("claude_scope.store.random_ids.new_id", lambda _: next(drawn))
    assert session(database, ana) == "sess_FREE0000"
    monkeypatch.setattr("claude_scope.store.random_ids.new_id", lambda _: taken)
    with pytest.raises(RuntimeError):
        session(database, ana)


def test_a_deleted_account_gets_no_session(database: Database) -> None:
    with pytest.raises(IntegrityError):
        session(database, "usr_NONE0000")


def test_a_change_is_counted_and_moves_the_session_to_the_top(database: Database, ana: str) -> None:
    first, second = session(database, ana), session(database, ana)
    for made in (first, second):
        set_updated(database, made, "2026-01-01T00:00:00.000Z")
    with database.transaction() as tx:
        assert sessions.change(tx, ana, first, {"title": "B", "urls": ["http://a"]})
    assert [entry["id"] for entry in page(database, ana)] == [first, second]
    assert column(database, first, "version") == 1
    read = get(database, ana, first)
    assert read is not None
    assert (read["title"], read["urls"], read["status"]) == ("B", ["http://a"], "processing")


def test_a_session_is_removed_with_its_frames_and_its_files_are_condemned(database: Database, ana: str) -> None:
    made, other = session(database, ana), session(database, ana)
    for number in (1, 2):
        frame(database, ana, made, number)
    kept = frame(database, ana, other, 1)
    video = file(database, ana, made, kind="video")
    with database.transaction() as tx:
        marked = sessions.remove(tx, ana, made)
    assert marked is not None
    assert len(marked) == 3
    assert video in {item.id for item in marked}
    with database.transaction() as tx:
        assert sessions.get(tx, ana, made) is None
        assert sessions.remove(tx, ana, made) is None
        assert list(tx.scalars(select(Frame.id))) == [kept]
        files.forget(tx, [item.id for item in marked])
        assert sessions.ids_of(tx, ana) == [other]


def test_what_is_kept_of_a_session_has_its_frames_in_time_order(database: Database, ana: str) -> None:
    made = session(database, ana, analysis="{}", options={"a": 1}, processing="{}", file_size=7, mime_type="video/webm")
    for number in (2, 1, 3):
        frame(database, ana, made, number, aria_tree=f"[{number}]", removed=number == 3)
    with database.transaction() as tx:
        kept = sessions.stored(tx, ana, made)
    assert kept is not None
    assert (kept.analysis, kept.options, kept.file_size, kept.mime_type) == ("{}", {"a": 1}, 7, "video/webm")
    assert [(frame.number, frame.aria_tree, frame.removed) for frame in kept.frames] == [
        (1, "[1]", False),
        (2, "[2]", False),
        (3, "[3]", True),
    ]


def test_a_frame_is_left_out_once_and_counted(database: Database, ana: str) -> None:
    made, other = session(database, ana, frame_count=2), session(database, ana)
    frames = [frame(database, ana, made, number) for number in (1, 2)]
    theirs = frame(database, ana, other, 1)
    with database.transaction() as tx:
        assert not sessions.remove_frame(tx, ana, made, theirs)
        assert [sessions.remove_frame(tx, ana, made, frames[0]) for _ in range(2)] == [True, False]
    assert column(database, made, "frame_count") == 1
    assert column(database, made, "version") == 1


def test_a_frame_that_was_left_out_comes_back_once_and_is_counted(database: Database, ana: str) -> None:
    made, other = session(database, ana, frame_count=2), session(database, ana)
    frames = [frame(database, ana, made, number) for number in (1, 2)]
    theirs = frame(database, ana, other, 1)
    with database.transaction() as tx:
        assert sessions.restore_frame(tx, ana, made, theirs) is None
        assert sessions.remove_frame(tx, ana, made, frames[0])
        assert [sessions.restore_frame(tx, ana, made, frames[0]) for _ in range(2)] == [True, False]
    assert column(database, made, "frame_count") == 2
    assert column(database, made, "version") == 2


def test_the_difference_of_a_frame_can_be_reported_again(database: Database, ana: str) -> None:
    made = session(database, ana)
    shown = frame(database, ana, made, 1)
    with database.transaction() as tx:
        sessions.set_difference(tx, shown, {"added": 1, "changed": 2, "removed": 3}, "[]")
        kept = sessions.stored(tx, ana, made)
    assert kept is not None
    (one,) = kept.frames
    assert (one.added, one.changed, one.removed_count, one.aria_tree, one.removed) == (1, 2, 3, "[]", False)
