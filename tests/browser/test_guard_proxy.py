"""The guard proxy connects only to addresses that its policy allows, and forwards requests correctly."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.egress import allowed_addresses
from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.inspect import inspect
from claude_scope.errors import InspectionError
from tests.browser.sites import REST, Answer, Site, hang

if TYPE_CHECKING:
    from collections.abc import Iterator


async def ask(guard: Guard, request: str) -> str:
    """The proxy's response to a request, as text."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(guard.url.rpartition(":")[2]))
    writer.write(request.encode("latin-1"))
    answer = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    return answer.decode("latin-1")


def get(url: str) -> str:
    return f"GET {url} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n"


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "168.63.129.16",
     "fec0::1", "feff::1", "64:ff9b:1::1", "::7f00:1", "3fff::1", "5f00::1"]
)  # fmt: skip
@pytest.mark.attack("pages")
def test_addresses_that_are_not_public(text: str) -> None:
    assert not allowed_addresses.is_public(allowed_addresses.parse(text))


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_that_are_public(text: str) -> None:
    assert allowed_addresses.is_public(allowed_addresses.parse(text))


@pytest.mark.parametrize(
    ("found", "allow_private", "reached"),
    [
        (["127.0.0.1"], True, True),
        (["127.0.0.1"], False, False),
        (["8.8.8.8", "127.0.0.1"], False, False),
        (["fe80::1", "127.0.0.1"], True, True),
        (["169.254.169.254"], True, False),
        (["fd00:ec2::254"], True, False),
        (["::ffff:169.254.169.254"], True, False),
    ],
)
@pytest.mark.attack("pages")
async def test_a_name_is_as_good_as_its_addresses(found: list[str], allow_private: bool, reached: bool) -> None:
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return found

    async with Site({"/": "hello"}) as site, Guard(Policy(allow_private), resolve) as guard:
        answer = await ask(guard, get(f"http://some.example:{site.port}/"))
        assert ("hello" in answer) == reached == (site.connections == 1)
        assert reached or (answer == "" and guard.refused() == [f"some.example:{site.port}"])
    assert asked == ["some.example"]  # once: it connected to the address that was checked


@pytest.mark.attack("pages")
async def test_an_exception_is_a_host_and_a_port() -> None:
    async with Site({"/": "hello"}) as site, Site({"/": "other"}) as other:
        policy = Policy(allowed_hosts=frozenset({f"127.0.0.1:{site.port}"}))
        async with Guard(policy) as guard:
            assert "hello" in await ask(guard, get(site.url))
            assert await ask(guard, get(other.url)) == ""
            assert guard.refused() == [f"127.0.0.1:{other.port}"]
    assert other.connections == 0


@pytest.mark.attack("pages")
async def test_a_tunnel_is_checked_like_a_request() -> None:
    async with Site({"/": "hello"}) as site:
        connect = f"CONNECT 127.0.0.1:{site.port} HTTP/1.1\r\n\r\n"
        async with Guard(Policy()) as guard:
            assert (await ask(guard, connect)).startswith("HTTP/1.1 502")
            assert guard.refused() == [f"127.0.0.1:{site.port}"]
        async with Guard(Policy(allow_private=True)) as guard:
            answer = await ask(guard, connect + "GET / HTTP/1.1\r\n\r\n")
    assert answer.startswith("HTTP/1.1 200")
    assert "hello" in answer


@pytest.mark.attack("pages")
async def test_a_second_request_on_a_connection_does_not_reach_the_first_host() -> None:
    received = bytearray()

    async def record(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.extend(await reader.readexactly(4))
        writer.write(Answer("hello").encode())
        with contextlib.suppress(TimeoutError):
            received.extend(await asyncio.wait_for(reader.read(1000), 0.5))

    async with Site({"/": record}) as site, Guard(Policy(allow_private=True)) as guard:
        post = get(site.url).replace("GET", "POST").replace("Host", "Content-Length: 4\r\nHost")
        answer = await ask(guard, post + "body" + get("http://10.0.0.1/secret"))
    assert "hello" in answer
    assert bytes(received) == b"body"


@pytest.mark.attack("pages")
async def test_the_proxy_does_not_connect_to_itself() -> None:
    async with Guard(Policy(allow_private=True)) as guard:
        assert await ask(guard, get(f"{guard.url}/")) == ""
        assert guard.refused() == [guard.url.removeprefix("http://")]


@contextlib.contextmanager
def no_more_files() -> Iterator[None]:
    """This process may open no sockets."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_a_proxy_that_gets_no_port_is_the_browser_lanes_error(tmp_path: Path) -> None:
    """So the session continues without the page, and says why."""
    with no_more_files(), pytest.raises(InspectionError, match=r"127\.0\.0\.1 \(Too many open files\); look at"):
        await inspect(["http://127.0.0.1:9/"], tmp_path)


@pytest.mark.parametrize(
    "request_", ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET ftp://x/ HTTP/1.1\r\n\r\n",
                 "CONNECT :x HTTP/1.1\r\n\r\n", "GET http://127.0.0.1:99999/ HTTP/1.1\r\n\r\n",
                 "GET http://[::1 HTTP/1.1\r\n\r\n", "\r\n\r\n"]
)  # fmt: skip
@pytest.mark.attack("pages")
async def test_the_proxy_drops_requests_that_are_not_proxy_requests(request_: str) -> None:
    async with Guard(Policy(allow_private=True)) as guard:
        assert await ask(guard, request_) == ""


async def test_why_a_connection_failed_is_known() -> None:
    async with Guard(Policy(allow_private=True)) as guard:
        assert await ask(guard, get("http://nowhere.invalid/")) == ""
        problem = guard.problem("http://nowhere.invalid/x")
    assert problem is not None
    assert problem.kind == "resolve"


@pytest.mark.parametrize("host", ["a..b", "a" * 64, f"{'a' * 64}.example"])
async def test_a_name_that_no_host_can_have_does_not_resolve(host: str) -> None:
    async with Guard(Policy(allow_private=True)) as guard:
        assert await ask(guard, get(f"http://{host}/")) == ""
        problem = guard.problem(f"http://{host}/x")
    assert problem is not None
    assert problem.kind == "resolve"
    assert "not one that a host can have" in problem.reason


@pytest.mark.attack("pages")
async def test_what_pages_may_receive_is_bounded() -> None:
    async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with Site({"/": endless}) as site, Guard(Policy(allow_private=True, max_bytes=1_000_000)) as guard:
        answer = await ask(guard, get(site.url))
        assert len(answer) < 2_000_000
        assert guard.received_bytes > 1_000_000
        assert await ask(guard, get(site.url)) == ""
        problem = guard.problem(site.url)
    assert problem is not None
    assert problem.kind == "limit"


async def test_closing_the_guard_closes_its_connections() -> None:
    async with Site({"/": hang}) as site:
        async with Guard(Policy(allow_private=True)) as guard:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(guard.url.rpartition(":")[2]))
            writer.write(get(site.url).encode())
            while not site.requests:  # noqa: ASYNC110 - the site keeps a plain list
                await asyncio.sleep(0.01)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()


@pytest.mark.attack("pages")
async def test_a_private_page_is_not_inspected_where_the_policy_forbids_it(tidy: Path) -> None:
    async with Site({"/": "<h1>Inside</h1>"}) as site:
        local, metadata = await inspect([site.url, "http://169.254.169.254/latest"], tidy, allow_private=False)
    assert not local.success
    assert "one that pages may not reach (127.0.0.1); give an address on the public internet" in local.error
    assert "may not reach" in metadata.error
    assert site.connections == 0


@pytest.mark.attack("pages")
async def test_metadata_services_are_out_of_reach_even_where_private_addresses_are_not(tidy: Path) -> None:
    async with Site({"/": f"<h1>Here</h1>{REST}<img src=http://169.254.169.254/latest>"}) as site:
        page, metadata = await inspect([site.url, "http://169.254.169.254/latest"], tidy)
    assert not metadata.success
    assert any("169.254.169.254:80" in note for note in page.notes)


@contextlib.asynccontextmanager
async def tls_site():  # type: ignore[no-untyped-def]
    """A site with an untrusted certificate, as on a developer's own machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parent / "localhost.pem")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(Answer(f"<h1>Over TLS</h1>{REST}").encode())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    yield f"https://localhost:{server.sockets[0].getsockname()[1]}/"
    server.close()


async def test_a_self_signed_certificate_on_a_private_address_is_accepted_and_noted(tidy: Path) -> None:
    async with tls_site() as url:
        (snapshot,) = await inspect([url], tidy)
    assert snapshot.success, snapshot.error
    assert any("certificate" in note for note in snapshot.notes)
