"""Builds, in one place, what the stations work with."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from claude_scope.browser.inspect import inspect
from claude_scope.pipeline import Parts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from claude_scope.browser.urls import Credentials
    from claude_scope.pipeline import Stations
    from claude_scope.settings import Settings
    from claude_scope.vision.hosted.asker import Asker
    from claude_scope.vision.hosted.choice import Choice


def build_parts(
    settings: Settings,
    stations: Stations,
    *,
    storage_state: Path | None,
    progress: Callable[[str, float, float | None], None],
    credentials: Sequence[Credentials] = (),
    asker: Asker | None = None,
) -> Parts:
    """Everything `pipeline.analyse` needs, for one person's machine or as the settings say.

    `stations` is where recordings are decoded and read. `credentials` are those of the pages to inspect, which their
    addresses do not hold; `asker` is a model to ask.
    """
    inspector = partial(
        inspect,
        allow_private=settings.allow_private_addresses,
        storage_state=storage_state,
        timeout_s=settings.page_timeout_s,
        credentials=credentials,
    )
    return Parts(stations, inspector, progress, asker)


@asynccontextmanager
async def open_asker(choice: Choice, max_cost_usd: float | None) -> AsyncIterator[Asker]:
    """The model that was chosen; raises UsageError for a ceiling that has no price to keep it by."""
    from claude_scope.vision.hosted.asker import Asker

    async with Asker(choice, max_cost_usd=max_cost_usd) as asker:
        await asyncio.to_thread(asker.ledger.check)
        yield asker
