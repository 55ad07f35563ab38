"""How often a network may call a service behind a proxy. A household, or a cheap server, has the
256 IPv6 /64 of a /56.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.api.http.client_address import networks
from tests.accounts.running import running
from tests.accounts.service import EMAIL, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.accounts.running import Running

REQUESTS, SIGN_INS = 4, 2
WRONG = {"email": EMAIL, "password": "a guess at it"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with running(
        tmp_path / "data",
        "--no-worker",
        CLAUDE_SCOPE_TRUSTED_PROXIES="127.0.0.1",
        CLAUDE_SCOPE_SIGN_UP="open",
        CLAUDE_SCOPE_REQUESTS_PER_MINUTE=str(REQUESTS),
        CLAUDE_SCOPE_SIGN_INS_PER_MINUTE=str(SIGN_INS),
    ) as started:
        yield started


def asked(server: Running, addresses: Iterable[str]) -> list[httpx.Response]:
    """A request from each address, in turn."""
    with httpx.Client(base_url=server.url) as proxy:
        return [proxy.get("/api/auth/config", headers={"X-Forwarded-For": address}) for address in addresses]


def statuses(answers: list[httpx.Response]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_a_household_cannot_multiply_its_requests_by_its_networks(server: Running) -> None:
    answers = asked(server, (f"2001:db8:0:1{network:02x}::{network}" for network in range(256)))
    assert statuses(answers) == [200] * 2 * REQUESTS + [429] * (256 - 2 * REQUESTS)
    refused = answers[-1].headers
    assert refused["ratelimit-policy"] == f'"address-56";q={2 * REQUESTS};w=60'
    assert refused["ratelimit"].startswith('"address-56";r=0;')
    assert int(refused["retry-after"]) > 0
    assert statuses(asked(server, ["2001:db8:0:200::1", "2001:db8:0:ff::1"])) == [200, 200], "they are other households"


def test_one_busy_network_leaves_room_for_the_others_of_its_household(server: Running) -> None:
    busy = asked(server, (f"2001:db8:0:101:{host:x}::1" for host in range(10 * REQUESTS)))
    assert statuses(busy) == [200] * REQUESTS + [429] * 9 * REQUESTS
    assert busy[0].headers["ratelimit-policy"] == f'"address";q={REQUESTS};w=60'
    assert statuses(asked(server, ["2001:db8:0:102::1"] * (REQUESTS + 1))) == [200] * REQUESTS + [429]


def test_an_ipv4_address_in_ipv6_is_that_ipv4_address(server: Running) -> None:
    one = ["198.51.100.1", "::ffff:198.51.100.1", "::ffff:c633:6401", "0:0:0:0:0:FFFF:198.51.100.1", "198.51.100.1"]
    assert statuses(asked(server, one)) == [200] * REQUESTS + [429]
    others = [f"::ffff:198.51.100.{number}" for number in range(2, 2 + 3 * REQUESTS)]
    assert statuses(asked(server, others)) == [200] * len(others)
    behind_a_proxy = [f"192.0.2.{number}, ::ffff:127.0.0.1" for number in range(2 * REQUESTS)]
    assert statuses(asked(server, behind_a_proxy)) == [200] * len(behind_a_proxy)


def test_a_household_cannot_keep_the_owner_of_an_account_out(server: Running) -> None:
    account = {"email": EMAIL, "password": PASSWORD}
    made = httpx.post(f"{server.url}/api/auth/signup", json=account, headers={"X-Forwarded-For": "203.0.113.9"})
    assert made.status_code == 201, made.text
    with httpx.Client(base_url=server.url) as proxy:
        guesses = [
            proxy.post("/api/auth/login", json=WRONG, headers={"X-Forwarded-For": f"2001:db8:0:1{network:02x}::1"})
            for network in range(20)
        ]
        owner = proxy.post("/api/auth/login", json=account, headers={"X-Forwarded-For": "203.0.113.10"})
    assert statuses(guesses) == [401] * 2 * SIGN_INS + [429] * (20 - 2 * SIGN_INS)
    assert owner.status_code == 200, owner.text


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", ["192.0.2.1"]),
        ("::ffff:192.0.2.1", ["192.0.2.1"]),
        ("2001:db8:1:2ff:3::4", ["2001:db8:1:2ff::/64", "2001:db8:1:200::/56"]),
        ("2001:DB8:1:0200::", ["2001:db8:1:200::/64", "2001:db8:1:200::/56"]),
        ("fe80::1%eth0", ["fe80::/64", "fe80::/56"]),
        ("::1", ["::/64", "::/56"]),
        ("testclient", ["testclient"]),
        ("", [""]),
    ],
)
def test_networks_of_an_address(address: str, counted: list[str]) -> None:
    assert list(networks(address)) == counted
