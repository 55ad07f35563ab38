"""Quotas, expiry, crashes and deletion of unfinished uploads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from claude_scope.api.sessions import resumable_uploads
from claude_scope.api.sessions.quotas import size
from claude_scope.errors import StoreUnavailable
from claude_scope.store import ids
from claude_scope.store.assets.files import Audit, Files
from claude_scope.store.assets.s3 import S3Assets
from claude_scope.store.queries import quotas, uploads
from claude_scope.store.tables import File
from tests.api.resumable_uploads.client import PART, Client, asking, expire, rows, sentence, stored
from tests.api.test_uploads import FIELDS
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.s3_server import S3Place


@pytest.mark.attack("quotas")
@on_both_databases
async def test_chunks_count_within_the_quota_and_once(service: Service, ana: Person, video: bytes) -> None:
    """An account with room for one recording can finish it, although chunks and video exist for a moment."""
    async with asking(service, max_bytes_per_account=len(video) + PART) as http:
        her = Client(http, ana)
        assert "The recording takes" in sentence(await her.begin(FIELDS | {"size": len(video) + PART + 1}), 400)
        upload_id, other = await her.begun(size=len(video)), await her.begun()
        await her.send(upload_id, video)
        assert (await service.read(quotas.usage, ana.id)).size_bytes == len(video)
        said = sentence(await her.put(other, 0, bytes(PART + 1)), 400)
        assert f"Unfinished uploads take {size(len(video))}; " in said
        assert (await her.finish(upload_id, len(video))).status_code == 202
        used = (await service.read(quotas.usage, ana.id)).size_bytes
        assert len(video) < used < len(video) + 1000
        said = sentence(await her.put(other, 0, bytes(PART + 1)), 400)
        assert f'the largest: "{FIELDS["title"]}"' in said


@pytest.mark.attack("quotas")
async def test_a_full_account_begins_nothing_and_unfinished_uploads_are_limited(
    service: Service, ana: Person, video: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resumable_uploads, "MAX_UNFINISHED", 2)
    async with asking(service, max_sessions_per_account=1) as http:
        her = Client(http, ana)
        first, _ = await her.begun(), await her.begun()
        assert sentence(await her.begin(), 409).startswith("2 uploads are unfinished; ")
        await her.send(first, video)
        assert (await her.finish(first, len(video))).status_code == 202
        assert sentence(await her.begin(), 400).startswith("The account is full: it has 1 session ")


@on_both_databases
async def test_what_has_expired_is_gone_and_the_sweep_removes_it(her: Client, service: Service, video: bytes) -> None:
    old, fresh = await her.begun(), await her.begun()
    for upload_id in (old, fresh):
        await her.send(upload_id, video[:PART])
    expire(service, old)
    for answer in (await her.get(old), await her.put(old, 0, video[:PART]), await her.finish(old, PART)):
        assert answer.status_code == 404
    await service.files.remove(await service.write(uploads.remove_expired, ids.now()))
    assert (rows(service), await stored(service)) == ((1, 1, 1), 1)
    assert (await her.get(fresh)).json()["received"] == PART


async def test_a_key_can_be_used_again_when_its_upload_has_expired(her: Client, service: Service, video: bytes) -> None:
    first = (await her.begin(key="one")).json()["id"]
    await her.send(first, video[:PART])
    expire(service, first)
    again = (await her.begin(key="one")).json()
    assert (again["id"] != first, again["received"]) == (True, 0)
    assert await service.files.sweep(older_than_s=-1) == 1
    assert (rows(service), await stored(service)) == ((1, 0, 0), 0)


async def test_each_chunk_gives_the_upload_another_day(her: Client, service: Service, video: bytes) -> None:
    upload_id = await her.begun()
    soon = ids.iso(datetime.now(UTC) + timedelta(minutes=5))
    expire(service, upload_id, soon)
    assert (await her.get(upload_id)).json()["expiresAt"] == soon
    await her.send(upload_id, video[:PART])
    expires = datetime.fromisoformat((await her.get(upload_id)).json()["expiresAt"])
    assert timedelta(hours=23) < expires - datetime.now(UTC) <= timedelta(hours=24)


async def test_chunks_are_no_abandoned_files_for_the_sweep(her: Client, service: Service, video: bytes) -> None:
    upload_id = await her.begun()
    await her.send(upload_id, video)
    assert await service.files.sweep(older_than_s=-1) == 0
    assert (await her.finish(upload_id, len(video))).status_code == 202


@on_both_databases
async def test_a_crash_between_a_chunk_and_its_row_loses_nothing_and_leaves_nothing(
    her: Client, service: Service, video: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is stored and nobody counts it: the client sends the chunk again, and the sweep removes the file."""
    upload_id = await her.begun()
    await her.send(upload_id, video[:PART])
    with monkeypatch.context() as patch:

        def killed(*_: object) -> bool:
            raise StoreUnavailable("The connection broke.")

        async def not_deleted(*_: object) -> None:
            """As if the process had ended."""

        patch.setattr(uploads, "add_chunk", killed)
        patch.setattr(service.files, "delete", not_deleted)
        assert (await her.put(upload_id, PART, video[PART:])).status_code == 503
    assert (await her.get(upload_id)).json()["received"] == PART
    assert rows(service) == (1, 1, 2)
    assert (await her.put(upload_id, PART, video[PART:])).json()["received"] == len(video)
    assert await service.files.sweep(older_than_s=-1) == 1
    assert (rows(service), await stored(service)) == ((1, 2, 2), 2)
    assert (await her.finish(upload_id, len(video))).status_code == 202


@on_both_databases
async def test_a_chunk_whose_commit_was_not_answered_is_kept(
    her: Client, service: Service, video: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection broke after the commit: the client gets an error, but the bytes count."""
    upload_id, write = await her.begun(), type(service).write

    async def broken(self: Service, query: Any, *args: Any, **kwargs: Any) -> Any:
        done = await write(self, query, *args, **kwargs)
        if query is resumable_uploads._count:
            raise StoreUnavailable("The connection broke.")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(type(service), "write", broken)
        assert (await her.put(upload_id, 0, video)).status_code == 503
    assert (await her.get(upload_id)).json()["received"] == len(video)
    assert (await her.put(upload_id, 0, video)).status_code == 200
    assert (await her.finish(upload_id, len(video))).status_code == 202


async def test_a_chunk_that_was_lost_is_reported(her: Client, service: Service, video: bytes) -> None:
    upload_id = await her.begun()
    await her.send(upload_id, video)
    with service.database.transaction() as tx:
        (key, *_) = tx.scalars(select(File.key))
    await service.assets.delete(key)
    assert sentence(await her.finish(upload_id, len(video)), 409).startswith("A part of the upload is lost; ")


@on_both_databases
@pytest.mark.parametrize("path", ["/api/sessions", "/api/auth/me"])
async def test_deleting_everything_deletes_unfinished_uploads(
    her: Client, service: Service, video: bytes, path: str
) -> None:
    await her.send(await her.begun(), video)
    assert (await her.http.delete(path, headers=her.who.headers)).status_code == 204
    assert (rows(service), await stored(service)) == ((0, 0, 0), 0)


async def test_an_upload_goes_with_its_session(her: Client, service: Service, video: bytes) -> None:
    upload_id = (await her.begin(key="one")).json()["id"]
    await her.send(upload_id, video)
    session_id = (await her.finish(upload_id, len(video))).json()["id"]
    assert (await her.http.delete(f"/api/sessions/{session_id}", headers=her.who.headers)).status_code == 204
    assert (await her.get(upload_id)).status_code == 404
    assert (await her.begin(key="one")).json()["id"] != upload_id


async def test_it_works_with_files_in_s3_and_on_two_machines(
    service: Service, s3: S3Place, ana: Person, video: bytes, tmp_path: Path
) -> None:
    """Each request goes to another one: they share the database and the bucket, but no folder."""
    assets = S3Assets.of(s3.settings(service.settings.data_dir))
    shared = replace(service, assets=assets, files=Files(service.database, assets))
    machines = [
        replace(shared, settings=shared.settings.model_copy(update={"data_dir": tmp_path / name})) for name in "ab"
    ]
    async with asking(machines[0]) as one, asking(machines[1]) as other:
        upload_id = await Client(one, ana).begun()
        for number, start in enumerate(range(0, len(video), PART)):
            sent = await Client((one, other)[number % 2], ana).put(upload_id, start, video[start : start + PART])
            assert sent.status_code == 200, sent.text
        assert (await Client(other, ana).finish(upload_id, len(video))).status_code == 202
    assert await stored(shared) == 1
    assert await shared.files.audit() == Audit((), ())
