"""Messages over two pipes, each message ended by a NUL byte: Chromium's `--remote-debugging-pipe`."""

from __future__ import annotations

import asyncio
import os
import queue
import sys
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    OnData = Callable[[bytes], None]
    OnEnd = Callable[[], None]

_READ_BYTES = 1 << 16
"""The most that one read takes, since a pipe on Linux or macOS holds no more."""


class PipeTransport:
    """Sends to the pipe `writing` and receives from the pipe `reading`; owns both."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reader = open_reader(reading)
        self._writer = _ThreadWriter(writing) if sys.platform == "win32" else _LoopWriter(writing)
        self._parts: list[bytes] = []
        """The beginning of a message whose end has not arrived. Joined only once, because a message may have 256 MB."""

    def start(self, on_message: OnData, on_end: OnEnd) -> None:
        """See `Transport`."""
        self._on_message = on_message
        self._reader.start(self._feed, on_end)

    def write(self, message: bytes) -> None:
        """See `Transport`."""
        self._writer.write(message + b"\0")

    async def close(self) -> None:
        """See `Transport`."""
        self._writer.close()
        self._reader.close()

    def _feed(self, data: bytes) -> None:
        *ends, rest = data.split(b"\0")
        for end in ends:
            message = b"".join((*self._parts, end))
            self._parts.clear()
            self._on_message(message)
        if rest:
            self._parts.append(rest)


def open_reader(fd: int) -> LoopReader | ThreadReader:
    """A reader of the pipe `fd`, which it owns."""
    return ThreadReader(fd) if sys.platform == "win32" else LoopReader(fd)


class LoopReader:
    """Reads a pipe when the event loop reports data."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self._fd = fd
        self._loop = asyncio.get_running_loop()

    def start(self, on_data: OnData, on_end: OnEnd) -> None:
        """Call `on_data` for what arrives, and `on_end` once at the pipe's end or after `close`."""
        self._on_data, self._on_end = on_data, on_end
        self._loop.add_reader(self._fd, self._read)

    def close(self) -> None:
        """Close the pipe."""
        if self._fd < 0:
            return
        self._loop.remove_reader(self._fd)
        os.close(self._fd)
        self._fd = -1
        self._on_end()

    def _read(self) -> None:
        try:
            data = os.read(self._fd, _READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._on_data(data)
        else:
            self.close()


class _LoopWriter:
    """Writes to a pipe when the event loop reports room; what does not fit waits in memory."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self._fd = fd
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[memoryview] = deque()

    def write(self, data: bytes) -> None:
        if self._fd < 0:
            return
        self._waiting.append(memoryview(data))
        if len(self._waiting) == 1:
            self._flush()
            if self._waiting:
                self._loop.add_writer(self._fd, self._flush)

    def close(self) -> None:
        if self._fd >= 0:
            self._loop.remove_writer(self._fd)
            os.close(self._fd)
            self._fd = -1
            self._waiting.clear()

    def _flush(self) -> None:
        try:
            while self._waiting:
                written = os.write(self._fd, self._waiting[0])
                if written < len(self._waiting[0]):
                    self._waiting[0] = self._waiting[0][written:]
                else:
                    self._waiting.popleft()
            self._loop.remove_writer(self._fd)
        except BlockingIOError:
            return
        except OSError:  # the browser is gone; the reader reports the end
            self.close()


class ThreadReader:
    """Reads a pipe in a thread, because Windows cannot wait for an anonymous pipe in any other way."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._loop = asyncio.get_running_loop()

    def start(self, on_data: OnData, on_end: OnEnd) -> None:
        """See `LoopReader`."""
        self._on_data, self._on_end = on_data, on_end
        threading.Thread(target=self._read, name="devtools-reader", daemon=True).start()

    def close(self) -> None:
        """Nothing to do: the thread closes the pipe at its end, when the browser has ended."""

    def _read(self) -> None:
        with suppress(RuntimeError):  # the loop is closed
            try:
                while data := os.read(self._fd, _READ_BYTES):
                    self._loop.call_soon_threadsafe(self._on_data, data)
            except OSError:
                pass
            self._loop.call_soon_threadsafe(self._on_end)
        os.close(self._fd)


class _ThreadWriter:
    """Writes to a pipe in a thread, for Windows."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, name="devtools-writer", daemon=True).start()

    def write(self, data: bytes) -> None:
        self._waiting.put(data)

    def close(self) -> None:
        self._waiting.put(None)

    def _write(self) -> None:
        with suppress(OSError):  # the browser is gone; the reader reports the end
            while (data := self._waiting.get()) is not None:
                view = memoryview(data)
                while view:
                    view = view[os.write(self._fd, view) :]
        os.close(self._fd)
