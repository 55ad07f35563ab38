"""Repeating an upload with the same idempotency key creates no second session; on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.store.queries import sessions
from tests.api.test_uploads import FIELDS, upload
from tests.servers import on_both_databases
from tests.videos import three_states

if TYPE_CHECKING:
    import httpx
    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner

pytestmark = on_both_databases
NAME = "Idempotency-Key"


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return three_states(tmp_path_factory.mktemp("video") / "recording.webm").read_bytes()


async def send(client: httpx.AsyncClient, who: Person, content: bytes, name: str = "") -> httpx.Response:
    """An upload that does not wait, with or without an idempotency key."""
    headers: dict[str, Any] = {"Prefer": "respond-async", **({NAME: name} if name else {})}
    return await upload(client, who, content, **headers)


def sessions_of(service: Service, who: Person) -> list[str]:
    with service.database.transaction() as tx:
        return sessions.ids_of(tx, who.id)


def stored_files(service: Service) -> int:
    return sum(path.is_file() for path in (service.settings.data_dir / "files").rglob("*"))


async def test_what_is_sent_again_is_answered_as_it_was_and_not_read(
    client: httpx.AsyncClient, ana: Person, service: Service, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    first = await send(client, ana, video, "~1!")
    again = await send(client, ana, b"nothing of this is looked at", "~1!")
    assert (first.status_code, again.status_code) == (202, 202), again.text
    assert again.json() == first.json()
    for name in ("location", "preference-applied"):
        assert again.headers[name] == first.headers[name]
    assert sessions_of(service, ana) == [first.json()["id"]]
    assert stored_files(service) == len(runner.enqueued) == 1
    runner.resume()
    waited = await upload(client, ana, b"", None, **{NAME: "~1!"})
    assert (waited.status_code, waited.json()["status"]) == (200, "complete")
    assert waited.json()["sessionId"] == first.json()["id"]


async def test_two_at_the_same_time_make_one_session(
    app: FastAPI,
    client: httpx.AsyncClient,
    ana: Person,
    service: Service,
    runner: FakeRunner,
    video: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither has created its session when the other one looks for it."""
    both, take = asyncio.Barrier(2), app.state.uploads.take

    async def take_when_both_have_looked(*args: Any) -> Any:
        await both.wait()
        return await take(*args)

    monkeypatch.setattr(app.state.uploads, "take", take_when_both_have_looked)
    runner.pause()
    answers = await asyncio.gather(*(send(client, ana, video, "same") for _ in range(2)))
    assert [answer.status_code for answer in answers] == [202, 202]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(sessions_of(service, ana)) == stored_files(service) == len(runner.enqueued) == 1
    assert "claude_scope_recordings_total 1.0" in (await client.get("/metrics")).text


async def test_a_name_is_of_one_account_and_of_its_session(
    client: httpx.AsyncClient, ana: Person, ben: Person, service: Service, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    made = [
        (await send(client, who, video, name)).json()["id"]
        for who, name in ((ana, "a"), (ana, "b"), (ben, "a"), (ana, ""), (ana, ""))
    ]
    assert len(set(made)) == 5
    await client.delete(f"/api/sessions/{made[0]}", headers=ana.headers)
    anew = await send(client, ana, video, "a")
    assert (anew.status_code, anew.json()["id"] in made) == (202, False)


async def test_what_was_refused_can_be_sent_under_the_same_name(
    client: httpx.AsyncClient, ana: Person, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    assert (await upload(client, ana, video, {**FIELDS, "title": ""}, **{NAME: "a"})).status_code == 400
    assert (await send(client, ana, video, "a")).status_code == 202


@pytest.mark.parametrize("names", [[""], ["a b"], ["é"], ["x" * 129], ["a", "b"]])
async def test_a_name_that_does_not_fit_is_a_400(
    client: httpx.AsyncClient, ana: Person, service: Service, names: list[str]
) -> None:
    sent = [(NAME.encode(), name.encode()) for name in names]
    headers = [*((name.encode(), value.encode()) for name, value in ana.headers.items()), *sent]
    answer = await client.post("/api/recordings", headers=headers, content=b"")
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Idempotency-Key: give it once")
    assert sessions_of(service, ana) == []
