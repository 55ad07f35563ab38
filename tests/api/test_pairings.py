"""A browser extension is paired: its user confirms a code, it takes a token once, and the token can be revoked."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from sqlalchemy import select, update

from claude_scope.api.auth import bearer_token
from claude_scope.api.auth.passwords import Passwords
from claude_scope.store import ids
from claude_scope.store.queries import extensions, pairings, users
from claude_scope.store.tables import Extension, Pairing, User
from tests.api.build import Person
from tests.api.test_answers import asking, with_settings
from tests.servers import on_both_databases

if TYPE_CHECKING:
    import httpx

    from claude_scope.api.service import Service

pytestmark = on_both_databases
NO_PAIRING = "The pairing was refused, taken, or has expired; begin another in the extension."
NAME = "Chromium on Linux"


async def begun(client: httpx.AsyncClient, name: str = NAME) -> dict[str, Any]:
    answer = await client.post("/api/pairings", json={"name": name})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def take(client: httpx.AsyncClient, pairing: dict[str, Any], secret: str | None = None) -> httpx.Response:
    given = {"secret": pairing["secret"] if secret is None else secret}
    return await client.post(f"/api/pairings/{pairing['id']}/token", json=given)


async def confirm(
    client: httpx.AsyncClient, who: Person, pairing: dict[str, Any], code: str | None = None
) -> httpx.Response:
    given = {"code": pairing["code"] if code is None else code}
    return await client.post(f"/api/pairings/{pairing['id']}/confirm", json=given, headers=who.headers)


async def paired(client: httpx.AsyncClient, who: Person, name: str = NAME) -> Person:
    """The account as a paired browser uses it."""
    pairing = await begun(client, name)
    assert (await confirm(client, who, pairing)).status_code == 204
    answer = await take(client, pairing)
    assert answer.status_code == 200, answer.text
    return Person(who.id, {"Authorization": f"Bearer {answer.json()['accessToken']}"})


async def list_of(client: httpx.AsyncClient, who: Person) -> list[dict[str, Any]]:
    answer = await client.get("/api/extensions", headers=who.headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def is_gone(answer: httpx.Response) -> bool:
    return (answer.status_code, answer.json().get("message")) == (404, NO_PAIRING)


def set_expiry(service: Service, table: type[Pairing | Extension], at: str = "2026-01-01T00:00:00.000Z") -> None:
    with service.database.transaction() as tx:
        tx.execute(update(table).values(expires_at=at))


async def test_an_extension_is_paired(client: httpx.AsyncClient, ana: Person, service: Service) -> None:
    pairing = await begun(client)
    assert set(pairing) == {"id", "secret", "code", "expiresAt"}
    assert re.fullmatch(r"[A-HJ-KM-NP-Z2-9]{4}-[A-HJ-KM-NP-Z2-9]{4}", pairing["code"])
    assert len(base64.urlsafe_b64decode(pairing["secret"] + "=")) == 32
    minutes = datetime.fromisoformat(pairing["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=9) < minutes <= timedelta(minutes=10)
    waiting = await take(client, pairing)
    assert (waiting.status_code, waiting.json()) == (200, {"status": "waiting"})
    shown = await client.get(f"/api/pairings/{pairing['id']}", headers=ana.headers)
    told = {"id": pairing["id"], "name": NAME, "code": pairing["code"], "expiresAt": pairing["expiresAt"]}
    assert (shown.status_code, shown.json()) == (200, told)
    assert await list_of(client, ana) == []
    done = await confirm(client, ana, pairing)
    assert (done.status_code, done.content) == (204, b"")
    taken = (await take(client, pairing)).json()
    assert taken["status"] == "confirmed"
    assert taken["user"] == {"id": ana.id, "name": "ana", "email": "ana@example.com"}
    me = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {taken['accessToken']}"})
    assert (me.status_code, me.json()["id"]) == (200, ana.id)
    (listed,) = await list_of(client, ana)
    assert listed | {"name": NAME} == listed
    claims = jwt.decode(taken["accessToken"], options={"verify_signature": False})
    assert (claims["sub"], claims["ext"]) == (ana.id, listed["id"])
    assert claims["exp"] - claims["iat"] == 90 * 86_400


async def test_only_a_hash_of_the_secret_is_stored(client: httpx.AsyncClient, service: Service) -> None:
    pairing = await begun(client)
    with service.database.transaction() as tx:
        (row,) = tx.execute(select(Pairing.__table__)).mappings().all()
    assert pairing["secret"] not in json.dumps(dict(row))


@pytest.mark.attack("tokens")
async def test_a_token_is_taken_once(client: httpx.AsyncClient, ana: Person) -> None:
    pairing = await begun(client)
    await confirm(client, ana, pairing)
    answers = await asyncio.gather(*(take(client, pairing) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]
    assert is_gone(await take(client, pairing))
    assert is_gone(await confirm(client, ana, pairing))
    assert len(await list_of(client, ana)) == 1


@pytest.mark.attack("tokens")
async def test_a_wrong_secret_gets_nothing_and_the_fifth_ends_the_pairing(
    client: httpx.AsyncClient, ana: Person
) -> None:
    pairing, other = await begun(client), await begun(client)
    await confirm(client, ana, pairing)
    for secret in ("x", other["secret"], pairing["secret"][:-1], pairing["secret"] + "x"):
        assert is_gone(await take(client, pairing, secret))
    still = await client.get(f"/api/pairings/{pairing['id']}", headers=ana.headers)
    assert still.status_code == 200
    assert is_gone(await take(client, pairing, "y"))
    assert is_gone(await take(client, pairing))
    assert (await take(client, other)).json() == {"status": "waiting"}
    assert await list_of(client, ana) == []


@pytest.mark.attack("tokens")
async def test_a_wrong_code_confirms_nothing(client: httpx.AsyncClient, ana: Person) -> None:
    """Someone else's pairing shows another code than the extension in front of the user."""
    pairing, other = await begun(client), await begun(client)
    answer = await confirm(client, ana, pairing, other["code"])
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "code: the extension shows another one; confirm only a pairing that you have begun.",
    )
    assert (await take(client, pairing)).json() == {"status": "waiting"}
    assert (await confirm(client, ana, pairing, pairing["code"].lower().replace("-", ""))).status_code == 204


async def test_a_refused_pairing_ends(client: httpx.AsyncClient, ana: Person) -> None:
    """Also after it was confirmed, as long as the token has not been taken."""
    for confirmed_first in (False, True):
        pairing = await begun(client)
        if confirmed_first:
            await confirm(client, ana, pairing)
        there = f"/api/pairings/{pairing['id']}"
        assert (await client.delete(there, headers=ana.headers)).status_code == 204
        for answer in (
            await take(client, pairing),
            await confirm(client, ana, pairing),
            await client.get(there, headers=ana.headers),
            await client.delete(there, headers=ana.headers),
        ):
            assert is_gone(answer)


async def test_an_expired_pairing_is_gone(client: httpx.AsyncClient, ana: Person, service: Service) -> None:
    pairing = await begun(client)
    await confirm(client, ana, pairing)
    set_expiry(service, Pairing)
    for answer in (
        await take(client, pairing),
        await confirm(client, ana, pairing),
        await client.get(f"/api/pairings/{pairing['id']}", headers=ana.headers),
    ):
        assert is_gone(answer)
    await service.write(pairings.remove_expired, ids.now())
    with service.database.transaction() as tx:
        assert tx.execute(select(Pairing.id)).all() == []


@pytest.mark.attack("other accounts")
async def test_a_pairing_belongs_to_the_first_who_confirms_it(
    client: httpx.AsyncClient, ana: Person, ben: Person
) -> None:
    pairing = await begun(client)
    assert (await confirm(client, ana, pairing)).status_code == 204
    there = f"/api/pairings/{pairing['id']}"
    for answer in (
        await confirm(client, ben, pairing),
        await client.get(there, headers=ben.headers),
        await client.delete(there, headers=ben.headers),
    ):
        assert is_gone(answer)
    assert (await confirm(client, ana, pairing)).status_code == 204, "a repeated answer changes nothing"
    assert (await take(client, pairing)).json()["user"]["id"] == ana.id


@pytest.mark.attack("tokens")
async def test_a_revoked_token_is_refused_at_once(client: httpx.AsyncClient, ana: Person, ben: Person) -> None:
    """Although its signature was checked a moment ago, and is remembered."""
    one, other = await paired(client, ana, "one"), await paired(client, ana, "other")
    for who in (one, other):
        assert (await client.get("/api/sessions", headers=who.headers)).status_code == 200
    first, _ = await list_of(client, ana)
    assert (await client.delete(f"/api/extensions/{first['id']}", headers=ben.headers)).status_code == 404
    assert (await client.delete(f"/api/extensions/{first['id']}", headers=ana.headers)).status_code == 204
    refused = await client.get("/api/sessions", headers=one.headers)
    assert (refused.status_code, refused.json()) == (401, {"statusCode": 401, "message": "Unauthorized"})
    assert (await client.get("/api/sessions", headers=other.headers)).status_code == 200
    assert [found["name"] for found in await list_of(client, ana)] == ["other"]
    assert (await client.delete(f"/api/extensions/{first['id']}", headers=ana.headers)).status_code == 404


@pytest.mark.attack("tokens")
async def test_signing_out_everywhere_ends_paired_browsers(
    client: httpx.AsyncClient, ana: Person, service: Service
) -> None:
    browser = await paired(client, ana)
    assert (await client.post("/api/auth/logout-all", headers=ana.headers)).status_code == 204
    assert (await client.get("/api/sessions", headers=browser.headers)).status_code == 401
    assert await service.read(extensions.every, ana.id) == []


@pytest.mark.attack("tokens")
async def test_a_token_ends_with_its_row_and_its_account(
    client: httpx.AsyncClient, ana: Person, ben: Person, service: Service
) -> None:
    hers, his = await paired(client, ana), await paired(client, ben)
    set_expiry(service, Extension)
    assert (await client.get("/api/sessions", headers=hers.headers)).status_code == 401
    assert await list_of(client, ana) == []
    set_expiry(service, Extension, "2099-01-01T00:00:00.000Z")
    assert (await client.delete("/api/auth/me", headers=ben.headers)).status_code == 204
    assert (await client.get("/api/sessions", headers=his.headers)).status_code == 401
    set_expiry(service, Extension)
    await service.write(extensions.remove_expired, ids.now())
    with service.database.transaction() as tx:
        assert tx.execute(select(Extension.id)).all() == []


@pytest.mark.attack("tokens")
async def test_a_paired_browser_cannot_change_the_account_or_let_others_in(
    client: httpx.AsyncClient, ana: Person, service: Service
) -> None:
    hashed = await Passwords(iterations=1, memory_kib=64).hash("correct horse")
    with service.database.transaction() as tx:
        tx.execute(update(User).where(User.id == ana.id).values(password_hash=hashed))
    browser, _ = await paired(client, ana), await paired(client, ana, "other")
    pairing = await begun(client)
    there = f"/api/pairings/{pairing['id']}"
    password = {"currentPassword": "correct horse", "newPassword": "battery staple"}
    _, other = await list_of(client, ana)
    for method, path, body in (
        ("GET", there, None),
        ("POST", f"{there}/confirm", {"code": pairing["code"]}),
        ("DELETE", there, None),
        ("POST", "/api/auth/password", password),
        ("POST", "/api/auth/logout-all", None),
        ("DELETE", "/api/auth/me", {"password": "correct horse"}),
        ("DELETE", f"/api/extensions/{other['id']}", None),
    ):
        answer = await client.request(method, path, json=body, headers=browser.headers)
        assert answer.status_code == 409, f"{method} {path}: {answer.text}"
        assert answer.json()["message"] == "A paired browser may not do this; open the web app and do it there."
    assert (await take(client, pairing)).json() == {"status": "waiting"}
    assert (await client.post("/api/auth/password", json=password, headers=ana.headers)).status_code == 200


async def test_a_paired_browser_can_upload_and_revoke_itself(client: httpx.AsyncClient, ana: Person) -> None:
    browser = await paired(client, ana)
    assert (await client.post("/api/uploads", json={}, headers=browser.headers)).status_code == 201
    (own,) = await list_of(client, browser)
    assert (await client.delete(f"/api/extensions/{own['id']}", headers=browser.headers)).status_code == 204
    assert (await client.get("/api/extensions", headers=browser.headers)).status_code == 401


async def test_the_last_use_is_noted_about_once_a_minute(
    client: httpx.AsyncClient, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await paired(client, ana)
    assert [found["lastUsedAt"] for found in await list_of(client, ana)] == [None]
    await client.get("/api/sessions", headers=browser.headers)
    (first,) = [found["lastUsedAt"] for found in await list_of(client, ana)]
    await client.get("/api/sessions", headers=browser.headers)
    assert [found["lastUsedAt"] for found in await list_of(client, ana)] == [first]
    monkeypatch.setattr(bearer_token, "NOTE_USE_AFTER_MS", -1)
    await asyncio.sleep(0.002)
    await client.get("/api/sessions", headers=browser.headers)
    assert [found["lastUsedAt"] > first for found in await list_of(client, ana)] == [True]


async def test_a_locked_account_gets_no_token(client: httpx.AsyncClient, ana: Person, service: Service) -> None:
    pairing = await begun(client)
    await confirm(client, ana, pairing)
    await service.write(users.lock_all)
    assert (await take(client, pairing)).status_code == 409
    await service.write(users.unlock_all)
    assert (await take(client, pairing)).json()["status"] == "confirmed"


@pytest.mark.parametrize("name", ["", " ", "n" * 101, "a\u202eb", "a\nb", "a\0b", 1, None])
async def test_a_name_is_a_short_plain_text(client: httpx.AsyncClient, name: object) -> None:
    answer = await client.post("/api/pairings", json={"name": name})
    assert (answer.status_code, answer.json()["message"].partition(":")[0]) == (400, "name")


@pytest.mark.attack("quotas")
async def test_pairings_are_limited_like_sign_ins(service: Service) -> None:
    async with asking(with_settings(service, sign_ins_per_minute=3)) as client:
        answers = [await client.post("/api/pairings", json={"name": NAME}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
