"""Sessions of this machine's service, read from its data, and of a remote service, read over HTTP."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.errors import UsageError
from claude_scope.mcp.sources.local import LocalService
from claude_scope.mcp.sources.remote import RemoteSource
from claude_scope.mcp.sources.session import Session
from claude_scope.remote.client import RemoteService, remote_service
from claude_scope.settings import TOKEN_VARIABLE, ServiceSettings
from claude_scope.store.database import Database
from claude_scope.store.queries import sessions
from tests.api.build import Person, complete_session, sign_up
from tests.api.conftest import made_keys, service, service_url, settings
from tests.mcp.results import ask, asking, error_of, text_of
from tests.mcp.serving import answering, token_of
from tests.processes import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.api.service import Service

__all__ = ["made_keys", "service", "service_url", "settings"]


async def test_the_service_on_this_machine_need_not_run(service: Service, tmp_path: Path) -> None:
    row = local_user(service.database)
    session = await complete_session(service, Person(row.id, {}), tmp_path / "work")
    other = await complete_session(service, sign_up(service, "eve@example.com"), tmp_path / "other")
    here = LocalService(ServiceSettings(data_dir=service.settings.data_dir, database_url=str(service.database.url)))
    async with asking(tmp_path / "none", here) as client:
        listed = await text_of(client, "list_sessions")
        said = await text_of(client, "get_session")
        frames = await ask(client, "get_frames", state=2)
        prompt = await text_of(client, "get_prompt")
        hidden = await error_of(client, "get_session", session=other)
    assert f"{session} | " in listed
    assert other not in listed
    assert said.startswith(f"Session {session}, 11 states")
    assert [block.type for block in frames.content] == ["text", "image", "image"]
    assert "get_frames shows them" in prompt
    assert "There is no session" in hidden


async def test_a_session_of_the_service_is_read_from_its_database_once(service: Service, tmp_path: Path) -> None:
    row = local_user(service.database)
    session = await complete_session(service, Person(row.id, {}), tmp_path / "work")
    here = LocalService(ServiceSettings(data_dir=service.settings.data_dir, database_url=str(service.database.url)))
    async with asking(tmp_path / "none", here) as client:
        await text_of(client, "get_session", session=session)
        with service.database.transaction() as tx:
            tx.execute(text("UPDATE sessions SET analysis = NULL"))
        assert "## Timeline" in await text_of(client, "get_session", session=session)
        await service.write(sessions.change, row.id, session, {"title": "Another"})
        assert "has no analysis" in await text_of(client, "get_session", session=session)


async def test_a_deleted_session_is_not_kept_in_memory(service: Service, tmp_path: Path) -> None:
    row = local_user(service.database)
    session = await complete_session(service, Person(row.id, {}), tmp_path / "work")
    here = LocalService(ServiceSettings(data_dir=service.settings.data_dir, database_url=str(service.database.url)))
    opened = weakref.ref(await here.open(session))
    gc.collect()
    assert opened() is not None
    with service.database.transaction() as tx:
        tx.execute(text("DELETE FROM sessions"))
    assert await here.open(session) is None
    gc.collect()
    assert opened() is None


async def test_without_a_service_on_this_machine_nothing_is_made(tmp_path: Path) -> None:
    here = LocalService(ServiceSettings(data_dir=tmp_path / "data"))
    async with asking(tmp_path / "none", here) as client:
        assert "There are no sessions yet" in await text_of(client, "list_sessions")
    assert not (tmp_path / "data").exists()


async def test_a_database_of_another_version_is_reported_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    Database(f"sqlite:///{tmp_path / 'data' / 'claude-scope.db'}").close()
    (tmp_path / "data" / "claude-scope.db").touch()
    here = LocalService(ServiceSettings(data_dir=tmp_path / "data"))
    async with asking(tmp_path / "none", here) as client:
        said = await text_of(client, "list_sessions")
    assert "claude-scope migrate" in said


async def test_a_service_elsewhere_is_asked_with_a_token(service: Service, tmp_path: Path) -> None:
    ana = sign_up(service, "ana@example.com")
    session = await complete_session(service, ana, tmp_path / "work")
    foreign = await complete_session(service, sign_up(service, "eve@example.com"), tmp_path / "other")
    with answering(service) as address:
        there = RemoteSource(remote_service(address, {TOKEN_VARIABLE: token_of(ana)}))
        async with asking(tmp_path / "none", there) as client:
            listed = await text_of(client, "list_sessions")
            said = await text_of(client, "get_session", session=session)
            frames = await ask(client, "get_frames", session=session)
            prompt = await text_of(client, "get_prompt", session=session)
            hidden = await error_of(client, "get_session", session=foreign)
    assert f"{session} | " in listed
    assert address in listed
    assert foreign not in listed
    assert "## Timeline" in said
    assert [block.type for block in frames.content] == ["text", "image"]
    assert "/frames/001-" in prompt
    assert "There is no session" in hidden


async def test_a_session_of_a_service_elsewhere_is_checked_once(service: Service, tmp_path: Path) -> None:
    """The state of an opened session would be lost if each question opened it again."""
    ana = sign_up(service, "ana@example.com")
    session = await complete_session(service, ana, tmp_path / "work")
    with answering(service) as address:
        there = RemoteSource(remote_service(address, {TOKEN_VARIABLE: token_of(ana)}))
        first, second = await there.open(session), await there.open(session)
    assert isinstance(first, Session)
    assert isinstance(second, Session)
    assert first.entry.where == address
    assert first.checked is second.checked


async def test_a_token_that_is_refused_is_reported_without_it(service: Service, tmp_path: Path) -> None:
    with answering(service) as address:
        there = RemoteSource(RemoteService(address, "secret-token"))
        async with asking(tmp_path / "none", there) as client:
            said = await text_of(client, "list_sessions")
    assert f"refuses the token in {TOKEN_VARIABLE}" in said
    assert "secret-token" not in said
    assert "secret-token" not in repr(there._service)


async def test_a_service_that_does_not_answer_is_reported(tmp_path: Path) -> None:
    there = RemoteSource(RemoteService(f"http://127.0.0.1:{free_port()}", "token"))
    async with asking(tmp_path / "none", there) as client:
        assert "does not answer" in await text_of(client, "list_sessions")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("scope.example.com", "is not the address of a service"),
        ("https://", "is not the address of a service"),
        ("https://user@scope.example.com", "is not the address of a service"),
        ("file:///etc", "is not the address of a service"),
        ("http://scope.example.com", "would send the token unencrypted"),
        ("http://192.168.0.9:8765", "would send the token unencrypted"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(address: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        remote_service(address, {TOKEN_VARIABLE: "token"})


def test_a_token_goes_to_loopback_and_https_alone() -> None:
    for address in ("https://scope.example.com/", "http://localhost:8765", "http://[::1]:8765"):
        assert remote_service(address, {TOKEN_VARIABLE: " token\n"}).token == "token"
    with pytest.raises(UsageError, match="There is no token"):
        remote_service("https://scope.example.com", {})
