"""A complete upload becomes one session."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from claude_scope.store.queries import sessions
from tests.api.resumable_uploads.client import PART, Client, rows, sentence, stored
from tests.api.test_uploads import FIELDS
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner


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
