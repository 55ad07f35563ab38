"""Sessions: made without a video, listed, read, changed, deleted."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from starlette.responses import JSONResponse

from claude_scope.api import paging, processing, removal
from claude_scope.api.auth import CurrentUser
from claude_scope.api.dependencies import SessionId
from claude_scope.api.openapi import errors
from claude_scope.api.schemas.sessions import NewSession, SessionBody, SessionPatch, StatsBody, StatusBody
from claude_scope.api.service import Service, TheService
from claude_scope.errors import NotFound
from claude_scope.store.queries import sessions as queries
from claude_scope.store.queries import settings as preferences

router = APIRouter(tags=["sessions"])
WITHOUT_LIMIT = 1_000
"""Sessions that a list holds when no `limit` was given; the Link header leads to more."""
COLUMNS = {"duration": "duration_s", "processing_time": "processing_time_ms"}
"""Fields whose columns have other names."""
NEXT = {"headers": {"Link": {"description": 'The next page: `<address>; rel="next"`', "schema": {"type": "string"}}}}


def no_session() -> NotFound:
    """The same for a session of somebody else."""
    return NotFound("There is no such session.")


@router.post("/sessions", status_code=201)
def create_session(new: NewSession, user: CurrentUser, service: TheService) -> SessionBody:
    """Create a session without a video: for clients that record and process themselves."""
    with service.database.transaction() as tx:
        agent = new.agent_target or preferences.preferences(tx, user.id)["default_agent"]
        values = {"title": new.title, "agent_target": agent, "frame_count": new.frame_count}
        session_id = queries.create(tx, user.id, {**values, "url_count": new.url_count, "status": "processing"})
        return SessionBody.model_validate(present(queries.get(tx, user.id, session_id)), by_alias=True)


@router.get("/sessions", response_model=list[SessionBody], responses={200: NEXT})
def list_sessions(
    user: CurrentUser,
    service: TheService,
    limit: Annotated[int | None, Query(ge=1, le=100)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The account's sessions, the most recently updated first, without their prompts."""
    most, after = limit or WITHOUT_LIMIT, paging.place_of(cursor) if cursor is not None else None
    with service.database.transaction() as tx:
        found = queries.page(tx, user.id, most + 1, after)
    texts = [session.json for session in found[:most]]
    last = found[most - 1] if len(found) > most else None
    link = {"link": paging.next_page("/api/sessions", limit or 100, queries.Place(*last[:2]))} if last else {}
    return Response(f"[{','.join(texts)}]", media_type="application/json", headers=link)


@router.get("/sessions/stats")
def read_stats(user: CurrentUser, service: TheService) -> StatsBody:
    """Totals over the account's sessions."""
    with service.database.transaction() as tx:
        found = queries.stats(tx, user.id)
    return StatsBody(
        total_sessions=found.sessions,
        completed_sessions=found.completed,
        total_duration=found.duration_s,
        avg_processing_time=found.mean_processing_ms,
    )


@router.get("/sessions/{session_id}/status", response_model=StatusBody, responses=errors(404))
def read_status(session_id: SessionId, user: CurrentUser, service: TheService) -> Response:
    """How far the processing is, for polling; the version is the ETag of what `events` sends."""
    return JSONResponse(status_body(service, user.id, session_id))


def status_body(service: Service, user_id: str, session_id: str) -> dict[str, Any]:
    """The body; raises NotFound."""
    with service.database.transaction() as tx:
        found = queries.status(tx, user_id, session_id)
    if found is None:
        raise no_session()
    return processing.status(found)


@router.patch("/sessions/{session_id}", responses=errors(404))
def change_session(session_id: SessionId, patch: SessionPatch, user: CurrentUser, service: TheService) -> SessionBody:
    """Change the fields given."""
    values = {COLUMNS.get(name, name): value for name, value in patch.given().items()}
    if "urls" in values:
        values.setdefault("url_count", len(values["urls"]))
    if "prompt" in values:
        values["prompt_status"] = "complete"
    with service.database.transaction() as tx:
        if values and not queries.change(tx, user.id, session_id, values):
            raise no_session()
        return SessionBody.model_validate(present(queries.get(tx, user.id, session_id)), by_alias=True)


def present(found: dict[str, Any] | None) -> dict[str, Any]:
    """The session; raises NotFound."""
    if found is None:
        raise no_session()
    return found


@router.delete("/sessions/{session_id}", status_code=204, responses=errors(404))
async def delete_session(session_id: SessionId, user: CurrentUser, service: TheService) -> None:
    """Stop its work, then delete the session, its frames and their files."""
    await removal.delete_session(service, user.id, session_id)
