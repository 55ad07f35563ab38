"""The two that pages and scripts ask for all the time: the list, and the status.

They take the request as it is: what FastAPI does for a signature of four parameters costs more than the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from claude_scope.api import paging, processing
from claude_scope.api.caller import caller_of
from claude_scope.api.openapi import errors
from claude_scope.api.recent import Recent
from claude_scope.api.schemas.sessions import SessionBody, StatusBody
from claude_scope.errors import BadInput, NotFound
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from claude_scope.api.caller import Caller

router = APIRouter(prefix="/api", tags=["sessions"])
MOST = 100
WITHOUT_LIMIT = 1_000
"""Sessions that a list holds when no `limit` was given; the Link header leads to more."""
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


@router.get("/sessions", response_model=list[SessionBody], responses={200: NEXT}, openapi_extra=LISTED)
async def list_sessions(request: Request) -> Response:
    """The account's sessions, the most recently updated first, without their prompts."""
    caller = await caller_of(request)
    asked = request.query_params
    limit, cursor = _limit(asked.get("limit")), asked.get("cursor")
    after = paging.place_of(cursor) if cursor is not None else None
    body, link = await _page(request, caller, limit, after)
    return Response(body, media_type="application/json", headers={"link": link} if link else {})


async def _page(request: Request, caller: Caller, limit: int | None, after: queries.Place | None) -> Page:
    most = limit or WITHOUT_LIMIT
    if limit is None or not caller.service.database.is_sqlite:
        return _laid_out(await caller.read(queries.page, most + 1, after), most)
    recent: Recent[Page] = request.app.state.recent_pages

    def read() -> Page:
        with caller.service.database.reading() as tx:
            return _laid_out(queries.page(tx, caller.id, most + 1, after), most)

    return recent.get((caller.id, limit, after), read)


def _laid_out(found: list[queries.Listed], most: int) -> Page:
    """`found` holds one more than is shown if there is more."""
    body = f"[{','.join([session.json for session in found[:most]])}]".encode()
    if len(found) <= most:
        return body, ""
    last = found[most - 1]
    return body, paging.next_page("/api/sessions", min(most, MOST), queries.Place(last.updated_at, last.id))


def _limit(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10 and 1 <= int(given) <= MOST):
        raise BadInput(f"limit: this has to be a whole number from 1 to {MOST}")
    return int(given)


@router.get("/sessions/{session_id}/status", response_model=StatusBody, responses=errors(404), openapi_extra=OF_SESSION)
async def read_status(request: Request) -> Response:
    """How far the processing is, for polling."""
    caller = await caller_of(request)
    found = await caller.read(queries.status, request.path_params["session_id"])
    if found is None:
        raise NotFound("There is no such session.")
    return JSONResponse(processing.status(found))
