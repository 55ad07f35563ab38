"""What a signed-in user can do with the account."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from sqlalchemy import func, insert, select

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.api.auth.passwords import Passwords
from claude_scope.api.auth.sign_in_links import mint_link
from claude_scope.store.ids import now
from claude_scope.store.queries import users
from claude_scope.store.tables import Base, Credential, LoginLink, Session, UserSettings
from tests.accounts.service import EMAIL, PASSWORD, UNAUTHORIZED, Service, as_bearer, token_of
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.store.database import Database
    from tests.accounts.service import Client

NEW = "a new and longer password"


async def change(client: Client, token: str, current: str = PASSWORD, new: str = NEW) -> Any:
    body = {"currentPassword": current, "newPassword": new}
    return await client.post("/api/auth/password", json=body, headers=as_bearer(token))


async def patch(client: Client, token: str, **body: Any) -> Any:
    return await client.patch("/api/auth/me", json=body, headers=as_bearer(token))


async def test_signing_out_of_all_devices_ends_every_token(client: Client) -> None:
    tokens = [token_of(await client.sign_up()), token_of(await client.log_in()), token_of(await client.log_in())]
    other = token_of(await client.sign_up("bea@example.com"))
    answer = await client.post("/api/auth/logout-all", headers=as_bearer(tokens[0]))
    assert (answer.status_code, answer.content) == (204, b"")
    for token in tokens:
        assert (await client.me(token)).json() == UNAUTHORIZED
    assert (await client.me(other)).status_code == 200
    assert (await client.me(token_of(await client.log_in()))).status_code == 200


async def test_signing_out_twice_within_a_millisecond_ends_what_was_made_between(service: Service) -> None:
    """The value always grows, so no token outlives a sign-out because the clock did not advance."""
    with service.database.transaction() as tx:
        user = users.add(tx, email=EMAIL, name="")
        ends = [users.revoke_tokens(tx, user.id, now_ms) for now_ms in (1000, 1000, 500)]
    assert ends == [1000, 1001, 1002]


async def test_a_new_password_signs_all_other_devices_out(client: Client) -> None:
    here, there = token_of(await client.sign_up()), token_of(await client.log_in())
    answer = await change(client, here)
    assert answer.status_code == 200
    assert (await client.me(token_of(answer))).json() == answer.json()["user"]
    for token in (here, there):
        assert (await client.me(token)).status_code == 401
    assert (await client.log_in()).status_code == 401
    assert (await client.log_in(password=NEW)).status_code == 200


@pytest.mark.parametrize(
    ("current", "new"), [("wrong password", NEW), (PASSWORD, "short77"), (PASSWORD, EMAIL), ("", NEW)]
)
async def test_a_password_that_cannot_be_changed_stays(client: Client, current: str, new: str) -> None:
    """A wrong password is a 400: the user stays signed in, and the web app does not show the sign-in page."""
    token = token_of(await client.sign_up())
    assert (await change(client, token, current, new)).status_code == 400
    assert (await client.me(token)).status_code == 200
    assert (await client.log_in()).status_code == 200


async def test_guesses_at_the_password_of_a_signed_in_account_are_counted(client: Client, service: Service) -> None:
    token = token_of(await client.sign_up())
    service.attempts.clear()
    await change(client, token, "wrong password")
    await client.remove(token, password="wrong password")
    assert service.attempts == [EMAIL, EMAIL]


@on_both_databases
async def test_when_two_change_a_password_at_once_one_is_refused(client: Client) -> None:
    token = token_of(await client.sign_up())
    answers = await asyncio.gather(change(client, token), change(client, token, new=NEW + "!"))
    assert sum(answer.status_code == 200 for answer in answers) == 1
    assert {answer.status_code for answer in answers} <= {200, 400, 401, 409}


async def test_an_account_without_a_password_cannot_change_it(client: Client, service: Service) -> None:
    user = local_user(service.database)
    answer = await change(client, service.tokens.issue(user.id, 0))
    assert (answer.status_code, answer.json()["error"]) == (409, "Conflict")


async def test_a_profile_changes_only_in_what_is_given(client: Client) -> None:
    token = token_of(await client.sign_up(name="Ada"))
    answer = await patch(client, token, avatarUrl="https://example.com/a.png")
    assert answer.status_code == 200
    assert answer.json().items() >= {"name": "Ada", "avatarUrl": "https://example.com/a.png", "email": EMAIL}.items()
    assert (await patch(client, token, name="Grace")).json()["avatarUrl"] == "https://example.com/a.png"
    assert (await patch(client, token, avatarUrl=None)).json().items() >= {"name": "Grace", "avatarUrl": None}.items()
    assert (await patch(client, token)).json() == (await client.me(token)).json()


@pytest.mark.parametrize(
    "body",
    [
        {"avatarUrl": "http://example.com/a.png"},
        {"avatarUrl": "javascript:alert(1)"},
        {"avatarUrl": "data:image/png;base64,AAAA"},
        {"avatarUrl": "https://user:password@example.com/a.png"},
        {"avatarUrl": "https://"},
        {"avatarUrl": "https://[::1/a.png"},
        {"avatarUrl": "https://example.com/a\u0000.png"},
        {"avatarUrl": "https://example.com/" + "a" * 2048},
        {"name": None},
        {"name": "x" * 201},
        {"name": "A\u202eda"},
        {"email": "other@example.com"},
        {"id": "usr_00000000"},
    ],
)
async def test_an_invalid_profile_is_refused(client: Client, body: dict[str, Any]) -> None:
    answer = await client.sign_up()
    assert (await patch(client, token_of(answer), **body)).status_code == 400
    assert (await client.me(token_of(answer))).json() == answer.json()["user"]


async def test_an_account_goes_with_everything_that_it_owns(client: Client, service: Service) -> None:
    answer = await client.sign_up()
    token, user_id = token_of(answer), answer.json()["user"]["id"]
    give_rows(service.database, user_id)
    assert (await client.remove(token, password=PASSWORD)).status_code == 204
    assert service.deleted == [user_id]
    assert rows_of(service.database) == {}
    assert (await client.me(token)).status_code == 401
    assert (await client.log_in()).status_code == 401
    assert (await client.sign_up()).status_code == 201


@pytest.mark.parametrize("body", [{}, {"password": None}, {"password": ""}, {"password": "wrong password"}])
async def test_an_account_is_not_deleted_without_its_password(
    client: Client, service: Service, body: dict[str, Any]
) -> None:
    token = token_of(await client.sign_up())
    assert (await client.remove(token, **body)).status_code == 400
    assert (await client.delete("/api/auth/me", headers=as_bearer(token))).status_code == 400
    assert (await client.me(token)).status_code == 200
    assert service.deleted == []


async def test_an_account_without_a_password_is_deleted_by_who_just_signed_in(client: Client, service: Service) -> None:
    user = local_user(service.database)
    assert (await client.remove(old_token(service, user.id))).status_code == 400
    assert service.deleted == []
    answer = await client.delete("/api/auth/me", headers=as_bearer(service.tokens.issue(user.id, 0)))
    assert answer.status_code == 204
    assert service.deleted == [user.id]


async def test_a_deletion_that_was_cut_off_is_done_again(client: Client, service: Service) -> None:
    """Until everything is deleted the account stays, so that its owner can try again; its old tokens stop working at
    once.
    """
    token = token_of(await client.sign_up())
    whole = service.accounts._delete_everything_of

    async def cut_off(user_id: str) -> None:
        raise ConnectionError

    service.accounts._delete_everything_of = cut_off
    with pytest.raises(ConnectionError):
        await client.remove(token, password=PASSWORD)
    assert (await client.me(token)).status_code == 401
    service.accounts._delete_everything_of = whole
    assert (await client.remove(token_of(await client.log_in()), password=PASSWORD)).status_code == 204


async def test_a_hash_with_weaker_parameters_is_made_again_at_sign_in(database: Database, keys: Path) -> None:
    weak, strong = Passwords(iterations=1, memory_kib=64), Passwords(iterations=2, memory_kib=128)
    async with Service(database, keys, passwords=weak).client() as client:
        await client.sign_up()
    assert "m=64,t=1" in stored_hash(database)
    async with Service(database, keys, passwords=strong).client() as client:
        assert (await client.log_in(password="wrong password")).status_code == 401
        assert "m=64,t=1" in stored_hash(database)
        for _ in range(2):
            assert (await client.log_in()).status_code == 200
            assert "m=128,t=2" in stored_hash(database)
    weak.close()
    strong.close()


def stored_hash(database: Database) -> str:
    with database.transaction() as tx:
        user = users.by_email(tx, EMAIL)
    assert user is not None
    return user.password_hash or ""


def old_token(service: Service, user_id: str) -> str:
    key, issued = service.tokens.keys.newest(), int(time.time()) - 601
    claims = {"iss": "claude-scope", "aud": "claude-scope", "sub": user_id, "iat": issued, "exp": issued + 3600}
    return jwt.encode({**claims, "gen": 0}, key.private, "RS256", {"kid": key.kid})


def give_rows(database: Database, user_id: str) -> None:
    """Insert a row into each table that belongs to an account."""
    made = {"created_at": now(), "updated_at": now()}
    key = {"provider": "openai", "secret": "s", "masked_key": "m"}
    mint_link(database, user_id)
    with database.transaction() as tx:
        tx.execute(insert(UserSettings).values(user_id=user_id))
        tx.execute(insert(Credential).values(id="crd_1", user_id=user_id, **key, **made))
        session = {"title": "t", "status": "complete", "agent_target": "RAW"}
        tx.execute(insert(Session).values(id="sess_1", user_id=user_id, **session, **made))


def rows_of(database: Database) -> dict[str, int]:
    """The number of rows in each table that belongs to an account, for those that have any."""
    tables = ("users", "settings", "credentials", "sessions", "login_links")
    assert LoginLink.__tablename__ in tables
    with database.transaction() as tx:
        counts = {name: tx.scalar(select(func.count()).select_from(Base.metadata.tables[name])) for name in tables}
    return {name: count for name, count in counts.items() if count}
