"""Rebuilds states during the recording, so that few remain when it ends."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from claude_scope.browser.rebuild.rebuild import wanted_nodes
from claude_scope.browser.rebuild.rebuilt_tree import rebuilt_tree
from claude_scope.browser.rebuild.replay_page import open_replay_page
from claude_scope.browser.rebuild.replayed import Replayer
from claude_scope.errors import InspectionError
from claude_scope.threads import in_thread

if TYPE_CHECKING:
    from asyncio import Event
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from claude_scope.browser.rebuild.known_states import KnownStates
    from claude_scope.values import Capture

_NICE = 10
UNFINISHED = 2
"""How many states at the end of what was recorded so far may still change."""


@asynccontextmanager
async def open_replayer_behind(viewport: tuple[int, int]) -> AsyncIterator[Replayer]:
    """Open a replayer in a browser with lower priority than other processes.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
        InspectionError: the guard proxy cannot listen.
    """
    async with open_replay_page(viewport) as page:
        await _give_way(page)
        yield Replayer(page)


async def _give_way(page: Page) -> None:
    """Lower the priority of the browser's processes."""
    assert page.context.browser is not None
    session = await page.context.browser.new_browser_cdp_session()
    for process in (await session.send("SystemInfo.getProcessInfo"))["processInfo"]:
        lower_priority(process["id"])
    await session.detach()


def lower_priority(pid: int) -> None:
    """Lower the priority of a process, if the system supports that."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)


async def rebuild_ahead(replayer: Replayer, capture: Capture, known: KnownStates, ended: Event) -> None:
    """Rebuild the states that are finished so far and are not in `known`, until the recording has `ended`."""
    from playwright.async_api import Error

    for number, instant in enumerate(capture.instants[:-UNFINISHED]):
        wanted = wanted_nodes(capture, number)
        if ended.is_set() or replayer.page.is_closed():
            return
        if await in_thread(known.find, capture, instant, wanted):
            continue
        with suppress(Error, TimeoutError, InspectionError):  # the rebuild at the end reports the error
            now, seen = await replayer.state(capture, number, wanted)
            known.add(capture, instant, now, await in_thread(rebuilt_tree, seen))
