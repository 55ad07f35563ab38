"""The signed-in account of a request. Its queries see only that account's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Request

from claude_scope.api.auth.bearer_token import BearerToken, CurrentUser
from claude_scope.api.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.api.http.rate_limits import Limits

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Caller:
    """The id of the signed-in account, and the service."""

    id: str
    service: Service

    async def read(self, query: Callable[Concatenate[Transaction, str, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query of one statement; the second argument of `query` is the account's id."""
        return await self.service.read(query, self.id, *args, **kwargs)

    async def write(self, query: Callable[Concatenate[Transaction, str, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query that writes or has several statements; otherwise like `read`."""
        return await self.service.write(query, self.id, *args, **kwargs)


class CallerToken(BearerToken):
    """FastAPI dependency that checks the token and the rate limit."""

    async def __call__(self, request: Request) -> Caller:  # type: ignore[override] # routes get a Caller here
        """Return the caller; raises Unauthorized and TooManyRequests."""
        account = await super().__call__(request)
        count(request, account.id)
        return Caller(account.id, request.app.state.service)


caller_of = CallerToken()
"""The dependency. A route can also call it directly, for example to require a token only for unsigned URLs."""
TheCaller = Annotated[Caller, Depends(caller_of)]
"""A parameter of a route: `async def route(caller: TheCaller)`."""


async def limit_account(request: Request, user: CurrentUser) -> None:
    """Dependency that applies the rate limit to routes with `CurrentUser`; raises TooManyRequests."""
    count(request, user.id)


def count(request: Request, user_id: str) -> None:
    """Count a request of an account; raises TooManyRequests."""
    limits: Limits = request.app.state.limits
    limits.hit("account", user_id, request.scope)
