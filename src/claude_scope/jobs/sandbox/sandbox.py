"""A sandbox: a folder for one session, and the child process that is confined to it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from claude_scope.errors import Busy
from claude_scope.jobs.sandbox.child_process import Child, NotReady
from claude_scope.jobs.sandbox.messages import Place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from claude_scope.jobs.sandbox.child_process import Report
    from claude_scope.jobs.sandbox.confinement import Confinement
    from claude_scope.jobs.sandbox.step_limits import Limits

    Start = Callable[[Place], Awaitable[Child]]
    End = Callable[[Child], Awaitable[None]]

log = logging.getLogger(__name__)

MAX_STARTS = 2
"""Maximum number of children that are started until one is ready."""
RETRY_AFTER_S = 30


class Sandbox:
    """Runs calls in one child, one at a time; the first call starts it."""

    def __init__(self, place: Place, limits: Limits, start: Start, end: End) -> None:
        """`start` and `end` belong to the pool; `child` may be set to a child that is already running.

        `on_ready` is called once with the confinement of a child that is ready, before that child reads a file.
        """
        self.place = place
        self.limits = limits
        self.child: Child | None = None
        self.on_ready: Callable[[Confinement], None] | None = None
        self._start = start
        self._end = end
        self._one_at_a_time = asyncio.Lock()

    @property
    def folder(self) -> Path:
        """The folder to which the child may write."""
        return self.place.subfolder("")

    async def call(self, call: str, *arguments: Any, report: Report = lambda told: None) -> Any:
        """See Child.call.

        Raises:
            Busy: no child started.
        """
        async with self._one_at_a_time:
            child = await self._ready_child()
            return await child.call(call, arguments, report)

    async def start(self) -> None:
        """Start the child if there is none; it gets ready in the background."""
        if self.child is None:
            self.child = await self._start(self.place)

    async def _ready_child(self) -> Child:
        """Return a child that is ready; on a busy machine, a second one is tried."""
        for attempt in range(1, MAX_STARTS + 1):
            await self.start()
            assert self.child is not None
            try:
                confinement = await self.child.get_ready()
            except NotReady as error:
                log.warning("%s", error)
                await self.close()
                if attempt == MAX_STARTS:
                    raise Busy(str(error), RETRY_AFTER_S) from error
            else:
                self._report_ready(confinement)
                break
        assert self.child is not None
        return self.child

    def _report_ready(self, confinement: Confinement) -> None:
        report, self.on_ready = self.on_ready, None
        if report is not None:
            report(confinement)

    async def close(self) -> None:
        """End the child."""
        child, self.child = self.child, None
        if child is not None:
            await self._end(child)
