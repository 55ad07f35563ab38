"""Texts that were read but not masked yet can be read nowhere: neither during the work nor after it."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from claude_scope.errors import InspectionError
from claude_scope.values import Node
from tests.jobs.readable import readable
from tests.jobs.stage import ended, enqueue, one_node, ran, true
from tests.jobs.worker import process
from tests.videos import words, write_video

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.values import Snapshot
    from tests.jobs.stage import Stage

WORD = "Marmalade"
"""On the screen, and not a secret."""
CARD = "5555 5555 5555 4444"
"""Also on the screen."""
TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
"""In a field of the page's tree."""
SECRETS = (TOKEN, CARD, CARD.replace(" ", ""))
TEXT_SECRETS = ("Zq8Kp2Lm4Nx6Rt1Vw3Yb", "Plant3dPw!", "Hunter2Hunter2")
TEXTS = {
    "title": f"Sign in with password: {TEXT_SECRETS[2]}",
    "seed_url": f"http://127.0.0.1:1/?api_key={TEXT_SECRETS[0]}",
    "notes": f"password: {TEXT_SECRETS[1]}",
}
"""The texts of an upload."""
MASKED_TEXTS = {
    "title": "Sign in with password: [masked: password or key]",
    "seed_url": "http://127.0.0.1:1/?api_key=[masked: URL secret]",
    "notes": "password: [masked: password or key]",
}


@pytest.fixture(scope="module")
def secret_recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two states of a page that shows a card number."""
    states = [words(WORD, f"Card {CARD}"), words(WORD, f"Card {CARD}", "Payment failed")]
    return write_video(tmp_path_factory.mktemp("secret") / "card.webm", [(state, 1.5) for state in states])


async def killed(stage: Stage, session_id: str, point: str) -> None:
    await enqueue(stage, session_id)
    with process(stage, die_at=[point], token=TOKEN) as worker:
        assert await asyncio.to_thread(worker.wait, 150) == -signal.SIGKILL


@pytest.mark.attack("secrets")
@pytest.mark.parametrize(
    ("place", "point"), [("laptop", "before read 2"), ("team", "before persist")], indirect=["place"]
)
async def test_while_a_session_is_worked_on(place: Stage, secret_recording: Path, point: str) -> None:
    """Its worker was killed; the next one continues from encrypted data, and clears the folder of the dead one."""
    session_id = await place.add_session(secret_recording)
    await killed(place, session_id, point)
    assert await readable(place, WORD, *SECRETS) == set()
    with process(place, token=TOKEN, dead_after_s=0.5, pace=4):
        async with asyncio.timeout(150):
            await ended(place, session_id)
    assert ran(place)["keyframes"] == ran(place)["read 1"] == ran(place)["mask"] == 1
    assert place.session(session_id)["status"] == "complete"


@pytest.mark.attack("secrets")
async def test_what_stays_of_a_complete_session_is_masked(place: Stage, secret_recording: Path) -> None:
    session_id = await place.add_session(secret_recording)
    await enqueue(place, session_id)
    with process(place, token=TOKEN, pace=4):
        async with asyncio.timeout(150):
            await ended(place, session_id)
            await forgotten(place)
    row = place.session(session_id)
    assert row["status"] == "complete"
    assert WORD in row["analysis"]
    assert "Card [masked: " in row["analysis"]
    assert place.kinds(session_id) == {"frame", "thumbnail", "screenshot"}
    assert await readable(place, *SECRETS, pictures=False, with_work=True) == set()


@pytest.mark.attack("secrets")
async def test_a_failed_session_keeps_nothing_but_its_video(sqlite_stage: Stage, secret_recording: Path) -> None:
    session_id = await sqlite_stage.add_session(secret_recording)
    await enqueue(sqlite_stage, session_id)
    with process(sqlite_stage, token=TOKEN, fail_at="timeline", pace=4):
        async with asyncio.timeout(150):
            await ended(sqlite_stage, session_id)
            await true(lambda: sqlite_stage.kinds(session_id) == {"video"})
            await forgotten(sqlite_stage)
        assert await readable(sqlite_stage, WORD, *SECRETS, with_work=True) == set()
    assert sqlite_stage.session(session_id)["last_error"] == "The process of timeline crashed; try again."


@pytest.mark.attack("secrets")
async def test_a_cancelled_session_keeps_nothing(sqlite_stage: Stage, secret_recording: Path) -> None:
    session_id = await sqlite_stage.add_session(secret_recording)
    with process(sqlite_stage, token=TOKEN, inspect_s=3600, pace=4):
        async with sqlite_stage.worker(inspect=None) as api, asyncio.timeout(150):
            await api.enqueue(session_id)
            await true(lambda: "read 2" in ran(sqlite_stage))
            await api.cancel(session_id)
            await true(lambda: not sqlite_stage.kinds(session_id))
            await true(lambda: not list((sqlite_stage.folder / "work").glob("*/*/*")))
            await forgotten(sqlite_stage)
        assert await readable(sqlite_stage, WORD, *SECRETS, with_work=True) == set()


@pytest.mark.attack("secrets")
async def test_secrets_in_the_texts_of_an_upload_are_only_known_to_the_worker(
    sqlite_stage: Stage, secret_recording: Path
) -> None:
    """The page is inspected at its real address, also in a retry, and the address can never be read."""
    inspected: list[str] = []

    async def inspect(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
        inspected.extend(urls)
        if len(inspected) == 1:
            raise RuntimeError(urls[0])
        return await one_node(urls, out, viewport=viewport)

    session_id = await sqlite_stage.add_session(secret_recording, **TEXTS)
    assert await readable(sqlite_stage, *TEXT_SECRETS) == set()
    async with sqlite_stage.worker(inspect) as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await ended(sqlite_stage, session_id)
        assert sqlite_stage.session(session_id)["status"] == "error"
        assert sqlite_stage.encrypted_texts(session_id)
        assert await readable(sqlite_stage, *TEXT_SECRETS) == set()
        await runner.retry(session_id)
        await ended(sqlite_stage, session_id)
        await forgotten(sqlite_stage)
    assert inspected == [TEXTS["seed_url"]] * 2
    row = sqlite_stage.session(session_id)
    assert row["status"] == "complete"
    for name, masked in MASKED_TEXTS.items():
        assert row[name] == json.loads(row["analysis"])[{"seed_url": "seedUrl"}.get(name, name)] == masked
    assert sqlite_stage.encrypted_texts(session_id) == []
    assert await readable(sqlite_stage, *TEXT_SECRETS, pictures=False, with_work=True) == set()


@pytest.mark.attack("secrets")
async def test_a_secret_that_only_the_page_gives_away_is_masked_in_the_texts_too(
    sqlite_stage: Stage, secret_recording: Path
) -> None:
    """A token; a title that its owner changed meanwhile stays as it is."""
    word = "v6RkQ2mZ8tXw4LpY"
    field = Node("textbox", "Password", text=word)

    async def inspect(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
        sqlite_stage.change(session_id, title="Another")
        snapshots = await one_node(urls, out, viewport=viewport)
        return tuple(replace(snapshot, tree=Node("document", children=(field,))) for snapshot in snapshots)

    session_id = await sqlite_stage.add_session(secret_recording, title=f"{word} is refused", notes=f"I typed {word}")
    async with sqlite_stage.worker(inspect) as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await ended(sqlite_stage, session_id)
    row = sqlite_stage.session(session_id)
    assert (row["title"], row["notes"]) == ("Another", "I typed [masked: secret of a field]")


@pytest.mark.attack("secrets")
async def test_the_texts_of_a_cancelled_upload_go_with_its_video(sqlite_stage: Stage, secret_recording: Path) -> None:
    session_id = await sqlite_stage.add_session(secret_recording, **TEXTS)
    async with sqlite_stage.worker(inspect=None) as api, asyncio.timeout(150):
        await api.enqueue(session_id)
        assert sqlite_stage.encrypted_texts(session_id)
        await api.cancel(session_id)
        await true(lambda: not sqlite_stage.kinds(session_id))
    with sqlite_stage.database.transaction() as tx:
        assert tx.scalars(text("SELECT encrypted_texts FROM files WHERE encrypted_texts IS NOT NULL")).all() == []
    assert await readable(sqlite_stage, *TEXT_SECRETS, pictures=False) == set()


@pytest.mark.attack("secrets")
async def test_the_key_of_a_session_that_has_ended_is_nowhere(sqlite_stage: Stage, recording: Path) -> None:
    """Neither in the free space of the file nor in its log, where the secret keys are stored as well."""
    stage, sealed = sqlite_stage, set()
    session_id = await stage.add_session(recording)
    async with stage.worker() as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        while stage.session(session_id)["status"] == "processing":
            sealed.add(stage.session(session_id)["work_key"])
            await asyncio.sleep(0.05)
        (key,) = sealed - {None}
        await runner._new_reaper().sweep()
        assert await readable(stage, key, pictures=False) == set()


async def test_an_update_clears_what_an_older_version_left_in_the_queue(sqlite_stage: Stage) -> None:
    """The older version had deleted rows, which stayed readable in the file."""
    older = sqlite3.connect(sqlite_stage.folder / "dbos.db", isolation_level=None)
    older.execute("PRAGMA secure_delete=OFF")
    older.execute("CREATE TABLE older (output TEXT)")
    older.execute("INSERT INTO older VALUES (?)", (f"{WORD} " * 1000,))
    older.execute("DELETE FROM older")
    older.close()
    assert await readable(sqlite_stage, WORD) == {f"{WORD} in ./dbos.db"}
    async with sqlite_stage.worker():
        assert await readable(sqlite_stage, WORD) == set()


@pytest.mark.attack("secrets")
async def test_secrets_in_an_error_are_masked(sqlite_stage: Stage, secret_recording: Path) -> None:
    """The address of the page contained a token."""

    async def refuse(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
        raise InspectionError(f"https://app.example/?token={TOKEN} does not answer; start it, then try again.")

    session_id = await sqlite_stage.add_session(secret_recording)
    async with sqlite_stage.worker(refuse) as runner, asyncio.timeout(150):
        await runner.enqueue(session_id)
        await true(lambda: lane_of(sqlite_stage, session_id).get("status") == "error")
        assert await readable(sqlite_stage, TOKEN, pictures=False, with_work=True) == set()
        await ended(sqlite_stage, session_id)
        assert await readable(sqlite_stage, TOKEN, pictures=False, with_work=True) == set()
    assert "[masked" in lane_of(sqlite_stage, session_id)["error"]
    assert "does not answer" in json.loads(sqlite_stage.session(session_id)["analysis"])["lanes"][1]["error"]


def lane_of(stage: Stage, session_id: str) -> dict[str, str]:
    """The status of the page's inspection."""
    lane: dict[str, str] = stage.session(session_id)["processing"].get("playwrightLane", {})
    return lane


async def forgotten(stage: Stage) -> None:
    """Wait until the engine has no step results left."""
    await true(lambda: results(stage) == 0)


def results(stage: Stage) -> int:
    """The number of step results."""
    is_sqlite = stage.database.is_sqlite
    url = f"sqlite:///{stage.folder / 'dbos.db'}" if is_sqlite else stage.database.url
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            table = "operation_outputs" if is_sqlite else "dbos.operation_outputs"
            return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0
    finally:
        engine.dispose()
