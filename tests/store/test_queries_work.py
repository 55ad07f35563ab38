"""The workers' queries about sessions: each write names its attempt, and changes nothing that
belongs to another one.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from claude_scope.errors import Conflict, NotFound
from claude_scope.jobs import control
from claude_scope.store.queries import files, garbage_collection, queue, rate_limits, sessions, users, work, workers
from claude_scope.store.tables import File, Frame
from tests.store.accounts import column, file, frame, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.store.database import Database

LATER, EARLIER = "2999-01-01T00:00:00.000Z", "2000-01-01T00:00:00.000Z"
FINISHED = work.Finished("Fix it", "{}", 12, ["http://a", "http://b"])


def ask(database: Database, query: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    with database.transaction() as tx:
        return query(tx, *arguments, **named)


def queued(database: Database, user_id: str, **values: Any) -> str:
    made = session(database, user_id, **values)
    ask(database, queue.enter_queue, made)
    return made


def rows_of(number: int, image: str) -> work.FrameRow:
    return work.FrameRow(number, 1000 * number, "http://a", image, image, 1, 2, 3, "[]")


# --- the queue --------------------------------------------------------------------------------------------------------


def test_a_place_in_the_queue_is_given_once(database: Database, ana: str) -> None:
    made = session(database, ana)
    first = ask(database, queue.enter_queue, made)
    assert first == (0, 1)
    assert ask(database, queue.enter_queue, made) == first
    assert ask(database, queue.waiting) == 1
    assert ask(database, queue.enter_queue, session(database, ana, work="done")) is None
    with pytest.raises(NotFound):
        ask(database, queue.enter_queue, "sess_NONE0000")


def test_an_account_with_many_delays_anothers_first_by_one(database: Database, ana: str, ben: str) -> None:
    for _ in range(5):
        queued(database, ana)
    assert ask(database, queue.enter_queue, session(database, ben))[1] == 1
    assert ask(database, queue.enter_queue, session(database, ben))[1] == 2
    assert ask(database, queue.enter_queue, session(database, ana))[1] == 6


def test_a_later_one_does_not_overtake_a_waiting_one(database: Database, ana: str, ben: str) -> None:
    for _ in range(3):
        made = queued(database, ana)
        if _ < 2:
            ask(database, work.take_up, made, 0, "key")
    assert ask(database, queue.enter_queue, session(database, ben))[1] == 3


def test_a_session_is_taken_up_with_its_video_and_keeps_when_it_began(database: Database, ana: str) -> None:
    made = queued(database, ana, title="T", seed_url="http://a", notes="N", options={"a": 1}, processing="{}")
    video = file(database, ana, made, kind="video")
    job = ask(database, work.take_up, made, 0, "key")
    assert (job.id, job.user_id, job.attempt, job.title, job.seed_url, job.notes) == (
        made,
        ana,
        0,
        "T",
        "http://a",
        "N",
    )
    assert (job.options, job.processing, job.video_id) == ({"a": 1}, "{}", video)
    assert ask(database, work.take_up, made, 0, "key").started_at == job.started_at
    assert ask(database, queue.waiting) == 0
    assert ask(database, work.take_up, made, 1, "key") is None
    assert ask(database, work.take_up, queued(database, ana), 0, "key").video_id is None


# --- how far it is, and how it ends -----------------------------------------------------------------------------------


def test_only_the_attempt_that_runs_may_write(database: Database, ana: str) -> None:
    made = queued(database, ana)
    image = file(database, ana, made)
    for attempt in (1, 7):
        assert not ask(database, work.save_processing, made, attempt, "{}")
        assert not ask(database, work.put_result, made, attempt, FINISHED, [rows_of(1, image)], "{}")
        assert not ask(database, work.complete, made, attempt, "{}", 7)
        assert not ask(database, work.fail, made, attempt, "x", "{}")
    assert column(database, made, "version") == 0
    assert ask(database, work.save_processing, made, 0, '{"b": 1}')
    assert ask(database, work.processing_of, made) == '{"b": 1}'
    assert column(database, made, "version") == 1


def test_answers_of_a_model_are_stored_with_the_video_by_the_open_attempt_only(database: Database, ana: str) -> None:
    made = queued(database, ana)
    video = file(database, ana, made, kind="video")
    assert ask(database, work.put_answers, made, 0, "AAAA")
    assert not ask(database, work.put_answers, made, 1, "BBBB")
    with database.transaction() as tx:
        assert tx.scalar(select(File.encrypted_answers).where(File.id == video)) == "AAAA"


def test_a_result_put_twice_is_there_once(database: Database, ana: str) -> None:
    made = queued(database, ana)
    image = file(database, ana, made)
    rows = [rows_of(number, image) for number in (1, 2)]
    for _ in range(2):
        assert ask(database, work.put_result, made, 0, FINISHED, rows, "{}")
    kept = ask(database, sessions.stored, ana, made)
    assert [(frame.id, frame.number, frame.timestamp_ms) for frame in kept.frames] == [
        (f"frm_{made[5:]}_1", 1, 1000),
        (f"frm_{made[5:]}_2", 2, 2000),
    ]
    told = {"prompt": "Fix it", "duration": 12, "urls": ["http://a", "http://b"], "urlCount": 2, "frameCount": 2}
    assert kept.session | told | {"status": "processing", "promptStatus": "complete"} == kept.session
    assert ask(database, work.complete, made, 0, "{}", 345)
    assert column(database, made, "status") == "complete"
    assert not ask(database, work.is_open, made)
    assert column(database, made, "processing_time_ms") == 345
    assert not ask(database, work.complete, made, 0, "{}", 345)
    assert not ask(database, work.fail, made, 0, "late", "{}")


def test_a_failure_is_reported_and_removes_the_frames(database: Database, ana: str) -> None:
    made = queued(database, ana)
    frame(database, ana, made, 1)
    assert ask(database, work.fail, made, 0, "It broke.", "{}")
    assert column(database, made, "last_error") == "It broke."
    assert column(database, made, "prompt_status") == "error"
    assert not column(database, made, "cancelled")
    assert ask(database, lambda tx: tx.scalar(select(func.count()).select_from(Frame))) == 0
    assert not ask(database, work.fail, made, 0, "again", "{}")
    stopped = queued(database, ana)
    assert ask(database, work.fail, stopped, 0, "Stopped.", "{}", cancelled=True)
    assert column(database, stopped, "cancelled")


def test_a_result_that_waits_for_its_session_to_be_complete_is_found(database: Database, ana: str) -> None:
    made = queued(database, ana)
    ask(database, work.take_up, made, 0, "key")
    assert ask(database, work.stored_since, made, 0) is None
    assert ask(database, work.put_result, made, 0, FINISHED, [], "{}")
    since = ask(database, work.stored_since, made, 0)
    assert since
    assert since == column(database, made, "started_at")
    assert ask(database, work.stored_since, made, 1) is None
    assert ask(database, work.complete, made, 0, "{}", 1)
    assert ask(database, work.stored_since, made, 0) is None


def test_a_session_that_fails_after_its_result_was_stored_has_no_result(database: Database, ana: str) -> None:
    """Its video could not be deleted, or it was cancelled at that moment: no partial result is shown."""
    made = queued(database, ana)
    image = file(database, ana, made)
    assert ask(database, work.put_result, made, 0, FINISHED, [rows_of(1, image)], "{}")
    assert ask(database, work.fail, made, 0, "It broke.", "{}")
    kept = ask(database, sessions.stored, ana, made)
    assert (kept.analysis, kept.frames) == (None, [])
    assert (column(database, made, "happened"), column(database, made, "shown_frame")) == (None, None)
    told = {"prompt": None, "promptStatus": "error", "frameCount": 0, "status": "error"}
    assert kept.session | told == kept.session


def test_a_session_that_has_ended_cannot_be_cancelled(database: Database, ana: str) -> None:
    made = queued(database, ana, processing="{}")
    assert ask(database, work.running_attempt, made) == (0, "{}")
    ask(database, work.complete, made, 0, "{}", 1)
    with pytest.raises(Conflict):
        ask(database, work.running_attempt, made)
    with pytest.raises(Conflict, match="no video"):
        ask(database, work.running_attempt, session(database, ana, work="none"))
    for query in (work.running_attempt, work.is_open, work.processing_of):
        with pytest.raises(NotFound):
            ask(database, query, "sess_NONE0000")


def test_only_what_failed_and_has_its_video_is_tried_again(database: Database, ana: str) -> None:
    made = queued(database, ana)
    with pytest.raises(Conflict, match="not failed"):
        ask(database, work.next_attempt, made, "{}")
    ask(database, work.fail, made, 0, "It broke.", "{}")
    with pytest.raises(Conflict, match="video"):
        ask(database, work.next_attempt, made, "{}")
    file(database, ana, made, kind="video")
    assert ask(database, work.next_attempt, made, "{}") == 1
    assert column(database, made, "status") == "processing"
    assert ask(database, work.is_open, made)
    assert (column(database, made, "last_error"), column(database, made, "priority")) == (None, 0)
    with pytest.raises(Conflict):
        ask(database, work.next_attempt, made, "{}")
    assert ask(database, work.take_up, made, 0, "key") is None
    assert ask(database, work.take_up, made, 1, "key") is not None
    with pytest.raises(NotFound):
        ask(database, work.next_attempt, "sess_NONE0000", "{}")


def test_one_of_many_simultaneous_retries_runs(database: Database, ana: str) -> None:
    made = queued(database, ana)
    file(database, ana, made, kind="video")
    ask(database, work.fail, made, 0, "It broke.", "{}")

    def again(_: int) -> int:
        try:
            attempt: int = ask(database, work.next_attempt, made, "{}")
        except Conflict:
            return 0
        return attempt

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(again, range(4))) == [0, 0, 0, 1]


# --- the status that a client sets ------------------------------------------------------------------------------------


def say(database: Database, user_id: str, session_id: str, status: str) -> None:
    assert ask(database, sessions.change, user_id, session_id, {"status": status})


def test_a_client_cannot_take_anything_from_a_finished_session(database: Database, ana: str) -> None:
    made = queued(database, ana)
    image = file(database, ana, made)
    file(database, ana, made, kind="video")
    ask(database, work.put_result, made, 0, FINISHED, [rows_of(1, image)], "{}")
    ask(database, work.complete, made, 0, "{}", 1)
    for status in ("error", "processing"):
        say(database, ana, made, status)
        assert ask(database, garbage_collection.unfinished, LATER) == []
        assert ask(database, work.still_wanted, [(made, 0)]) == set()
        assert ask(database, queue.enter_queue, made) is None
        assert not ask(database, work.fail, made, 0, "Gone.", "{}")
        for query in (work.running_attempt, lambda tx, made: work.next_attempt(tx, made, "{}")):
            with pytest.raises(Conflict):
                ask(database, query, made)
    assert ask(database, garbage_collection.sessions_with_unneeded_files, LATER) == [made]
    assert [item.kind for item in ask(database, garbage_collection.mark_unneeded, made, LATER)] == ["video"]
    assert len(ask(database, sessions.stored, ana, made).frames) == 1


@pytest.mark.parametrize("status", ["complete", "error"])
def test_what_a_client_says_of_a_session_stops_no_work_on_it(database: Database, ana: str, status: str) -> None:
    made = queued(database, ana)
    file(database, ana, made, kind="video")
    say(database, ana, made, status)
    assert ask(database, queue.waiting) == 1
    assert ask(database, garbage_collection.unfinished, LATER) == [(made, 0)]
    assert ask(database, garbage_collection.sessions_with_unneeded_files, LATER) == []
    assert ask(database, work.take_up, made, 0, "key") is not None
    assert ask(database, work.still_wanted, [(made, 0)]) == {(made, 0)}
    assert ask(database, work.put_result, made, 0, FINISHED, [], "{}")
    assert ask(database, work.complete, made, 0, "{}", 1)
    assert column(database, made, "status") == "complete"


def test_a_failed_session_is_tried_again_whatever_a_client_says(database: Database, ana: str) -> None:
    made = queued(database, ana)
    file(database, ana, made, kind="video")
    ask(database, work.fail, made, 0, "It broke.", "{}")
    say(database, ana, made, "complete")
    assert ask(database, garbage_collection.mark_unneeded, made) == []
    assert ask(database, work.next_attempt, made, "{}") == 1
    assert column(database, made, "status") == "processing"


# --- what dead processes left -----------------------------------------------------------------------------------------


def test_still_wanted_are_those_of_the_attempt_that_runs(database: Database, ana: str) -> None:
    running, ended = queued(database, ana), queued(database, ana)
    ask(database, work.complete, ended, 0, "{}", 1)
    asked = [(running, 0), (running, 1), (ended, 0), ("sess_NONE0000", 0)]
    assert ask(database, work.still_wanted, asked) == {(running, 0)}
    assert ask(database, work.still_wanted, []) == set()


def test_unfinished_are_old_ones_that_were_queued_or_have_a_video(database: Database, ana: str) -> None:
    session(database, ana)  # created without a video by a client that does the work itself
    waits, uploaded, ended = queued(database, ana), session(database, ana), queued(database, ana)
    file(database, ana, uploaded, kind="video")
    ask(database, work.complete, ended, 0, "{}", 1)
    found = ask(database, garbage_collection.unfinished, LATER)
    assert set(found) == {(waits, 0), (uploaded, 0)}
    assert ask(database, garbage_collection.unfinished, EARLIER) == []


def test_a_locked_account_has_no_unfinished_sessions(database: Database, ana: str, ben: str) -> None:
    waits = queued(database, ana)
    ask(database, users.lock_all)
    ask(database, users.unlock, ben)
    other = queued(database, ben)
    assert ask(database, garbage_collection.unfinished, LATER) == [(other, 0)]
    ask(database, users.unlock_all)
    assert set(ask(database, garbage_collection.unfinished, LATER)) == {(waits, 0), (other, 0)}


def test_a_queue_that_is_lost_is_forgotten_and_what_waited_in_it_is_found(database: Database, ana: str) -> None:
    values = {"attempt": 7, "priority": 9, "started_at": EARLIER}
    begun, stored = session(database, ana, **values), session(database, ana, **values, analysis="{}")
    never = session(database, ana)
    ask(database, queue.reset_queue)
    found = {made: [column(database, made, name) for name in values] for made in (begun, stored, never)}
    assert found == {begun: [0, 1, None], stored: [0, 1, EARLIER], never: [0, 0, None]}
    assert set(ask(database, garbage_collection.unfinished, LATER)) == {(begun, 0), (stored, 0)}


def test_leftovers_are_videos_of_complete_ones_and_all_of_those_that_cannot_be_tried_again(
    database: Database, ana: str
) -> None:
    complete, failed, stopped, running = (queued(database, ana) for _ in range(4))
    for made in (complete, failed, stopped, running):
        file(database, ana, made, kind="video")
        file(database, ana, made)
    ask(database, work.complete, complete, 0, "{}", 1)
    ask(database, work.fail, failed, 0, "It broke.", "{}")
    ask(database, work.fail, stopped, 0, "Stopped.", "{}", cancelled=True)
    assert set(ask(database, garbage_collection.sessions_with_unneeded_files, EARLIER)) == {complete, stopped, failed}
    assert len(ask(database, garbage_collection.sessions_with_unneeded_files, LATER, 2)) == 2
    ask(database, work.take_up, running, 0, "key")
    for made, number in ((running, 0), (failed, 1), (failed, 0), (complete, 1), (complete, 0), (stopped, 2)):
        assert len(ask(database, garbage_collection.mark_unneeded, made, EARLIER)) == number
    assert ask(database, garbage_collection.sessions_with_unneeded_files, EARLIER) == []
    assert ask(database, garbage_collection.sessions_with_unneeded_files, LATER) == [failed]
    assert len(ask(database, garbage_collection.mark_unneeded, failed, LATER)) == 1
    assert ask(database, garbage_collection.mark_unneeded, "sess_NONE0000") == []
    assert ask(database, garbage_collection.sessions_with_unneeded_files, LATER) == []


def test_a_failed_session_keeps_only_its_video_and_so_does_one_that_waits_to_be_started_over(
    database: Database, ana: str
) -> None:
    made = queued(database, ana)
    for kind in ("video", "step", "frame", "thumbnail", "screenshot"):
        file(database, ana, made, kind=kind)
    ask(database, work.take_up, made, 0, "key")
    assert ask(database, garbage_collection.mark_unneeded, made) == []
    ask(database, work.fail, made, 0, "It broke.", "{}")
    assert ask(database, garbage_collection.sessions_with_unneeded_files, EARLIER) == [made]
    marked = {item.kind for item in ask(database, garbage_collection.mark_unneeded, made, EARLIER)}
    assert marked == {"step", "frame", "thumbnail", "screenshot"}
    assert ask(database, garbage_collection.sessions_with_unneeded_files, EARLIER) == []
    ask(database, work.next_attempt, made, "{}")
    file(database, ana, made, kind="frame")
    assert [item.kind for item in ask(database, garbage_collection.mark_unneeded, made)] == ["frame"]
    ask(database, work.take_up, made, 1, "key")
    file(database, ana, made, kind="step")
    assert ask(database, garbage_collection.mark_unneeded, made) == []


def test_an_attempt_has_one_key_for_all_workers_which_is_erased_at_its_end(database: Database, ana: str) -> None:
    ends = (
        lambda tx, made: work.complete(tx, made, 0, "{}", 1),
        lambda tx, made: work.fail(tx, made, 0, "It broke.", "{}"),
        lambda tx, made: control.cancel(tx, made) == 0,
    )
    for end in ends:
        made = queued(database, ana)
        assert ask(database, work.work_key, made) is None
        assert ask(database, work.take_up, made, 0, "first").work_key == "first"
        assert ask(database, work.take_up, made, 0, "second").work_key == "first"
        assert ask(database, work.work_key, made) == column(database, made, "work_key") == "first"
        assert ask(database, end, made)
        assert ask(database, work.work_key, made) is None
        assert column(database, made, "work_key") is None


# --- workers and limits -----------------------------------------------------------------------------------------------


def test_a_worker_beats_until_it_leaves_or_is_forgotten(database: Database) -> None:
    for name in ("a", "b", "a"):
        ask(database, workers.beat, name, "host")
    assert set(ask(database, workers.beats)) == {"a", "b"}
    ask(database, workers.leave, "a")
    ask(database, workers.leave, "none")
    assert set(ask(database, workers.beats)) == {"b"}
    ask(database, workers.delete_dead_workers, EARLIER)
    assert set(ask(database, workers.beats)) == {"b"}
    ask(database, workers.delete_dead_workers, LATER)
    assert ask(database, workers.beats) == {}


HOUR_MS = 3_600_000
"""An interval so long that the duration of a test does not matter."""


def hours(wait_ms: int) -> int:
    return round(wait_ms / HOUR_MS)


def test_calls_of_one_name_begin_an_interval_apart(database: Database) -> None:
    assert [hours(ask(database, rate_limits.reserve, "a", HOUR_MS)) for _ in range(3)] == [0, 1, 2]
    assert ask(database, rate_limits.reserve, "b", HOUR_MS) == 0
    assert [ask(database, rate_limits.reserve, "c", 0) for _ in range(2)] == [0, 0]


def test_many_who_reserve_at_once_each_get_a_time_of_their_own(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = pool.map(lambda _: hours(ask(database, rate_limits.reserve, "a", HOUR_MS)), range(24))
        assert sorted(waits) == list(range(24))


def test_a_provider_that_asks_for_a_pause_gets_it_from_all_who_have_no_turn_yet(database: Database) -> None:
    assert hours(ask(database, rate_limits.postpone, "a", 2 * HOUR_MS)) == 2
    assert hours(ask(database, rate_limits.postpone, "a", HOUR_MS)) == 2  # a longer pause is kept
    assert [hours(ask(database, rate_limits.reserve, "a", HOUR_MS)) for _ in range(2)] == [2, 3]
    assert hours(ask(database, rate_limits.postpone, "a", HOUR_MS)) == 4


def test_a_backup_forgets_what_is_stored_of_the_work_on_a_session(database: Database, ana: str) -> None:
    made = session(database, ana)
    kept = file(database, ana, made, kind="video")
    file(database, ana, made, kind="step")
    with database.transaction() as tx:
        assert work.take_up(tx, made, 0, "sealed")
        files.delete_step_files(tx)
        work.erase_work_keys(tx)
    with database.transaction() as tx:
        assert work.work_keys(tx) == {}
        assert [file.id for file in files.complete(tx)] == [kept]


def test_files_that_are_not_whole_are_forgotten(database: Database, ana: str) -> None:
    made, gone = session(database, ana), session(database, ana)
    kept = file(database, ana, made, kind="video")
    file(database, ana, gone, kind="video")
    with database.transaction() as tx:
        files.mark_for_deletion(tx, gone)
        files.delete_unfinished(tx)
    with database.transaction() as tx:
        assert [file.id for file in files.complete(tx)] == [kept]
        assert files.mark_abandoned(tx, "2999-01-01T00:00:00.000Z") == []


def test_keys_are_replaced_by_the_same_ones_sealed_again(database: Database, ana: str) -> None:
    made = session(database, ana)
    video = file(database, ana, made, kind="video", sealed_key="before")
    with database.transaction() as tx:
        assert work.take_up(tx, made, 0, "before")
        work.put_work_keys(tx, {made: "after"})
        files.put_sealed_keys(tx, {video: "after"})
        work.put_work_keys(tx, {})
        files.put_sealed_keys(tx, {})
    with database.transaction() as tx:
        assert (work.work_keys(tx), files.sealed_keys(tx)) == ({made: "after"}, {video: "after"})
