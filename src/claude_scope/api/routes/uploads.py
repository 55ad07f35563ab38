"""Resumable uploads. A recording arrives in chunks, maybe over several connections, and then becomes a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.content_digest import check_digest
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import Offset, UploadId
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.routes.recordings import IDEMPOTENCY_KEY, LOCATION, check_queue, count, upload_key
from claude_scope.api.routes.sessions import body
from claude_scope.api.schemas.sessions import SessionBody
from claude_scope.api.schemas.uploads import NewUpload, UploadBody, WholeUpload, chunk
from claude_scope.api.sessions.resumable_uploads import ResumableUploads
from claude_scope.errors import BadInput
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from claude_scope.api.sessions.uploads import Uploads
    from claude_scope.store.queries.uploads import Upload


async def uploads_of(request: Request) -> ResumableUploads:
    """The app's resumable uploads. The function is async, because FastAPI would run a sync dependency in a thread."""
    uploads: ResumableUploads = request.app.state.resumable_uploads
    return uploads


TheUploads = Annotated[ResumableUploads, Depends(uploads_of)]
router = APIRouter(prefix="/api", tags=["recordings"], route_class=StrictRoute)
BEGIN_KEY = {
    **IDEMPOTENCY_KEY,
    "description": "What you call this upload: sent again, it is answered with the same one",
}


@router.post("/uploads", status_code=201, openapi_extra={"parameters": [BEGIN_KEY]})
async def begin_upload(new: NewUpload, request: Request, caller: TheCaller, uploads: TheUploads) -> UploadBody:
    """Begin an upload, or find the one that was begun with the same Idempotency-Key."""
    return shown(await uploads.begin(caller, new.fields(), new.size, upload_key(request)))


@router.head("/uploads/{upload_id}", include_in_schema=False)
@router.get("/uploads/{upload_id}", responses=errors(404))
async def read_upload(upload_id: UploadId, caller: TheCaller, uploads: TheUploads) -> UploadBody:
    """How much has arrived."""
    return shown(await uploads.get(caller, upload_id))


@router.put(
    "/uploads/{upload_id}/chunks/{offset}", response_model=UploadBody, responses=errors(404), openapi_extra=chunk()
)
async def put_chunk(
    upload_id: UploadId, offset: Offset, request: Request, caller: TheCaller, uploads: TheUploads
) -> UploadBody | Response:
    """Store the bytes from an offset on. Nothing changes if they are stored already; 409 for a gap or other bytes."""
    await uploads.get(caller, upload_id)
    with _one_more(request, caller.id):
        try:
            content = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)  # the client has disconnected
        if not content:
            raise BadInput("The chunk is empty; send some bytes, or finish the upload.")
        check_digest(request.headers, content)
        return shown(await uploads.put(caller, upload_id, offset, content))


@router.post("/uploads/{upload_id}/finish", status_code=202, responses={202: LOCATION, **errors(404)})
async def finish_upload(
    upload_id: UploadId,
    whole: WholeUpload,
    request: Request,
    response: Response,
    caller: TheCaller,
    uploads: TheUploads,
) -> SessionBody:
    """Queue the session of the recording; sent again, it is answered with the same session.

    400 for what `POST /api/recordings` refuses, and 409 if `size` is not what has arrived.
    """
    if (await uploads.get(caller, upload_id)).session_id is None:
        await check_queue(caller)
    with _one_more(request, caller.id):
        taken = await uploads.finish(caller, upload_id, whole.size)
    count(request, taken)
    response.headers["location"] = f"/api/sessions/{taken.session_id}"
    return body(await caller.read(queries.get, taken.session_id))


@router.delete("/uploads/{upload_id}", status_code=204, responses=errors(404))
async def delete_upload(upload_id: UploadId, caller: TheCaller, uploads: TheUploads) -> None:
    """Delete what has arrived; the session of a finished upload stays."""
    await uploads.remove(caller, upload_id)


def _one_more(request: Request, user_id: str) -> AbstractContextManager[None]:
    """Count one more upload of the account during a `with` block; raises TooManyRequests."""
    uploads: Uploads = request.app.state.uploads
    return uploads.under_way.one_of(user_id)


def shown(upload: Upload) -> UploadBody:
    """The response body for an upload."""
    return UploadBody(
        id=upload.id, received=upload.received, expires_at=upload.expires_at, session_id=upload.session_id
    )
