"""Sign-up, sign-in and sign-out, the account, and the public keys of our tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from claude_scope.api.auth.accounts import Accounts
from claude_scope.api.auth.bearer_token import Account, Authentication, CurrentUser, account_of, refuse_extension
from claude_scope.api.auth.sign_in_links import is_at_this_machine, sign_up_for
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.schemas.account import (
    Farewell,
    LinkToken,
    LogIn,
    PasswordChange,
    ProfilePatch,
    SignedIn,
    SignUp,
    UserBody,
)
from claude_scope.errors import Unauthorized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from claude_scope.store.queries.users import UserRow

JWKS_CACHE = "public, max-age=300"
"""Clients that verify our tokens load a new key within five minutes, or at once if its id is new to them."""


async def accounts_of(request: Request) -> Accounts:
    """The app's accounts. The function is async, because FastAPI would run a sync dependency in a thread."""
    accounts: Accounts = request.app.state.accounts
    return accounts


TheAccounts = Annotated[Accounts, Depends(accounts_of)]


signing_in = APIRouter(prefix="/api/auth", tags=["account"], route_class=StrictRoute)
router = APIRouter(prefix="/api/auth", tags=["account"], route_class=StrictRoute)
well_known = APIRouter(tags=["account"])


@signing_in.post("/signup", status_code=201, responses=errors())
async def sign_up(body: SignUp, request: Request, accounts: TheAccounts) -> SignedIn:
    """Make an account. 400 also if the address has one, or sign-up is closed or needs an invitation."""
    allowed = sign_up_for(request, accounts.settings)
    user = await accounts.sign_up(body.email, body.password, body.name, body.invitation, allowed)
    return answer(accounts, user)


@signing_in.post("/login", responses=errors(401, 409))
async def log_in(body: LogIn, accounts: TheAccounts) -> SignedIn:
    """Sign in. The same 401 for a wrong password and an unknown address; 409 if the account is locked."""
    return answer(accounts, await accounts.sign_in(body.email, body.password))


@signing_in.post("/link", responses=errors(401, 409))
async def use_link(body: LinkToken, request: Request, accounts: TheAccounts) -> SignedIn:
    """Sign in with the one-time link that the server printed, only at its machine; 409 if the account is locked."""
    if not is_at_this_machine(request, accounts.settings):
        raise Unauthorized
    return answer(accounts, await accounts.use_link(body.token))


@router.head("/me", include_in_schema=False)
@router.get("/me", responses=errors(401))
async def me(user: CurrentUser) -> UserBody:
    """Return the signed-in user."""
    return user_body(user)


@router.patch("/me", responses=errors(401))
async def change_profile(body: ProfilePatch, user: CurrentUser, accounts: TheAccounts) -> UserBody:
    """Change the name or the picture."""
    return user_body(account_of(await accounts.update(user.id, body.given())))


@router.delete("/me", status_code=204, responses=errors(401))
async def delete_account(
    request: Request, user: CurrentUser, accounts: TheAccounts, body: Farewell | None = None
) -> Response:
    """Delete the account with everything it owns. Needs its password or, if it has none, a token made just now."""
    refuse_extension(request)
    await accounts.delete(request.state.sign_in, body.password if body else None)
    return Response(status_code=204)


@router.post("/logout-all", status_code=204, responses=errors(401))
async def sign_out_everywhere(request: Request, user: CurrentUser, accounts: TheAccounts) -> Response:
    """Sign out of all devices, this one too."""
    refuse_extension(request)
    await accounts.sign_out_everywhere(user.id)
    return Response(status_code=204)


@router.post("/password", responses=errors(401, 409))
async def change_password(body: PasswordChange, request: Request, user: CurrentUser, accounts: TheAccounts) -> SignedIn:
    """Change the password. All other devices are signed out; this one continues with the new token."""
    refuse_extension(request)
    changed = await accounts.change_password(user.id, body.current_password, body.new_password)
    return answer(accounts, changed)


@well_known.head("/.well-known/jwks.json", include_in_schema=False)
@well_known.get("/.well-known/jwks.json", responses=errors())
async def key_set(accounts: TheAccounts, response: Response) -> dict[str, list[dict[str, str]]]:
    """The public keys of our access tokens, as a JSON Web Key Set (RFC 7517)."""
    response.headers["cache-control"] = JWKS_CACHE
    return accounts.public_keys()


def install(app: FastAPI, accounts: Accounts, authentication: Authentication, *, signed_in: Sequence[Any] = ()) -> None:
    """Add these routes and the state of `CurrentUser` to an app; routes with a user depend on `signed_in`."""
    app.state.accounts = accounts
    app.state.authentication = authentication
    app.router.routes.extend([*signing_in.routes, *well_known.routes])
    app.include_router(router, dependencies=signed_in)


def answer(accounts: Accounts, user: UserRow) -> SignedIn:
    """The response to a sign-in: a new token and the account."""
    return SignedIn(access_token=accounts.token(user), user=user_body(account_of(user)))


def user_body(user: Account) -> UserBody:
    """The response body for an account."""
    return UserBody(id=user.id, name=user.name, email=user.email, avatar_url=user.avatar_url)
