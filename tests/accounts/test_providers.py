"""A company's identity provider: its tokens sign users in through the keys that it publishes, over
a real connection.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from claude_scope.api.auth import accounts, identity_provider
from claude_scope.api.auth.bearer_token import Authentication
from claude_scope.api.auth.identity_provider import Provider
from claude_scope.api.auth.signing_keys import base64url
from claude_scope.errors import UsageError
from claude_scope.settings import ServiceSettings
from tests.accounts.idp import AUDIENCE, KEYS, IdentityProvider, entry
from tests.accounts.service import EMAIL, UNAUTHORIZED, Service, as_bearer, token_of
from tests.accounts.test_tokens import Mint
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.accounts.service import Client


@pytest.fixture
def idp() -> Iterator[IdentityProvider]:
    running = IdentityProvider()
    yield running
    running.close()


def trusting(service: Service, idp: IdentityProvider, pause_s: float = 0.0, **more: str) -> Service:
    provider = Provider(idp.url, AUDIENCE, more.get("jwks_url", idp.jwks_url), pause_s=pause_s)
    return Service(service.database, service.keys, service.settings, provider, service.passwords)


@pytest.fixture
async def client(service: Service, idp: IdentityProvider) -> AsyncIterator[Client]:
    async with trusting(service, idp).client() as client:
        yield client


async def test_a_person_gets_an_account_on_first_sight(client: Client, idp: IdentityProvider) -> None:
    answer = await client.me(idp.token(name="Ada", email="ADA@example.com", email_verified=True))
    assert answer.status_code == 200
    assert answer.json().items() >= {"name": "Ada", "email": EMAIL, "avatarUrl": None}.items()
    assert (await client.me(idp.token(jti="another"))).json() == answer.json()
    assert (await client.me(idp.token(sub="bea-2"))).json()["id"] != answer.json()["id"]


@on_both_databases
async def test_one_of_many_simultaneous_first_requests_makes_the_account(client: Client, idp: IdentityProvider) -> None:
    tokens = [idp.token(jti=str(number), email=EMAIL, email_verified=True) for number in range(8)]
    answers = await asyncio.gather(*(client.me(token) for token in tokens))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert idp.asked == ["/keys"]


@pytest.mark.attack("tokens")
async def test_nobody_comes_into_an_account_by_naming_its_address(client: Client, idp: IdentityProvider) -> None:
    """An account with a password stays its owner's, whatever e-mail address a provider's token contains."""
    owner = (await client.sign_up()).json()["user"]
    other = (await client.me(idp.token(email=EMAIL, email_verified=True))).json()
    assert other["id"] != owner["id"]
    assert other["email"] is None
    assert (await client.log_in()).json()["user"] == owner


@pytest.mark.parametrize(
    "claims",
    [
        {"email": EMAIL},
        {"email": EMAIL, "email_verified": False},
        {"email": EMAIL, "email_verified": "true"},
        {"email": EMAIL, "email_verified": 1},
        {"email": "no address", "email_verified": True},
        {"email": [EMAIL], "email_verified": True},
    ],
)
@pytest.mark.attack("tokens")
async def test_only_an_address_that_was_verified_is_taken(
    client: Client, idp: IdentityProvider, claims: dict[str, Any]
) -> None:
    assert (await client.me(idp.token(**claims))).json()["email"] is None


@pytest.mark.parametrize(("name", "kept"), [("x" * 300, "x" * 200), ("A\u0000da", ""), (5, ""), (None, "")])
async def test_a_name_that_cannot_be_stored_does_not_prevent_signing_in(
    client: Client, idp: IdentityProvider, name: object, kept: str
) -> None:
    assert (await client.me(idp.token(name=name))).json()["name"] == kept


def public_pem() -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return KEYS[0].public_key().public_bytes(serialization.Encoding.PEM, form)


def with_hmac(idp: IdentityProvider) -> str:
    header, payload, _ = idp.token().split(".")
    header = base64url(json.dumps({"alg": "HS256", "kid": "one"}).encode())
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{header}.{payload}".encode(), public_pem()
    )
    return f"{header}.{payload}.{base64url(signature)}"


def unsigned(idp: IdentityProvider) -> str:
    header = base64url(json.dumps({"alg": "none", "kid": "one"}).encode())
    return f"{header}.{idp.token().split('.')[1]}."


ATTACKS: dict[str, Callable[[IdentityProvider], str]] = {
    "the public key as HMAC secret": with_hmac,
    "none": unsigned,
    "wrong audience": lambda idp: idp.token(aud="another"),
    "our own audience": lambda idp: idp.token(aud="claude-scope"),
    "no audience": lambda idp: idp.token(aud=...),
    "wrong issuer": lambda idp: idp.token(iss="https://another.example.com"),
    "issuer with a slash more": lambda idp: idp.token(iss=f"{idp.url}/"),
    "our own issuer": lambda idp: idp.token(iss="claude-scope", aud="claude-scope", gen=0),
    "this machine's user": lambda idp: idp.token(iss="local", sub="local"),
    "unknown key": lambda idp: idp.token("two", KEYS[1]),
    "another key under a known name": lambda idp: idp.token("one", KEYS[1]),
    "expired": lambda idp: idp.token(exp=int(time.time()) - 31),
    "not valid yet": lambda idp: idp.token(nbf=int(time.time()) + 40),
    "issued in the future": lambda idp: idp.token(iat=int(time.time()) + 40),
    "no end": lambda idp: idp.token(exp=...),
    "nobody": lambda idp: idp.token(sub=...),
    "an empty subject": lambda idp: idp.token(sub=""),
    "an endless subject": lambda idp: idp.token(sub="x" * 501),
    "a subject that cannot be stored": lambda idp: idp.token(sub="a\u0000"),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.attack("tokens")
async def test_a_token_is_refused(client: Client, idp: IdentityProvider, attack: str) -> None:
    answer = await client.me(ATTACKS[attack](idp))
    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)
    assert (await client.me(idp.token())).status_code == 200


async def test_our_own_tokens_work_in_addition_to_the_providers(client: Client, idp: IdentityProvider) -> None:
    assert (await client.me(token_of(await client.sign_up()))).status_code == 200
    assert idp.asked == []


@pytest.mark.attack("tokens")
async def test_a_provider_cannot_sign_in_our_name(service: Service, idp: IdentityProvider) -> None:
    """Not even with a key that it publishes under the id of ours: the token's issuer determines which keys are used."""
    mint = Mint(service)
    idp.publish({mint.key.kid: KEYS[0]})
    async with trusting(service, idp).client() as client:
        forged = jwt.encode(mint.claims, KEYS[0], "RS256", {"kid": mint.key.kid})
        assert (await client.me(forged)).status_code == 401
        assert (await client.me(mint.token())).status_code == 200


async def test_a_new_key_is_asked_for_when_it_first_signs(client: Client, idp: IdentityProvider) -> None:
    assert (await client.me(idp.token())).status_code == 200
    idp.publish({"one": KEYS[0], "two": KEYS[1]})
    assert (await client.me(idp.token("two", KEYS[1]))).status_code == 200
    assert (await client.me(idp.token(jti="later"))).status_code == 200
    assert idp.asked == ["/keys", "/keys"]


@pytest.mark.attack("tokens")
async def test_a_withdrawn_key_works_no_longer_than_it_is_believed(
    client: Client, idp: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.me(idp.token())).status_code == 200
    idp.publish({"two": KEYS[1]})
    monkeypatch.setattr(identity_provider, "FRESH_S", 0.0)
    assert (await client.me(idp.token(jti="later"))).status_code == 401
    assert (await client.me(idp.token("two", KEYS[1]))).status_code == 200


@pytest.mark.attack("tokens")
async def test_invented_key_names_do_not_flood_the_provider(service: Service, idp: IdentityProvider) -> None:
    async with trusting(service, idp, pause_s=60).client() as client:
        assert (await client.me(idp.token())).status_code == 200
        answers = await asyncio.gather(*(client.me(idp.token(f"invented-{number}")) for number in range(50)))
    assert {answer.status_code for answer in answers} == {401}
    assert idp.asked == ["/keys"]


async def test_published_keys_are_trusted_while_the_provider_is_unreachable(
    client: Client, idp: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.me(idp.token())).status_code == 200
    idp.say("/keys", b"", 500)
    monkeypatch.setattr(identity_provider, "FRESH_S", 0.0)
    assert (await client.me(idp.token(jti="later"))).status_code == 200
    monkeypatch.setattr(identity_provider, "STALE_S", 0.0)
    assert (await client.me(idp.token(jti="much later"))).status_code == 503


BROKEN: dict[str, tuple[int, dict[str, str], bytes]] = {
    "an error": (500, {}, b"{}"),
    "not found": (404, {}, b""),
    "no JSON": (200, {}, b"<html>"),
    "a list": (200, {}, b"[]"),
    "no keys": (200, {}, b"{}"),
    "keys that are no list": (200, {}, b'{"keys": {}}'),
    "too long": (200, {}, b'{"keys": []}' + b" " * 300_000),
    "nested deep": (200, {}, b'{"keys":' + b"[" * 100_000),
    "cut off": (200, {"Content-Length": "100000"}, b'{"keys": ['),
    "a redirect": (302, {"Location": "/elsewhere"}, b""),
}


@pytest.mark.parametrize("broken", BROKEN)
async def test_without_keys_nobody_is_signed_in_and_all_are_asked_to_wait(
    client: Client, idp: IdentityProvider, broken: str
) -> None:
    good = idp.answers["/keys"]
    idp.answers |= {"/keys": BROKEN[broken], "/elsewhere": good}
    answer = await client.me(idp.token())
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "/elsewhere" not in idp.asked
    idp.answers["/keys"] = good
    assert (await client.me(idp.token())).status_code == 200


async def test_a_provider_that_hangs_is_given_up(
    client: Client, idp: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as impatient:
        impatient.setattr(identity_provider, "GIVE_UP_S", 0.1)
        impatient.setattr("claude_scope.api.auth.jwks_client.TIMEOUT_S", 0.2)
        idp.hangs.clear()
        assert (await client.me(idp.token())).status_code == 503
    idp.hangs.set()
    assert (await client.me(idp.token())).status_code == 200


async def test_others_do_not_wait_for_a_provider_that_hangs(
    client: Client, idp: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a token with an unknown key id waits for the provider, users with known keys and with our own tokens are
    served.
    """
    assert (await client.me(idp.token())).status_code == 200
    idp.hangs.clear()
    monkeypatch.setattr(identity_provider, "FRESH_S", 0.0)
    slow = asyncio.create_task(client.me(idp.token("two", KEYS[1])))
    while len(idp.asked) < 2:  # noqa: ASYNC110 - the server of another thread has no event of ours
        await asyncio.sleep(0.01)
    assert (await client.me(idp.token(jti="later"))).status_code == 200
    assert (await client.me(token_of(await client.sign_up()))).status_code == 200
    assert not slow.done()
    idp.hangs.set()
    assert (await slow).status_code == 401


def small_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits long")  # PyJWT warns about such a token, as it should
@pytest.mark.attack("tokens")
async def test_only_keys_for_rs256_signatures_are_used(client: Client, idp: IdentityProvider) -> None:
    """Other keys may be published next to them, as real providers do, and are ignored."""
    curve = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key()))
    small = small_key()
    idp.publish_entries(
        [
            "no key",
            {},
            {**curve, "kid": "curve"},
            entry("encryption", KEYS[0], use="enc"),
            entry("other algorithm", KEYS[0], alg="RS512"),
            entry("broken", KEYS[0], n="!"),
            entry("empty", KEYS[0], n=""),
            entry("small", small),
            {name: value for name, value in entry("", KEYS[0]).items() if name != "kid"},
            {"kty": "oct", "k": base64url(b"secret"), "kid": "secret"},
            {name: value for name, value in entry("plain", KEYS[0]).items() if name not in ("use", "alg")},
        ]
    )
    for kid in ("curve", "encryption", "other algorithm", "broken", "empty", "secret"):
        assert (await client.me(idp.token(kid))).status_code == 401
    assert (await client.me(idp.token("small", small))).status_code == 401
    assert (await client.me(idp.token("plain"))).status_code == 200


async def test_the_address_of_the_keys_is_discovered(service: Service, idp: IdentityProvider) -> None:
    async with trusting(service, idp, jwks_url="").client() as client:
        assert (await client.me(idp.token())).status_code == 200
    assert idp.asked == ["/.well-known/openid-configuration", "/keys"]


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://another.example.com"},
        {"jwks_uri": "http://keys.example.com/"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
)
@pytest.mark.attack("tokens")
async def test_a_configuration_that_leads_elsewhere_is_not_followed(
    service: Service, idp: IdentityProvider, changes: dict[str, Any]
) -> None:
    said = {"issuer": idp.url, "jwks_uri": idp.jwks_url, **changes}
    idp.say("/.well-known/openid-configuration", said)
    async with trusting(service, idp, jwks_url="").client() as client:
        assert (await client.me(idp.token())).status_code == 503
    assert idp.asked == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize(
    ("issuer", "audience", "jwks_url"),
    [
        ("http://id.example.com", AUDIENCE, ""),
        ("https://id.example.com", "", ""),
        ("https://id.example.com", AUDIENCE, "http://id.example.com/keys"),
        ("https://id.example.com", AUDIENCE, "file:///keys"),
        ("https://id.example.com", AUDIENCE, "http://127.0.0.1.nip.io/keys"),
        ("local", AUDIENCE, "https://id.example.com/keys"),
        ("id.example.com", AUDIENCE, ""),
    ],
)
@pytest.mark.attack("tokens")
def test_what_would_trust_too_much_is_refused_at_the_start(issuer: str, audience: str, jwks_url: str) -> None:
    with pytest.raises(UsageError):
        Provider(issuer, audience, jwks_url)


def test_a_provider_under_our_own_name_is_refused_at_the_start(service: Service) -> None:
    provider = Provider("claude-scope", AUDIENCE, "https://id.example.com/keys")
    with pytest.raises(UsageError, match="our own"):
        Authentication(service.database, service.tokens, provider)


@pytest.fixture
def half_a_minute_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-outs and deletions happen at that time, so that a fast clock cannot have issued a token since."""
    monkeypatch.setattr(accounts, "now_ms", lambda: int(time.time() * 1000) - 31_000)


@pytest.mark.parametrize("ahead_s", [-5, 0, 20, 29.9])
@pytest.mark.attack("tokens")
async def test_signing_out_of_all_devices_ends_a_providers_tokens_too(
    client: Client, idp: IdentityProvider, ahead_s: float
) -> None:
    """Including those of a fast clock, within the accepted clock skew."""
    old, unseen = (idp.token(iat=time.time() + ahead_s, jti=jti) for jti in ("old", "unseen"))
    assert (await client.me(old)).status_code == 200
    assert (await client.post("/api/auth/logout-all", headers=as_bearer(old))).status_code == 204
    for token in (old, unseen):
        assert (await client.me(token)).status_code == 401


@pytest.mark.usefixtures("half_a_minute_ago")
async def test_who_signed_out_of_all_devices_signs_in_half_a_minute_later(
    client: Client, idp: IdentityProvider
) -> None:
    old = idp.token(iat=int(time.time()) - 35)
    user = (await client.me(old)).json()
    assert (await client.post("/api/auth/logout-all", headers=as_bearer(old))).status_code == 204
    assert (await client.me(old)).status_code == 401
    assert (await client.me(idp.token(iat=int(time.time()) + 1))).json() == user


async def test_a_token_is_valid_for_a_day_at_most(
    client: Client, idp: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its own expiry says; also if its signature check is cached."""
    now = int(time.time())
    assert (await client.me(idp.token(iat=now - 86_400 - 31, exp=now + 600))).status_code == 401
    old = idp.token(iat=now - 86_400 + 60, exp=now + 600)
    assert (await client.me(old)).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 92.0)
    assert (await client.me(old)).status_code == 401


async def test_closed_sign_up_does_not_close_the_provider(service: Service, idp: IdentityProvider) -> None:
    service.settings = ServiceSettings(sign_up="closed")
    async with trusting(service, idp).client() as client:
        assert (await client.sign_up()).status_code == 400
        assert (await client.me(idp.token())).status_code == 200


@pytest.mark.usefixtures("half_a_minute_ago")
async def test_an_account_of_a_provider_is_deleted_with_a_new_token(client: Client, idp: IdentityProvider) -> None:
    """A token that is still valid does not recreate it; a later sign-in at the provider creates an empty account."""
    now = int(time.time())
    old, new = idp.token(iat=now - 601), idp.token(iat=now - 40)
    known, unknown = idp.token(iat=now - 40, jti="known"), idp.token(iat=now - 40, jti="unknown")
    user = (await client.me(old)).json()
    assert (await client.me(known)).json() == user
    assert (await client.remove(old)).status_code == 400
    assert (await client.remove(new)).status_code == 204
    for _ in range(2):
        for token in (old, new, known, unknown):
            assert (await client.me(token)).status_code == 401
    assert (await client.me(idp.token(sub="bea-2"))).status_code == 200
    again = (await client.me(idp.token(iat=int(time.time()) + 1))).json()
    assert again["id"] != user["id"]
    for token in (old, new, known, unknown):
        assert (await client.me(token)).status_code == 401, "it is of the account before"


@pytest.mark.parametrize("ahead_s", [20, 29.9])
async def test_no_token_of_a_clock_that_is_ahead_makes_an_account_again(
    client: Client, idp: IdentityProvider, ahead_s: float
) -> None:
    """Neither the token that deleted it nor a newer one of another device."""
    now = time.time() + ahead_s
    laptop, phone, unseen = idp.token(iat=now - 300), idp.token(iat=now - 10), idp.token(iat=now)
    for token in (laptop, phone):
        assert (await client.me(token)).status_code == 200
    assert (await client.remove(laptop)).status_code == 204
    for _ in range(2):
        for token in (laptop, phone, unseen):
            assert (await client.me(token)).status_code == 401
