"""A session's step results, as they are stored and as a worker that continues gets them."""

from __future__ import annotations

import asyncio
import itertools
import sys
from typing import TYPE_CHECKING

import pytest

from claude_scope.jobs.session.step_results import StepStore
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.queries.work import Job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.jobs.stage import Stage

JOB = Job("sess_TESTTEST", "usr_TESTTEST", 0, "", "", "", "raw", {}, "", "", None, None, None, "")
ASSET = "ast_TESTTEST"
PICTURES = 300
TIMES = 20
"""One in four is enough for the lanes to overlap."""


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads switch as often as possible, so that reading a value while another thread changes it is detected."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("eager_threads")
def test_both_lanes_take_up_their_results_at_the_same_time(sqlite_stage: Stage, tmp_path: Path) -> None:
    lanes = [[f"{lane}/{number}.jpg" for number in range(PICTURES)] for lane in ("frames", "pages", "thumbnails")]
    for name in itertools.chain(*lanes):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    stored = [[f"{ASSET}/{name}" for name in lane] for lane in lanes]

    async def take_up(step_store: StepStore) -> list[object]:
        return list(await asyncio.gather(*(step_store.load("thumbnails", lane) for lane in stored)))

    for _ in range(TIMES):
        step_store = StepStore(
            sqlite_stage.files, JOB, tmp_path, DataKey(bytes(32), JOB.id), Secrets.of(sqlite_stage.settings)
        )
        assert asyncio.run(take_up(step_store)) == [tuple(tmp_path / name for name in lane) for lane in lanes]
        assert {step_store.id_of(tmp_path / lane[-1]) for lane in lanes} == {ASSET}
