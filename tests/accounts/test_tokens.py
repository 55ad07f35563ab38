"""Whatever is not a valid token of ours gets a 401, always with the same response (RFC 8725 lists most of these
attacks).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from claude_scope.api.auth.access_tokens import LEEWAY_S, MAX_TOKEN_CHARS, Remembered
from claude_scope.api.auth.signing_keys import base64url, public_jwk, required_members
from claude_scope.store.queries import users
from tests.accounts.new_key import add_key
from tests.accounts.service import EMAIL, UNAUTHORIZED, Service, as_bearer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from claude_scope.api.auth.signing_keys import Key

FOREIGN = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Mint:
    """Makes tokens that are valid except for what a test changes."""

    def __init__(self, service: Service) -> None:
        with service.database.transaction() as tx:
            self.user = users.add(tx, email=EMAIL, name="Ada")
        self.key: Key = service.tokens.keys.newest()
        now = int(time.time())
        self.claims: dict[str, Any] = {
            "iss": "claude-scope",
            "aud": "claude-scope",
            "sub": self.user.id,
            "iat": now,
            "exp": now + 600,
            "jti": "1",
            "gen": 0,
        }

    def token(self, headers: dict[str, Any] | None = None, **changes: Any) -> str:
        claims = {name: value for name, value in {**self.claims, **changes}.items() if value is not ...}
        return jwt.encode(claims, self.key.private, "RS256", {"kid": self.key.kid, **(headers or {})})

    def signed_by(self, key: Any, algorithm: str, headers: dict[str, Any] | None = None) -> str:
        return jwt.encode(self.claims, key, algorithm, {"kid": self.key.kid, **(headers or {})})

    def hmac(self, secret: bytes, algorithm: str = "HS256") -> str:
        """Signed by hand: the library refuses to use a public key as a secret."""
        text = raw({"alg": algorithm, "typ": "JWT", "kid": self.key.kid}, self.claims)
        return f"{text}.{base64url(hmac.digest(secret, text.encode(), hashlib.sha256))}"

    def unsigned(self, algorithm: str) -> str:
        return raw({"alg": algorithm, "kid": self.key.kid}, self.claims) + "."

    def pem(self, form: serialization.PublicFormat) -> bytes:
        return self.key.public.public_bytes(serialization.Encoding.PEM, form)

    def parts(self) -> list[str]:
        return self.token().split(".")


def raw(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))


def with_claims(mint: Mint, **changes: Any) -> str:
    """The token with claims that were changed after signing."""
    header, payload, signature = mint.parts()
    claims = json.loads(base64.urlsafe_b64decode(payload + "==")) | changes
    return ".".join((header, base64url(json.dumps(claims).encode()), signature))


def nested(mint: Mint) -> str:
    return ".".join((mint.parts()[0], base64url(b"[" * 5900), "AAAA"))


SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
ATTACKS: dict[str, Callable[[Mint], str]] = {
    "the public key as HMAC secret (PEM)": lambda mint: mint.hmac(mint.pem(SPKI)),
    "the public key as HMAC secret (PEM, no newline)": lambda mint: mint.hmac(mint.pem(SPKI).strip()),
    "the public key as HMAC secret (PKCS 1)": lambda mint: mint.hmac(mint.pem(serialization.PublicFormat.PKCS1)),
    "the published key as HMAC secret": lambda mint: mint.hmac(json.dumps(public_jwk(mint.key)).encode()),
    "an HMAC that says RS256": lambda mint: mint.hmac(mint.pem(SPKI), "RS256"),
    "none": lambda mint: mint.unsigned("none"),
    "None": lambda mint: mint.unsigned("None"),
    "NONE with a signature": lambda mint: mint.unsigned("NONE") + mint.parts()[2],
    "no signature": lambda mint: ".".join(mint.parts()[:2]) + ".",
    "another algorithm of the right key": lambda mint: mint.signed_by(mint.key.private, "RS512"),
    "PSS of the right key": lambda mint: mint.signed_by(mint.key.private, "PS256"),
    "another key under our name": lambda mint: mint.signed_by(FOREIGN, "RS256"),
    "an unknown name": lambda mint: mint.signed_by(FOREIGN, "RS256", {"kid": "unknown"}),
    "an unknown name of the right key": lambda mint: mint.token({"kid": "unknown"}),
    "a name that is a path": lambda mint: mint.token({"kid": "../../keys/0001.pem"}),
    "its own key in the header": lambda mint: mint.signed_by(
        FOREIGN, "RS256", {"jwk": required_members(FOREIGN.public_key())}
    ),
    "an address of keys in the header": lambda mint: mint.signed_by(FOREIGN, "RS256", {"jku": "http://127.0.0.1/"}),
    "a header that has to be understood": lambda mint: mint.token({"crit": ["unheard"], "unheard": 1}),
    "wrong audience": lambda mint: mint.token(aud="another"),
    "wrong audiences": lambda mint: mint.token(aud=["another", "one more"]),
    "no audience": lambda mint: mint.token(aud=...),
    "wrong issuer": lambda mint: mint.token(iss="another"),
    "an issuer that begins like ours": lambda mint: mint.token(iss="claude-scope.example.com"),
    "no issuer": lambda mint: mint.token(iss=...),
    "expired": lambda mint: mint.token(exp=int(time.time()) - LEEWAY_S - 1),
    "expired before it was issued": lambda mint: mint.token(exp=0),
    "without an end": lambda mint: mint.token(exp=...),
    "an end that is no number": lambda mint: mint.token(exp="never"),
    "an infinite end": lambda mint: mint.token(exp=float("inf")),
    "not valid yet": lambda mint: mint.token(nbf=int(time.time()) + LEEWAY_S + 5),
    "issued in the future": lambda mint: mint.token(iat=int(time.time()) + LEEWAY_S + 5),
    "no time of issue": lambda mint: mint.token(iat=...),
    "nobody": lambda mint: mint.token(sub=...),
    "an unknown account": lambda mint: mint.token(sub="usr_00000000"),
    "an account that is a number": lambda mint: with_claims(mint, sub=1),
    "an account with a zero byte": lambda mint: mint.token(sub=f"{mint.user.id}\u0000"),
    "no generation": lambda mint: mint.token(gen=...),
    "another generation": lambda mint: mint.token(gen=int(time.time() * 1000) + 10**9),
    "a generation that is text": lambda mint: mint.token(gen="0"),
    "changed claims": lambda mint: with_claims(mint, exp=int(time.time()) + 10**6),
    "a changed signature": lambda mint: mint.token()[:-6] + "AAAAAA",
    "the signature of another token": lambda mint: ".".join([*mint.parts()[:2], mint.token(jti="2").split(".")[2]]),
    "a part too many": lambda mint: mint.token() + ".AAAA",
    "too long": lambda mint: mint.token(note="x" * MAX_TOKEN_CHARS),
    "nested deep": nested,
    "a list for claims": lambda mint: ".".join((mint.parts()[0], base64url(b"[]"), "AAAA")),
    "empty": lambda mint: "",
    "dots": lambda mint: "..",
    "not base64": lambda mint: "!.!.!",
    "two tokens": lambda mint: f"{mint.token()} {mint.token()}",
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.attack("tokens")
async def test_a_token_is_refused(service: Service, attack: str) -> None:
    """An unchanged token by the same maker is accepted, so the change is what causes the refusal."""
    mint = Mint(service)
    async with service.client() as client:
        assert (await client.me(mint.token())).status_code == 200
        answer = await client.me(ATTACKS[attack](mint))
    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


@pytest.mark.parametrize(
    "changes",
    [{"exp": -LEEWAY_S + 10}, {"iat": LEEWAY_S - 10}, {"nbf": LEEWAY_S - 10}],
    ids=["expired", "issued ahead", "valid ahead"],
)
async def test_clocks_may_be_apart_by_half_a_minute(service: Service, changes: dict[str, int]) -> None:
    mint = Mint(service)
    times: dict[str, Any] = {name: int(time.time()) + shift for name, shift in changes.items()}
    async with service.client() as client:
        assert (await client.me(mint.token(**times))).status_code == 200


async def test_a_token_of_an_older_key_is_valid_until_the_key_is_removed(service: Service, keys: Path) -> None:
    token = Mint(service).token()
    add_key(keys)
    rotated = Service(service.database, keys)
    async with rotated.client() as client:
        assert (await client.me(token)).status_code == 200
        fresh = rotated.tokens.issue(jwt.decode(token, options={"verify_signature": False})["sub"], 0)
        assert jwt.get_unverified_header(fresh)["kid"] != jwt.get_unverified_header(token)["kid"]
        assert (await client.me(fresh)).status_code == 200
    (keys / "0001.pem").unlink()
    async with Service(service.database, keys).client() as client:
        assert (await client.me(token)).status_code == 401
        assert (await client.me(fresh)).status_code == 200


async def test_anybody_can_check_a_token_with_the_published_keys(service: Service) -> None:
    async with service.client() as client:
        token = (await client.sign_up()).json()["accessToken"]
        answer = await client.get("/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    key = jwt.PyJWKSet.from_dict(answer.json())[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, ["RS256"], audience="claude-scope", issuer="claude-scope")
    assert set(claims) == {"iss", "aud", "sub", "iat", "exp", "jti", "gen"}
    assert claims["exp"] - claims["iat"] == 3600


@pytest.mark.parametrize("scheme", ["", "Basic ", "Token ", "Bearer", "Bearer:"])
@pytest.mark.attack("tokens")
async def test_only_the_bearer_scheme_signs_in(service: Service, scheme: str) -> None:
    token = Mint(service).token()
    async with service.client() as client:
        answer = await client.get("/api/auth/me", headers={"Authorization": scheme + token})
    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


@pytest.mark.attack("tokens")
async def test_a_token_anywhere_else_is_not_looked_at(service: Service) -> None:
    token = Mint(service).token()
    async with service.client() as client:
        assert (await client.get("/api/auth/me")).status_code == 401
        assert (await client.get("/api/auth/me", params={"access_token": token})).status_code == 401
        assert (await client.get("/api/auth/me", headers={"Cookie": f"access_token={token}"})).status_code == 401
        two = [("Authorization", f"Bearer {token}"), ("Authorization", "Bearer other")]
        assert (await client.get("/api/auth/me", headers=two)).status_code == 401


async def test_the_name_of_the_scheme_may_be_written_small(service: Service) -> None:
    """RFC 9110, section 11.1: schemes are compared case-insensitively."""
    async with service.client() as client:
        answer = await client.get("/api/auth/me", headers={"Authorization": f"bearer {Mint(service).token()}"})
    assert answer.status_code == 200


@pytest.mark.attack("tokens")
async def test_a_remembered_token_of_a_deleted_account_is_refused(service: Service) -> None:
    mint = Mint(service)
    async with service.client() as client:
        assert (await client.me(mint.token())).status_code == 200
        with service.database.transaction() as tx:
            users.remove(tx, mint.user.id, 1)
        assert (await client.me(mint.token())).status_code == 401


def test_the_cache_ends_with_the_token_and_after_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: Remembered[str] = Remembered(for_s=300)
    now = time.time()
    remembered.put("short", "a", now + 60)
    remembered.put("long", "b", now + 3600)
    for later_s, short, long in ((59, "a", "b"), (60 + LEEWAY_S, None, "b"), (301, None, None)):
        monkeypatch.setattr("claude_scope.api.auth.access_tokens.time.time", lambda later_s=later_s: now + later_s)
        assert (remembered.get("short"), remembered.get("long")) == (short, long)


def test_only_so_many_tokens_are_remembered() -> None:
    remembered: Remembered[int] = Remembered(at_most=3)
    for number in range(5):
        remembered.put(str(number), number, time.time() + 60)
    assert [remembered.get(str(number)) for number in range(5)] == [None, None, 2, 3, 4]


async def test_the_description_contains_the_security_scheme(service: Service) -> None:
    described = service.app.openapi()
    assert described["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert described["paths"]["/api/auth/me"]["get"]["security"] == [{"bearer": []}]
    assert "security" not in described["paths"]["/api/auth/login"]["post"]


@pytest.mark.attack("tokens")
async def test_a_token_works_for_its_account_alone(service: Service) -> None:
    async with service.client() as client:
        ada = (await client.sign_up()).json()
        bea = (await client.sign_up("bea@example.com")).json()
        answer = await client.get("/api/auth/me", headers=as_bearer(bea["accessToken"]))
    assert answer.json() == bea["user"] != ada["user"]
