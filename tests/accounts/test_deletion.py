"""Deletion is complete: rows in every table, files in the store, and work that would create new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import func, select

from claude_scope.api.app import create_app
from claude_scope.settings import ServiceSettings
from claude_scope.store.tables import Base
from tests.api.build import build_service, complete_session, sign_up
from tests.api.resumable_uploads.client import digest_of
from tests.jobs.fake_runner import FakeRunner
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from claude_scope.api.service import Service
    from claude_scope.store.database import Database
    from tests.api.build import Person

pytestmark = on_both_databases
KEY = {"provider": "openai", "key": "sk-0123456789abcdefghijklmnopqrstuvwxyz"}


@pytest.fixture
def whole(database: Database, keys: Path, tmp_path: Path) -> Service:
    """The whole service, over both databases; its work waits until the test releases it."""
    service = build_service(ServiceSettings(data_dir=tmp_path / "data"), database, keys)
    assert isinstance(service.jobs, FakeRunner)
    service.jobs.pause()
    return service


@pytest.fixture
async def browser(whole: Service) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(whole))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8765") as client:
        yield client
    assert isinstance(whole.jobs, FakeRunner)
    await whole.jobs.close()


async def live(browser: httpx.AsyncClient, whole: Service, email: str, folder: Path) -> Person:
    """A user with a completed session, a waiting one with its video, an unfinished upload, an API key and a setting."""
    person = sign_up(whole, email)
    (folder / email).mkdir()
    await complete_session(whole, person, folder / email)
    assert (await browser.post("/api/credentials", json=KEY, headers=person.headers)).status_code == 201
    await browser.patch("/api/settings", json={"defaultAgent": "RAW"}, headers=person.headers)
    waiting = await browser.post("/api/sessions", json={"title": "waits"}, headers=person.headers)
    session_id = waiting.json()["id"]
    await whole.files.add(b"video", kind="video", mime_type="video/webm", user_id=person.id, session_id=session_id)
    await whole.jobs.enqueue(session_id)
    upload = (await browser.post("/api/uploads", json={}, headers=person.headers)).json()["id"]
    digest = {"Content-Digest": digest_of(b"chunk")}
    sent = await browser.put(f"/api/uploads/{upload}/chunks/0", content=b"chunk", headers=person.headers | digest)
    assert sent.status_code == 200
    return person


def rows(database: Database, user_id: str) -> dict[str, int]:
    """The number of rows of an account in each table."""
    counts = {}
    with database.transaction() as tx:
        for name, table in Base.metadata.tables.items():
            owner = table.c.get("user_id", table.c.id if name == "users" else None)
            if owner is not None:
                counts[name] = tx.scalar(select(func.count()).select_from(table).where(owner == user_id)) or 0
    return {name: count for name, count in counts.items() if count}


async def stored(service: Service) -> set[str]:
    return {key async for key in service.assets.keys()}  # noqa: SIM118 - an asset store is no dict


async def test_deleting_all_sessions_leaves_the_account(
    browser: httpx.AsyncClient, whole: Service, tmp_path: Path
) -> None:
    bea = await live(browser, whole, "bea@example.com", tmp_path)
    kept = await stored(whole)
    ada = await live(browser, whole, "ada@example.com", tmp_path)
    assert len(await stored(whole)) > len(kept) > 1
    answer = await browser.delete("/api/sessions", headers=ada.headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert rows(whole.database, ada.id) == {"users": 1, "credentials": 1, "settings": 1}
    assert await stored(whole) == kept
    assert (await browser.get("/api/sessions", headers=ada.headers)).json() == []
    assert len((await browser.get("/api/sessions", headers=bea.headers)).json()) == 2
    assert (await browser.delete("/api/sessions", headers=ada.headers)).status_code == 204


async def test_an_account_goes_with_its_files_and_its_work(
    browser: httpx.AsyncClient, whole: Service, tmp_path: Path
) -> None:
    bea = await live(browser, whole, "bea@example.com", tmp_path)
    kept, of_bea = await stored(whole), rows(whole.database, bea.id)
    ada = await live(browser, whole, "ada@example.com", tmp_path)
    assert set(rows(whole.database, ada.id)) == {"users", "sessions", "files", "uploads", "credentials", "settings"}
    assert (await browser.delete("/api/auth/me", headers=ada.headers)).status_code == 204
    assert rows(whole.database, ada.id) == {}
    assert await stored(whole) == kept
    assert rows(whole.database, bea.id) == of_bea
    assert (await browser.get("/api/sessions", headers=ada.headers)).status_code == 401


@pytest.mark.attack("other accounts")
async def test_nobody_deletes_without_a_token(browser: httpx.AsyncClient) -> None:
    for path in ("/api/sessions", "/api/auth/me"):
        assert (await browser.delete(path)).status_code == 401


async def test_an_id_that_is_missing_does_not_delete_all(
    browser: httpx.AsyncClient, whole: Service, tmp_path: Path
) -> None:
    """A script that leaves the id out of `/sessions/ID` requests `/sessions/`."""
    ada = await live(browser, whole, "ada@example.com", tmp_path)
    assert (await browser.delete("/api/sessions/", headers=ada.headers)).status_code in (404, 405)
    assert rows(whole.database, ada.id)["sessions"] == 2
