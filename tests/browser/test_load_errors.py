"""Load errors read as if there were no guard proxy, and mention an address once."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from claude_scope.browser.inspect import inspect
from claude_scope.values import Node, Snapshot
from tests.browser.sites import REST, Answer, Route, Site, hang


@pytest.fixture
def dead() -> Iterator[str]:
    """The address of a port where nothing listens, and which is reserved meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{held.getsockname()[1]}"


@contextlib.asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """The address of a server that accepts a connection and closes it without a response."""

    async def end(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(end, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    server.close()


async def look(out: Path, routes: dict[str, Route], timeout_s: float = 15.0) -> Snapshot:
    async with Site(routes) as site:
        (snapshot,) = await inspect([site.url], out, timeout_s=timeout_s)
    return snapshot


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def nodes(snapshot: Snapshot) -> list[Node]:
    return list(snapshot.tree.walk()) if snapshot.tree else []


async def test_an_unreachable_page_is_reported_in_one_sentence_without_its_address(out: Path, dead: str) -> None:
    async with Site({"/": hang}) as hanging, silent() as mute:
        urls = {
            "http://nowhere.invalid/": "Its name could not be resolved to an address; check the spelling.",
            "https://nowhere.invalid/": "Its name could not be resolved to an address; check the spelling.",
            f"http://{dead}/": "Its server refused the connection; start the app and try again.",
            f"https://{dead}/": "Its server refused the connection; start the app and try again.",
            hanging.url: "It did not answer in time; check that the app is up.",
            mute: "Its server answered nothing; check that it speaks HTTP on this port.",
            "http://169.254.169.254/": "Its address is one that pages may not reach (169.254.169.254); "
            "give an address on the public internet.",
            "ftp://files.example/": "This is not the address of a web page; "
            "give one that starts with http:// or https://.",
        }
        snapshots = await inspect(list(urls), out, timeout_s=1.5)
    assert [snapshot.error for snapshot in snapshots] == list(urls.values())
    assert files(out) == []


async def test_failed_requests_of_a_page_are_reported_as_without_a_proxy(out: Path, dead: str) -> None:
    page = f"""<h1>Shop</h1><img src=http://{dead}/a.png><img src=https://{dead}/b.png>
        <img src=http://nowhere.invalid/c.png><img src=https://nowhere.invalid/d.png><img src=/e.png>
        <script>new WebSocket('ws://{dead}/f');
        fetch('http://{dead}/g').catch(() => document.title = 'caught')</script>"""
    snapshot = await look(out, {"/": page, "/e.png": Answer("", 502)})
    requests = {line.split(" ")[1].rpartition("/")[2]: line.split(": ", 1)[1] for line in snapshot.failed_requests}
    refused, unknown = "its server refused the connection", "its name could not be resolved to an address"
    assert requests == {
        "a.png:": refused, "b.png:": refused, "c.png:": unknown, "d.png:": unknown, "e.png:": "HTTP 502", "g:": refused
    }  # fmt: skip
    assert snapshot.title == "caught"  # for the page this was a failed connection, not a response
    said = [line for line in snapshot.console if "status of 502" not in line]
    assert len(snapshot.console) - len(said) == 1  # the site's own error
    assert any(line.endswith("failed: Error in connection establishment: net::ERR_CONNECTION_REFUSED") for line in said)
    assert {line.rpartition(" ")[2] for line in said} == {"net::ERR_CONNECTION_REFUSED", "net::ERR_NAME_NOT_RESOLVED"}


async def test_a_502_of_the_site_itself_is_reported_as_such(out: Path) -> None:
    snapshot = await look(out, {"/": Answer(f"<h1>Bad gateway</h1>{REST}", 502)})
    assert snapshot.success
    assert "The page was answered with HTTP 502." in snapshot.notes
    assert [line.partition(": ")[2] for line in snapshot.failed_requests] == ["HTTP 502"]


@pytest.mark.parametrize("way", ["redirect", "script", "late"])
async def test_a_page_that_leads_to_a_dead_one_names_that_one(out: Path, dead: str, way: str) -> None:
    there = f"http://{dead}/next"
    pages: dict[str, Route] = {
        "redirect": Answer("", 302, {"Location": there}),
        "script": f"<script>location = '{there}'</script>",
        "late": f"<h1>Here</h1><script>setTimeout(() => location = '{there}', 200)</script>",
    }
    snapshot = await look(out, {"/": pages[way]})
    assert snapshot.error == f"It leads to {there}, and its server refused the connection; start the app and try again."


async def test_an_iframe_that_cannot_be_loaded_holds_nothing_that_the_browser_made_up(out: Path, dead: str) -> None:
    page = f"<h1>Shop</h1><iframe src=http://{dead}/></iframe><iframe src=https://{dead}/></iframe><button>Pay</button>"
    snapshot = await look(out, {"/": page})
    frames = [node for node in nodes(snapshot) if node.role == "iframe"]
    assert [frame.children for frame in frames] == [(), ()]
    assert {"Shop", "Pay"} <= {node.name for node in nodes(snapshot)}
    assert all("refused the connection" in line for line in snapshot.failed_requests)
