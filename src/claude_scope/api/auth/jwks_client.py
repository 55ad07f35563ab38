"""Fetches an identity provider's keys: a JSON Web Key Set (RFC 7517), over https."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from claude_scope.errors import UsageError
from claude_scope.settings import is_loopback

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

TIMEOUT_S = 5.0
"""The time limit for the connection, and for each read."""
MAX_BYTES = 256 * 1024
"""The maximum size of a key set or a configuration; real ones are under 20 KB."""
MAX_KEYS = 64
MIN_BITS = 2048
"""The smallest RSA key that NIST SP 800-131A allows."""


class NoRedirects(HTTPRedirectHandler):
    """Refuses redirects, because a redirect could lead to an attacker's keys."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Return None, so that urllib raises an error."""


def refuse_unsafe(url: str) -> None:
    """Raise UsageError unless a URL is https, or http on this machine."""
    parts = urlsplit(url)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))):
        return
    raise UsageError(f"The identity provider's address {url!r} has to begin with https://.")


def discover(issuer: str) -> str:
    """The URL of the keys, from the issuer's configuration (OpenID Connect Discovery 1.0, 4).

    Raises OSError or ValueError.
    """
    found = get_json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    url = found.get("jwks_uri")
    if found.get("issuer") != issuer or not isinstance(url, str):
        raise ValueError("the configuration is that of another issuer")
    try:
        refuse_unsafe(url)
    except UsageError as error:
        raise ValueError("the keys are at an unsafe address") from error
    return url


def fetch_keys(url: str) -> dict[str, RSAPublicKey]:
    """The RS256 keys by their ids; raises OSError or ValueError."""
    entries = get_json(url).get("keys")
    if not isinstance(entries, list):
        raise ValueError("this is not a key set")  # noqa: TRY004 - invalid network data is a ValueError here
    return {entry["kid"]: key for entry in entries[:MAX_KEYS] if (key := usable(entry)) is not None}


def usable(entry: Any) -> RSAPublicKey | None:
    """The public key of an entry; None unless it is an RSA signature key with an id and at least `MIN_BITS`."""
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str) or entry.get("kty") != "RSA":
        return None
    if entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        return None
    try:
        key = RSAAlgorithm.from_jwk({name: entry[name] for name in ("kty", "n", "e")})
    except (jwt.PyJWTError, KeyError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= MIN_BITS else None


def get_json(url: str) -> dict[str, Any]:
    """The JSON object at a URL; raises OSError or ValueError."""
    request = Request(url, headers={"Accept": "application/json", "User-Agent": "claude-scope"})
    try:
        with build_opener(NoRedirects).open(request, timeout=TIMEOUT_S) as answer:
            body = answer.read(MAX_BYTES + 1)
        found = json.loads(body) if len(body) <= MAX_BYTES else None
    except (HTTPException, RecursionError) as error:
        raise ValueError("the answer cannot be read") from error
    if not isinstance(found, dict):
        raise ValueError("the answer is not a JSON object, or it is too long")  # noqa: TRY004 - invalid network data is a ValueError here
    return found
