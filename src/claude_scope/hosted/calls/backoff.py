"""Rate limiting and retries: a provider's pause delays all calls, and failed calls are retried later."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING, Protocol

from claude_scope.hosted.calls.call_failures import CallFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

FIRST_WAIT_S, MAX_WAIT_S = 1.0, 20.0
"""The first and the longest backoff. Each backoff is twice the one before, with a jitter between half and all of it."""
MAX_REQUESTED_WAIT_S = 120.0
"""If a provider asks for a longer wait, it has no capacity for this session, and the call fails."""


class RateLimiter(Protocol):
    """Decides when a call may start: within this process, or across all machines (`jobs.rate_limit`)."""

    async def turn(self) -> None:
        """Wait until a call may start."""

    async def pause(self, seconds: float) -> None:
        """Let no call start for this long."""


class LocalRateLimiter:
    """Limits the calls of this process only by the pauses that the provider asks for."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._until = 0.0

    async def turn(self) -> None:
        """See RateLimiter."""
        await self._sleep(max(0.0, self._until - time.monotonic()))

    async def pause(self, seconds: float) -> None:
        """See RateLimiter."""
        self._until = max(self._until, time.monotonic() + seconds)


async def wait_before_retry(failure: CallFailed, tried: int, turns: RateLimiter) -> None:
    """Wait as long as the provider asks, or with exponential backoff; raise the failure if no retry is left."""
    if tried >= failure.tries or (failure.wait_s or 0.0) > MAX_REQUESTED_WAIT_S:
        raise failure
    backoff_s = min(MAX_WAIT_S, FIRST_WAIT_S * 2 ** (tried - 1)) * random.uniform(0.5, 1.0)
    await turns.pause(backoff_s if failure.wait_s is None else failure.wait_s)
