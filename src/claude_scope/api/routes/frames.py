"""Frames of a session: details, removal and restoring."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import FrameId, SessionId
from claude_scope.api.http.signed_urls import addresses
from claude_scope.api.routes.sessions import no_session
from claude_scope.api.schemas.frames import FrameDetail
from claude_scope.api.sessions.frame_detail import frame_detail
from claude_scope.api.sessions.remove_frame import leave_out, take_in
from claude_scope.store.queries import sessions as queries

router = APIRouter(prefix="/api", tags=["sessions"])


@router.head("/sessions/{session_id}/frames/{frame_id}", include_in_schema=False)
@router.get("/sessions/{session_id}/frames/{frame_id}", response_model=FrameDetail, responses=errors(404))
async def read_frame(session_id: SessionId, frame_id: FrameId, request: Request, caller: TheCaller) -> Response:
    """Return a frame with its elements, its changes, and its tree as a flat list; 404 for a removed frame."""
    found = await caller.read(queries.stored, session_id)
    if found is None:
        raise no_session()
    address = addresses(request, caller.id)
    return await asyncio.to_thread(lambda: JSONResponse(frame_detail(found, frame_id, address)))


@router.delete("/sessions/{session_id}/frames/{frame_id}", status_code=204, responses=errors(404, 409))
async def remove_frame(session_id: SessionId, frame_id: FrameId, caller: TheCaller) -> None:
    """Remove a frame from prompts; the next frame then includes its changes. The last frame cannot be removed."""
    await caller.write(leave_out, session_id, frame_id)


@router.post("/sessions/{session_id}/frames/{frame_id}/restore", status_code=204, responses=errors(404))
async def restore_frame(session_id: SessionId, frame_id: FrameId, caller: TheCaller) -> None:
    """Restore a removed frame; a frame that was not removed stays as it is."""
    await caller.write(take_in, session_id, frame_id)
