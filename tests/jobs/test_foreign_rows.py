"""Rows in the queue's database that Claude Scope did not write are refused: nothing is unpickled, and other sessions
continue.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from claude_scope.jobs import engine
from claude_scope.jobs.engine import REFUSED
from tests.jobs.planted import pickled, queue_of
from tests.jobs.stage import ended, enqueue, true, whole
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.jobs.stage import Stage

PLANTED = "sess_PLANTED1-0"


@pytest.mark.attack("backups")
async def test_a_planted_pickle_is_not_read_and_the_session_behind_it_is_worked_on(
    stage: Stage, recording: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One row waits in the queue, one was running when its worker died, and one has an id that no session has."""
    marker = tmp_path / "marker"
    session_id = await stage.add_session(recording)
    await enqueue(stage, session_id)
    with queue_of(stage) as queue:
        queue.workflow(PLANTED, pickled(marker))
        queue.workflow("sess_PLANTED2-0", pickled(marker), status="PENDING", executor_id="local")
        queue.workflow("planted", pickled(marker))
    async with stage.worker(), asyncio.timeout(150):
        await ended(stage, session_id)
    await whole(stage, session_id)
    assert not marker.exists()
    assert f"Error executing workflow {PLANTED}: " in caplog.text


@pytest.mark.attack("backups")
@on_both_databases
async def test_a_pickle_that_is_planted_under_a_running_worker_is_not_read(stage: Stage, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    async with stage.worker() as runner, asyncio.timeout(150):
        with queue_of(stage) as queue:
            queue.workflow(PLANTED, pickled(marker))
        await true(lambda: runner.engine.states([("sess_PLANTED1", 0)]) == {("sess_PLANTED1", 0): "ended"})
    assert not marker.exists()


@pytest.mark.attack("backups")
async def test_a_planted_result_of_a_step_ends_its_session_and_a_retry_completes_it(
    stage: Stage, recording: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    marker = tmp_path / "marker"
    session_id = await stage.add_session(recording)
    await enqueue(stage, session_id)
    with queue_of(stage) as queue:
        queue.step(f"{session_id}-0", 1, "probe", pickled(marker))
    async with stage.worker() as runner, asyncio.timeout(150):
        await ended(stage, session_id)
        assert stage.session(session_id)["last_error"] == REFUSED
        assert f"the result of step probe of workflow {session_id}-0: {REFUSED}" in caplog.text
        await runner.retry(session_id)
        await ended(stage, session_id)
    await whole(stage, session_id)
    assert not marker.exists()


@pytest.mark.attack("backups")
async def test_workflows_with_foreign_ids_do_not_stop_the_reaper(stage: Stage, tmp_path: Path) -> None:
    """They are deleted when they have ended, which happens when they are refused."""
    marker = tmp_path / "marker"
    never_queued = await stage.add_session(None)
    stage.change(never_queued, updated_at="2026-01-01T00:00:00.000Z", priority=1)
    async with stage.worker(inspect=None):
        pass
    with queue_of(stage) as queue:
        queue.workflow("planted", pickled(marker), status="ERROR")
        queue.workflow("sess_ABCDEFGH-1e9", pickled(marker), application_version="1")
        queue.workflow(f"sess_ABCDEFGH-{2**70}", pickled(marker), application_version="1", status="CANCELLED")
    async with stage.worker() as runner, asyncio.timeout(150):
        await ended(stage, never_queued)
        await runner._new_reaper().sweep()
    with queue_of(stage) as queue:
        assert queue.workflow_ids() - {f"{never_queued}-0"} == {"sess_ABCDEFGH-1e9"}
    assert not marker.exists()


async def test_what_dbos_writes_of_a_session_is_in_our_serialisation(sqlite_stage: Stage, recording: Path) -> None:
    """Otherwise it would be refused."""
    session_id = await sqlite_stage.add_session(recording)
    seen: set[str] = set()

    def has_ended() -> bool:
        with queue_of(sqlite_stage) as queue:  # the reaper deletes its rows soon after it ends
            seen.update(queue.serialisations())
        return bool(sqlite_stage.session(session_id)["status"] != "processing")

    async with sqlite_stage.worker() as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await true(has_ended)
    assert seen == {engine._Json().name()}
