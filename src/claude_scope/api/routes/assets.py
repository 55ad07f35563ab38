"""Serves stored pictures to requests with a token of their account, or with a signed URL.

Pictures of a running session are not masked yet. They are decrypted for each request, browsers may not cache them,
and they are deleted when the session ends.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from claude_scope.api.auth.caller import caller_of
from claude_scope.api.http.byte_ranges import is_known, part_of
from claude_scope.api.http.errors import answer
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import AssetId
from claude_scope.errors import Conflict, NotFound, Unauthorized
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.queries import files as queries
from claude_scope.store.queries import work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.api.http.signed_urls import Signer
    from claude_scope.api.service import Service
    from claude_scope.store.queries.files import StoredFile

router = APIRouter(prefix="/api", tags=["assets"])
PICTURES = ("frame", "thumbnail", "screenshot")
"""The kinds of files that are kept and served. Videos are not."""
IMMUTABLE = "private, max-age=31536000, immutable"
"""A picture never changes. It is `private`, because it belongs to one account."""
NO_PICTURE = "There is no such picture."
DAMAGED = "The picture is damaged or missing; record the tab again."
REDIRECT_S = 600
"""How long a signed S3 URL is valid. A short time is enough, because the browser follows the redirect at once."""
PICTURE = {"schema": {"type": "string", "format": "binary"}}
CONTENT = {"image/png": PICTURE, "image/jpeg": PICTURE}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": CONTENT, "description": "The picture"},
    206: {"content": CONTENT, "description": "A part of it"},
    302: {"description": "The picture is in S3, at the address in `Location`"},
    304: {"description": "The client has it already"},
}


@router.head("/assets/{asset_id}", include_in_schema=False)
@router.get(
    "/assets/{asset_id}",
    response_class=Response,
    responses={**errors(401, 404, 416), **ANSWERS},
    openapi_extra={"security": [{"bearer": []}, {}]},
)
async def read_asset(
    asset_id: AssetId,
    request: Request,
    expires: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    signature: Annotated[str | None, Query()] = None,
) -> Response:
    """A frame, a thumbnail or a page's screenshot; the signed URLs in a session work without a token for a while."""
    service: Service = request.app.state.service
    if expires is not None and signature is not None:
        file = await _signed(request, service, asset_id, expires, signature)
    else:
        caller = await caller_of(request)
        file = await service.read(queries.get, asset_id, user_id=caller.id)
    if file is not None and file.kind == "step" and file.session_id:
        return await _preview(service, file, file.session_id)
    if file is None or file.kind not in PICTURES:
        raise NotFound(NO_PICTURE)
    return await _answer(request, service, file)


async def _signed(request: Request, service: Service, asset_id: str, expires: int, signature: str) -> StoredFile | None:
    """The file if the signature is valid. Otherwise raises Unauthorized, whether or not the file exists."""
    signer: Signer = request.app.state.signer
    file = await service.read(queries.get, asset_id)
    if not signer.is_valid((file and file.user_id) or "", asset_id, expires, signature):
        raise Unauthorized
    return file


async def _preview(service: Service, file: StoredFile, session_id: str) -> Response:
    """A picture of a running session; raises NotFound if the session has ended."""
    sealed = await service.read(work.work_key, session_id)
    if sealed is None:
        raise NotFound(NO_PICTURE)
    try:
        key = DataKey.open(sealed, service.secrets, session_id)
        content = key.decrypt_stream(service.assets.stream(file.key, 0, file.size_bytes))
        first = await anext(content)
    except Conflict as error:  # another attempt has begun, or the secret keys have changed
        raise NotFound(NO_PICTURE) from error
    headers = {"cache-control": "no-store", "content-disposition": "inline"} | _where_shown(service)
    return StreamingResponse(_with_first(first, content), headers=headers, media_type=file.mime_type)


async def _with_first(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def _answer(request: Request, service: Service, file: StoredFile) -> Response:
    etag = f'"{file.sha256}"'
    headers = {"etag": etag, "cache-control": IMMUTABLE, "accept-ranges": "bytes", "content-disposition": "inline"}
    shown = _where_shown(service)
    headers |= shown
    if is_known(request.headers, etag):
        return Response(status_code=304, headers=headers)
    address = await service.assets.url(file.key, expires_s=REDIRECT_S, mime_type=file.mime_type)
    if not address:
        await _check_size(service, file)
    if request.method == "HEAD":  # S3 URLs are signed for GET only
        return Response(headers=headers | {"content-length": str(file.size_bytes)}, media_type=file.mime_type)
    if address:
        return RedirectResponse(address, 302, shown | {"cache-control": f"private, max-age={REDIRECT_S // 2}"})
    part = part_of(request.headers, etag, file.size_bytes)
    start, end = (part.start, part.end) if part else (0, file.size_bytes)
    if part and start >= end:
        lies_outside = "The range is outside the picture."
        return answer(416, lies_outside, {"content-range": f"bytes */{file.size_bytes}"})
    headers["content-length"] = str(end - start)
    if part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size_bytes}"
    content = service.assets.stream(file.key, start, end)
    return StreamingResponse(content, 206 if part else 200, headers, file.mime_type)


async def _check_size(service: Service, file: StoredFile) -> None:
    """Raise NotFound if a picture is missing or has another size. Call it before its length is sent."""
    with suppress(NotFound):
        if await service.assets.size(file.key) == file.size_bytes:
            return
    raise NotFound(DAMAGED)


def _where_shown(service: Service) -> dict[str, str]:
    """If the settings allow other origins, let all sites show pictures, which still need a signed URL or a token.

    Cross-Origin-Resource-Policy (Fetch standard) can only allow our own site or all sites.
    """
    return {"cross-origin-resource-policy": "cross-origin"} if service.settings.cors_origins else {}
