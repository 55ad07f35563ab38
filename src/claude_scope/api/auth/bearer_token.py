"""Authenticates a request by its bearer token; routes depend on `CurrentUser`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from claude_scope.api.auth.access_tokens import Remembered, claimed_issuer
from claude_scope.api.auth.automatic_accounts import user_of_subject
from claude_scope.api.auth.locked_accounts import refuse_locked
from claude_scope.errors import Conflict, Unauthorized, UsageError
from claude_scope.store.ids import ms_since
from claude_scope.store.queries import extensions, users

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.api.auth.access_tokens import Tokens
    from claude_scope.api.auth.identity_provider import Provider
    from claude_scope.store.database import Database


P = ParamSpec("P")
T = TypeVar("T")
NOTE_USE_AFTER_MS = 60_000
"""Minimum time between two writes of a paired browser's `last_used_at`, because a write costs more than a request."""


@dataclass(frozen=True, slots=True)
class Account:
    """The signed-in account."""

    id: str
    email: str | None
    name: str
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """The claims of a checked token. `generation` is None for a provider's token.

    `extension_id` is the paired browser that sent the token; None for any other client.
    """

    user_id: str
    generation: int | None
    issued_s: float
    extension_id: str | None = None

    def is_ended(self, valid_from_ms: int) -> bool:
        """Whether the account has signed out of all devices since the token was issued."""
        if self.generation is not None:
            return self.generation != valid_from_ms
        return self.issued_s * 1000 < valid_from_ms


class Authentication:
    """Checks our tokens and a provider's. Signature checks are cached for minutes, but the account is always read."""

    def __init__(self, database: Database, tokens: Tokens, provider: Provider | None = None) -> None:
        if provider is not None and provider.issuer == tokens.issuer:
            raise UsageError(f"The issuer {provider.issuer!r} is our own; set the identity provider's.")
        self._database = database
        self._tokens = tokens
        self._provider = provider
        self._remembered: Remembered[SignIn] = Remembered()

    async def sign_in_of(self, token: str) -> tuple[Account, SignIn]:
        """Account and claims of a token; raises Unauthorized, Conflict for a locked account, or StoreUnavailable."""
        sign_in = self._remembered.get(token)
        if sign_in is None:
            sign_in, expires_s = await self._check(token)
            self._remembered.put(token, sign_in, expires_s)
        user = await self._read(self._row, sign_in.user_id)
        is_paired = sign_in.extension_id is None or await self._is_paired(sign_in.user_id, sign_in.extension_id)
        if user is None or not is_paired or sign_in.is_ended(user.tokens_valid_from_ms):
            self._remembered.forget(token)
            raise Unauthorized
        refuse_locked(user)
        return account_of(user), sign_in

    async def _check(self, token: str) -> tuple[SignIn, float]:
        if self._provider is not None and claimed_issuer(token) == self._provider.issuer:
            return await self._check_foreign(self._provider, token)
        claims = self._tokens.verify(token)
        return SignIn(claims.user_id, claims.generation, claims.issued_s, claims.extension_id), claims.expires_s

    async def _check_foreign(self, provider: Provider, token: str) -> tuple[SignIn, float]:
        person = await provider.verify(token)
        user = await asyncio.to_thread(
            user_of_subject,
            self._database,
            person.issuer,
            person.subject,
            name=person.name,
            email=person.email,
            issued_s=person.issued_s,
        )
        return SignIn(user.id, None, person.issued_s), person.expires_s

    async def _is_paired(self, user_id: str, extension_id: str) -> bool:
        """Whether the browser is still paired. Writes the time of its use about once a minute."""
        found = await self._read(self._extension, user_id, extension_id)
        if found and (found.last_used_at is None or ms_since(found.last_used_at) > NOTE_USE_AFTER_MS):
            await self._database.in_time(lambda: self._mark_used(extension_id))
        return found is not None

    async def _read(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query: with SQLite directly, which is faster than in a thread; otherwise in a thread."""
        if self._database.is_sqlite:
            return query(*args, **kwargs)
        return await self._database.in_time(lambda: query(*args, **kwargs))

    def _extension(self, user_id: str, extension_id: str) -> extensions.Extension | None:
        with self._database.reading() as tx:
            return extensions.get(tx, user_id, extension_id)

    def _mark_used(self, extension_id: str) -> None:
        with self._database.transaction() as tx:
            extensions.mark_used(tx, extension_id)

    def _row(self, user_id: str) -> users.UserRow | None:
        with self._database.reading() as tx:
            return users.by_id(tx, user_id)


class BearerToken(SecurityBase):
    """FastAPI dependency that authenticates a request. It is also the security scheme in OpenAPI."""

    def __init__(self) -> None:
        self.model = HTTPBearer(bearerFormat="JWT", description="`Authorization: Bearer <accessToken>`")
        self.scheme_name = "bearer"

    async def __call__(self, request: Request) -> Account:
        """Return the account, and set `request.state.sign_in`; raises the errors of `sign_in_of`."""
        checks: Authentication = request.app.state.authentication
        account, request.state.sign_in = await checks.sign_in_of(bearer(request))
        request.state.account = account
        return account


current_user = BearerToken()
CurrentUser = Annotated[Account, Depends(current_user)]
"""A parameter of a route: `async def route(user: CurrentUser)`."""


def bearer(request: Request) -> str:
    """The token of the only Authorization header (RFC 6750, 2.1). Cookies, forms and the URL are ignored."""
    given = request.headers.getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != "bearer":
        raise Unauthorized
    return token.strip()


def refuse_extension(request: Request) -> None:
    """Raise Conflict for a paired browser: its token may neither change the account nor give others access."""
    sign_in: SignIn = request.state.sign_in
    if sign_in.extension_id is not None:
        raise Conflict("A paired browser may not do this; open the web app and do it there.")


def account_of(user: users.UserRow) -> Account:
    """The `Account` of a database row."""
    return Account(user.id, user.email, user.name, user.avatar_url)
