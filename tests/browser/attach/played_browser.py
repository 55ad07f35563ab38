"""A small endpoint that speaks the protocol like a browser: it plays refusals, silence and death."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from websockets.asyncio.server import ServerConnection, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from websockets.http11 import Request, Response

PATH = "/devtools/browser/0"
TAB = {"targetId": "T", "type": "page", "title": "Shop", "url": "http://shop.example/", "attached": False}


@dataclass
class Played:
    """What the endpoint does, and what it was asked. `status` refuses with this HTTP status; `dies_at` is the method at
    which it closes the connection, or "" when it opens; `silent_at` are methods that it does not answer.
    """

    status: HTTPStatus | None = None
    answers_upgrade: bool = True
    dies_at: str | None = None
    silent_at: tuple[str, ...] = ()
    targets: list[dict[str, Any]] = field(default_factory=lambda: [TAB])
    connections: int = 0
    methods: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}{PATH}"

    async def upgrade(self, connection: ServerConnection, _: Request) -> Response | None:
        self.connections += 1
        if not self.answers_upgrade:
            await asyncio.sleep(3600)
        return connection.respond(self.status, "") if self.status else None

    async def talk(self, connection: ServerConnection) -> None:
        if self.dies_at == "":
            connection.transport.abort()
            return
        async for text in connection:
            message = json.loads(text)
            self.methods.append(message["method"])
            if message["method"] == self.dies_at:
                connection.transport.abort()
                return
            if message["method"] in self.silent_at:
                continue
            for event in self._events(message):
                await connection.send(json.dumps(event))
            session = {"sessionId": message["sessionId"]} if "sessionId" in message else {}
            await connection.send(json.dumps({"id": message["id"], "result": self._result(message), **session}))

    def _result(self, message: dict[str, Any]) -> dict[str, Any]:
        frame = {"id": "T", "loaderId": "L", "url": TAB["url"], "mimeType": "text/html"}
        results: dict[str, dict[str, Any]] = {
            "Browser.getVersion": {"product": "Chrome/156.0.0.0"},
            "Target.getTargets": {"targetInfos": self.targets},
            "Target.attachToTarget": {"sessionId": "S"},
            "Page.getFrameTree": {"frameTree": {"frame": frame}},
            "Page.getResourceTree": {"frameTree": {"frame": frame, "resources": []}},
            "Page.getNavigationHistory": {"currentIndex": 0},
        }
        return results.get(message["method"], {})

    def _events(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        if message["method"] != "Target.attachToTarget":
            return []
        about = {"sessionId": "S", "targetInfo": self.targets[0], "waitingForDebugger": False}
        return [{"method": "Target.attachedToTarget", "params": about}]


@asynccontextmanager
async def played(**what: Any) -> AsyncIterator[Played]:
    browser = Played(**what)
    async with serve(browser.talk, "127.0.0.1", 0, process_request=browser.upgrade) as server:
        browser.port = next(iter(server.sockets)).getsockname()[1]
        yield browser
        server.close(close_connections=True)
