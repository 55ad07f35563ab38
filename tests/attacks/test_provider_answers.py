"""Whatever a model provider, or a server at a base URL, answers: it gets no key, and limited memory and time."""

from __future__ import annotations

import asyncio
import math
import time
import tracemalloc
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.try_model_key import try_key
from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.hosted.calls.asker import Asker
from claude_scope.hosted.calls.backoff import MAX_REQUESTED_WAIT_S
from claude_scope.hosted.calls.choice import Choice
from claude_scope.hosted.calls.model_call import ModelCaller
from claude_scope.values import PairAnswer
from tests.attacks.containers import gzipped_zeros
from tests.hosted.asking import KEY, Waits, ask

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HERE = Policy(allow_private=True)
MOST_BYTES = 40_000_000
"""Bytes of memory that one answer may take."""
SOON_S = 60
"""Seconds within which every call has to end on a busy machine."""
GIVES_UP_S = 2.0
"""Seconds without data until a call is given up."""


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: application/json", *headers)
    return "\r\n".join((*lines, "", "")).encode() + body


def moved(status: int, where: str) -> bytes:
    return answer(b"", f"Location: {where}", status=f"{status} Moved")


REPEATED = f'{{"error": {{"message": "{KEY} \\u001b[31m\\n\\u202e {KEY}"}}}}'.encode()
ANSWERS: dict[str, bytes] = {
    **{f"a redirect ({status})": moved(status, "http://127.0.0.1:{port}/leak") for status in (301, 302, 303, 307, 308)},
    "a redirect without a scheme": moved(302, "//127.0.0.1:{port}/leak"),
    "a redirect to a file": moved(302, "file:///etc/passwd"),
    "a redirect by a refresh": answer(b"{}", "Refresh: 0;url=http://127.0.0.1:{port}/leak"),
    "an alternative service": answer(b"{}", 'Alt-Svc: h2="127.0.0.1:{port}"'),
    "a compressed bomb": answer(gzipped_zeros(), "Content-Encoding: gzip"),
    "a bomb in a bomb": answer(gzipped_zeros(), "Content-Encoding: gzip, gzip"),
    "an unknown compression": answer(b"{}", "Content-Encoding: middle-out"),
    "ten megabytes": answer(b'{"data": "' + b"x" * 10_000_000 + b'"}'),
    "a header of megabytes": answer(b"{}", "X-Long: " + "x" * 3_000_000),
    "ten thousand headers": answer(b"{}", *["X-Many: x"] * 10_000),
    "lists in lists": answer(b"[" * 200_000 + b"]" * 200_000),
    "objects in objects": answer(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "a number of a million digits": answer(b'{"data": [' + b"9" * 1_000_000 + b"]}"),
    "numbers that are none": answer(b'{"data": [NaN, Infinity, -Infinity, 1e999]}'),
    "the same name twice": answer(b'{"data": [], "data": [{"id": "a"}], "choices": [], "choices": [1]}'),
    "half of a letter": answer(b'{"error": {"message": "\\ud800"}}', status="400 Bad Request"),
    "no UTF-8": answer(b'{"data": "\xff\xfe"}'),
    "the key, with signs that steer a terminal": answer(REPEATED, status="400 Bad Request"),
    "the key, refused": answer(REPEATED, status="401 Unauthorized"),
    "a page": answer(b"<html><script>alert(1)</script>", status="500 Oops"),
    "a wait without end": answer(b"{}", "Retry-After: 1e309", status="429 Too Many Requests"),
    "a wait that is no number": answer(b"{}", "Retry-After: nan", status="429 Too Many Requests"),
    "a wait into the past": answer(b"{}", "Retry-After: -1000000000", status="503 Busy"),
    "a wait until the year 9999": answer(b"{}", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", status="503 Busy"),
    "another protocol": answer(b"", "Upgrade: websocket", "Connection: Upgrade", status="101 Switching Protocols"),
    "a thousand beginnings": b"HTTP/1.1 100 Continue\r\n\r\n" * 1000 + answer(b"{}"),
    "an impossible status": b"HTTP/1.1 99999 What\r\n\r\n",
    "no HTTP": b"\x15\x03\x01\x00\x02\x02\x16" * 100,
    "a length that is a lie": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 90\r\n\r\n{}",
    "a piece of a terabyte": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}",
    "nothing": b"",
}
"""`{port}` is that of a server that must not be reached."""


@asynccontextmanager
async def saying(said: bytes, *, stays: bool = False) -> AsyncIterator[str]:
    """The address of a server that answers everything with these bytes, and optionally keeps the connection open."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            size = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(size or 0))
            writer.write(said)
            await writer.drain()
            if stays:
                await over.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        over.set()
        server.close()


@asynccontextmanager
async def bounded() -> AsyncIterator[None]:
    """Asserts that the block takes neither long nor much memory."""
    tracemalloc.start()
    try:
        async with asyncio.timeout(SOON_S):
            yield
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()


@asynccontextmanager
async def forbidden() -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port of a server that must not be reached, and the requests it received."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1000))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        server.close()


def is_plain(said: str) -> bool:
    """Whether it is one line that can be shown: without the key, and without control characters."""
    return said.isprintable() and KEY not in said and len(said) < 500


def filled(kind: str, port: int) -> bytes:
    said = ANSWERS[kind]
    if b"{port}" not in said:
        return said
    return said.replace(b"{port}", str(port).encode())


@pytest.mark.attack("provider answers")
@pytest.mark.parametrize("kind", ANSWERS)
async def test_a_key_that_is_tried_goes_nowhere_else_and_the_answer_is_one_line(kind: str) -> None:
    async with forbidden() as (port, heard), saying(filled(kind, port)) as url:
        async with bounded():
            trial = await try_key("openai-compatible", KEY, url, HERE)
        assert heard == []
    assert is_plain(trial.said), trial.said
    assert all(is_plain(model) for model in trial.models)


async def asked(url: str, proxy: str, waits: Waits) -> PairAnswer:
    choice = Choice("openai", "m", KEY, f"{url}/v1")
    caller = ModelCaller(choice, proxy=proxy, timeout_s=GIVES_UP_S)
    await caller.prepare()
    async with Asker(choice, caller=caller, turns=waits) as asker:
        return await ask(asker)


@pytest.fixture(scope="module", autouse=True)
def imported() -> None:
    """The modules that a first call imports, some of them only on failure, do not count as memory of an answer."""

    async def call() -> None:
        async with saying(b"") as url, Guard(HERE) as guard:
            await asked(url, guard.url, Waits())

    asyncio.run(call())


@pytest.mark.attack("provider answers")
@pytest.mark.parametrize("kind", ANSWERS)
async def test_a_hostile_answer_to_a_question_is_cut_to_one_line(kind: str) -> None:
    waits = Waits()
    async with forbidden() as (port, heard), saying(filled(kind, port)) as url, Guard(HERE) as guard:
        async with bounded():
            answer = await asked(url, guard.url, waits)
        assert heard == []
    assert answer == PairAnswer(2, usage=answer.usage, problem=answer.problem)
    assert answer.problem
    assert is_plain(answer.problem), answer.problem
    assert all(math.isfinite(item) and 0 <= item <= MAX_REQUESTED_WAIT_S for item in waits.asked_for), waits.asked_for


@pytest.mark.attack("provider answers")
@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
async def test_a_server_that_stops_in_the_middle_is_left(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_scope.api.try_model_key.TIMEOUT_S", GIVES_UP_S)
    began = time.monotonic()
    async with saying(said, stays=True) as url:
        assert not (await try_key("openai-compatible", KEY, url, HERE)).ok
    assert time.monotonic() - began < SOON_S
