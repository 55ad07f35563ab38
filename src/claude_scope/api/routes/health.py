"""Health check of the service and its dependencies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Literal

from fastapi import APIRouter, Response

from claude_scope.api.schemas.wire import Answered
from claude_scope.api.service import TheService
from claude_scope.errors import ClaudeScopeError

router = APIRouter(prefix="/api", tags=["health"])
PING_S = 5.0
"""A dependency that does not answer within this time counts as unavailable."""

RETRY_AFTER_S = 5


class Health(Answered):
    """`status` is `ok` only if every dependency is."""

    status: Literal["ok", "unavailable"]
    database: Literal["ok", "unavailable"]
    assets: Literal["ok", "unavailable"]
    jobs: Literal["ok", "unavailable"]


@router.head("/health", include_in_schema=False)
@router.get("/health", response_model=Health, responses={503: {"model": Health}})
async def health(service: TheService, response: Response) -> Health:
    """Check each dependency."""
    pings = asyncio.to_thread(service.database.ping), service.assets.ping(), service.jobs.ping()
    database, assets, jobs = await asyncio.gather(*(_is_well(ping) for ping in pings))
    well = database and assets and jobs
    if not well:
        response.status_code = 503
        response.headers["retry-after"] = str(RETRY_AFTER_S)
    return Health(status=_word(well), database=_word(database), assets=_word(assets), jobs=_word(jobs))


async def _is_well(ping: Awaitable[None]) -> bool:
    try:
        await asyncio.wait_for(ping, PING_S)
    except (ClaudeScopeError, TimeoutError, OSError):
        return False
    return True


def _word(well: bool) -> Literal["ok", "unavailable"]:
    return "ok" if well else "unavailable"
