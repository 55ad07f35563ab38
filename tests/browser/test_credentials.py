"""Credentials in an address open the page, are sent to no other origin, and appear in no output."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import pickle
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from claude_scope.browser.inspect import inspect
from claude_scope.browser.urls import Credentials, display_url, origin, remove_user_info, split_credentials
from tests.browser.sites import REST, Answer, Site

USER, PASSWORD = "ann", "hunter-2/zebra"
IN_ADDRESS = "ann:hunter-2%2Fzebra@"


@dataclass
class Gate:
    """A server that requires a password (HTTP basic authentication), and the credentials that it received."""

    page: str
    sent: set[str] = field(default_factory=set)
    port: int = 0

    async def __aenter__(self) -> Gate:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            given = [line.split(" ")[-1] for line in head.split("\r\n") if line.lower().startswith("authorization:")]
            names = {base64.b64decode(text).decode() for text in given}
            self.sent |= names
            writer.write(self._answer(head.split(" ")[1], f"{USER}:{PASSWORD}" in names).encode())
            await writer.drain()
        writer.close()

    def _answer(self, path: str, is_known: bool) -> Answer:
        if not is_known:
            return Answer(f"<h1>Who are you?</h1>{REST}", 401, {"WWW-Authenticate": 'Basic realm="staging"'})
        return Answer("fetched" if path == "/data" else self.page)


async def test_a_page_behind_a_password_is_opened_and_may_fetch_its_own_data(out: Path) -> None:
    page = """<h1>Shop</h1><p id=p></p><button>Buy</button><script>
        fetch('data').then((r) => r.text()).then((t) => p.textContent = t)</script>"""
    async with Gate(page) as gate:
        (snapshot,) = await inspect([gate.url.replace("//", f"//{IN_ADDRESS}")], out)
    assert snapshot.tree
    assert [(node.name, node.text) for node in snapshot.tree.walk() if node.role in ("heading", "paragraph")] == [
        ("Shop", ""),
        ("", "fetched"),
    ]
    assert (snapshot.console, snapshot.failed_requests, snapshot.notes) == ((), (), ())
    assert snapshot.url == snapshot.final_url == gate.url


@pytest.mark.attack("secrets")
async def test_a_password_is_not_given_to_another_origin(out: Path) -> None:
    async with Gate("<h1>Other</h1>") as other:
        page = f"<h1>Shop</h1>{REST}<img src={other.url}a><iframe src={other.url}b></iframe>"
        async with Gate(page) as gate, Site({"/": Answer("", 302, {"Location": other.url})}) as leads:
            urls = [gate.url, leads.url]
            first, second = await inspect([url.replace("//", f"//{IN_ADDRESS}") for url in urls], out)
    assert gate.sent == {f"{USER}:{PASSWORD}"}
    assert other.sent == {":"}
    assert first.success
    assert "asks for a user name and password" in second.error + " ".join(second.notes)


@pytest.mark.attack("secrets")
async def test_a_password_appears_nowhere_whatever_the_page_does_with_it(out: Path) -> None:
    secret = "hunter-2/zebra"
    page = f"""<title>{secret}</title><h1>Hi ann, your password is {secret}</h1>{REST}<script>console.error('{secret}');
        fetch('http://ann:hunter-2%2Fzebra@127.0.0.1:1/x').catch((e) => console.error(e.message)); alert('{secret}')
        history.pushState(0, 0, '?p=hunter-2%2Fzebra')</script>"""
    async with Gate(page) as gate:
        snapshots = await inspect([gate.url.replace("//", f"//{IN_ADDRESS}"), f"http://{IN_ADDRESS}h.invalid/"], out)
    assert snapshots[0].success
    assert b"zebra" not in pickle.dumps(snapshots)


async def test_a_password_that_is_missing_or_wrong_is_asked_for(out: Path) -> None:
    async with Gate("<h1>Shop</h1>") as gate:
        snapshots = await inspect([gate.url, gate.url.replace("//", "//ann:wrong@")], out)
    for snapshot in snapshots:
        told = snapshot.error + " ".join(snapshot.notes)
        assert "HTTP 401" in told
        assert "put USER:PASSWORD@ before its host" in told
        assert "wrong" not in told


async def test_a_password_that_a_part_of_the_page_asks_for_is_not_waited_for(out: Path) -> None:
    async with Gate("<h1>Other</h1>") as other:
        page = f"<h1>Shop</h1><img src={other.url}a><iframe src={other.url}b></iframe>"
        async with Site({"/": page}) as site:
            (snapshot,) = await inspect([site.url], out)
    assert snapshot.success
    assert snapshot.notes == ()
    assert f"GET {other.url}b: HTTP 401" in snapshot.failed_requests


async def test_credentials_may_be_given_apart_from_the_address(out: Path) -> None:
    async with Gate(f"<h1>Shop</h1>{REST}") as gate:
        known = Credentials(gate.url.rstrip("/"), USER, PASSWORD)
        (snapshot,) = await inspect([gate.url], out, credentials=[known])
    assert snapshot.notes == ()
    assert PASSWORD not in repr(known)


@pytest.mark.parametrize(
    ("url", "bare", "where", "password"),
    [
        ("http://ann:pw@h/x?y#z", "http://h/x?y#z", "http://h", "pw"),
        ("https://a%40b:p%2Fw%40@H.Example:443/", "https://H.Example:443/", "https://h.example", "p/w@"),
        ("http://ann@[::1]:8080/", "http://[::1]:8080/", "http://[::1]:8080", ""),
        ("http://ann:a@b@h/", "http://h/", "http://h", "a@b"),
        ("http://ann:pw@bücher.example/", "http://bücher.example/", "http://xn--bcher-kva.example", "pw"),
    ],
)
def test_credentials_are_taken_out_of_an_address(url: str, bare: str, where: str, password: str) -> None:
    found, known = split_credentials(url)
    assert (found, known and known.origin, known and known.password) == (bare, where, password)
    assert display_url(url) == bare


def test_an_address_without_credentials_stays_as_it_is() -> None:
    assert split_credentials("http://h/?q=a@b") == ("http://h/?q=a@b", None)
    assert origin("HTTP://H:80/") == "http://h"


@pytest.mark.parametrize(
    "url",
    [
        *("http://ann:hun/ter@h/", "http://ann:hun#ter@h/", "http://ann:hun?ter@h/", "http://ann:[hunter]@h/"),
        *("ann:hunter@h", "//ann:hunter@h/", "ftp://ann:hunter@h/"),
    ],
)
@pytest.mark.attack("secrets")
def test_a_password_in_a_malformed_address_is_not_shown(url: str) -> None:
    assert "hun" not in display_url(url)
    assert display_url(url).endswith(("h", "h/"))


def test_addresses_in_a_text_lose_their_user_names() -> None:
    assert remove_user_info("GET http://a:b@h/x and //c@d/, not a@b or http://e/f@g") == (
        "GET http://h/x and //d/, not a@b or http://e/f@g"
    )
