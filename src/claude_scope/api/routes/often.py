"""What pages and scripts ask for all the time: the list, totals, a session, its status.

They take the request as it is, and `shortcut.Shortcut` calls them: what FastAPI does for a signature of four
parameters costs more than the answer. It describes them as ever. Only a `ClaudeScopeError` may be raised here: any
other exception, an HTTPException too, is answered with 500 (`headers.Edge`).
"""

from __future__ import annotations

import asyncio
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from claude_scope.api.auth.caller import caller_of
from claude_scope.api.details import Details, Edition
from claude_scope.api.http import paging
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import session_id
from claude_scope.api.http.signed_urls import addresses
from claude_scope.api.routes.sessions import no_session
from claude_scope.api.schemas.sessions import SessionBody, SessionDetail, StatsBody, StatusBody
from claude_scope.api.sessions import processing_status, stored_session
from claude_scope.errors import BadInput
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from claude_scope.api.auth.caller import Caller
    from claude_scope.api.http.signed_urls import Signer


router = APIRouter(prefix="/api", tags=["sessions"])
MOST = 100
WITHOUT_LIMIT = 1_000
"""Sessions that a list holds at most when no `limit` was given; the Link header leads to more."""
ENOUGH_BYTES = 2 * 1024 * 1024
"""A list without a limit ends where it is as long: a thousand sessions are half a megabyte as a rule, and would be 30
with every field filled."""
NEXT = {"headers": {"Link": {"description": 'The next page: `<address>; rel="next"`', "schema": {"type": "string"}}}}
LISTED: dict[str, Any] = {
    "security": [{"bearer": []}],
    "parameters": [
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST}},
        {
            "name": "cursor",
            "in": "query",
            "description": "From the Link header of the page before",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{50,60}$"},
        },
    ],
}
OF_SESSION: dict[str, Any] = {
    "security": [{"bearer": []}],
    "parameters": [
        {"name": "session_id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "sess_7Q2M0XKD"}
    ],
}
Page = tuple[bytes, str]
"""The body, and the Link header if there is more."""


@router.head("/sessions", include_in_schema=False)
@router.get("/sessions", response_model=list[SessionBody], responses={200: NEXT}, openapi_extra=LISTED)
async def list_sessions(request: Request) -> Response:
    """The account's sessions, the most recently updated first, without their prompts."""
    caller = await caller_of(request)
    asked = request.query_params
    limit, cursor = _limit(asked.get("limit")), asked.get("cursor")
    after = paging.place_of(cursor) if cursor is not None else None
    # A list without a limit may be large: it is not remembered.
    ask = caller.recall if limit else caller.read
    body, link = await ask(_page, limit or WITHOUT_LIMIT, after)
    return Response(body, media_type="application/json", headers={"link": link} if link else {})


def _page(tx: Transaction, user_id: str, most: int, after: queries.Place | None) -> Page:
    """One more is read than is shown, which tells whether there is more."""
    found = queries.page(tx, user_id, most + 1, after)
    shown = found[:most] if most <= MOST else found[: _enough(found[:most])]
    body = f"[{','.join([session.json for session in shown])}]".encode()
    if len(found) == len(shown):
        return body, ""
    last = shown[-1]
    return body, paging.next_page("/api/sessions", min(most, MOST), queries.Place(last.updated_at, last.id))


def _enough(found: list[queries.Listed]) -> int:
    """How many of them are a body that is long enough: at least one of those that there are."""
    lengths = accumulate(len(session.json) for session in found)
    return next((number for number, length in enumerate(lengths, 1) if length >= ENOUGH_BYTES), len(found))


def _limit(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10 and 1 <= int(given) <= MOST):
        raise BadInput(f"limit: this has to be a whole number from 1 to {MOST}")
    return int(given)


@router.head("/sessions/stats", include_in_schema=False)
@router.get("/sessions/stats", response_model=StatsBody, openapi_extra={"security": OF_SESSION["security"]})
async def read_stats(request: Request) -> Response:
    """Totals over the account's sessions."""
    found = await (await caller_of(request)).recall(queries.stats)
    body = StatsBody(
        total_sessions=found.sessions,
        completed_sessions=found.completed,
        total_duration=found.duration_s,
        avg_processing_time=found.mean_processing_ms,
    )
    return JSONResponse(body.model_dump())


@router.head("/sessions/{session_id}/status", include_in_schema=False)
@router.get("/sessions/{session_id}/status", response_model=StatusBody, responses=errors(404), openapi_extra=OF_SESSION)
async def read_status(request: Request) -> Response:
    """How far the processing is, for polling."""
    caller = await caller_of(request)
    body = await caller.recall(_status_body, session_id(request.path_params["session_id"]), request.app.state.signer)
    if body is None:
        raise no_session()
    return Response(body, media_type="application/json")


def _status_body(tx: Transaction, user_id: str, asked: str, signer: Signer) -> bytes | None:
    found = queries.status(tx, user_id, asked)
    if found is None:
        return None
    return bytes(JSONResponse(processing_status.status(found, partial(signer.address, user_id))).body)


@router.head("/sessions/{session_id}", include_in_schema=False)
@router.get("/sessions/{session_id}", response_model=SessionDetail, responses=errors(404), openapi_extra=OF_SESSION)
async def read_session(request: Request) -> Response:
    """A session with its frames in time order, what the browser found, and what happened when."""
    caller = await caller_of(request)
    found = await caller.recall(queries.status, session_id(request.path_params["session_id"]))
    if found is None:
        raise no_session()
    signer: Signer = request.app.state.signer
    details: Details = request.app.state.details
    edition = Edition(found.id, found.version, signer.expires_s())
    body = details.get(edition)
    if body is None:
        body = await _detail(request, caller, found.id)
        details.put(edition, body)
    return Response(body, media_type="application/json")


async def _detail(request: Request, caller: Caller, asked: str) -> bytes:
    found = await caller.read(queries.kept, asked)
    if found is None:
        raise no_session()
    address = addresses(request, caller.id)
    return await asyncio.to_thread(lambda: bytes(JSONResponse(stored_session.detail(found, address)).body))
