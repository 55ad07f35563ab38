"""Builds the dependencies of the stations, all in one place."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from claude_scope.browser.inspect import inspect
from claude_scope.pipeline import Parts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from pathlib import Path

    from claude_scope.browser.urls import Credentials
    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.calls.choice import Choice
    from claude_scope.pipeline import Stations
    from claude_scope.settings import Settings


def build_parts(
    settings: Settings,
    stations: Stations,
    *,
    storage_state: Path | None,
    progress: Callable[[str, float, float | None], None],
    credentials: Sequence[Credentials] = (),
    asker: Asker | None = None,
    announce: Callable[[str], None] = lambda sentence: None,
) -> Parts:
    """Build the dependencies of `pipeline.analyse` from the settings.

    `stations` decode and read recordings. `credentials` sign in to the pages to inspect, whose addresses do not
    contain them. `asker` is the model to ask, if any; `announce` gets a sentence about its cost before the first call.
    """
    inspector = partial(
        inspect,
        allow_private=settings.allow_private_addresses,
        storage_state=storage_state,
        timeout_s=settings.page_timeout_s,
        credentials=credentials,
    )
    return Parts(stations, inspector, progress, asker, announce=announce)


@asynccontextmanager
async def open_asker(
    choice: Choice, max_cost_usd: float | None, known: Mapping[str, str] | None = None
) -> AsyncIterator[Asker]:
    """Open the chosen model; raises UsageError for a cost limit on a model whose price is unknown.

    `known` are answers of an earlier analysis, see `Asker`.
    """
    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.calls.callers import caller_of

    async with Asker(choice, max_cost_usd=max_cost_usd, caller=caller_of(choice), known=known) as asker:
        await asyncio.to_thread(asker.ledger.check)
        yield asker
