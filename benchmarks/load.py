"""A cheap load generator for HTTP/1.1: each connection sends the next request as soon as it gets a response."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Measured:
    """The result for one address; `seconds` for the whole run, `latencies_s` of each answer."""

    seconds: float = 0.0
    latencies_s: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.latencies_s) / self.seconds

    def percentile_ms(self, percent: float) -> float:
        """The latency percentile, in milliseconds."""
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


async def load(port: int, path: str, token: str, *, connections: int, seconds: float, into: Measured) -> bytes:
    """Request an address with this many connections for this long; returns a last body too. Raises if an answer is not
    200.
    """
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    until = time.perf_counter() + seconds
    started = time.perf_counter()
    bodies = await asyncio.gather(*(_ask(port, asked, until, into.latencies_s) for _ in range(connections)))
    into.seconds += time.perf_counter() - started
    return bodies[0]


async def _ask(port: int, asked: bytes, until: float, latencies_s: list[float]) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    body = b""
    while (sent := time.perf_counter()) < until:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode("latin-1") + (await reader.read(1000)).decode("latin-1"))
        body = await reader.readexactly(_length(head))
        latencies_s.append(time.perf_counter() - sent)
    writer.close()
    return body


def _length(head: bytes) -> int:
    """The Content-Length of an answer."""
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0])
