"""The work on a session: followed as it goes on, stopped, begun again."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Header
from starlette.responses import Response, StreamingResponse

from claude_scope.api import processing
from claude_scope.api.caller import SessionId, TheCaller
from claude_scope.api.openapi import errors
from claude_scope.api.routes.sessions import no_session
from claude_scope.api.schemas.sessions import StatusBody
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.api.caller import Caller
    from claude_scope.store.queries.sessions import Status

router = APIRouter(prefix="/api", tags=["sessions"])
POLL_S = 0.5
"""How soon a change is told; workers write the status twice a second at most."""
HEARTBEAT_S = 15.0
"""Proxies close what is silent for a minute or less."""
LONGEST_S = 3600.0
"""Then the client asks again, with Last-Event-ID: its token may have expired."""
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/event-stream": {}},
        "description": "Events `status`, whose data are those of `/status` and whose ids are versions of it",
    },
    204: {"description": "The session has ended, and `Last-Event-ID` is its last event: do not ask again"},
}


@router.get("/sessions/{session_id}/events", response_class=Response, responses={**errors(404), **STREAM})
async def follow(
    session_id: SessionId,
    caller: TheCaller,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
) -> Response:
    """The status as server-sent events: at once, then whenever it changes, until the session has ended."""
    found = await _status(caller, session_id)
    if found.status != "processing" and last_event_id == str(found.version):
        return Response(status_code=204)
    return StreamingResponse(
        _events(caller, found, last_event_id), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
    )


@router.post("/sessions/{session_id}/cancel", responses=errors(404, 409))
async def cancel_session(session_id: SessionId, caller: TheCaller) -> StatusBody:
    """Stop the work; the status says so. 409 if it has ended already."""
    await _status(caller, session_id)
    await caller.service.jobs.cancel(session_id)
    return StatusBody.model_validate(processing.status(await _status(caller, session_id)), by_alias=True)


@router.post("/sessions/{session_id}/retry", status_code=202, responses=errors(404, 409))
async def retry_session(session_id: SessionId, caller: TheCaller) -> StatusBody:
    """Go on with a failed session from its last good step. 409 if it has not failed, or its video is gone."""
    await _status(caller, session_id)
    await caller.service.jobs.retry(session_id)
    return StatusBody.model_validate(processing.status(await _status(caller, session_id)), by_alias=True)


async def _status(caller: Caller, session_id: str) -> Status:
    found = await caller.read(queries.status, session_id)
    if found is None:
        raise no_session()
    return found


async def _events(caller: Caller, found: Status | None, known: str | None) -> AsyncIterator[bytes]:
    """Events until the session has ended or is deleted; comments while nothing happens."""
    began = said = time.monotonic()
    while found is not None:
        if str(found.version) != known:
            known, said = str(found.version), time.monotonic()
            yield f"id: {known}\nevent: status\ndata: {json.dumps(processing.status(found))}\n\n".encode()
        if found.status != "processing" or time.monotonic() > began + LONGEST_S:
            return
        if time.monotonic() > said + HEARTBEAT_S:
            said = time.monotonic()
            yield b": still there\n\n"
        await asyncio.sleep(POLL_S)
        found = await caller.read(queries.status, found.id)
