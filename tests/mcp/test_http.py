"""`/mcp` of the service: the same tools over streamable HTTP, each account with its own sessions."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.api.build import complete_session, sign_up
from tests.api.conftest import ana, app, client, made_keys, service, service_url, settings
from tests.mcp.results import ask, error_of, text_of, tokens_of
from tests.mcp.serving import answering

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from claude_scope.api.service import Service
    from tests.api.build import Person

__all__ = ["ana", "app", "client", "made_keys", "service", "service_url", "settings"]
PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPTED = {"Accept": "application/json, text/event-stream"}


@asynccontextmanager
async def signed_in(address: str, person: Person) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers=person.headers, timeout=60) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
    ):
        yield client


async def test_each_account_asks_for_its_own(service: Service, tmp_path: Path) -> None:
    ana, ben = sign_up(service, "ana@example.com"), sign_up(service, "ben@example.com")
    hers = await complete_session(service, ana, tmp_path / "ana")
    his = await complete_session(service, ben, tmp_path / "ben")
    with answering(service) as address:
        async with signed_in(address, ana) as she, signed_in(address, ben) as he:
            tools = [tool.name for tool in (await she.list_tools()).tools]
            answers = await asyncio.gather(*(text_of(who, "get_session") for who in (she, he) * 8))
            hidden = await error_of(he, "get_session", session=hers)
            frames = await ask(she, "get_frames", session=hers, state=3)
            overview = await ask(she, "get_frames")
    assert "record" not in tools
    assert len(tools) == 6
    for number, said in enumerate(answers):
        assert said.startswith(f"Session {his if number % 2 else hers}, 11 states")
        assert "/frames/" not in said
    assert "There is no session" in hidden
    assert [block.type for block in frames.content] == ["text", "image", "image"]
    assert tokens_of(overview) < 10_000


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic YTpi"}])
async def test_without_a_token_nothing_is_reported(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await client.post("/mcp", json=PING, headers=ACCEPTED | headers)
    assert (answer.status_code, answer.json()) == (401, {"statusCode": 401, "message": "Unauthorized"})
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_another_name_is_not_answered(client: httpx.AsyncClient, ana: Person) -> None:
    answer = await client.post("/mcp", json=PING, headers=ACCEPTED | ana.headers | {"Host": "evil.example"})
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_only_post_is_answered(client: httpx.AsyncClient, ana: Person, method: str) -> None:
    answer = await client.request(method, "/mcp", headers=ana.headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


async def test_an_invalid_body_is_refused(client: httpx.AsyncClient, ana: Person) -> None:
    headers = ACCEPTED | ana.headers | {"Content-Type": "application/json"}
    broken = await client.post("/mcp", content=b"{", headers=headers)
    large = await client.post("/mcp", content=b" " * (3 << 20), headers=headers)
    assert broken.status_code == 400
    assert large.status_code == 400


async def test_requests_are_counted_for_the_account(client: httpx.AsyncClient, ana: Person) -> None:
    answer = await client.post("/mcp", json=PING, headers=ACCEPTED | ana.headers)
    assert answer.status_code == 200
    assert answer.headers["ratelimit"].startswith('"account"')


async def test_a_frame_that_was_left_out_is_not_reported(
    service: Service, client: httpx.AsyncClient, ana: Person, tmp_path: Path
) -> None:
    session = await complete_session(service, ana, tmp_path / "work")
    detail = (await client.get(f"/api/sessions/{session}", headers=ana.headers)).json()
    gone = detail["frames"][2]["id"]
    with answering(service) as address:
        async with signed_in(address, ana) as agent:
            whole = await text_of(agent, "get_session")
            await client.delete(f"/api/sessions/{session}/frames/{gone}", headers=ana.headers)
            said = await text_of(agent, "get_session")
            last = await error_of(agent, "get_frames", state=11)
    assert whole.startswith(f"Session {session}, 11 states")
    assert said.startswith(f"Session {session}, 10 states")
    assert "states 1 to 10" in last
