"""The work on a session: followed as server-sent events over a real server, cancelled, restarted."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import update

from claude_scope.api.http.concurrency_limits import AtOnce
from claude_scope.api.routes import progress
from claude_scope.jobs.session.status import Status, initial_status
from claude_scope.jobs.session.step_results import StepStore
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.queries import sessions, work
from claude_scope.store.tables import Session
from tests.accounts.server import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner


@pytest.fixture
async def address(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    monkeypatch.setattr(progress, "POLL_S", 0.01)
    monkeypatch.setattr(progress, "HEARTBEAT_S", 0.05)
    async with serving(app) as address:
        yield address


async def queued(service: Service, who: Person) -> str:
    values = {"title": "A", "agent_target": "RAW", "status": "processing", "processing": initial_status()}
    session_id = await service.write(sessions.create, who.id, values)
    await service.jobs.enqueue(session_id)
    return session_id


@asynccontextmanager
async def follow(
    address: str, who: Person, session_id: str, **headers: str
) -> AsyncIterator[tuple[httpx.Response, AsyncIterator[str]]]:
    async with (
        httpx.AsyncClient(base_url=address) as client,
        client.stream("GET", f"/api/sessions/{session_id}/events", headers=who.headers | headers) as answer,
    ):
        yield answer, answer.aiter_lines()


async def event(lines: AsyncIterator[str]) -> tuple[str, dict[str, Any]]:
    """The next event, without preceding comments."""
    fields: dict[str, str] = {}
    async with asyncio.timeout(10):
        async for line in lines:
            if not line and fields:
                assert fields["event"] == "status"
                return fields["id"], json.loads(fields["data"])
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
    raise AssertionError("the stream has ended")


async def test_events_tell_each_change_until_the_session_has_ended(
    address: str, service: Service, runner: FakeRunner, ana: Person
) -> None:
    runner.pause()
    session_id = await queued(service, ana)
    async with follow(address, ana, session_id) as (answer, lines):
        assert answer.headers["content-type"].startswith("text/event-stream")
        first, told = await event(lines)
        assert told["processingStatus"]["overallStage"] == "uploading"
        status = Status(json.dumps(told["processingStatus"]))
        status.start("keyframes")
        await service.write(work.save_processing, session_id, 0, status.dump())
        second, told = await event(lines)
        assert told["processingStatus"]["frameExtraction"]["status"] == "running"
        async with httpx.AsyncClient(base_url=address) as client:
            polled = await client.get(f"/api/sessions/{session_id}/status", headers=ana.headers)
        assert polled.json() == told
        runner.resume()
        while told["sessionStatus"] == "processing":
            last, told = await event(lines)
        assert told["sessionStatus"] == "complete"
        assert [line async for line in lines if line] == []
    assert len({first, second, last}) == 3
    async with follow(address, ana, session_id, **{"Last-Event-ID": last}) as (answer, _):
        assert answer.status_code == 204
    async with follow(address, ana, session_id, **{"Last-Event-ID": first}) as (_, lines):
        assert await event(lines) == (last, told)


async def test_keyframes_that_were_found_are_reported_and_can_be_seen_meanwhile(
    address: str, service: Service, runner: FakeRunner, ana: Person, ben: Person, tmp_path: Path
) -> None:
    """They are not masked yet, so they are stored encrypted, no browser caches them, and they are deleted when the work
    ends.
    """
    runner.pause()
    session_id = await queued(service, ana)
    picture = await preview(service, ana, session_id, tmp_path)
    async with follow(address, ana, session_id) as (_, lines), httpx.AsyncClient(base_url=address) as client:
        _, told = await event(lines)
        assert "previews" not in told["processingStatus"]
        status = Status(json.dumps(told["processingStatus"]))
        status.show([(1400, picture)])
        await service.write(work.save_processing, session_id, 0, status.dump())
        previews = (await event(lines))[1]["processingStatus"]["previews"]
        assert [(preview["timestamp"], preview["assetId"]) for preview in previews] == [(1400, picture)]
        shown = await client.get(previews[0]["imageUrl"])
        assert (shown.content, shown.headers["content-type"]) == (b"a picture", "image/png")
        assert (shown.headers["cache-control"], "etag" in shown.headers) == ("no-store", False)
        assert b"a picture" not in await service.files.read(picture)
        for path in ("/status", ""):
            polled = await client.get(f"/api/sessions/{session_id}{path}", headers=ana.headers)
            assert polled.json()["processingStatus"]["previews"] == previews
        seen = [await client.get(f"/api/assets/{picture}", headers=who.headers) for who in (ana, ben)]
        assert [(item.status_code, item.content == b"a picture") for item in seen] == [(200, True), (404, False)]
        runner.resume()
        while told["sessionStatus"] == "processing":
            _, told = await event(lines)
        assert "previews" not in told["processingStatus"]
        after = [
            await client.get(previews[0]["imageUrl"]),
            await client.get(f"/api/assets/{picture}", headers=ana.headers),
        ]
        assert [item.status_code for item in after] == [404, 404]


async def preview(service: Service, who: Person, session_id: str, folder: Path) -> str:
    """A keyframe as stored by the worker that processes the session; returns its id."""
    job = await service.write(work.take_up, session_id, 0, DataKey.generate(service.secrets))
    assert job is not None
    step_store = StepStore(
        service.files, job, folder, DataKey.open(job.work_key, service.secrets, session_id), service.secrets
    )
    (folder / "frame.png").write_bytes(b"a picture")
    return await step_store.store_picture(folder / "frame.png")


@pytest.mark.parametrize("lost", ["attempt", "key"])
async def test_a_picture_that_was_encrypted_with_another_key_is_not_there(
    client: httpx.AsyncClient, service: Service, runner: FakeRunner, ana: Person, tmp_path: Path, lost: str
) -> None:
    """It belongs to an earlier attempt, or the service has other secret keys than its worker had."""
    runner.pause()
    session_id = await queued(service, ana)
    picture = await preview(service, ana, session_id, tmp_path)
    elsewhere = Secrets([], tmp_path / "elsewhere.txt")
    sealed = DataKey.generate(service.secrets if lost == "attempt" else elsewhere)
    await service.write(lambda tx: tx.execute(update(Session).values(work_key=sealed)))
    assert (await client.get(f"/api/assets/{picture}", headers=ana.headers)).status_code == 404


async def test_who_knows_the_last_event_hears_of_the_next_one_only(
    address: str, service: Service, runner: FakeRunner, ana: Person
) -> None:
    runner.pause()
    session_id = await queued(service, ana)
    async with follow(address, ana, session_id) as (_, lines):
        known, _ = await event(lines)
    async with follow(address, ana, session_id, **{"Last-Event-ID": known}) as (_, lines):
        assert (await anext(lines)).startswith(":")
        runner.resume()
        told, _ = await event(lines)
        assert told != known


@pytest.mark.parametrize("told", ["complete", "error", "processing"])
async def test_a_status_set_by_a_client_neither_ends_nor_prolongs_the_events(
    address: str, service: Service, runner: FakeRunner, ana: Person, told: str
) -> None:
    """The contract allows clients to change it; the work and the events continue."""
    runner.pause()
    session_id = await queued(service, ana)
    path, patch = f"/api/sessions/{session_id}", {"status": told}
    async with follow(address, ana, session_id) as (_, lines), httpx.AsyncClient(base_url=address) as client:
        await event(lines)
        assert (await client.patch(path, json=patch, headers=ana.headers)).status_code == 200
        last, body = await event(lines)
        assert (body["sessionStatus"], body["processingStatus"]["overallStage"]) == (told, "uploading")
        assert (await client.get(f"{path}/status", headers=ana.headers)).json() == body
        async with follow(address, ana, session_id, **{"Last-Event-ID": last}) as (answer, _):
            assert answer.status_code == 200
        runner.resume()
        *_, end = [json.loads(line.removeprefix("data: ")) async for line in lines if line.startswith("data: ")]
        assert (end["sessionStatus"], end["processingStatus"]["overallStage"]) == ("complete", "complete")
        assert (await client.patch(path, json=patch, headers=ana.headers)).status_code == 200
    async with follow(address, ana, session_id) as (_, lines):
        last, body = await event(lines)
        assert (body["sessionStatus"], body["processingStatus"]["overallStage"]) == (told, "complete")
        assert [line async for line in lines if line] == []
    async with follow(address, ana, session_id, **{"Last-Event-ID": last}) as (answer, _):
        assert answer.status_code == 204


async def test_a_session_without_a_video_is_followed_until_its_client_ends_it(address: str, ana: Person) -> None:
    async with httpx.AsyncClient(base_url=address, headers=ana.headers) as client:
        made = (await client.post("/api/sessions", json={"title": "A"})).json()["id"]
        async with follow(address, ana, made) as (_, lines):
            assert (await event(lines))[1]["sessionStatus"] == "processing"
            await client.patch(f"/api/sessions/{made}", json={"status": "complete"})
            assert (await event(lines))[1]["sessionStatus"] == "complete"
            assert [line async for line in lines if line] == []


async def test_a_session_that_is_deleted_ends_its_events(
    address: str, service: Service, runner: FakeRunner, ana: Person
) -> None:
    runner.pause()
    session_id = await queued(service, ana)
    async with follow(address, ana, session_id) as (_, lines), httpx.AsyncClient(base_url=address) as client:
        await event(lines)
        assert (await client.delete(f"/api/sessions/{session_id}", headers=ana.headers)).status_code == 204
        async with asyncio.timeout(10):
            rest = [json.loads(line.removeprefix("data: ")) async for line in lines if line.startswith("data: ")]
    assert [told["lastError"] for told in rest] in ([], ["The session was cancelled."]), "it ended with something else"
    async with follow(address, ana, session_id) as (answer, _):
        assert answer.status_code == 404


async def test_signing_out_of_all_devices_ends_the_events(
    address: str, service: Service, runner: FakeRunner, ana: Person
) -> None:
    runner.pause()
    session_id = await queued(service, ana)
    async with follow(address, ana, session_id) as (_, lines), httpx.AsyncClient(base_url=address) as client:
        await event(lines)
        assert (await client.post("/api/auth/logout-all", headers=ana.headers)).status_code == 204
        runner.resume()
        async with asyncio.timeout(10):
            assert not [line async for line in lines if line.startswith("data:")]


async def test_an_account_may_have_some_streams_at_once(
    address: str, app: FastAPI, service: Service, runner: FakeRunner, ana: Person, ben: Person
) -> None:
    app.state.streams = AtOnce(1, "One is open already.")
    runner.pause()
    hers, his = await queued(service, ana), await queued(service, ben)
    async with follow(address, ana, hers) as (_, lines):
        await event(lines)
        async with follow(address, ana, hers) as (refused, _):
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "15")
        async with follow(address, ben, his) as (answer, _):
            assert answer.status_code == 200
    async with asyncio.timeout(10):
        while True:  # the server notices a little later that the first client is gone
            async with follow(address, ana, hers) as (answer, _):
                if answer.status_code == 200:
                    break


async def test_a_cancelled_session_says_so(
    client: httpx.AsyncClient, service: Service, runner: FakeRunner, ana: Person
) -> None:
    runner.pause()
    session_id = await queued(service, ana)
    answer = await client.post(f"/api/sessions/{session_id}/cancel", headers=ana.headers)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["sessionStatus"], body["lastError"]) == ("error", "The session was cancelled.")
    assert body["processingStatus"]["overallStage"] == "error"
    assert (await client.post(f"/api/sessions/{session_id}/cancel", headers=ana.headers)).status_code == 409


@pytest.mark.parametrize("what", ["cancel", "retry"])
async def test_a_session_without_a_video_has_no_work_to_stop_or_to_repeat(
    client: httpx.AsyncClient, ana: Person, what: str
) -> None:
    """Whatever status its client sets."""
    made = (
        f"/api/sessions/{(await client.post('/api/sessions', json={'title': 'A'}, headers=ana.headers)).json()['id']}"
    )
    for status in ("processing", "complete", "error"):
        await client.patch(made, json={"status": status}, headers=ana.headers)
        answer = await client.post(f"{made}/{what}", headers=ana.headers)
        assert (answer.status_code, answer.json()["error"]) == (409, "Conflict")
        assert (await client.get(made, headers=ana.headers)).json()["status"] == status


async def test_a_session_that_is_complete_can_be_neither_stopped_nor_repeated(
    client: httpx.AsyncClient, service: Service, runner: FakeRunner, ana: Person
) -> None:
    """Nor by changing its status."""
    session_id = await queued(service, ana)
    await service.jobs.wait(session_id)
    for status in ("complete", "processing", "error"):
        await client.patch(f"/api/sessions/{session_id}", json={"status": status}, headers=ana.headers)
        for what in ("cancel", "retry"):
            answer = await client.post(f"/api/sessions/{session_id}/{what}", headers=ana.headers)
            assert answer.status_code == 409, answer.text


async def test_a_failed_session_is_begun_again_while_its_video_is_there(
    client: httpx.AsyncClient, service: Service, runner: FakeRunner, ana: Person
) -> None:
    runner.fails_with = "The decoder crashed."
    session_id = await queued(service, ana)
    await service.jobs.wait(session_id)
    again = await client.post(f"/api/sessions/{session_id}/retry", headers=ana.headers)
    assert (again.status_code, again.json()["error"]) == (409, "Conflict")
    await service.files.add(b"v", kind="video", mime_type="video/webm", user_id=ana.id, session_id=session_id)
    runner.fails_with = ""
    again = await client.post(f"/api/sessions/{session_id}/retry", headers=ana.headers)
    assert again.status_code == 202, again.text
    await service.jobs.wait(session_id)
    status = (await client.get(f"/api/sessions/{session_id}/status", headers=ana.headers)).json()
    assert (status["sessionStatus"], status["lastError"]) == ("complete", None)
