"""Several pages inspected at once in the shared browser: most of an inspection is waiting for its page to be still."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from claude_scope.browser.inspect import inspect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.values import Snapshot

AT_ONCE = 5
"""With more, pages on a busy machine would wait for each other longer than they are waited for."""


async def inspect_at_once(urls: Sequence[str], out: Path) -> list[Snapshot]:
    """A snapshot an address, in order; each is of an inspection of its own, whose picture is in a folder of its own."""
    room = asyncio.Semaphore(AT_ONCE)

    async def alone(url: str, folder: Path) -> Snapshot:
        async with room:
            (snapshot,) = await inspect([url], folder)
        return snapshot

    folders = [out / str(number) for number in range(len(urls))]
    for folder in folders:
        folder.mkdir()
    return await asyncio.gather(*map(alone, urls, folders))
