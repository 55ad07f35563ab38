"""Opens the hosted model that an account has chosen: its key, its limits and its network policy.

The first step of a session stores the choice, so that a worker that resumes the session asks the same model, or reports
that its key was deleted. A base URL comes from a client, so all calls go through the guard proxy, under the same policy
as the test of a key.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.errors import ClaudeScopeError, Conflict, ModelRefused, UsageError
from claude_scope.extras import HOSTED
from claude_scope.hosted.calls.asker import Asker
from claude_scope.hosted.calls.choice import NO_KEY, Choice
from claude_scope.hosted.calls.model_call import ModelCaller
from claude_scope.jobs.liveness.outage import retry_outages
from claude_scope.jobs.rate_limits import RateLimit
from claude_scope.store.queries import credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.database import Database
    from claude_scope.store.encryption.secret_keys import Secrets
    from claude_scope.store.queries.credentials import Sealed

T = TypeVar("T")

NOT_INSTALLED = (
    f"This server lacks the packages for asking a model; its operator installs them with: {HOSTED.install}. "
    "Until then the local reader works alone."
)

CHOOSE_ANOTHER = "choose another on the page Model access"
FORBIDDEN = "this server may not reach its address"
"""The message gives no details: they would reveal how a company's network resolves a name."""


class Askers:
    """Opens the models of accounts."""

    def __init__(self, settings: ServiceSettings, database: Database, secrets: Secrets) -> None:
        self._settings = settings
        self._database = database
        self._secrets = secrets

    async def choose(self, user_id: str) -> dict[str, str] | None:
        """The model that the account has chosen, as JSON without secrets; None for the local reader alone."""
        found = await self._read(credentials.active, user_id)
        if found is None:
            return None
        return {"credential": found.id, "provider": _provider(found), "model": found.model}

    @asynccontextmanager
    async def open(self, user_id: str, chosen: dict[str, str]) -> AsyncIterator[Asker]:
        """Open the chosen model; if it cannot be asked, every question fails with the reason."""
        choice, refusal = await self._choice(user_id, chosen)
        policy = Policy(self._settings.allow_private_addresses, frozenset(self._settings.allowed_private_hosts))
        async with Guard(policy) as guard:
            caller = ModelCaller(choice, proxy=guard.url, refusal_reason=partial(_refusal_reason, guard, choice.url))
            limit = RateLimit(
                self._database, f"model:{choice.provider}:{user_id}", self._settings.model_calls_per_minute
            )
            most = self._settings.max_model_cost_usd or None
            async with Asker(choice, max_cost_usd=most, turns=_Turns(limit), caller=caller) as asker:
                if refusal is None and not HOSTED.is_installed():
                    refusal = ModelRefused(NOT_INSTALLED)
                if refusal is None:
                    refusal = await asyncio.to_thread(_unpriced, asker)
                if refusal is not None:
                    asker.refuse(refusal)
                yield asker

    async def _choice(self, user_id: str, chosen: dict[str, str]) -> tuple[Choice, ModelRefused | None]:
        """The model with its key, which is sent only to the address that it was entered for."""
        name = f"{chosen['provider']}:{chosen['model']}"
        keyless = Choice(chosen["provider"], chosen["model"], NO_KEY)
        found = await self._read(credentials.sealed, user_id, chosen["credential"])
        if found is None:
            return keyless, ModelRefused(f"The key for {name} was deleted; {CHOOSE_ANOTHER}.")
        try:
            key = await asyncio.to_thread(self._secrets.open, found.secret)
        except Conflict:
            return keyless, ModelRefused(f"The key for {name} cannot be read any more; enter it again.")
        except ClaudeScopeError:  # its message names a file of the server, which accounts must not see
            return keyless, ModelRefused(
                f"The key for {name} cannot be read at the moment; ask the operator of this server."
            )
        return Choice(chosen["provider"], chosen["model"], key or NO_KEY, found.base_url or ""), None

    async def _read(self, query: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            with self._database.reading() as tx:
                return query(tx, *args)

        return await retry_outages(lambda: asyncio.to_thread(run))


class _Turns:
    """The rate limit of one account at one provider, for all workers together."""

    def __init__(self, limit: RateLimit) -> None:
        self._limit = limit

    async def turn(self) -> None:
        """See Turns."""
        await retry_outages(self._limit.turn)

    async def pause(self, seconds: float) -> None:
        """See Turns."""
        await retry_outages(lambda: self._limit.pause(seconds))


def _provider(found: Sealed) -> str:
    """The provider whose wire format is used; compatible providers use OpenAI's."""
    return "openai" if found.provider == credentials.KEYLESS else found.provider


def _unpriced(asker: Asker) -> ModelRefused | None:
    """The error if there is a cost limit and the price of the model is unknown."""
    try:
        asker.ledger.check()
    except UsageError as error:
        return ModelRefused(str(error))
    return None


def _refusal_reason(guard: Guard, url: str) -> str:
    """The reason for a failed connection, in words for the account; "" if no connection failed."""
    problem = guard.problem(url)
    if problem is None:
        return ""
    return FORBIDDEN if problem.kind == "policy" else problem.reason
