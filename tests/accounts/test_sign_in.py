"""Signing up and in, over real HTTP messages."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from claude_scope.api.auth import sign_in_links
from claude_scope.api.auth.passwords import Passwords
from claude_scope.settings import ServiceSettings
from claude_scope.store.queries import users
from tests.accounts.service import EMAIL, PASSWORD, UNAUTHORIZED, Service, token_of
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.store.database import Database
    from tests.accounts.service import Client


async def test_signing_up_signs_in(client: Client) -> None:
    answer = await client.sign_up(name="Ada")
    assert answer.status_code == 201
    user = answer.json()["user"]
    assert user == {"id": user["id"], "name": "Ada", "email": EMAIL, "avatarUrl": None}
    assert user["id"].startswith("usr_")
    me = await client.me(token_of(answer))
    assert (me.status_code, me.json()) == (200, user)


async def test_signing_in_with_a_password(client: Client) -> None:
    made = (await client.sign_up()).json()["user"]
    answer = await client.log_in()
    assert answer.status_code == 200
    assert answer.json()["user"] == made
    assert (await client.me(token_of(answer))).json() == made


@pytest.mark.parametrize("spelling", ["ADA@Example.COM", " ada@example.com ", "ａｄａ@example.com"])
async def test_an_address_is_found_however_it_is_spelt(client: Client, spelling: str) -> None:
    await client.sign_up()
    assert (await client.log_in(spelling)).status_code == 200
    assert (await client.sign_up(spelling)).status_code == 400


@pytest.mark.attack("tokens")
async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    await client.sign_up()
    wrong = await client.log_in(password="not the password")
    unknown = await client.log_in("nobody@example.com")
    no_address = await client.log_in("nobody")
    for answer in (wrong, unknown, no_address):
        assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)
    assert wrong.headers == unknown.headers == no_address.headers


async def test_each_failed_sign_in_takes_one_hash(
    database: Database, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The expensive work is done the same number of times, with the same parameters, for known and
    unknown addresses.
    """
    verify, verified = PasswordHasher.verify, list[str]()

    def noted(self: PasswordHasher, kept: str, password: bytes) -> bool:
        verified.append("$".join(kept.split("$")[:4]))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    service = Service(database, keys, passwords=Passwords())
    async with service.client() as client:
        await client.sign_up()
        for email in (EMAIL, "nobody@example.com", "no address"):
            await client.log_in(email, "not the password")
    service.passwords.close()
    assert verified == ["$argon2id$v=19$m=19456,t=2,p=1"] * 3


@pytest.mark.attack("tokens")
async def test_an_account_of_a_provider_has_no_password_to_sign_in_with(client: Client, service: Service) -> None:
    with service.database.transaction() as tx:
        users.add(tx, email=EMAIL, name="", issuer="https://id.example.com", subject="1")
    for password in ("", "A" * 43, PASSWORD):
        assert (await client.log_in(password=password)).status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"password": PASSWORD}, "email"),
        ({"email": "ada", "password": PASSWORD}, "email"),
        ({"email": "a@b@c", "password": PASSWORD}, "email"),
        ({"email": "ada\u0000@example.com", "password": PASSWORD}, "email"),
        ({"email": f"{'a' * 65}@example.com", "password": PASSWORD}, "email"),
        ({"email": f"a@{'b' * 300}", "password": PASSWORD}, "email"),
        ({"email": EMAIL, "password": "short77"}, "password"),
        ({"email": EMAIL, "password": "x" * 1025}, "password"),
        ({"email": EMAIL, "password": "Ada@Example.com"}, "password"),
        ({"email": EMAIL, "password": 12345678}, "password"),
        ({"email": EMAIL, "password": PASSWORD, "name": "x" * 201}, "name"),
        ({"email": EMAIL, "password": PASSWORD, "name": "A\u0000da"}, "name"),
        ({"email": EMAIL, "password": PASSWORD, "isAdmin": True}, "isAdmin"),
    ],
)
async def test_an_invalid_address_or_password_is_refused_by_the_field_name(
    client: Client, body: dict[str, object], field: str
) -> None:
    answer = await client.post("/api/auth/signup", json=body)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith(field)
    assert str(body.get("password")) not in answer.text


@pytest.mark.parametrize("password", ["x" * 8, "x" * 1024, "пароль пароль", "👩‍💻👩‍💻👩‍💻", "with \u0000 in it"])
async def test_any_characters_make_a_password(client: Client, password: str) -> None:
    assert (await client.sign_up(password=password)).status_code == 201
    assert (await client.log_in(password=password)).status_code == 200
    assert (await client.log_in(password=password + "!")).status_code in (400, 401)


@pytest.mark.attack("tokens")
@on_both_databases
async def test_one_of_several_who_take_an_address_at_once_gets_it(client: Client, service: Service) -> None:
    answers = await asyncio.gather(*(client.sign_up() for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 400, 400, 400, 400]
    assert service.attempts == [EMAIL] * 5


async def test_an_attempt_is_counted_by_the_normalised_address(client: Client, service: Service) -> None:
    await client.log_in(" ADA@example.com")
    assert service.attempts == [EMAIL]


@pytest.mark.attack("tokens")
async def test_nobody_signs_up_where_it_is_closed(database: Database, keys: Path) -> None:
    service = Service(database, keys, ServiceSettings(sign_up="closed"))
    async with service.client() as client:
        answer = await client.sign_up(invitation=sign_in_links.invite(database))
        assert answer.status_code == 400
        assert (await client.log_in()).status_code == 401
    service.passwords.close()


@pytest.mark.attack("tokens")
@on_both_databases
async def test_an_invitation_lets_one_person_in(database: Database, keys: Path) -> None:
    service = Service(database, keys, ServiceSettings(sign_up="invitation"))
    code = sign_in_links.invite(database)
    async with service.client() as client:
        assert (await client.sign_up()).status_code == 400
        assert (await client.sign_up(invitation="guessed")).status_code == 400
        people = [f"{name}@example.com" for name in ("ada", "bea", "cat")]
        answers = await asyncio.gather(*(client.sign_up(person, invitation=code) for person in people))
        assert sorted(answer.status_code for answer in answers) == [201, 400, 400]
    service.passwords.close()


@pytest.mark.attack("tokens")
async def test_an_invitation_is_for_its_address_and_ends(database: Database, keys: Path) -> None:
    service = Service(database, keys, ServiceSettings(sign_up="invitation"))
    named, old = sign_in_links.invite(database, email="ADA@example.com"), sign_in_links.invite(database, days=-1)
    async with service.client() as client:
        assert (await client.sign_up("eve@example.com", invitation=named)).status_code == 400
        assert (await client.sign_up("eve@example.com", invitation=old)).status_code == 400
        assert (await client.sign_up(invitation=named)).status_code == 201
    service.passwords.close()


@pytest.mark.attack("tokens")
async def test_without_an_invitation_nobody_learns_who_has_an_account(database: Database, keys: Path) -> None:
    service = Service(database, keys, ServiceSettings(sign_up="invitation"))
    async with service.client() as client:
        await client.sign_up(invitation=sign_in_links.invite(database))
        answers = [await client.sign_up(email, invitation="guessed") for email in (EMAIL, "nobody@example.com")]
    assert answers[0].json() == answers[1].json()
    service.passwords.close()


async def test_an_address_that_is_taken_uses_no_invitation_up(database: Database, keys: Path) -> None:
    service = Service(database, keys, ServiceSettings(sign_up="invitation"))
    async with service.client() as client:
        await client.sign_up(invitation=sign_in_links.invite(database))
        code = sign_in_links.invite(database)
        assert (await client.sign_up(invitation=code)).status_code == 400
        assert (await client.sign_up("bea@example.com", invitation=code)).status_code == 201
    service.passwords.close()
