"""`claude-scope` with its steps counted: `python -m benchmarks.crash_command serve ...`.

Each step adds a line to the file in CRASH_LOG when it begins, and another once its result is stored: seconds, process,
session and attempt, `begin` or `end`, step. Written lines survive however the process dies.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from dbos import DBOS

from claude_scope.cli.app import main
from claude_scope.jobs import durable_runner, engine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_LOG = os.open(os.environ["CRASH_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)


class Counted(engine.DurableSteps):
    """The steps of a workflow, logged."""

    async def __call__(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        async def begun() -> Any:
            _say("begin", name)
            return await work()

        result = await super().__call__(name, begun)
        _say("end", name)
        return result


def _say(what: str, step: str) -> None:
    os.write(_LOG, f"{time.time():.3f} {os.getpid()} {DBOS.workflow_id} {what} {step}\n".encode())


if __name__ == "__main__":
    durable_runner.DurableSteps = Counted  # type: ignore[attr-defined]
    main()
