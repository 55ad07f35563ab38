"""Sessions: made without a video, changed, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import SessionId
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.schemas.sessions import NewSession, SessionBody, SessionPatch
from claude_scope.api.sessions import deletion
from claude_scope.api.sessions.quotas import Quota, hold_account, require_room
from claude_scope.errors import NotFound
from claude_scope.store.queries import sessions as queries
from claude_scope.store.queries import settings as preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session as Transaction

router = APIRouter(prefix="/api", tags=["sessions"], route_class=StrictRoute)
COLUMNS = {"duration": "duration_s", "processing_time": "processing_time_ms"}
"""Fields whose columns have other names."""


def no_session() -> NotFound:
    """The same for a session of somebody else."""
    return NotFound("There is no such session.")


@router.post("/sessions", status_code=201)
async def create_session(new: NewSession, caller: TheCaller) -> SessionBody:
    """Create a session without a video: for clients that record and process themselves."""
    values = {"title": new.title, "frame_count": new.frame_count, "url_count": new.url_count, "status": "processing"}
    values["work"] = "none"
    agent = new.agent_target or (await caller.read(preferences.preferences))["default_agent"]
    quota = Quota.of(caller.service.settings)
    made = await caller.write(_create, values | {"agent_target": agent}, quota)
    return body(await caller.read(queries.get, made))


def _create(tx: Transaction, user_id: str, values: Mapping[str, Any], quota: Quota) -> str:
    """The id of the new session; raises BadInput if the account is full, and Unauthorized if it is gone."""
    hold_account(tx, user_id)
    require_room(tx, user_id, quota)
    return queries.create(tx, user_id, values)


@router.patch("/sessions/{session_id}", responses=errors(404))
async def change_session(session_id: SessionId, patch: SessionPatch, caller: TheCaller) -> SessionBody:
    """Change the fields given."""
    values = {COLUMNS.get(name, name): value for name, value in patch.given().items()}
    if "urls" in values:
        values.setdefault("url_count", len(values["urls"]))
    if "prompt" in values:
        values["prompt_status"] = "complete"
    if values and not await caller.write(queries.change, session_id, values):
        raise no_session()
    return body(await caller.read(queries.get, session_id))


@router.delete("/sessions/{session_id}", status_code=204, responses=errors(404))
async def delete_session(session_id: SessionId, caller: TheCaller) -> None:
    """Stop its work, then delete the session, its frames and their files."""
    await deletion.delete_session(caller.service, caller.id, session_id)


@router.delete("/sessions", status_code=204)
async def delete_all_sessions(caller: TheCaller) -> None:
    """Stop the account's work, then delete all its sessions and their files; the account and its settings stay."""
    await deletion.delete_everything_of(caller.service, caller.id)


def body(found: dict[str, Any] | None) -> SessionBody:
    """A session as the API shows it; raises NotFound."""
    if found is None:
        raise no_session()
    return SessionBody.model_validate(found, by_alias=True)
