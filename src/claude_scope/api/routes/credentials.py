"""API keys for model providers: store, test, activate and delete. A stored key is never returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import CredentialId
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.schemas.credentials import CredentialBody, CredentialPatch, NewCredential, TrialBody
from claude_scope.api.try_model import choice_of, try_model
from claude_scope.api.try_model_key import try_key
from claude_scope.browser.egress.guard_proxy import Policy
from claude_scope.errors import Conflict, NotFound
from claude_scope.extras import HOSTED
from claude_scope.jobs.hosted_models import NOT_INSTALLED
from claude_scope.store.queries import credentials as queries

if TYPE_CHECKING:
    from claude_scope.api.schemas.wire import Given
    from claude_scope.settings import ServiceSettings

router = APIRouter(prefix="/api", tags=["credentials"], route_class=StrictRoute)


@router.head("/credentials", include_in_schema=False)
@router.get("/credentials")
async def list_credentials(caller: TheCaller) -> list[CredentialBody]:
    """List the account's keys, the oldest first. New sessions use the model of the active one."""
    return [body(shown) for shown in await caller.read(queries.every)]


@router.post("/credentials", status_code=201, responses=errors(404, 409))
async def add_credential(new: NewCredential, caller: TheCaller) -> CredentialBody:
    """Store a key, encrypted. If it is active, the previous one no longer is.

    409 for an active key if the server lacks the packages for asking a model.
    """
    return body(await caller.write(queries.add, checked(values(new)), caller.service.secrets.seal))


@router.patch("/credentials/{credential_id}", responses=errors(404))
async def change_credential(credential_id: CredentialId, patch: CredentialPatch, caller: TheCaller) -> CredentialBody:
    """Change the given fields. Activating a key deactivates the others.

    409 for activating a key if the server lacks the packages for asking a model.
    """
    return body(await caller.write(queries.change, credential_id, checked(values(patch)), caller.service.secrets.seal))


@router.delete("/credentials/{credential_id}", status_code=204, responses=errors(404))
async def delete_credential(credential_id: CredentialId, caller: TheCaller) -> None:
    """Delete a key; if it was the active one, none is active."""
    if not await caller.write(queries.remove, credential_id):
        raise no_credential()


@router.post("/credentials/{credential_id}/test", responses=errors(404, 409))
async def test_credential(credential_id: CredentialId, caller: TheCaller) -> TrialBody:
    """List the models, then ask the key's model a small question, which costs a fraction of a cent.

    `said` is the result in one sentence, with tokens and cost; a refused key is not an error of this call. Without a
    model the provider's default is asked; if it has none, the models are only listed. A base URL follows the same
    rules as inspected pages.
    """
    found = await caller.read(queries.sealed, credential_id)
    if found is None:
        raise no_credential()
    if not HOSTED.is_installed():
        return TrialBody(ok=False, said=NOT_INSTALLED, models=[])
    key = caller.service.secrets.open(found.secret)
    allowed = policy(caller.service.settings)
    listed = await try_key(found.provider, key, found.base_url, allowed)
    choice = choice_of(found.provider, found.model, key, found.base_url)
    trial = listed if choice is None or listed.is_refused else await try_model(choice, allowed)
    return TrialBody(ok=trial.ok, said=trial.said, models=list(listed.models))


def policy(settings: ServiceSettings) -> Policy:
    """The policy for the addresses of providers: the same as for the browser that inspects pages."""
    return Policy(settings.allow_private_addresses, frozenset(settings.allowed_private_hosts))


def values(given: Given) -> dict[str, Any]:
    """The given fields, with the key in plain text."""
    found = given.given()
    return found | {"key": found["key"].get_secret_value()} if "key" in found else found


def checked(row: dict[str, Any]) -> dict[str, Any]:
    """The columns to write. Raises Conflict if a key is activated but the packages for asking models are missing."""
    if row.get("active") and not HOSTED.is_installed():
        raise Conflict(NOT_INSTALLED)
    return row


def body(shown: queries.Shown | None) -> CredentialBody:
    """The response body for a credential; raises NotFound for None."""
    if shown is None:
        raise no_credential()
    return CredentialBody.model_validate(shown._asdict(), by_name=True)


def no_credential() -> NotFound:
    """The error for a credential that does not exist or belongs to another account."""
    return NotFound("There is no such credential.")
