"""A small web server for tests, on loopback: it maps paths to responses, and records what arrived."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Answer:
    """An HTTP response; an HTML page by default."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **self.headers}
        head = [f"HTTP/1.1 {self.status} Status", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body


REST = "<p>One</p><p>Two</p><p>Three</p>"
"""Adds nodes to a page: inspecting one with few nodes waits longer, as it may still be empty."""

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Route = str | Answer | Handler


@dataclass
class Site:
    """`async with Site({"/": "<h1>Hi</h1>"}) as site` serves at `site.url`; "*" answers all other paths."""

    routes: dict[str, Route]
    requests: list[str] = field(default_factory=list)
    connections: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.host, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ")[1]
            self.requests.append(path)
            route = self.routes.get(path.split("?")[0], self.routes.get("*", Answer("not found", 404)))
            if callable(route):
                await route(reader, writer)
            else:
                writer.write((route if isinstance(route, Answer) else Answer(route)).encode())
                await writer.drain()
        self._tasks.discard(task)
        writer.close()


async def hang(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()
