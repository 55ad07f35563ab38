"""A recording that arrives in chunks: begun, sent, resumed, finished; on SQLite and PostgreSQL, in a folder and S3."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import select

from claude_scope.api.app import create_app
from claude_scope.api.http.rate_limits import CHUNK_BYTES
from claude_scope.api.sessions import resumable_uploads
from claude_scope.api.sessions.quotas import size
from claude_scope.errors import StoreUnavailable
from claude_scope.store import ids
from claude_scope.store.assets.files import Audit, Files
from claude_scope.store.assets.s3 import S3Assets
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.queries import quotas, sessions, uploads, work
from claude_scope.store.tables import File, Upload, UploadChunk
from tests.api.test_uploads import FIELDS
from tests.decrypted import decrypted
from tests.servers import on_both_databases
from tests.videos import three_states

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner
    from tests.s3_server import S3Place

PART = 6_000
"""Smaller than the video, so that it has several chunks."""


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    content = three_states(tmp_path_factory.mktemp("video") / "recording.webm").read_bytes()
    assert len(content) > PART
    return content


@pytest.fixture(autouse=True)
def waiting(runner: FakeRunner) -> None:
    """Sessions wait: work that goes on when a test ends would leave a connection open."""
    runner.pause()


class Client:
    """One person's resumable uploads."""

    def __init__(self, http: httpx.AsyncClient, who: Person) -> None:
        self.http, self.who = http, who

    async def begin(self, fields: dict[str, Any] | None = None, key: str = "") -> httpx.Response:
        headers = self.who.headers | ({"Idempotency-Key": key} if key else {})
        return await self.http.post("/api/uploads", json=FIELDS if fields is None else fields, headers=headers)

    async def begun(self, **fields: Any) -> str:
        answer = await self.begin(FIELDS | fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def put(self, upload_id: str, start: int, content: bytes, digest: str | None = None) -> httpx.Response:
        headers = self.who.headers | {"Content-Digest": digest_of(content) if digest is None else digest}
        return await self.http.put(f"/api/uploads/{upload_id}/chunks/{start}", content=content, headers=headers)

    async def send(self, upload_id: str, content: bytes) -> None:
        for start in range(0, len(content), PART):
            answer = await self.put(upload_id, start, content[start : start + PART])
            assert answer.status_code == 200, answer.text

    async def get(self, upload_id: str) -> httpx.Response:
        return await self.http.get(f"/api/uploads/{upload_id}", headers=self.who.headers)

    async def finish(self, upload_id: str, size: int) -> httpx.Response:
        return await self.http.post(f"/api/uploads/{upload_id}/finish", json={"size": size}, headers=self.who.headers)

    async def remove(self, upload_id: str) -> httpx.Response:
        return await self.http.delete(f"/api/uploads/{upload_id}", headers=self.who.headers)


@pytest.fixture
def her(client: httpx.AsyncClient, ana: Person) -> Client:
    return Client(client, ana)


def digest_of(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def rows(service: Service) -> tuple[int, int, int]:
    """How many uploads, chunks and files have rows."""
    with service.database.transaction() as tx:
        uploads_, chunks, files = (len(tx.execute(select(table)).all()) for table in (Upload, UploadChunk, File))
    return uploads_, chunks, files


async def stored(service: Service) -> int:
    return len([key async for key in service.assets.keys("")])


def sentence(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["message"])


@on_both_databases
async def test_a_recording_in_chunks_becomes_the_session_that_one_form_would_make(
    her: Client, ana: Person, service: Service, runner: FakeRunner, video: bytes
) -> None:
    fields = FIELDS | {"notes": "password: Plant3dPw!", "agentTarget": "CODEX", "size": len(video)}
    begun = await her.begin(fields)
    upload = begun.json()
    assert begun.status_code == 201
    assert upload | {"received": 0, "chunkBytes": 4 * 1024 * 1024, "sessionId": None} == upload
    await her.send(upload["id"], video)
    assert (await her.get(upload["id"])).json() | {"received": len(video), "sessionId": None} == (
        await her.get(upload["id"])
    ).json()
    done = await her.finish(upload["id"], len(video))
    assert done.status_code == 202, done.text
    session = done.json()
    assert done.headers["location"] == f"/api/sessions/{session['id']}"
    assert session | {"title": FIELDS["title"], "agentTarget": "CODEX", "status": "processing"} == session
    assert session["notes"] == "password: [masked: password or key]"
    assert runner.enqueued == [(session["id"], 0)]
    with service.database.transaction() as tx:
        job = work.take_up(tx, session["id"], 0, "key")
    assert job is not None
    assert job.video_id is not None
    assert job.video_key is not None
    key = DataKey.open(job.video_key, service.secrets, ana.id)
    assert await decrypted(key, await service.files.read(job.video_id)) == video
    assert rows(service) == (1, 0, 1)
    assert await stored(service) == 1
    assert (await her.get(upload["id"])).json()["sessionId"] == session["id"]
    assert await service.files.audit() == Audit((), ())


@pytest.mark.attack("secrets")
async def test_neither_chunks_nor_fields_can_be_read_where_they_are_stored(
    her: Client, service: Service, video: bytes
) -> None:
    upload_id = await her.begun(notes="password: Plant3dPw!")
    await her.send(upload_id, video)
    with service.database.transaction() as tx:
        dump = "\n".join(tx.connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
        (chunk, *_) = tx.scalars(select(File.id))
    assert FIELDS["title"] not in dump
    assert "Plant3dPw!" not in dump
    files = [path for path in (service.settings.data_dir / "files").rglob("*") if path.is_file()]
    assert len(files) == -(-len(video) // PART)
    assert not any(video[at : at + 64] in path.read_bytes() for path in files for at in range(0, len(video), PART))
    answer = await her.http.get(f"/api/assets/{chunk}", headers=her.who.headers)
    assert sentence(answer, 404) == "There is no such picture."


@on_both_databases
async def test_a_chunk_that_is_sent_again_changes_nothing(her: Client, service: Service, video: bytes) -> None:
    upload_id = await her.begun()
    await her.send(upload_id, video[: 2 * PART])
    before = (await her.get(upload_id)).json()
    for start in (0, PART):
        again = await her.put(upload_id, start, video[start : start + PART])
        assert (again.status_code, again.json()) == (200, before)
    assert await stored(service) == 2
    assert rows(service) == (1, 2, 2)


@on_both_databases
async def test_a_chunk_that_arrives_twice_at_once_is_stored_once(her: Client, service: Service, video: bytes) -> None:
    upload_id = await her.begun()
    answers = await asyncio.gather(*(her.put(upload_id, 0, video[:PART]) for _ in range(4)))
    assert [(answer.status_code, answer.json()["received"]) for answer in answers] == [(200, PART)] * 4
    assert await stored(service) == 1
    assert rows(service) == (1, 1, 1)


async def test_gaps_and_other_bytes_are_a_409_that_says_where_to_go_on(her: Client, video: bytes) -> None:
    upload_id = await her.begun()
    assert "the upload has 0; go on from there" in sentence(await her.put(upload_id, PART, video[:PART]), 409)
    await her.send(upload_id, video[:PART])
    for start, content in ((0, video[1 : PART + 1]), (0, video[: PART - 1]), (1, video[1:PART])):
        assert f"has other bytes from {start} on" in sentence(await her.put(upload_id, start, content), 409)
    assert (await her.get(upload_id)).json()["received"] == PART


@pytest.mark.parametrize(
    ("digest", "said"),
    [
        ("", "give the SHA-256 of the body"),
        ("sha-256=AAAA", "give the SHA-256 of the body"),
        (f"sha-512=:{base64.b64encode(bytes(64)).decode()}:", "give the SHA-256 of the body"),
        (f"{digest_of(b'a')}, {digest_of(b'b')}", "give the SHA-256 of the body"),
        (digest_of(b"something else"), "the body has another SHA-256"),
    ],
)
async def test_a_body_has_to_match_its_digest(
    her: Client, service: Service, video: bytes, digest: str, said: str
) -> None:
    upload_id = await her.begun()
    assert said in sentence(await her.put(upload_id, 0, video[:PART], digest), 400)
    assert rows(service) == (1, 0, 0)


async def test_other_digests_beside_it_are_ignored(her: Client, video: bytes) -> None:
    upload_id = await her.begun()
    both = f"sha-512=:{base64.b64encode(bytes(64)).decode()}:, {digest_of(video[:PART])};a=1"
    assert (await her.put(upload_id, 0, video[:PART], both)).status_code == 200


@pytest.mark.attack("uploads")
async def test_a_chunk_is_limited_in_size(her: Client, service: Service) -> None:
    upload_id = await her.begun()
    assert sentence(await her.put(upload_id, 0, b""), 400).startswith("The chunk is empty")
    assert (await her.put(upload_id, 0, bytes(CHUNK_BYTES))).status_code == 200
    said = sentence(await her.put(upload_id, CHUNK_BYTES, bytes(CHUNK_BYTES + 1)), 400)
    assert said == "The body is longer than 4 MB; send less."
    assert rows(service) == (1, 1, 1)


@pytest.mark.attack("uploads")
async def test_an_upload_is_limited_in_size(service: Service, ana: Person) -> None:
    """100 MB by default; a stated size is refused at once."""
    assert service.settings.max_upload_bytes == 100 * 1024 * 1024
    async with asking(service, max_upload_bytes=30_000) as http:
        her = Client(http, ana)
        too_large = "The recording is larger than 0.0286102 MB; record a shorter flow."
        assert sentence(await her.begin(FIELDS | {"size": 30_001}), 400) == too_large
        upload_id = await her.begun(size=30_000)
        assert (await her.put(upload_id, 0, bytes(20_000))).status_code == 200
        assert sentence(await her.put(upload_id, 20_000, bytes(10_001)), 400) == too_large
        assert (await her.put(upload_id, 20_000, bytes(10_000))).status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (FIELDS | {"title": ""}, "title: this may not be empty"),
        (FIELDS | {"seedUrl": "file:///etc/passwd"}, "seedUrl: it has to be the address of a page"),
        (FIELDS | {"seedUrl": "http://ana:secret@localhost/"}, "seedUrl: leave the user name and password out of it"),
        (FIELDS | {"notes": "n" * 2001}, "notes: this may have at most 2,000 characters"),
        (FIELDS | {"agentTarget": "GPT"}, "agentTarget: "),
        (FIELDS | {"size": 0}, "size: "),
        (FIELDS | {"colour": "red"}, "colour: this field is not known"),
    ],
)
async def test_a_field_that_does_not_fit_is_refused_at_the_beginning(
    her: Client, service: Service, fields: dict[str, Any], said: str
) -> None:
    assert sentence(await her.begin(fields), 400).startswith(said)
    assert rows(service) == (0, 0, 0)


@on_both_databases
async def test_a_begin_that_is_repeated_returns_the_same_upload(
    her: Client, ben: Person, service: Service, video: bytes
) -> None:
    first, *others = await asyncio.gather(*(her.begin(key="one") for _ in range(3)))
    assert {answer.json()["id"] for answer in others} == {first.json()["id"]}
    await her.send(first.json()["id"], video[:PART])
    again = await her.begin(key="one")
    assert (again.status_code, again.json()["received"]) == (201, PART)
    other_ones = [await her.begin(key="two"), await her.begin(), await Client(her.http, ben).begin(key="one")]
    assert len({first.json()["id"], *(answer.json()["id"] for answer in other_ones)}) == 4
    assert sentence(await her.begin(key="a b"), 400).startswith("Idempotency-Key: give it once")


@on_both_databases
@pytest.mark.attack("other accounts")
async def test_nobody_finds_the_upload_of_another_account(
    her: Client, ben: Person, service: Service, video: bytes
) -> None:
    upload_id, his = await her.begun(), Client(her.http, ben)
    await her.send(upload_id, video)
    for answer in (
        await his.get(upload_id),
        await his.put(upload_id, 0, video[:PART]),
        await his.put(upload_id, len(video), b"more"),
        await his.finish(upload_id, len(video)),
        await his.remove(upload_id),
    ):
        assert sentence(answer, 404) == "The upload was deleted or has expired; begin another."
    assert (await her.get(upload_id)).json()["received"] == len(video)


@on_both_databases
async def test_finishing_twice_makes_one_session(
    her: Client, ana: Person, service: Service, runner: FakeRunner, video: bytes
) -> None:
    upload_id = await her.begun()
    await her.send(upload_id, video)
    answers = await asyncio.gather(*(her.finish(upload_id, len(video)) for _ in range(3)))
    answers.append(await her.finish(upload_id, len(video)))
    assert [answer.status_code for answer in answers] == [202] * 4, [answer.text for answer in answers]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await service.read(sessions.ids_of, ana.id)) == len(runner.enqueued) == await stored(service) == 1
    assert "claude_scope_recordings_total 1.0" in (await her.http.get("/metrics")).text
    assert "has ended already: it is the session sess_" in sentence(await her.put(upload_id, 0, video[:PART]), 409)


async def test_a_recording_that_was_sent_as_a_form_is_not_made_again(
    her: Client, service: Service, video: bytes
) -> None:
    """With the same key: a client may fall back to either."""
    headers = her.who.headers | {"Idempotency-Key": "one", "Prefer": "respond-async"}
    form = await her.http.post("/api/recordings", data=FIELDS, files={"file": ("a", video)}, headers=headers)
    upload_id = (await her.begin(key="one")).json()["id"]
    await her.send(upload_id, video)
    assert (await her.finish(upload_id, len(video))).json()["id"] == form.json()["id"]
    assert await stored(service) == 1


async def test_an_upload_is_finished_only_when_it_is_complete(her: Client, video: bytes) -> None:
    upload_id = await her.begun()
    await her.send(upload_id, video[:PART])
    said = sentence(await her.finish(upload_id, len(video)), 409)
    assert said.startswith(f"The upload has {PART} bytes, not {len(video)}; ")
    assert (await her.put(upload_id, PART, video[PART:])).status_code == 200
    assert (await her.finish(upload_id, len(video))).status_code == 202


async def test_what_is_not_a_recording_is_refused_at_the_end_and_can_be_deleted(her: Client, service: Service) -> None:
    upload_id = await her.begun()
    await her.send(upload_id, b"<html>")
    assert sentence(await her.finish(upload_id, 6), 400).startswith("The recording is text, not a WebM")
    assert rows(service) == (1, 1, 1)
    assert (await her.remove(upload_id)).status_code == 204
    assert (await her.remove(upload_id)).status_code == 404
    assert (rows(service), await stored(service)) == ((0, 0, 0), 0)


async def test_a_video_needs_title_and_address_and_a_capture_neither(her: Client, video: bytes) -> None:
    upload_id = (await her.begin({})).json()["id"]
    await her.send(upload_id, video)
    answer = await her.finish(upload_id, len(video))
    wanted = ["title: this field is required", "seedUrl: this field is required"]
    assert (answer.status_code, answer.json()["message"]) == (400, wanted)


async def test_while_the_queue_is_full_the_chunks_wait(
    her: Client, service: Service, runner: FakeRunner, video: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = await her.begun()
    await her.send(upload_id, video)
    with monkeypatch.context() as patch:

        async def full() -> int:
            return service.settings.max_queued

        patch.setattr(runner, "queued", full)
        answer = await her.finish(upload_id, len(video))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    done = await her.finish(upload_id, len(video))
    assert done.status_code == 202
    monkeypatch.setattr(runner, "queued", full)
    assert (await her.finish(upload_id, len(video))).json()["id"] == done.json()["id"], "it has its place already"


def asking(service: Service, **changes: int) -> httpx.AsyncClient:
    app = create_app(replace(service, settings=service.settings.model_copy(update=changes)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8765")


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


def expire(service: Service, upload_id: str, at: str = "2026-01-01T00:00:00.000Z") -> None:
    with service.database.transaction() as tx:
        tx.get_one(Upload, upload_id).expires_at = at


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
