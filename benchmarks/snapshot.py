"""Measures how long the ARIA snapshot of a rebuilt page takes, compared with Playwright's of the same page.

    python -m benchmarks.snapshot [--times 5]

The page is a table with about 1,400 elements. Both are taken in turn, and the smallest time of each is printed, since
other work on a machine can only add to it.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.browser.rebuild.rebuilt_tree import see_page
from claude_scope.browser.rebuild.replay_page import open_replay_page
from tests.browser.rebuild.test_rebuild import Dom
from tests.browser.rebuild.test_snapshot import shown, table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    own, playwrights = [], []
    with tempfile.TemporaryDirectory() as folder:
        async with open_replay_page((1280, 720)) as page:
            await shown(page, Path(folder), table(Dom()))
            for _ in range(asked.times):
                own.append(await _seconds(lambda: see_page(page, [])))
                playwrights.append(await _seconds(lambda: page.aria_snapshot(mode="ai", boxes=True)))
    ratio = min(own) / min(playwrights)
    print(
        f"own {min(own) * 1000:.0f} ms, Playwright's {min(playwrights) * 1000:.0f} ms: {ratio:.2f} (bar: less than 1)"
    )


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(main())
