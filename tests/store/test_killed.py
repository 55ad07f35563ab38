"""A process that is killed while it stores and deletes files leaves nothing that a sweep does not clean up."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from claude_scope.settings import ServiceSettings
from claude_scope.store.assets.files import Audit, Files
from claude_scope.store.assets.open_assets import open_assets
from tests.forked import Forked
from tests.store.accounts import account
from tests.store.running import environment

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.store.database import Database

KILLS = 5
CHURN = """
import asyncio, os, sys
from claude_scope.settings import ServiceSettings
from claude_scope.store.assets.open_assets import open_assets
from claude_scope.store.database import Database
from claude_scope.store.assets.files import Files
from claude_scope.store.queries import sessions
from tests.store.accounts import session
from tests.store.deleting import delete_of_session

settings, user_id = ServiceSettings(), sys.argv[1]
database = Database(settings.database_url)
files = Files(database, open_assets(settings))

async def one():
    while True:
        made = session(database, user_id)
        for _ in range(3):
            await files.add(os.urandom(50_000), kind="frame", mime_type="image/png", user_id=user_id, session_id=made)
        await files.add(b"video", kind="video", mime_type="video/webm", user_id=user_id, session_id=None)
        await delete_of_session(files, made, ("video",))
        with database.transaction() as tx:
            marked = sessions.remove(tx, user_id, made)
        print("x", flush=True)
        await files.remove(marked)

async def main():
    await asyncio.gather(one(), one())

asyncio.run(main())
"""


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> dict[str, str]:
    """Variables that name a database and an asset store: each of the four pairs."""
    variables = {"CLAUDE_SCOPE_DATABASE_URL": database_url}
    if request.param == "s3":
        variables |= request.getfixturevalue("s3").environment()
    return environment(tmp_path / "data", **variables)


@pytest.fixture
def files(place: dict[str, str], database: Database, monkeypatch: pytest.MonkeyPatch) -> Files:
    for name, value in place.items():
        if name.startswith("CLAUDE_SCOPE_"):
            monkeypatch.setenv(name, value)
    return Files(database, open_assets(ServiceSettings()))


def kill_in_the_middle(place: dict[str, str], user_id: str, delay_s: float) -> None:
    with Forked(["-c", CHURN, user_id], env=place, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "x\n"
        time.sleep(delay_s)
        started.kill()


def test_whenever_it_is_killed_the_sweep_ends_what_it_began(place: dict[str, str], files: Files) -> None:
    user_id = account(files.database, "ana")
    drawn = random.Random(os.urandom(8))
    for _ in range(KILLS):
        kill_in_the_middle(place, user_id, drawn.uniform(0, 0.1))
        audit = asyncio.run(files.audit())
        assert audit == Audit((), ())  # before any sweep: each file has a row, and each `ready` row a file
    asyncio.run(files.sweep(older_than_s=-1))
    assert asyncio.run(files.audit()) == Audit((), ())
    with files.database.transaction() as tx:
        states = tx.connection().exec_driver_sql("SELECT DISTINCT state FROM files").scalars().all()
    assert set(states) <= {"ready"}
