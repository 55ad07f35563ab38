"""The one-time link signs in this machine's user, once, and nobody from another machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.api.auth.sign_in_links import invite, mint_link, sha256, sign_in_link, token_for_scripts
from claude_scope.errors import BadInput, NotFound
from claude_scope.settings import ServiceSettings
from claude_scope.store.tables import Invitation, LoginLink
from tests.accounts.server import serving
from tests.accounts.service import EMAIL, UNAUTHORIZED, Service, token_of
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from tests.accounts.service import Client


async def test_the_link_signs_this_machines_user_in(client: Client, service: Service) -> None:
    link = urlsplit(sign_in_link(service.database, "http://127.0.0.1:8765"))
    assert (link.scheme, link.netloc, link.path, link.query) == ("http", "127.0.0.1:8765", "/sign-in", "")
    answer = await client.link(link.fragment.removeprefix("token="))
    assert answer.status_code == 200
    user = answer.json()["user"]
    assert user["id"] == local_user(service.database).id
    assert (user["email"], bool(user["name"])) == (None, True)
    assert (await client.me(token_of(answer))).json() == user


@pytest.mark.attack("tokens")
async def test_a_link_works_once(client: Client, service: Service) -> None:
    token = mint_link(service.database, local_user(service.database).id)
    assert (await client.link(token)).status_code == 200
    again = await client.link(token)
    assert (again.status_code, again.json()) == (401, UNAUTHORIZED)


@pytest.mark.attack("tokens")
@on_both_databases
async def test_one_of_several_who_use_a_link_at_once_is_signed_in(client: Client, service: Service) -> None:
    token = mint_link(service.database, local_user(service.database).id)
    answers = await asyncio.gather(*(client.link(token) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401]


@pytest.mark.attack("tokens")
async def test_a_link_ends_after_minutes(client: Client, service: Service) -> None:
    token = mint_link(service.database, local_user(service.database).id, minutes=-0.01)
    assert (await client.link(token)).status_code == 401


@pytest.mark.attack("tokens")
async def test_a_link_that_was_never_made_is_refused(client: Client, service: Service) -> None:
    kept = sha256(mint_link(service.database, local_user(service.database).id))
    for token in ("guessed", kept, "x" * 200):
        assert (await client.link(token)).json() == UNAUTHORIZED


@pytest.mark.attack("secrets")
async def test_only_a_hash_of_a_link_and_of_an_invitation_is_kept(service: Service) -> None:
    token = mint_link(service.database, local_user(service.database).id)
    code = invite(service.database)
    with service.database.transaction() as tx:
        (link,), (invitation,) = tx.query(LoginLink).all(), tx.query(Invitation).all()
    assert token not in str(vars(link))
    assert code not in str(vars(invitation))
    assert (link.token_sha256, invitation.code_sha256) == (sha256(token), sha256(code))


def test_links_and_invitations_that_ended_are_cleared_away(service: Service) -> None:
    user_id = local_user(service.database).id
    mint_link(service.database, user_id, minutes=-1)
    invite(service.database, days=-1)
    mint_link(service.database, user_id)
    invite(service.database)
    with service.database.transaction() as tx:
        assert (tx.query(LoginLink).count(), tx.query(Invitation).count()) == (1, 1)


def test_there_is_one_account_of_this_machine(service: Service) -> None:
    assert local_user(service.database) == local_user(service.database)


HERE = [
    ("127.0.0.1", "127.0.0.1:8765"),
    ("127.0.0.1", "localhost"),
    ("::1", "[::1]:8765"),
    ("::ffff:127.0.0.1", "LOCALHOST:1"),
]


@pytest.mark.parametrize(("peer", "host"), HERE)
async def test_this_machine_has_several_names(service: Service, peer: str, host: str) -> None:
    token = mint_link(service.database, local_user(service.database).id)
    async with service.client(peer) as client:
        answer = await client.link(token, Host=host, Origin=f"http://{host}")
    assert answer.status_code == 200


ELSEWHERE = {
    "peer on the network": ("192.168.1.20", {}),
    "peer on the internet": ("203.0.113.5", {}),
    "peer on the network, IPv6": ("fe80::1", {}),
    "a name that points here": ("127.0.0.1", {"Host": "evil.example.com"}),
    "a name that points here, with the port": ("127.0.0.1", {"Host": "evil.example.com:8765"}),
    "a name that begins like an address": ("127.0.0.1", {"Host": "127.0.0.1.nip.io"}),
    "a name that begins like localhost": ("127.0.0.1", {"Host": "localhost.example.com"}),
    "a name with a user": ("127.0.0.1", {"Host": "evil@127.0.0.1"}),
    "a name that is no name": ("127.0.0.1", {"Host": "[127.0.0.1"}),
    "an address of the network": ("127.0.0.1", {"Host": "192.168.1.5:8765"}),
    "no name": ("127.0.0.1", {"Host": ""}),
    "a page of another site": ("127.0.0.1", {"Origin": "https://evil.example.com"}),
    "a page without origin": ("127.0.0.1", {"Origin": "null"}),
    "behind a proxy": ("127.0.0.1", {"X-Forwarded-For": "203.0.113.5"}),
    "behind a proxy that says loopback": ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
    "behind a proxy (RFC 7239)": ("127.0.0.1", {"Forwarded": "for=203.0.113.5"}),
    "behind a proxy that says it is one": ("127.0.0.1", {"Via": "1.1 proxy"}),
}


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.attack("tokens")
async def test_a_link_works_nowhere_else(service: Service, place: str) -> None:
    """And a remote attempt does not use it up."""
    peer, headers = ELSEWHERE[place]
    token = mint_link(service.database, local_user(service.database).id)
    async with service.client(peer) as client:
        answer = await client.link(token, **headers)
    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)
    async with service.client() as client:
        assert (await client.link(token)).status_code == 200


@pytest.mark.parametrize(
    "settings",
    [
        ServiceSettings(host="0.0.0.0"),
        ServiceSettings(host="192.168.1.5"),
        ServiceSettings(public_url="https://scope.example.com"),
        ServiceSettings(trusted_proxies=["127.0.0.1"]),
        ServiceSettings(allowed_hosts=["localhost", "scope.example.com"]),
    ],
    ids=["all addresses", "one of the network", "behind a proxy", "behind one that is trusted", "under a name"],
)
@pytest.mark.attack("tokens")
async def test_no_link_works_where_others_can_reach_the_server(service: Service, settings: ServiceSettings) -> None:
    assert not settings.allow_private_addresses
    open_service = Service(service.database, service.keys, settings)
    token = mint_link(service.database, local_user(service.database).id)
    async with open_service.client() as client:
        assert (await client.link(token)).status_code == 401
    open_service.passwords.close()


@pytest.mark.attack("tokens")
def test_names_of_this_machine_keep_the_server_personal() -> None:
    settings = ServiceSettings(allowed_hosts=["LOCALHOST", "[::1]", "127.0.0.1"])
    assert (settings.is_personal, settings.allow_private_addresses) == (True, True)


async def test_a_link_over_a_real_connection(service: Service) -> None:
    token = mint_link(service.database, local_user(service.database).id)
    async with serving(service.app) as url, httpx.AsyncClient(base_url=url) as browser:
        for headers, status in (({"Host": "evil.example.com"}, 401), ({}, 200), ({}, 401)):
            answer = await browser.post("/api/auth/link", json={"token": token}, headers=headers)
            assert answer.status_code == status


async def test_a_token_for_scripts_is_this_machines_users(client: Client, service: Service) -> None:
    token = token_for_scripts(service.database, service.tokens)
    assert (await client.me(token)).json()["id"] == local_user(service.database).id


async def test_a_token_for_scripts_can_be_an_accounts_of_its_address(client: Client, service: Service) -> None:
    made = await client.sign_up()
    await client.post("/api/auth/logout-all", headers={"Authorization": f"Bearer {token_of(made)}"})
    token = token_for_scripts(service.database, service.tokens, email=" ADA@example.com", lifetime_s=60)
    assert (await client.me(token)).json() == made.json()["user"]


def test_an_unknown_address_gets_no_token(service: Service) -> None:
    with pytest.raises(NotFound, match=EMAIL):
        token_for_scripts(service.database, service.tokens, email=EMAIL)
    with pytest.raises(BadInput, match="e-mail"):
        invite(service.database, email="nobody")
