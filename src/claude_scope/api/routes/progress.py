"""The progress of a session: read, follow, cancel and retry it."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from claude_scope.api.auth.bearer_token import Authentication, bearer
from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import SessionId
from claude_scope.api.http.signed_urls import addresses
from claude_scope.api.routes.sessions import no_session
from claude_scope.api.schemas.sessions import StatusBody
from claude_scope.api.sessions import processing_status
from claude_scope.errors import Unauthorized
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.types import Receive, Scope, Send

    from claude_scope.api.auth.caller import Caller
    from claude_scope.api.http.concurrency_limits import AtOnce
    from claude_scope.store.queries.sessions import Status

router = APIRouter(prefix="/api", tags=["sessions"])
POLL_S = 0.5
"""A stream reads the status at this interval. Workers write it at most twice a second."""
HEARTBEAT_S = 15.0
"""The longest silence of a stream. Proxies close connections that are silent for a minute or less."""
LONGEST_S = 3600.0
"""After this time a stream ends, and the client reconnects with Last-Event-ID. Proxies limit streams anyway."""
EVENTS = "text/event-stream"
AS_IT_COMES = {"x-accel-buffering": "no"}
"""This header makes nginx send events without buffering."""
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {EVENTS: {}},
        "description": "Events `status`, whose data are those of `/status` and whose ids are versions of it",
    },
    204: {"description": "The session has ended, and `Last-Event-ID` is its last event: do not ask again"},
}


@router.head("/sessions/{session_id}/status", include_in_schema=False)
@router.get("/sessions/{session_id}/status", response_model=StatusBody, responses=errors(404))
async def read_status(session_id: SessionId, request: Request, caller: TheCaller) -> Response:
    """Return the progress, for polling."""
    return JSONResponse(processing_status.status(await _status(caller, session_id), addresses(request, caller.id)))


@router.head("/sessions/{session_id}/events", include_in_schema=False)
@router.get("/sessions/{session_id}/events", response_class=Response, responses={**errors(404), **STREAM})
async def follow(
    session_id: SessionId,
    request: Request,
    caller: TheCaller,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
) -> Response:
    """Send the status as server-sent events: at once, then with each change, until the work has ended.

    `overallStage` says whether the work has ended; the owner may change `sessionStatus` meanwhile. A session without a
    video ends when its owner sets `sessionStatus`.
    """
    found = await _status(caller, session_id)
    if found.has_ended and last_event_id == str(found.version):
        return Response(status_code=204)
    if request.method == "HEAD":
        return Response(media_type=EVENTS, headers=AS_IT_COMES)
    return _Stream(request, caller, _events(request, caller, found, last_event_id))


class _Stream(StreamingResponse):
    """An event stream; the number of streams per account is limited."""

    def __init__(self, request: Request, caller: Caller, events: AsyncIterator[bytes]) -> None:
        super().__init__(events, media_type=EVENTS, headers=AS_IT_COMES)
        self._streams: AtOnce = request.app.state.streams
        self._user_id = caller.id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; raises TooManyRequests."""
        with self._streams.one_of(self._user_id):
            await super().__call__(scope, receive, send)


@router.post("/sessions/{session_id}/cancel", responses=errors(404, 409))
async def cancel_session(session_id: SessionId, request: Request, caller: TheCaller) -> StatusBody:
    """Stop the work, and say so in the status. 409 if it has ended already."""
    await _status(caller, session_id)
    await caller.service.jobs.cancel(session_id)
    return await _answer(request, caller, session_id)


@router.post("/sessions/{session_id}/retry", status_code=202, responses=errors(404, 409))
async def retry_session(session_id: SessionId, request: Request, caller: TheCaller) -> StatusBody:
    """Restart a failed session from its video. 409 if it has not failed, or its video is deleted."""
    await _status(caller, session_id)
    await caller.service.jobs.retry(session_id)
    return await _answer(request, caller, session_id)


async def _answer(request: Request, caller: Caller, session_id: str) -> StatusBody:
    told = processing_status.status(await _status(caller, session_id), addresses(request, caller.id))
    return StatusBody.model_validate(told, by_alias=True)


async def _status(caller: Caller, session_id: str) -> Status:
    found = await caller.read(queries.status, session_id)
    if found is None:
        raise no_session()
    return found


async def _events(request: Request, caller: Caller, found: Status | None, known: str | None) -> AsyncIterator[bytes]:
    """Yield events and heartbeats until the work ends, the session is deleted or its owner signs out."""
    began = said = time.monotonic()
    while found is not None:
        is_new, is_silent = str(found.version) != known, time.monotonic() > said + HEARTBEAT_S
        if is_new or is_silent:
            if not await _is_signed_in(request):
                return
            known, said = str(found.version), time.monotonic()
            yield _event(found, addresses(request, caller.id)) if is_new else b": still there\n\n"
        if found.has_ended or time.monotonic() > began + LONGEST_S:
            return
        await asyncio.sleep(POLL_S)
        found = await caller.read(queries.status, found.id)


async def _is_signed_in(request: Request) -> bool:
    """Whether the token of the stream is still valid."""
    checks: Authentication = request.app.state.authentication
    try:
        await checks.sign_in_of(bearer(request))
    except Unauthorized:
        return False
    return True


def _event(found: Status, address: Callable[[str], str]) -> bytes:
    return (
        f"id: {found.version}\nevent: status\ndata: {json.dumps(processing_status.status(found, address))}\n\n".encode()
    )
