"""Who may create an account: everybody on this machine; where others can reach the service, only invited users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from claude_scope.api.auth.sign_in_links import invite
from claude_scope.settings import ServiceSettings
from tests.accounts.running import ran, running
from tests.accounts.service import EMAIL, PASSWORD, Service
from tests.processes import free_port

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = (
    "invitation: a code is needed to sign up here; ask the operator of this server for one (`claude-scope invite`)."
)
AT_THIS_MACHINE = {"127.0.0.1": [], "127.0.0.2": ["--host", "127.0.0.2"], "localhost": ["--host", "localhost"]}
REACHED_BY_OTHERS: dict[str, tuple[list[str], dict[str, str]]] = {
    "all addresses": (["--host", "0.0.0.0"], {}),
    "all IPv6 addresses": (["--host", "::"], {}),
    "a public URL": ([], {"CLAUDE_SCOPE_PUBLIC_URL": "https://scope.example.com"}),
    "a trusted proxy": ([], {"CLAUDE_SCOPE_TRUSTED_PROXIES": "127.0.0.1"}),
    "a name of its own": ([], {"CLAUDE_SCOPE_ALLOWED_HOSTS": "scope.example.com"}),
}


def signed_up(address: str, email: str = EMAIL, **more: Any) -> httpx.Response:
    return httpx.post(f"{address}/api/auth/signup", json={"email": email, "password": PASSWORD, **more})


@pytest.mark.parametrize("place", AT_THIS_MACHINE)
def test_at_this_machine_everybody_signs_up(place: str, tmp_path: Path) -> None:
    with running(tmp_path / "data", "--no-worker", *AT_THIS_MACHINE[place]) as server:
        assert httpx.get(f"{server.url}/api/auth/config").json()["signUp"] == "open"
        assert signed_up(server.url).status_code == 201


@pytest.mark.parametrize("place", REACHED_BY_OTHERS)
def test_on_a_reachable_server_even_the_first_account_needs_an_invitation(place: str, tmp_path: Path) -> None:
    options, environment = REACHED_BY_OTHERS[place]
    folder, port = tmp_path / "data", free_port()
    command, here = (
        ("--no-worker", *options, "--port", str(port)),
        f"http://{'[::1]' if '::' in options else 'localhost'}:{port}",
    )
    with running(folder, *command, **environment) as server:  # type: ignore[arg-type] # all of it is environment
        assert server.printed[1] == f"Who signs up needs an invitation: claude-scope invite --data-dir {folder}\n"
        assert httpx.get(f"{here}/api/auth/config").json()["signUp"] == "invitation"
        refused = signed_up(here)
        assert (refused.status_code, refused.json()["message"]) == (400, NEEDED)
        code = ran("invite", "--data-dir", str(folder)).stdout.strip()
        assert signed_up(here, invitation=code).status_code == 201
        assert signed_up(here, "bea@example.com", invitation=code).status_code == 400
    opened = {"CLAUDE_SCOPE_SIGN_UP": "open", **environment}
    with running(folder, *command, **opened) as server:  # type: ignore[arg-type]
        assert server.printed[1].startswith("Whoever reaches it can sign up; ")
        assert signed_up(here, "bea@example.com").status_code == 201


TUNNELS = {
    "an address": {"X-Forwarded-For": "203.0.113.5"},
    "a name": {"X-Forwarded-Host": "scope.example.com"},
    "RFC 7239": {"Forwarded": "for=203.0.113.5"},
    "another site's page": {"Origin": "https://evil.example.com"},
}


@pytest.mark.parametrize("what", TUNNELS)
async def test_a_tunnel_to_this_machine_opens_nothing(what: str, service: Service) -> None:
    """Even if the settings do not mention the proxy, its requests show that it is there."""
    body = {"email": EMAIL, "password": PASSWORD}
    async with service.client() as client:
        answer = await client.post("/api/auth/signup", json=body, headers=TUNNELS[what])
        assert (answer.status_code, answer.json()["message"]) == (400, NEEDED)
        body["invitation"] = invite(service.database)
        assert (await client.post("/api/auth/signup", json=body, headers=TUNNELS[what])).status_code == 201


async def test_open_sign_up_lets_everybody_in(service: Service) -> None:
    told = Service(
        service.database, service.keys, ServiceSettings(sign_up="open", public_url="https://scope.example.com")
    )
    async with told.client("203.0.113.5") as client:
        assert (await client.sign_up()).status_code == 201
    told.passwords.close()


async def test_a_closed_door_says_whom_to_ask(service: Service) -> None:
    closed = Service(service.database, service.keys, ServiceSettings(sign_up="closed"))
    async with closed.client() as client:
        answer = await client.sign_up(invitation=invite(service.database))
    assert (answer.status_code, "ask the operator of this server" in answer.json()["message"]) == (400, True)
    closed.passwords.close()
