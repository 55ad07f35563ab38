"""Chunks: begun, sent, resumed; what is stored of them, and what is refused."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from claude_scope.api.http.rate_limits import CHUNK_BYTES
from claude_scope.store.assets.files import Audit
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.queries import work
from claude_scope.store.tables import File
from tests.api.resumable_uploads.client import PART, Client, asking, digest_of, rows, sentence, stored
from tests.api.test_uploads import FIELDS
from tests.decrypted import decrypted
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner


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
