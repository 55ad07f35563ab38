"""Checks the RS256 tokens of a company's identity provider with the provider's published keys."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_scope.api.auth.access_tokens import LEEWAY_S, checked_claims, key_id
from claude_scope.api.auth.email_addresses import is_plain, normal_email
from claude_scope.api.auth.jwks_client import discover, fetch_keys, refuse_unsafe
from claude_scope.errors import BadInput, StoreUnavailable, Unauthorized, UsageError
from claude_scope.store.queries.users import LOCAL_ISSUER

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

FRESH_S = 600.0
"""Keys are fetched again after this time. A key that the provider withdraws works until then."""
STALE_S = 3600.0
"""How long known keys are used if the provider does not answer."""
PAUSE_S = 10.0
"""Minimum time between two fetches, so that tokens with invented key ids cause few requests to the provider."""
GIVE_UP_S = 10.0
"""The time limit for one fetch, including connecting and reading."""
MAX_AGE_S = 86_400
"""Maximum age of a token, even if its `exp` is later, because deletions of accounts are remembered for this time."""
MAX_SUBJECT_CHARS = 500
MAX_NAME_CHARS = 200


@dataclass(frozen=True)
class Person:
    """The user in a provider's token. `email` is None unless the provider has verified it."""

    issuer: str
    subject: str
    email: str | None
    name: str
    issued_s: float
    expires_s: float


class Provider:
    """An issuer, the audience of its tokens, and its keys."""

    def __init__(self, issuer: str, audience: str, jwks_url: str = "", *, pause_s: float = PAUSE_S) -> None:
        """Raises UsageError for unsafe settings: a reserved issuer, no audience, or a URL without https."""
        if issuer == LOCAL_ISSUER:
            raise UsageError(f"The issuer {issuer!r} is this machine's own; set the identity provider's.")
        if not audience:
            raise UsageError(
                "Set an audience with the issuer: else its tokens for any other program would be accepted."
            )
        refuse_unsafe(jwks_url or issuer)
        self.issuer = issuer
        self._audience = audience
        self._jwks_url = jwks_url
        self._pause_s = pause_s
        self._keys: dict[str, RSAPublicKey] = {}
        self._fetched_at = self._asked_at = float("-inf")
        self._asking = asyncio.Lock()

    async def verify(self, token: str) -> Person:
        """Check a token; raises Unauthorized, or StoreUnavailable if the keys cannot be fetched."""
        key = await self._key(key_id(token))
        claims = checked_claims(token, key, issuer=self.issuer, audience=self._audience)
        found = person(claims)
        if found.expires_s + LEEWAY_S < time.time():
            raise Unauthorized
        return found

    async def _key(self, kid: str) -> RSAPublicKey:
        """The key with the id `kid`. An unknown id may belong to a new key, so the keys are fetched again."""
        usable_meanwhile = kid in self._keys and self._asking.locked() and self._age_s() <= STALE_S
        if not self._is_fresh(kid) and not usable_meanwhile:
            async with self._asking:  # concurrent requests share one fetch
                await self._ask(kid)
        if self._age_s() > STALE_S:
            raise StoreUnavailable("The identity provider does not answer; try again in a moment.", 10)
        if kid not in self._keys:
            raise Unauthorized
        return self._keys[kid]

    async def _ask(self, kid: str) -> None:
        """Fetch the keys, unless another request just did. If the provider does not answer, keep the known keys."""
        if self._is_fresh(kid) or time.monotonic() - self._asked_at < self._pause_s:
            return
        self._asked_at = time.monotonic()
        try:
            async with asyncio.timeout(GIVE_UP_S):
                self._keys = await asyncio.to_thread(self._fetch)
        except (OSError, ValueError):  # URLError and TimeoutError are OSErrors, JSONDecodeError is a ValueError
            return
        self._fetched_at = time.monotonic()

    def _fetch(self) -> dict[str, RSAPublicKey]:
        return fetch_keys(self._jwks_url or discover(self.issuer))

    def _is_fresh(self, kid: str) -> bool:
        return kid in self._keys and self._age_s() <= FRESH_S

    def _age_s(self) -> float:
        return time.monotonic() - self._fetched_at


def person(claims: dict[str, Any]) -> Person:
    """The user in checked claims (OpenID Connect Core 1.0, 5.1); raises Unauthorized for an invalid subject."""
    subject = claims["sub"]
    if not 0 < len(subject) <= MAX_SUBJECT_CHARS or not is_plain(subject):
        raise Unauthorized
    name = claims.get("name")
    return Person(
        issuer=claims["iss"],
        subject=subject,
        email=verified_email(claims),
        name=name[:MAX_NAME_CHARS] if isinstance(name, str) and is_plain(name) else "",
        issued_s=float(claims["iat"]),
        expires_s=min(float(claims["exp"]), float(claims["iat"]) + MAX_AGE_S),
    )


def verified_email(claims: dict[str, Any]) -> str | None:
    """The e-mail address, if the provider has verified it."""
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        return None
    try:
        return normal_email(claims["email"])
    except BadInput:
        return None
