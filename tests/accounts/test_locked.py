"""Nobody signs in to a locked account; its owner, once authenticated, learns why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.auth import sign_in_links
from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.api.auth.locked_accounts import LOCKED
from claude_scope.errors import Conflict
from claude_scope.store.queries import users
from tests.accounts.service import EMAIL, UNAUTHORIZED, Client, Service, token_of

if TYPE_CHECKING:
    import httpx

TOLD = LOCKED.format("usr_[A-Z0-9]{8}")


def is_told(answer: httpx.Response) -> bool:
    """A 409 with a sentence that says what to do, and for which account."""
    return answer.status_code == 409 and re.fullmatch(TOLD, answer.json()["message"]) is not None


async def test_a_locked_account_is_closed_to_its_password_link_and_token(service: Service, client: Client) -> None:
    token = token_of(await client.sign_up())
    link = sign_in_links.mint_link(service.database, local_user(service.database).id)
    with service.database.transaction() as tx:
        users.lock_all(tx)
    assert is_told(await client.log_in())
    assert is_told(await client.link(link))
    assert is_told(await client.me(token))
    for email in (EMAIL, None):
        with pytest.raises(Conflict, match=TOLD):
            sign_in_links.token_for_scripts(service.database, service.tokens, email=email)
    with pytest.raises(Conflict, match=TOLD):
        sign_in_links.sign_in_link(service.database, "http://127.0.0.1:8765")
    with service.database.transaction() as tx:
        users.unlock(tx, EMAIL)
    assert (await client.me(token)).status_code == 200
    assert (await client.log_in()).status_code == 200


async def test_a_lock_is_shown_only_after_the_right_password(service: Service, client: Client) -> None:
    await client.sign_up()
    with service.database.transaction() as tx:
        users.lock_all(tx)
    wrong = await client.log_in(password="not the password")
    assert (wrong.status_code, wrong.json()) == (401, UNAUTHORIZED)


async def test_a_new_account_is_not_locked(service: Service, client: Client) -> None:
    with service.database.transaction() as tx:
        users.lock_all(tx)
    assert (await client.me(token_of(await client.sign_up()))).status_code == 200
