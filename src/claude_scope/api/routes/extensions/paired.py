"""Paired browsers: list and revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request

from claude_scope.api.auth.bearer_token import refuse_extension
from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import ExtensionId
from claude_scope.api.schemas.extensions import ExtensionBody
from claude_scope.errors import NotFound
from claude_scope.store.queries import extensions as queries

if TYPE_CHECKING:
    from claude_scope.api.auth.bearer_token import SignIn

router = APIRouter(prefix="/api/extensions", tags=["extension"])


@router.head("", include_in_schema=False)
@router.get("")
async def list_extensions(caller: TheCaller) -> list[ExtensionBody]:
    """List the account's paired browsers, the oldest first."""
    return [ExtensionBody(**found._asdict()) for found in await caller.read(queries.every)]


@router.delete("/{extension_id}", status_code=204, responses=errors(404))
async def revoke_extension(extension_id: ExtensionId, request: Request, caller: TheCaller) -> None:
    """Revoke a paired browser: its token is refused from now on. A paired browser may revoke only itself."""
    sign_in: SignIn = request.state.sign_in
    if sign_in.extension_id != extension_id:
        refuse_extension(request)
    if not await caller.write(queries.remove, extension_id):
        raise NotFound("There is no such paired browser.")
