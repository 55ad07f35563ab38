"""Inspects several pages concurrently in the shared browser, since most of an inspection is waiting for its page to
settle.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from claude_scope.browser.inspect import inspect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.values import Snapshot

AT_ONCE = 5
"""With more, pages on a busy machine would delay each other beyond the time limits."""


async def inspect_at_once(urls: Sequence[str], out: Path) -> list[Snapshot]:
    """One snapshot per address, in order, each from its own inspection with its own folder for the picture."""
    room = asyncio.Semaphore(AT_ONCE)

    async def alone(url: str, folder: Path) -> Snapshot:
        async with room:
            (snapshot,) = await inspect([url], folder)
        return snapshot

    folders = [out / str(number) for number in range(len(urls))]
    for folder in folders:
        folder.mkdir()
    return await asyncio.gather(*map(alone, urls, folders))
