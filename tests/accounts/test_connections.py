"""Idle connections do not keep others out; connections with a request in progress stay open."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from claude_scope.api.http import errors, rate_limits
from claude_scope.api.http.client_address import Addresses
from claude_scope.api.http.headers import Edge
from claude_scope.server.idle_connections import IdleConnections
from claude_scope.server.serve import _config, _Server
from claude_scope.server.sockets import listening, port_of
from claude_scope.settings import ServiceSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Connection:
    """Like uvicorn's: `cycle` is the current or last request."""

    def __init__(self) -> None:
        self.cycle: Any = None
        self.closed = 0
        self.transport = SimpleNamespace(close=self._close)

    def _close(self) -> None:
        self.closed += 1


def serving(complete: bool) -> SimpleNamespace:
    return SimpleNamespace(response_complete=complete)


def test_a_connection_is_closed_when_no_request_came_for_too_long() -> None:
    now_s = [0.0]
    patience = IdleConnections(30, clock=lambda: now_s[0])
    silent, busy, later = Connection(), Connection(), Connection()
    all_of_them = (silent, busy, later)

    def closed_at(seconds: float) -> tuple[int, ...]:
        now_s[0] = seconds
        patience.look(all_of_them)
        return tuple(item.closed for item in all_of_them)

    busy.cycle = serving(complete=False)
    for seconds in (0, 20, 30):
        assert closed_at(seconds) == (0, 0, 0)
        later.cycle = serving(complete=True)  # a different one each time
    assert closed_at(31) == (1, 0, 0)
    busy.cycle.response_complete = True
    assert closed_at(61) == (2, 0, 0)
    assert closed_at(62) == (3, 1, 1)


async def slowly() -> AsyncIterator[bytes]:
    for _ in range(3):
        await asyncio.sleep(1)
        yield b"."


@asynccontextmanager
async def running() -> AsyncIterator[int]:
    """The port of an app as `serve` runs it; a connection may be idle for half a second."""
    app = FastAPI()

    @app.get("/slow")
    async def slow() -> StreamingResponse:
        return StreamingResponse(slowly())

    ready = asyncio.Event()
    with listening("127.0.0.1", 0) as sockets:
        server = _Server(_config(app), ready.set)
        server._idle_connections = IdleConnections(0.5)
        task = asyncio.create_task(server.serve(sockets))
        await ready.wait()
        yield port_of(sockets)
        server.should_exit = True
        await task


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n"], ids=["nothing", "half of a request"])
@pytest.mark.attack("clients")
async def test_an_incomplete_request_is_closed_after_a_timeout(sent: bytes) -> None:
    async with running() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        assert await asyncio.wait_for(reader.read(), 60) == b""
        writer.close()
        await writer.wait_closed()


async def test_a_slow_answer_is_sent_to_its_end() -> None:
    async with running() as port, httpx.AsyncClient(timeout=60) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/slow")).text == "..."


@pytest.mark.attack("clients")
async def test_a_body_that_does_not_come_to_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "BODY_S", 0.2)
    app = FastAPI()

    @app.post("/echo")
    async def echo(body: dict[str, str]) -> dict[str, str]:
        return body

    errors.install(app)
    app.add_middleware(rate_limits.Gate, limits=rate_limits.Limits(ServiceSettings()), addresses=Addresses([]))
    app.add_middleware(Edge)

    async def endless() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        assert (await client.post("/echo", json={"a": "b"})).json() == {"a": "b"}
        answer = await client.post("/echo", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["message"] == "The body took longer than 0.2 s to arrive; send it again."
