"""What a browser does rarely, from a transport that the tests write to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from claude_scope.browser.devtools.connection import Connection
from claude_scope.browser.devtools.errors import ConnectionClosed, ProtocolError


class Scripted:
    """A transport whose messages the test sends."""

    def start(self, on_message: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        self.receive, self.end = on_message, on_end
        self.sent: list[Any] = []

    def write(self, message: bytes) -> None:
        self.sent.append(json.loads(message))

    async def close(self) -> None:
        self.end()

    def event(self, method: str, session: str = "", **params: Any) -> None:
        target = {"sessionId": session} if session else {}
        self.receive(json.dumps({"method": method, "params": params, **target}).encode())


async def test_the_sessions_that_a_session_reported_end_with_it() -> None:
    transport = Scripted()
    connection = Connection(transport)
    transport.event("Target.attachedToTarget", sessionId="tab")
    transport.event("Target.attachedToTarget", "tab", sessionId="frame")
    transport.event("Target.attachedToTarget", "frame", sessionId="worker")
    worker, waiting = connection.session("worker"), connection.session("worker").send("Runtime.enable")
    transport.event("Target.detachedFromTarget", sessionId="tab")
    assert worker.is_detached
    with pytest.raises(ConnectionClosed):
        await waiting


async def test_a_session_is_detached_before_listeners_hear_of_it() -> None:
    transport = Scripted()
    connection = Connection(transport)
    session = connection.session("tab")
    heard: list[bool] = []
    connection.on("Target.detachedFromTarget", lambda _: heard.append(session.is_detached))
    transport.event("Target.detachedFromTarget", sessionId="tab")
    assert heard == [True]


async def test_messages_name_the_session_and_the_parameters() -> None:
    transport = Scripted()
    connection = Connection(transport)
    sent = [connection.send("A.a"), connection.session("tab").send("B.b", {"c": "é\0\ud800"})]
    assert transport.sent == [
        {"id": 1, "method": "A.a", "params": {}},
        {"id": 2, "method": "B.b", "params": {"c": "é\0\ud800"}, "sessionId": "tab"},
    ]
    transport.receive(b'{"id": 2, "result": {"d": "\xff"}}')
    assert await sent[1] == {"d": "\ufffd"}, "bytes that are not UTF-8 cost one letter"
    await connection.close()


async def test_what_cannot_be_parsed_is_reported_and_fails_its_command() -> None:
    transport = Scripted()
    connection = Connection(transport)
    reported: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["message"]))
    deep, answered = connection.send("A.deep"), connection.send("A.a")
    nested = b"[" * 200_000 + b"]" * 200_000
    for message in (
        b"{",
        b'{"id":1,"result":' + nested + b"}",
        b'{"id":99,"result":{}}',
        b"{}",
        b'{"id":2,"result":{}}',
    ):
        transport.receive(message)
    assert await answered == {}
    with pytest.raises(ProtocolError, match=r"^A\.deep: "):
        await deep
    assert reported == ["The browser sent a message that cannot be parsed"] * 2


async def test_commands_after_the_end_that_nobody_awaits_are_not_logged() -> None:
    transport = Scripted()
    connection = Connection(transport)
    reported: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    connection.send("A.a")
    transport.end()
    connection.send("A.a")
    await asyncio.wait_for(connection.closed.wait(), 1)
    assert reported == []
