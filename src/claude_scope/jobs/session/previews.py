"""Keyframes that are shown while others are still being looked for: stored one by one, as their pictures come."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from claude_scope.errors import ClaudeScopeError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from claude_scope.jobs.sandbox.messages import Picture

log = logging.getLogger(__name__)


class Previews:
    """What was found so far. `store` stores a picture and gives its id, `show` gets times (ms) and ids, in order."""

    def __init__(
        self, store: Callable[[Path], Awaitable[str]], show: Callable[[Sequence[tuple[int, str]]], None]
    ) -> None:
        self._store = store
        self._show = show
        self._stored: dict[int, str] = {}
        self._waiting: list[Picture] = []
        self._storing: asyncio.Task[None] | None = None

    def add(self, picture: Picture) -> None:
        """Store and show it, after those before it."""
        self._waiting.append(picture)
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_waiting())

    async def __aenter__(self) -> Previews:
        """From here on pictures come."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish the picture that is being stored, unless all is in vain; what waits is stored with the others."""
        self._waiting.clear()
        if self._storing is not None:
            if kind is not None:
                self._storing.cancel()
            await asyncio.wait([self._storing])

    async def _store_waiting(self) -> None:
        while self._waiting:
            picture = self._waiting.pop(0)
            try:
                self._stored[picture.timestamp_ms] = await self._store(picture.path)
            except (ClaudeScopeError, OSError) as error:  # taken back meanwhile, or to be told by the step itself
                log.info("a keyframe is not shown before the others: %s", type(error).__name__)
                continue
            self._show(sorted(self._stored.items()))
        self._storing = None
