"""Stores and shows keyframes while the search for others continues."""

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
    """The keyframes found so far. `store` stores a picture and returns its id; `show` gets times (ms) and ids."""

    def __init__(
        self, store: Callable[[Path], Awaitable[str]], show: Callable[[Sequence[tuple[int, str]]], None]
    ) -> None:
        self._store = store
        self._show = show
        self._stored: dict[int, str] = {}
        self._waiting: list[Picture] = []
        self._storing: asyncio.Task[None] | None = None

    def add(self, picture: Picture) -> None:
        """Queue a picture to be stored and shown."""
        self._waiting.append(picture)
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_waiting())

    async def __aenter__(self) -> Previews:
        """Begin to accept pictures."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish the current upload, or cancel it after an error; the step stores the remaining pictures."""
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
            except (ClaudeScopeError, OSError) as error:  # the keyframe was retracted, or the step reports the error
                log.info("a keyframe is not shown before the others: %s", type(error).__name__)
                continue
            self._show(sorted(self._stored.items()))
        self._storing = None
