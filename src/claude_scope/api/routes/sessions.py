"""Sessions: list, count, create without a video, change and delete."""

from __future__ import annotations

import asyncio
import json
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic_core import to_json

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http import paging
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import SessionId
from claude_scope.api.http.signed_urls import addresses
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.schemas.sessions import (
    MAX_PROMPT,
    ListedSession,
    NewSession,
    SessionBody,
    SessionPatch,
    StatsBody,
)
from claude_scope.api.sessions import deletion
from claude_scope.api.sessions.quotas import Quota, hold_account, require_room
from claude_scope.errors import NotFound
from claude_scope.jobs.session.upload_texts import masked
from claude_scope.store.queries import sessions as queries
from claude_scope.store.queries import settings as preferences
from claude_scope.store.tables import MAX_ANY_URL, MAX_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session as Transaction

router = APIRouter(prefix="/api", tags=["sessions"], route_class=StrictRoute)
MAX_LENGTHS = {"title": MAX_TITLE, "prompt": MAX_PROMPT}
"""Maximum number of characters of the texts that a client may write."""
COLUMNS = {"duration": "duration_s", "processing_time": "processing_time_ms"}
"""Fields of the API whose database columns have other names."""
MAX_LIMIT = 100
WITHOUT_LIMIT = 1_000
"""Maximum number of sessions in a list without `limit`. The Link header leads to the next sessions."""
MAX_LIST_BYTES = 2 * 1024 * 1024
"""Maximum size of a list. 1,000 sessions usually take 0.5 MB, but 30 MB if every field has its maximum length."""
NEXT = {"headers": {"Link": {"description": 'The next page: `<address>; rel="next"`', "schema": {"type": "string"}}}}
Cursor = Annotated[
    str | None,
    Query(description="From the Link header of the page before", json_schema_extra={"pattern": paging.PATTERN}),
]


def no_session() -> NotFound:
    """The error for a session that does not exist or belongs to another account."""
    return NotFound("There is no such session.")


@router.head("/sessions", include_in_schema=False)
@router.get("/sessions", response_model=list[ListedSession], responses={200: NEXT})
async def list_sessions(
    request: Request,
    caller: TheCaller,
    limit: Annotated[int | None, Query(ge=1, le=MAX_LIMIT)] = None,
    cursor: Cursor = None,
) -> Response:
    """List the account's sessions, the most recently updated first, without their prompts."""
    # Not validated: the rows already have the model's fields and types.
    most, after = limit or WITHOUT_LIMIT, None if cursor is None else paging.place_of(cursor)
    found = await caller.read(queries.page, most + 1, after)
    shown = found[:most] if limit else _within_bytes(found[:most])
    address = addresses(request, caller.id)
    for session in shown:
        session["thumbnailUrl"] = session["thumbnailUrl"] and address(session["thumbnailUrl"])
    answer = Response(to_json(shown), media_type="application/json")
    if len(shown) < len(found):
        place = queries.Place(shown[-1]["updatedAt"], shown[-1]["id"])
        answer.headers["link"] = paging.next_page("/api/sessions", min(most, MAX_LIMIT), place)
    return answer


def _within_bytes(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first sessions, up to the one with which their JSON reaches `MAX_LIST_BYTES`."""
    sizes = accumulate(len(json.dumps(session)) for session in found)
    enough = next((number for number, size in enumerate(sizes, 1) if size >= MAX_LIST_BYTES), len(found))
    return found[:enough]


@router.head("/sessions/stats", include_in_schema=False)
@router.get("/sessions/stats")
async def read_stats(caller: TheCaller) -> StatsBody:
    """Return totals over the account's sessions."""
    found = await caller.read(queries.stats)
    return StatsBody(
        total_sessions=found.sessions,
        completed_sessions=found.completed,
        total_duration=found.duration_s,
        avg_processing_time=found.mean_processing_ms,
    )


@router.post("/sessions", status_code=201)
async def create_session(new: NewSession, caller: TheCaller) -> SessionBody:
    """Create a session without a video, for clients that process recordings themselves."""
    title = masked(new.title, MAX_TITLE)
    values = {"title": title, "frame_count": new.frame_count, "url_count": new.url_count, "status": "processing"}
    values["work"] = "none"
    agent = new.agent_target or (await caller.read(preferences.preferences))["default_agent"]
    quota = Quota.of(caller.service.settings)
    made = await caller.write(_create, values | {"agent_target": agent}, quota)
    return body(await caller.read(queries.get, made))


def _create(tx: Transaction, user_id: str, values: Mapping[str, Any], quota: Quota) -> str:
    """Create a session and return its id. Raises BadInput for a full account, and Unauthorized for a deleted one."""
    hold_account(tx, user_id)
    require_room(tx, user_id, quota)
    return queries.create(tx, user_id, values)


@router.patch("/sessions/{session_id}", responses=errors(404))
async def change_session(session_id: SessionId, patch: SessionPatch, caller: TheCaller) -> SessionBody:
    """Change the given fields."""
    values = {COLUMNS.get(name, name): value for name, value in patch.given().items()}
    values |= await asyncio.to_thread(_masked, values)
    if "urls" in values:
        values.setdefault("url_count", len(values["urls"]))
    if "prompt" in values:
        values["prompt_status"] = "complete"
    if values and not await caller.write(queries.change, session_id, values):
        raise no_session()
    return body(await caller.read(queries.get, session_id))


def _masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The texts among the values, with secrets masked."""
    found: dict[str, Any] = {name: masked(values[name], most) for name, most in MAX_LENGTHS.items() if name in values}
    if "urls" in values:
        found["urls"] = [masked(url, MAX_ANY_URL) for url in values["urls"]]
    return found


@router.delete("/sessions/{session_id}", status_code=204, responses=errors(404))
async def delete_session(session_id: SessionId, caller: TheCaller) -> None:
    """Stop its work, then delete the session, its frames and their files."""
    await deletion.delete_session(caller.service, caller.id, session_id)


@router.delete("/sessions", status_code=204)
async def delete_all_sessions(caller: TheCaller) -> None:
    """Stop the account's work, then delete all its sessions and their files; the account and its settings stay."""
    await deletion.delete_everything_of(caller.service, caller.id)


def body(found: dict[str, Any] | None) -> SessionBody:
    """The response body for a session; raises NotFound for None."""
    if found is None:
        raise no_session()
    return SessionBody.model_validate(found, by_alias=True)
