"""Uploads. Each form contains one recording, which becomes one session."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from claude_scope.api.auth.caller import caller_of
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.signed_urls import addresses
from claude_scope.api.routes.sessions import body, no_session
from claude_scope.api.schemas.recordings import ProcessingResponse, form
from claude_scope.api.schemas.sessions import SessionBody
from claude_scope.api.sessions import stored_session
from claude_scope.api.sessions.uploads import check_room
from claude_scope.errors import BadInput, Busy
from claude_scope.intake.receive_upload import check_length, stated_length
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from claude_scope.api.auth.caller import Caller
    from claude_scope.api.http.request_log import Metrics
    from claude_scope.api.sessions.uploads import Taken, Uploads

router = APIRouter(prefix="/api", tags=["recordings"])
RETRY_AFTER_S = 30
"""The usual processing time of a session."""
LOCATION = {"headers": {"Location": {"schema": {"type": "string"}}}}
LATER = {"model": SessionBody, "description": "With `Prefer: respond-async`: it is stored and waits", **LOCATION}
PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "`respond-async` (RFC 7240): do not wait until the processing has ended",
    "schema": {"type": "string"},
}
KEY = r"^[!-~]{1,128}$"
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "What you call this upload: sent again, it is answered with the session that it made the first time",
    "schema": {"type": "string", "pattern": KEY},
}
DESCRIBED: dict[str, Any] = {"parameters": [PREFER, IDEMPOTENCY_KEY], **form()}


@router.post(
    "/recordings", response_model=ProcessingResponse, responses={202: LATER, **errors()}, openapi_extra=DESCRIBED
)
async def upload_recording(request: Request) -> Response:
    """Upload and process a recording; the answer arrives when the processing has succeeded or failed."""
    caller = await caller_of(request)
    key = upload_key(request)
    session_id = await caller.read(queries.of_upload, key) if key else None
    if session_id is None:
        try:
            session_id = await _take(request, caller, key)
        except ClientDisconnect:
            return Response(status_code=400)  # the client has disconnected
    if _is_asynchronous(request):
        found = body(await caller.read(queries.get, session_id))
        headers = {"location": f"/api/sessions/{session_id}", "preference-applied": "respond-async"}
        return JSONResponse(found.model_dump(), 202, headers)
    await _ended_or_gone(request, caller, session_id)
    return JSONResponse(await _processed(request, caller, session_id))


def upload_key(request: Request) -> str | None:
    """The client's Idempotency-Key, if any; raises BadInput."""
    given = request.headers.getlist("idempotency-key")
    if not given:
        return None
    if len(given) > 1 or not re.fullmatch(KEY, given[0]):
        raise BadInput("Idempotency-Key: give it once, as 1 to 128 visible ASCII characters without spaces.")
    return given[0]


async def _take(request: Request, caller: Caller, key: str | None) -> str:
    """Store the upload and return its session's id. Raises the errors of `Uploads.take`, Busy, and ClientDisconnect."""
    await check_queue(caller)
    uploads: Uploads = request.app.state.uploads
    length = stated_length(request.headers.get("content-length", ""))
    check_length(length, uploads.max_bytes)
    await caller.write(check_room, key, uploads.quota, length)
    with uploads.under_way.one_of(caller.id):
        taken = await uploads.take(caller, request.headers.get("content-type", ""), request.stream(), key)
    count(request, taken)
    return taken.session_id


def count(request: Request, taken: Taken) -> None:
    """Count a new session in the metrics."""
    if taken.is_new:
        metrics: Metrics = request.app.state.metrics
        metrics.uploads.inc()


async def check_queue(caller: Caller) -> None:
    """Raise Busy if too many sessions are queued. Call it before the body is read."""
    if await caller.service.jobs.queued() >= caller.service.settings.max_queued:
        raise Busy("Too many recordings wait to be processed; try again in a while.", RETRY_AFTER_S)


def _is_asynchronous(request: Request) -> bool:
    """Whether the Prefer headers contain `respond-async`, with or without parameters (RFC 7240)."""
    preferences = ",".join(request.headers.getlist("prefer")).split(",")
    return any(preference.partition(";")[0].strip().lower() == "respond-async" for preference in preferences)


async def _ended_or_gone(request: Request, caller: Caller, session_id: str) -> None:
    """Wait until the session ends or the client disconnects, which does not stop the session. Raises NotFound."""
    ended = asyncio.create_task(caller.service.jobs.wait(session_id))
    gone = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait((ended, gone), return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            ended.result()
    finally:
        ended.cancel()
        gone.cancel()
        await asyncio.gather(ended, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _processed(request: Request, caller: Caller, session_id: str) -> dict[str, Any]:
    found = await caller.read(queries.stored, session_id)
    if found is None:
        raise no_session()
    return await asyncio.to_thread(stored_session.processed, found, addresses(request, caller.id))
