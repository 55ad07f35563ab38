"""The client and a real browser, over a pipe and over a WebSocket."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from claude_scope.browser.devtools.connection import Connection
from claude_scope.browser.devtools.errors import ConnectionClosed, ProtocolError
from claude_scope.browser.devtools.websocket import connect_websocket
from tests.browser.devtools.conftest import Running, evaluate, tab
from tests.browser.sites import Answer, Site

pytestmark = pytest.mark.asyncio(loop_scope="package")
NEVER = {"expression": "new Promise(() => {})", "awaitPromise": True}


@pytest.fixture(params=["pipe", "websocket"])
def connection(running: Running, request: pytest.FixtureRequest) -> Connection:
    chosen: Connection = getattr(running, request.param)
    return chosen


async def test_commands_go_out_and_answers_come_back_in_the_order_of_the_calls(connection: Connection) -> None:
    answered: list[Any] = []
    async with tab(connection) as session:
        await evaluate(session, "calls = []")
        for number in range(100):
            sent = session.send("Runtime.evaluate", {"expression": f"calls.push({number})"})
            sent.add_done_callback(lambda done: answered.append(done.result()["result"]["value"]))
        assert await evaluate(session, "calls") == list(range(100))
    assert answered == list(range(1, 101)), "`push` returns the length"


async def test_a_large_message_arrives_whole(connection: Connection) -> None:
    size = 20 << 20
    async with tab(connection) as session:
        assert await evaluate(session, f"'x'.repeat({size}) + 'é\\0'") == "x" * size + "é\0"
        assert await evaluate(session, f"'{'x' * (size // 4)}'.length") == size // 4


async def test_an_error_of_the_browser_has_its_code_and_message(connection: Connection) -> None:
    with pytest.raises(ProtocolError, match=r"^Nothing\.there: 'Nothing\.there' wasn't found$") as raised:
        await connection.send("Nothing.there")
    assert (raised.value.code, raised.value.message) == (-32601, "'Nothing.there' wasn't found")


async def test_listeners_get_events_in_order_before_the_answer_continues(connection: Connection) -> None:
    got: list[str] = []
    async with tab(connection) as session:

        def listener(event: dict[str, Any]) -> None:
            got.append(event["args"][0]["value"])

        session.on("Runtime.consoleAPICalled", listener)
        await session.send("Runtime.enable")
        await evaluate(session, "for (const word of ['a', 'b', 'c']) console.log(word)")
        assert got == ["a", "b", "c"]
        session.off("Runtime.consoleAPICalled", listener)
        await evaluate(session, "console.log('d')")
    assert got == ["a", "b", "c"]


async def test_a_listener_that_fails_stops_nothing(connection: Connection) -> None:
    """The event loop's handler reports it; other listeners and later events go on."""
    got: list[Any] = []
    reported: list[Any] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: reported.append(context["exception"]))
    try:
        async with tab(connection) as session:
            session.on("Runtime.consoleAPICalled", lambda event: event["nothing"])
            session.on("Runtime.consoleAPICalled", got.append)
            await session.send("Runtime.enable")
            await evaluate(session, "console.log(1), console.log(2)")
    finally:
        loop.set_exception_handler(None)
    assert len(got) == 2
    assert [type(error) for error in reported] == [KeyError, KeyError]


async def test_a_command_to_a_tab_that_closes_meanwhile_raises(connection: Connection) -> None:
    async with tab(connection) as session:
        waiting = session.send("Runtime.evaluate", NEVER)
        target = (await session.send("Target.getTargetInfo"))["targetInfo"]["targetId"]
        await connection.send("Target.closeTarget", {"targetId": target})
        async with asyncio.timeout(10):
            with pytest.raises(ConnectionClosed, match=r"^Runtime\.evaluate: the tab is gone$"):
                await waiting
        assert session.is_detached
        with pytest.raises(ConnectionClosed):
            await session.send("Page.enable")
    assert not connection.closed.is_set()


async def test_a_cancelled_command_disturbs_no_other(connection: Connection) -> None:
    async with tab(connection) as session:
        later = session.send("Runtime.evaluate", {"expression": "new Promise(r => resolve = r)", "awaitPromise": True})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(later, 0.05)
        assert await evaluate(session, "resolve(1), 7") == 7


async def test_a_session_that_the_browser_does_not_know_is_gone(connection: Connection) -> None:
    with pytest.raises(ConnectionClosed, match="the tab is gone"):
        await connection.session("0123").send("Page.enable")


async def test_a_closed_websocket_ends_the_commands_and_not_the_browser(running: Running) -> None:
    connection = Connection(await connect_websocket(running.address))
    async with tab(running.pipe) as session:
        target = (await session.send("Target.getTargetInfo"))["targetInfo"]["targetId"]
        attached = await connection.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        waiting = connection.session(attached["sessionId"]).send("Runtime.evaluate", NEVER)
        await connection.close()
        with pytest.raises(ConnectionClosed, match="the browser is gone"):
            await waiting
        with pytest.raises(ConnectionClosed):
            await connection.send("Browser.getVersion")
        assert connection.closed.is_set()
        assert await evaluate(session, "1") == 1


@pytest.mark.parametrize("path", ["", "/nothing"])
async def test_what_is_no_debugging_port_is_reported(running: Running, path: str) -> None:
    address = running.address.partition("/devtools")[0] + path if path else "ws://127.0.0.1:9/"
    with pytest.raises(ConnectionClosed, match=rf"^No browser accepts a connection at {address} \("):
        await connect_websocket(address)


async def test_a_redirect_to_another_server_is_not_followed() -> None:
    arrived: list[str] = []

    async def elsewhere(websocket: ServerConnection) -> None:
        arrived.append(websocket.request.path if websocket.request else "")

    async with serve(elsewhere, "127.0.0.2", 0) as other:
        port = next(iter(other.sockets)).getsockname()[1]
        there = Answer("", 302, headers={"Location": f"ws://127.0.0.2:{port}/devtools/browser/1"})
        async with Site({"*": there}) as site:
            with pytest.raises(ConnectionClosed, match="302"):
                await connect_websocket(f"ws://127.0.0.1:{site.port}/devtools/browser/1", timeout_s=5)
    assert arrived == []
