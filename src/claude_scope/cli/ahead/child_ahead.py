"""Starts the child process that reads a capture while the capture is still being recorded."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.browser.rebuild.ahead import lower_priority
from claude_scope.cli.environment import load_settings
from claude_scope.jobs.sandbox.pool import one_sandbox
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.jobs.sandbox.sandbox import Sandbox


@asynccontextmanager
async def child_ahead() -> AsyncIterator[Sandbox]:
    """Open a sandbox whose child imports everything in advance, with lower priority than other processes."""
    limits = Limits.none(load_settings(Settings).ocr_threads)
    with tempfile.TemporaryDirectory(prefix="claude-scope-") as folder:
        async with one_sandbox(limits, Path(folder), warm=True) as sandbox:
            assert sandbox.child is not None
            lower_priority(sandbox.child.pid)
            yield sandbox
