"""Messages over pipes, by the event loop and by threads as on Windows."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import pytest

from claude_scope.browser.devtools.pipe import PipeTransport


class Ends:
    """A transport, the ends of its pipes that a browser has, and what it received."""

    def __init__(self) -> None:
        (reading, self.write_end), (self.read_end, writing) = os.pipe(), os.pipe()
        self.transport = PipeTransport(reading, writing)
        self.messages: list[bytes] = []
        self.arrived, self.ended = asyncio.Event(), asyncio.Event()
        self.transport.start(self._receive, self.ended.set)

    def _receive(self, message: bytes) -> None:
        self.messages.append(message)
        self.arrived.set()


@pytest.fixture(params=["win32", "linux"])
async def ends(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ends]:
    """With the class for each system, whatever this one is."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", request.param)
        made = Ends()
    yield made
    for fd in (made.write_end, made.read_end):
        if fd >= 0:
            os.close(fd)
    await made.transport.close()
    await asyncio.wait_for(made.ended.wait(), 5)


async def test_messages_are_split_at_nul_bytes_wherever_the_chunks_end(ends: Ends) -> None:
    for chunk in (b"one\0tw", b"", b"o", b"\0", b"three\0four\0fi"):
        os.write(ends.write_end, chunk)
        await asyncio.sleep(0.02)
    for _ in range(250):
        if len(ends.messages) < 4:
            await asyncio.sleep(0.02)
    assert ends.messages == [b"one", b"two", b"three", b"four"]


async def test_writing_more_than_a_pipe_holds_does_not_wait(ends: Ends) -> None:
    large = b"x" * (4 << 20)
    ends.transport.write(large)
    ends.transport.write(b"next")
    expected, got = large + b"\0next\0", b""
    while len(got) < len(expected):
        got += await asyncio.to_thread(os.read, ends.read_end, 1 << 20)
    assert got == expected


async def test_a_pipe_that_nobody_reads_any_more_drops_what_is_written(ends: Ends) -> None:
    os.close(ends.read_end)
    ends.read_end = -1
    for _ in range(3):
        ends.transport.write(b"x" * 100)
        await asyncio.sleep(0.01)
    os.write(ends.write_end, b"still\0")
    await asyncio.wait_for(ends.arrived.wait(), 5)
    assert ends.messages == [b"still"]


async def test_the_end_of_the_pipe_is_reported(ends: Ends) -> None:
    os.close(ends.write_end)
    ends.write_end = -1
    await asyncio.wait_for(ends.ended.wait(), 5)
    assert ends.messages == []
