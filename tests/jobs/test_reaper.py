"""The maintenance tasks of a worker run independently of its sessions."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Table, insert, select, update

from claude_scope.errors import NotFound, StoreUnavailable
from claude_scope.jobs import engine
from claude_scope.jobs.liveness import reaper
from claude_scope.jobs.liveness.heartbeat import Heartbeat
from claude_scope.store.assets.files import Files
from claude_scope.store.queries import credentials, garbage_collection, settings, uploads, users, work, workers
from claude_scope.store.tables import Credential, File, Frame, Session, Upload, UploadChunk, User, UserSettings
from tests.jobs.stage import USER, ended, true, whole

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.jobs.session.steps import Steps
    from tests.jobs.stage import Stage


async def test_a_sweep_that_takes_long_holds_up_neither_heartbeat_nor_recovery(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a team would consider the worker dead, and repeat its work."""
    stage = sqlite_stage
    sweeping, over = asyncio.Event(), asyncio.Event()

    async def sweep(self: Files, older_than_s: float) -> int:
        sweeping.set()
        await over.wait()
        return 0

    def beats() -> dict[str, str]:
        with stage.database.transaction() as tx:
            return workers.beats(tx)

    monkeypatch.setattr(Files, "sweep", sweep)
    monkeypatch.setattr(reaper, "BEAT_EVERY_S", 0.05)
    async with stage.worker(), asyncio.timeout(150):
        await sweeping.wait()
        await true(lambda: list(beats()) == ["local"])
        first = beats()
        await true(lambda: beats() != first)
        never_queued = await stage.add_session(recording)
        stage.change(never_queued, updated_at="2026-01-01T00:00:00.000Z")
        await ended(stage, never_queued)
    await whole(stage, never_queued)


async def test_nothing_expires_by_itself(stage: Stage, recording: Path) -> None:
    """A complete session, a failed one, and all other data of an account still exist after sweeps over twenty years."""
    done, failed = await stage.add_session(recording), await stage.add_session(b"this is no recording")
    with stage.database.transaction() as tx:
        settings.change(tx, USER, {"default_agent": "RAW"})
        credentials.add(tx, USER, {"provider": "openai", "key": "sk-0123456789"}, str)
    async with stage.worker() as runner, asyncio.timeout(150):
        for session_id in (done, failed):
            await runner.enqueue(session_id)
        await ended(stage, done, failed)
        # no retry can succeed, so its recording is deleted right after it failed
        await true(lambda: not stage.kinds(failed))
    assert stage.session(failed)["status"] == "error"
    await whole(stage, done)
    with stage.database.transaction() as tx:
        for table in KEPT:
            for column in {"created_at", "updated_at", "started_at"} & set(table.columns.keys()):
                tx.execute(update(table).values({column: "2006-01-01T00:00:00.000Z"}))
    before = rows(stage)
    async with stage.worker() as runner, asyncio.timeout(150):
        for _ in range(2):
            await runner._new_reaper().sweep()
            await runner._new_reaper().reap()
    assert rows(stage) == before
    await whole(stage, done)


KEPT: list[Table] = [
    table.__table__  # type: ignore[misc] # a FromClause to the type checker
    for table in (User, UserSettings, Credential, Session, Frame, File)
]


def rows(stage: Stage) -> dict[str, list[Any]]:
    """All stored rows of accounts, except files that never became ready, as load may interrupt them."""
    with stage.database.transaction() as tx:
        found = {table.name: sorted(tx.execute(select(table)).all(), key=str) for table in KEPT}
    return {**found, "files": [item for item in found["files"] if item.state == "ready"]}


async def test_a_session_that_cannot_be_swept_stops_the_sweep_for_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor the sweep of partial files, folders and workflows."""
    stuck, other = await stage.add_session(b"video"), await stage.add_session(b"video too")
    for session_id in (stuck, other):
        stage.change(session_id, work="failed", cancelled=True)
    abandoned = await stage.files.add(b"half", kind="video", mime_type="video/webm", user_id=USER, session_id=None)
    mark_for_deletion = garbage_collection.mark_unneeded

    def fail(tx: Any, session_id: str, failed_before: str = "") -> Any:
        if session_id == stuck:
            raise ValueError("a bug")
        return mark_for_deletion(tx, session_id, failed_before)

    monkeypatch.setattr(garbage_collection, "mark_unneeded", fail)
    monkeypatch.setattr(garbage_collection, "sessions_with_unneeded_files", lambda *_: [stuck, other])
    monkeypatch.setattr(reaper, "ABANDONED_AFTER_S", -1.0)
    async with stage.worker(), asyncio.timeout(150):
        await true(lambda: not stage.kinds(other))
        files = stage.folder / "files"
        await true(lambda: len([*files.rglob("*.webm")]) == 1)
    assert stage.kinds(stuck) == {"video"}
    with pytest.raises(NotFound):
        await stage.files.get(abandoned)


async def test_workflows_are_forgotten_when_their_attempt_has_ended(
    sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than one batch of them, and also those of sessions that can be retried. A workflow whose session has not
    ended stays: otherwise the session would look as if it had never been queued.
    """
    stage = sqlite_stage
    monkeypatch.setattr(engine, "MAX_ENDED_BATCH", 2)
    jobs = [(await stage.add_session(video), 0) for video in (b"a", b"b", None, None, None)]
    async with stage.worker() as runner, asyncio.timeout(150):
        runner._work = Failing(stage)  # type: ignore[assignment]
        for session_id, _ in jobs:
            await runner.enqueue(session_id)
        await ended(stage, *(session_id for session_id, _ in jobs))
        await true(lambda: runner.engine.states(jobs) == {})
        runner._work = Idle()  # type: ignore[assignment]
        unended = await stage.add_session(b"c")
        await runner.enqueue(unended)
        await true(lambda: runner.engine.states([(unended, 0)]) == {(unended, 0): "ended"})
        await runner._new_reaper().reap()
        assert runner.engine.states([(unended, 0)]) == {(unended, 0): "ended"}
        stage.change(unended, updated_at="2026-01-01T00:00:00.000Z")
        await ended(stage, unended)
        await true(lambda: runner.engine.states([(unended, 0)]) == {})
    assert stage.session(unended)["last_error"] == reaper.NO_RESULT


async def test_an_upload_that_has_expired_is_swept_with_its_chunks(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    with stage.database.transaction() as tx:
        ana = users.add(tx, email=None, name="").id
        old, kept = (uploads.begin(tx, ana, {"expires_at": at}) for at in ("2026-01-01T00:00:00.000Z", LATER))
    chunk = await stage.files.add(b"x", kind="chunk", mime_type="a/b", user_id=ana, session_id=None)
    with stage.database.transaction() as tx:
        tx.execute(insert(UploadChunk).values(upload_id=old, start=0, file_id=chunk))
    async with stage.worker() as runner:
        await runner._new_reaper().sweep()
    with stage.database.transaction() as tx:
        assert tx.scalars(select(Upload.id)).all() == [kept]
        assert tx.scalars(select(File.id)).all() == []
    assert not [path for path in (stage.folder / "files").rglob("*") if path.is_file()]


LATER = "2099-01-01T00:00:00.000Z"


async def test_who_deleted_an_account_is_forgotten_when_no_token_of_it_is_valid_any_more(sqlite_stage: Stage) -> None:
    now_ms = int(time.time() * 1000)
    deleted_ms = {"long ago": now_ms - 49 * 3_600_000, "of late": now_ms - 25 * 3_600_000}
    with sqlite_stage.database.transaction() as tx:
        for subject, moment in deleted_ms.items():
            made = users.add(tx, email=None, name="", issuer="https://id", subject=subject)
            users.remove(tx, made.id, moment)
    async with sqlite_stage.worker() as runner:
        await runner._new_reaper().sweep()
    with sqlite_stage.database.transaction() as tx:
        assert users.deleted_ms(tx, "https://id", "long ago") is None
        assert users.deleted_ms(tx, "https://id", "of late") == deleted_ms["of late"]


class Failing:
    """Work that fails at once."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def __call__(self, session_id: str, attempt: int, steps: Steps) -> None:
        with self._stage.database.transaction() as tx:
            assert work.fail(tx, session_id, attempt, "It broke.", "{}")

    async def tidy(self, session_id: str) -> None:
        pass


class Idle(Failing):
    """Work that ends no session."""

    def __init__(self) -> None:
        pass

    async def __call__(self, session_id: str, attempt: int, steps: Steps) -> None:
        pass


async def test_a_duty_that_fails_is_done_again(sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not prevent other tasks."""
    failures = 0

    async def fail(self: Files, older_than_s: float) -> int:
        nonlocal failures
        failures += 1
        raise ValueError("a bug")

    monkeypatch.setattr(Files, "sweep", fail)
    monkeypatch.setattr(reaper, "SWEEP_EVERY_S", 0.05)
    async with sqlite_stage.worker(), asyncio.timeout(150):
        await true(lambda: failures > 1)


async def test_the_log_has_the_beginning_and_the_end_of_an_outage(
    sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Instead of one line for each of the two attempts per second."""
    tries = 0

    async def away(self: Heartbeat) -> None:
        nonlocal tries
        tries += 1
        if tries <= 3:
            raise StoreUnavailable("The database does not answer.")

    away.__name__ = "beat"
    monkeypatch.setattr(Heartbeat, "beat", away)
    monkeypatch.setattr(reaper, "BEAT_EVERY_S", 0.05)
    async with sqlite_stage.worker(), asyncio.timeout(150):
        await true(lambda: tries > 5)
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("beat: ")]
    assert said[0] == "beat: The database does not answer."
    assert [line.partition(" after ")[0] for line in said[1:]] == ["beat: works again"]
