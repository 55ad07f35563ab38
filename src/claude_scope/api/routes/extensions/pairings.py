"""Pairings: an extension asks for access, its user confirms in the web app, and the extension gets its token."""

from __future__ import annotations

from fastapi import APIRouter, Request

from claude_scope.api.auth import pairings
from claude_scope.api.auth.bearer_token import refuse_extension
from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import PairingId
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.schemas.extensions import (
    BegunPairing,
    NewPairing,
    PairedUser,
    PairingBody,
    PairingCode,
    PairingSecret,
    PairingToken,
)
from claude_scope.api.service import TheService
from claude_scope.errors import NotFound
from claude_scope.store.queries import pairings as queries

router = APIRouter(prefix="/api/pairings", tags=["extension"], route_class=StrictRoute)


@router.post("", status_code=201, responses=errors())
async def begin_pairing(new: NewPairing, service: TheService) -> BegunPairing:
    """Begin a pairing, for an extension; it expires after ten minutes."""
    pairing, secret = await pairings.begin(service, new.name)
    return BegunPairing(id=pairing.id, secret=secret, code=pairing.code, expires_at=pairing.expires_at)


@router.post("/{pairing_id}/token", responses=errors(404, 409), response_model_exclude_unset=True)
async def take_token(pairing_id: PairingId, given: PairingSecret, service: TheService) -> PairingToken:
    """Return the token, once, after the user has confirmed.

    A wrong secret also gets 404, and the fifth wrong secret ends the pairing.
    """
    paired = await pairings.take_token(service, pairing_id, given.secret)
    if paired is None:
        return PairingToken(status="waiting")
    user = PairedUser(id=paired.user.id, name=paired.user.name, email=paired.user.email)
    return PairingToken(status="confirmed", access_token=paired.token, user=user)


@router.head("/{pairing_id}", include_in_schema=False)
@router.get("/{pairing_id}", responses=errors(404))
async def read_pairing(pairing_id: PairingId, request: Request, caller: TheCaller) -> PairingBody:
    """Return the pairing, so that its user can compare the code; 409 for a paired browser, here and below."""
    refuse_extension(request)
    found = await caller.read(queries.get, pairing_id)
    if found is None:
        raise NotFound(pairings.NO_PAIRING)
    return PairingBody(**found._asdict())


@router.post("/{pairing_id}/confirm", status_code=204, responses=errors(404))
async def confirm_pairing(pairing_id: PairingId, given: PairingCode, request: Request, caller: TheCaller) -> None:
    """Give the extension access to the account; 400 for another code."""
    refuse_extension(request)
    await caller.write(pairings.confirm, pairing_id, given.code)


@router.delete("/{pairing_id}", status_code=204, responses=errors(404))
async def refuse_pairing(pairing_id: PairingId, request: Request, caller: TheCaller) -> None:
    """Refuse the pairing, so that the extension gets no token."""
    refuse_extension(request)
    if not await caller.write(queries.refuse, pairing_id):
        raise NotFound(pairings.NO_PAIRING)
