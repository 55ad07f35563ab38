"""What a worker does besides its sessions goes on in its own time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from claude_scope.jobs import reaper
from claude_scope.store.files import Files
from claude_scope.store.queries import workers
from tests.jobs.stage import ended, true, whole

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.jobs.stage import Stage


async def test_a_sweep_that_takes_long_holds_up_neither_heartbeat_nor_recovery(
    sqlite_stage: Stage, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a team would take the worker for dead, and do its work again."""
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
    async with stage.worker(), asyncio.timeout(60):
        await sweeping.wait()
        first = beats()
        assert list(first) == ["local"]
        await true(lambda: beats() != first)
        never_queued = await stage.add_session(recording)
        stage.change(never_queued, updated_at="2026-01-01T00:00:00.000Z")
        await ended(stage, never_queued)
    await whole(stage, never_queued)


async def test_a_duty_that_fails_is_done_again(sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """And takes no other with it."""
    failures = 0

    async def fail(self: Files, older_than_s: float) -> int:
        nonlocal failures
        failures += 1
        raise ValueError("a bug")

    monkeypatch.setattr(Files, "sweep", fail)
    monkeypatch.setattr(reaper, "SWEEP_EVERY_S", 0.05)
    async with sqlite_stage.worker(), asyncio.timeout(60):
        await true(lambda: failures > 1)
