"""The storage quota of an account: what exceeds it is refused, with a hint about what to delete."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from claude_scope.api.app import create_app
from claude_scope.api.sessions.quotas import size
from claude_scope.settings import ServiceSettings
from claude_scope.store.encryption.data_keys import SALT_BYTES, TAG_BYTES
from claude_scope.store.queries import quotas, sessions
from tests.accounts.server import serving
from tests.api.build import complete_session
from tests.api.test_uploads import FIELDS, asked, upload
from tests.servers import on_both_databases
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner

KEY = "Idempotency-Key"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return three_states(tmp_path_factory.mktemp("video") / "recording.webm").read_bytes()


def limited(service: Service, *, max_sessions: int = 0, max_bytes: int = 0) -> FastAPI:
    """The app with this quota for accounts."""
    changes = {"max_sessions_per_account": max_sessions, "max_bytes_per_account": max_bytes}
    return create_app(replace(service, settings=service.settings.model_copy(update=changes)))


def asking(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8765")


def with_sessions(service: Service, most: int) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return asking(limited(service, max_sessions=most))


def with_bytes(service: Service, most: int) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return asking(limited(service, max_bytes=most))


async def create(client: httpx.AsyncClient, who: Person, title: str = "A") -> httpx.Response:
    return await client.post("/api/sessions", json={"title": title}, headers=who.headers)


async def send(client: httpx.AsyncClient, who: Person, content: bytes, **headers: str) -> httpx.Response:
    """An upload that does not wait for its session."""
    return await upload(client, who, content, None, **{"Prefer": "respond-async", **headers})


async def delete(client: httpx.AsyncClient, who: Person, session_id: str) -> None:
    assert (await client.delete(f"/api/sessions/{session_id}", headers=who.headers)).status_code == 204


async def used_by(client: httpx.AsyncClient, who: Person) -> dict[str, Any]:
    answer = await client.get("/api/usage", headers=who.headers)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def refusal(answer: httpx.Response) -> str:
    assert (answer.status_code, answer.json()["error"]) == (400, "Bad Request"), answer.text
    message: str = answer.json()["message"]
    return message


def stored(service: Service) -> list[int]:
    """Sizes of the files in the asset store."""
    files = (service.settings.data_dir / "files").rglob("*")
    return [path.stat().st_size for path in files if path.is_file()]


def test_the_default_limits_are_far_above_what_a_laptop_needs() -> None:
    """Ten thousand sessions of ten megabytes each; a session with 13 frames in full HD takes 5.5 MB."""
    settings = ServiceSettings()
    assert settings.max_sessions_per_account >= 10_000
    assert settings.max_bytes_per_account >= 10_000 * 10 * MEGABYTE


@pytest.mark.attack("quotas")
async def test_one_session_more_is_refused_with_what_to_delete(
    service: Service, ana: Person, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    async with with_sessions(service, 3) as client:
        made = [(await create(client, ana, title)).json() for title in ("Cart", "Login", "Search")]
        day = made[0]["updatedAt"][:10]
        wanted = (
            "The account is full: it has 3 sessions and may have 3. "
            f'Delete at least 1; the oldest: "Cart" ({day}), "Login" ({day}), "Search" ({day}).'
        )
        assert refusal(await create(client, ana)) == wanted
        assert refusal(await send(client, ana, video)) == wanted
        assert stored(service) == [], "nothing of the recording is left"
        await delete(client, ana, made[0]["id"])
        assert (await send(client, ana, video)).status_code == 202, "deleting makes room at once"
        assert 'the oldest: "Login" ' in refusal(await create(client, ana))
    async with with_sessions(service, 1) as client:
        assert "it has 3 sessions and may have 1. Delete at least 3;" in refusal(await create(client, ana))


@pytest.mark.attack("quotas")
async def test_a_recording_that_does_not_fit_is_refused_with_what_to_delete(
    service: Service, ana: Person, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    length = len(video)
    stored_length = length + SALT_BYTES + TAG_BYTES  # it is stored encrypted, in one chunk
    async with with_bytes(service, 2 * length + 5_000) as client:
        for title, content in (("Small", video), ("Large", video + bytes(4_000))):
            made = await upload(client, ana, content, {**FIELDS, "title": title}, Prefer="respond-async")
            assert made.status_code == 202, made.text
        assert refusal(await send(client, ana, video)) == (
            f"The account is full: it uses {size(2 * stored_length + 4_000)} of {size(2 * length + 5_000)}, and the "
            f"recording takes {size(length)}. Delete sessions of about "
            f"{size(2 * stored_length + length - 2 * length - 1_000)}; "
            f'the largest: "Large" ({size(stored_length + 4_000)}), "Small" ({size(stored_length)}).'
        )
        assert len(stored(service)) == 2, "nothing of the recording is left"
        assert (await create(client, ana, "Takes no bytes")).status_code == 201
        await delete(client, ana, made.json()["id"])
        assert (await send(client, ana, video)).status_code == 202, "deleting makes room at once"


async def test_deleting_does_not_help_a_recording_larger_than_the_whole_limit(
    service: Service, ana: Person, video: bytes
) -> None:
    async with with_bytes(service, len(video) - 1) as client:
        said = refusal(await send(client, ana, video))
    assert said.startswith(f"The recording takes {size(len(video))}, and an account may keep ")
    assert said.endswith("record a shorter flow.")


@pytest.mark.attack("quotas")
async def test_other_accounts_neither_count_nor_are_named(service: Service, ana: Person, ben: Person) -> None:
    async with with_sessions(service, 2) as client:
        for who, title in ((ben, "Secret one"), (ben, "Secret two"), (ana, "Mine"), (ana, "Mine too")):
            assert (await create(client, who, title)).status_code == 201
        said = refusal(await create(client, ana))
    assert '"Mine"' in said
    assert "Secret" not in said


@pytest.mark.attack("quotas")
@on_both_databases
async def test_one_of_two_simultaneous_uploads_gets_the_last_place(
    service: Service, ana: Person, runner: FakeRunner, video: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both pass the first check before either has arrived."""
    runner.pause()
    for limits in ({"max_sessions": 1}, {"max_bytes": int(1.5 * len(video))}):
        app = limited(service, **limits)
        both, take = asyncio.Barrier(2), app.state.uploads.take

        async def take_when_both_were_accepted(*args: Any, both: asyncio.Barrier = both, take: Any = take) -> Any:
            await both.wait()
            return await take(*args)

        monkeypatch.setattr(app.state.uploads, "take", take_when_both_were_accepted)
        async with asking(app) as client:
            answers = await asyncio.gather(*(send(client, ana, video) for _ in range(2)))
            assert sorted(answer.status_code for answer in answers) == [202, 400]
            assert len(stored(service)) == 1, "nothing of the other one is left"
            (made,) = [answer.json()["id"] for answer in answers if answer.status_code == 202]
            await delete(client, ana, made)


@pytest.mark.attack("quotas")
@on_both_databases
async def test_as_many_sessions_as_fit_are_made_when_many_are_created_at_once(service: Service, ana: Person) -> None:
    async with with_sessions(service, 3) as client:
        answers = await asyncio.gather(*(create(client, ana) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [400] * 9


async def test_an_upload_that_is_sent_again_is_answered_although_the_account_is_full(
    service: Service, ana: Person, runner: FakeRunner, video: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.pause()
    app = limited(service, max_sessions=1)
    async with asking(app) as client:
        first = await send(client, ana, video, **{KEY: "a"})
        again = await send(client, ana, video, **{KEY: "a"})
        assert (first.status_code, again.status_code, again.json()) == (202, 202, first.json())
        assert refusal(await send(client, ana, video, **{KEY: "b"})).startswith("The account is full: ")
        await delete(client, ana, first.json()["id"])
        both, take = asyncio.Barrier(2), app.state.uploads.take

        async def take_when_both_have_looked(*args: Any) -> Any:
            await both.wait()
            return await take(*args)

        monkeypatch.setattr(app.state.uploads, "take", take_when_both_have_looked)
        answers = await asyncio.gather(*(send(client, ana, video, **{KEY: "b"}) for _ in range(2)))
        assert [answer.status_code for answer in answers] == [202, 202]
        assert len({answer.json()["id"] for answer in answers}) == 1


async def test_an_upload_that_was_refused_uses_no_key(
    service: Service, ana: Person, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    async with with_sessions(service, 1) as client:
        made = (await create(client, ana)).json()
        assert (await send(client, ana, video, **{KEY: "a"})).status_code == 400
        await delete(client, ana, made["id"])
        assert (await send(client, ana, video, **{KEY: "a"})).status_code == 202


async def test_the_usage_of_an_account_counts_sessions_and_bytes(
    service: Service, ana: Person, ben: Person, tmp_path: Path
) -> None:
    """For a session as a worker leaves it, with pictures and without the video."""
    made = await complete_session(service, ana, tmp_path)
    with service.database.transaction() as tx:
        sessions.create(tx, ana.id, {"title": "A", "status": "processing", "agent_target": "RAW"})
    async with asking(limited(service, max_sessions=5, max_bytes=MEGABYTE)) as client:
        used = {"sessions": 2, "maxSessions": 5, "bytes": sum(stored(service)), "maxBytes": MEGABYTE}
        assert used["bytes"] > 0
        assert await used_by(client, ana) == used
        assert await used_by(client, ben) == {**used, "sessions": 0, "bytes": 0}
        await delete(client, ana, made)
        assert await used_by(client, ana) == {**used, "sessions": 1, "bytes": 0}
    async with asking(limited(service)) as client:
        assert await used_by(client, ana) == {"sessions": 1, "maxSessions": None, "bytes": 0, "maxBytes": None}


async def test_what_is_being_deleted_or_uploaded_does_not_count(service: Service, ana: Person) -> None:
    add = service.files.add
    await add(b"x" * 100, kind="video", mime_type="video/webm", user_id=ana.id, session_id=None)
    with service.database.transaction() as tx:
        made = sessions.create(tx, ana.id, {"title": "A", "status": "processing", "agent_target": "RAW"})
    await add(b"y" * 10, kind="frame", mime_type="image/png", user_id=ana.id, session_id=made)
    assert await service.read(quotas.usage, ana.id) == (1, 10)
    await service.write(sessions.remove, ana.id, made)
    assert await service.read(quotas.usage, ana.id) == (0, 0), "although its file is still there"
    assert len(stored(service)) == 2


async def test_titles_in_a_refusal_are_short_and_can_be_read(service: Service, ana: Person) -> None:
    async with with_sessions(service, 2) as client:
        for title in ("a\u202eb\n c", "x" * 500):
            assert (await create(client, ana, title)).status_code == 201
        said = refusal(await create(client, ana))
    assert re.search(r'oldest: "ab c" \([\d-]{10}\), "x{59}…" \(', said), said


# --- over a real server -----------------------------------------------------------------------------------------------


@pytest.fixture
async def full(service: Service, ana: Person) -> AsyncIterator[str]:
    """The address of a service in which Ana's account is nearly full: it uses 600,000 of its 1,000,000 bytes."""
    with service.database.transaction() as tx:
        made = sessions.create(tx, ana.id, {"title": "Kept", "status": "processing", "agent_target": "RAW"})
    content = bytes(600_000)
    await service.files.add(content, kind="frame", mime_type="image/png", user_id=ana.id, session_id=made)
    async with serving(limited(service, max_bytes=MEGABYTE)) as address:
        yield address


@pytest.mark.attack("quotas")
async def test_a_body_with_too_large_a_length_is_refused_before_it_is_read(full: str, ana: Person) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": "700000", **ana.headers}
    status, body = await asked(full, headers, b"")
    assert (status, body["error"]) == (400, "Bad Request")
    assert body["message"] == (
        "The account is full: it uses 600 KB of 1 MB, and the recording takes 700 KB. "
        'Delete sessions of about 300 KB; the largest: "Kept" (600 KB).'
    )


@pytest.mark.attack("quotas")
async def test_a_body_without_a_length_is_refused_once_it_has_arrived(
    full: str, ana: Person, service: Service, video: bytes
) -> None:
    content = video + bytes(500_000)
    request = httpx.Request("POST", full, data=FIELDS, files={"file": ("a", content)})

    async def chunks() -> AsyncIterator[bytes]:
        yield request.read()

    headers = {"content-type": request.headers["content-type"], **ana.headers}
    async with httpx.AsyncClient(base_url=full) as client:
        answer = await client.post("/api/recordings", content=chunks(), headers=headers)
    assert refusal(answer).startswith("The account is full: it uses 600 KB of 1 MB, and the recording takes 5")
    assert stored(service) == [600_000]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (0, "0 bytes"), (1, "1 bytes"), (999, "999 bytes"), (1_000, "1 KB"), (1_234, "1.2 KB"), (999_499, "999 KB"),
        (999_500, "1 MB"), (104_857_600, "105 MB"), (19_980_000_000, "20 GB"), (1.5e12, "1.5 TB"), (2e15, "2000 TB"),
    ],
)  # fmt: skip
def test_sizes_in_words(given: float, words: str) -> None:
    assert size(int(given)) == words
