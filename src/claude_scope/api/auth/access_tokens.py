"""Access tokens: JSON Web Tokens signed with RS256 (RFC 7519, checked as RFC 8725 advises)."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import uuid4

import jwt

from claude_scope.errors import Unauthorized

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from claude_scope.api.auth.signing_keys import KeyRing

ALGORITHM = "RS256"
"""The only accepted algorithm. A token cannot choose another, such as HMAC with a public key as the secret."""
LEEWAY_S = 30
"""How far two clocks may be apart. NTP keeps them within a second, so this is generous."""
MAX_TOKEN_CHARS = 8192
"""Longer tokens are refused. Ours have about 900 characters, a provider's with many groups a few thousand."""
AUDIENCE = "claude-scope"
DEFAULT_ISSUER = "claude-scope"
REQUIRED = ("iss", "aud", "sub", "iat", "exp")
T = TypeVar("T")


@dataclass(frozen=True)
class Claims:
    """The claims of one of our tokens: it belongs to `user_id` until `expires_s` (Unix time).

    `generation` is the account's `tokens_valid_from_ms` when the token was issued. Signing out of all devices changes
    that value. This ends all earlier tokens, even if the clocks of several machines differ. `extension_id` is the
    paired browser that owns the token; None for any other token.
    """

    user_id: str
    generation: int
    issued_s: float
    expires_s: float
    extension_id: str | None = None


class Tokens:
    """Issues and checks our own access tokens."""

    def __init__(self, keys: KeyRing, *, lifetime_s: float, issuer: str = DEFAULT_ISSUER) -> None:
        self.keys = keys
        self.issuer = issuer
        self.lifetime_s = lifetime_s

    def issue(
        self, user_id: str, generation: int, *, lifetime_s: float | None = None, extension_id: str | None = None
    ) -> str:
        """Issue a token for an account, or for one of its paired browsers; `generation` as in `Claims`."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": user_id,
            "iat": now,
            "exp": now + int(lifetime_s or self.lifetime_s),
            "jti": uuid4().hex,
            "gen": generation,
            **({"ext": extension_id} if extension_id else {}),
        }
        key = self.keys.newest()
        return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"kid": key.kid})

    def verify(self, token: str) -> Claims:
        """Check signature, issuer, audience and time; raises Unauthorized."""
        key = self.keys.find(key_id(token))
        if key is None:
            raise Unauthorized
        claims = checked_claims(token, key.public, issuer=self.issuer, audience=AUDIENCE)
        generation, extension_id = claims.get("gen"), claims.get("ext")
        if not isinstance(generation, int) or not isinstance(extension_id, str | None):
            raise Unauthorized
        return Claims(claims["sub"], generation, float(claims["iat"]), float(claims["exp"]), extension_id)


def checked_claims(token: str, key: RSAPublicKey, *, issuer: str, audience: str) -> dict[str, Any]:
    """The claims of a valid token that `key` signed; raises Unauthorized for any other token."""
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY_S,
            options={"require": list(REQUIRED)},
        )
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise Unauthorized from error


def valid_from_ms(ended_ms: int) -> int:
    """The `tokens_valid_from_ms` (Unix time) that ends all tokens which were accepted until `ended_ms`.

    It is later than `ended_ms`, because the issuer's clock may be ahead by `LEEWAY_S` and PyJWT uses whole seconds.
    """
    return ended_ms + (LEEWAY_S + 1) * 1000


def key_id(token: str) -> str:
    """The `kid` in the header; raises Unauthorized if the header names an algorithm other than RS256."""
    header = unverified(token)["header"]
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise Unauthorized
    return kid


def claimed_issuer(token: str) -> str:
    """The unverified issuer of a token. Use it only to choose the keys that verify the token."""
    payload = unverified(token)["payload"]
    return str(payload.get("iss"))


def unverified(token: str) -> dict[str, Any]:
    """The unverified header and payload; raises Unauthorized for a malformed or too long token."""
    if len(token) > MAX_TOKEN_CHARS:
        raise Unauthorized
    try:
        return jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise Unauthorized from error


class Remembered(Generic[T]):
    """Caches the results of token checks, because checking a signature takes 100 times longer than a lookup."""

    def __init__(self, *, at_most: int = 4096, for_s: float = 300.0) -> None:
        """Entries expire after `for_s` seconds, so that tokens of a withdrawn key are soon refused."""
        self._at_most = at_most
        self._for_s = for_s
        self._known: OrderedDict[bytes, tuple[float, T]] = OrderedDict()

    def get(self, token: str) -> T | None:
        """The cached result for a token, unless it has expired."""
        until_s, value = self._known.get(digest(token), (0.0, None))
        return value if time.time() < until_s else None

    def put(self, token: str, value: T, expires_s: float) -> None:
        """Add a result; above `at_most` results, the oldest are dropped."""
        self._known[digest(token)] = (min(expires_s + LEEWAY_S, time.time() + self._for_s), value)
        while len(self._known) > self._at_most:
            self._known.popitem(last=False)

    def forget(self, token: str) -> None:
        """Remove the result for a token."""
        self._known.pop(digest(token), None)


def digest(token: str) -> bytes:
    """The SHA-256 digest of a token. The cache stores digests instead of tokens."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
