"""What the inspecting browser of a running service may reach: no private address, if others can reach the server.

The escapes are those of `tests/browser/escapes.py`, which work in a browser without the proxy
(`tests/browser/test_escapes.py`).
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.browser.egress import guard_proxy
from claude_scope.cli.environment import load_settings
from claude_scope.server.wiring import build_inspect
from claude_scope.settings import ServiceSettings
from tests.accounts.running import SOON_S, running
from tests.accounts.service import as_bearer
from tests.browser.escapes import ALONE, IN_A_TAB, PAGES, WAYS
from tests.browser.sites import REST, Site
from tests.browser.test_escapes import Target, world
from tests.videos import words, write_video

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.accounts.running import Running


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """As short as a recording can be: only the page matters here."""
    return write_video(tmp_path_factory.mktemp("video") / "short.webm", [(words("Basket"), 0.6)]).read_bytes()


@asynccontextmanager
async def client(server: AbstractContextManager[Running]) -> AsyncIterator[httpx.AsyncClient]:
    """A user who is signed in to a server while it runs."""
    with server as started:
        address = started.url.replace("0.0.0.0", "127.0.0.1")
        async with httpx.AsyncClient(base_url=address, headers=as_bearer(started.token()), timeout=SOON_S) as connected:
            yield connected


async def inspected(browser: httpx.AsyncClient, video: bytes, url: str) -> dict[str, object]:
    """What the Playwright lane of a new session reports about a page."""
    files = {"file": ("short.webm", video, "video/webm")}
    answer = await browser.post("/api/recordings", data={"title": "a page", "seedUrl": url}, files=files)
    assert answer.status_code == 200, answer.text
    (snapshot,) = answer.json()["inspection"]["snapshots"]
    found: dict[str, object] = snapshot
    return found


def reached(targets: dict[str, Target]) -> set[str]:
    return {way for way, target in targets.items() if target.arrivals}


@pytest.mark.attack("pages", cases=len(set(WAYS) - IN_A_TAB - ALONE) + 1)
async def test_no_page_leads_a_server_that_others_reach_to_a_private_address(tmp_path: Path, video: bytes) -> None:
    async with world() as (site, targets):
        forbidden = next(iter(targets.values())).port
        allowed = f"localhost:{site.port}"
        server = running(
            tmp_path / "data",
            *("--host", "0.0.0.0"),
            CLAUDE_SCOPE_SIGN_UP="open",
            CLAUDE_SCOPE_ALLOWED_PRIVATE_HOSTS=allowed,
            CLAUDE_SCOPE_PAGE_TIMEOUT_S="30",
        )
        async with client(server) as browser:
            assert (await inspected(browser, video, f"http://{allowed}/{PAGES[0]}"))["success"] is True
            key = {"provider": "openai-compatible", "baseUrl": f"http://127.0.0.1:{forbidden}", "key": "", "model": "m"}
            made = (await browser.post("/api/credentials", json=key)).json()
            assert (await browser.post(f"/api/credentials/{made['id']}/test")).json()["ok"] is False
    assert f"/{PAGES[0]}" in site.requests
    assert reached(targets) == set()


@pytest.mark.attack("pages", cases=len(IN_A_TAB | ALONE) + 2)
async def test_the_inspection_of_such_a_server_gets_there_by_no_other_way(tmp_path: Path) -> None:
    """The pages that would take too long with a session each are tried with the inspector that such a server uses."""
    async with world() as (site, targets):
        allowed = f"localhost:{site.port}"
        settings = ServiceSettings(host="0.0.0.0", allowed_private_hosts=[allowed], page_timeout_s=30)
        leading = [f"http://{allowed}/{page}" for page in PAGES[1:]]
        forbidden = next(iter(targets.values())).port
        refused = [f"http://127.0.0.1:{forbidden}/", f"http://{allowed}/redirect?http://[::1]:{forbidden}/"]
        found = await build_inspect(settings)([*refused, *leading], tmp_path, viewport=(1280, 720))
    assert [item.success for item in found] == [False] * len(refused) + [True] * len(leading)
    assert {f"/{page}" for page in PAGES[1:]} <= set(site.requests)
    assert reached(targets) == set()


async def test_an_exception_may_be_spelled_as_people_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting, and the host of the page that it allows."""
    spelled = {
        "[0:0:0:0:0:0:0:1]": "[::1]",
        "[FD00::ABCD]": "[fd00::abcd]",
        "LocalHost": "localhost",
        "Staging.Example.": "STAGING.example",
        "bücher.example": "xn--bcher-kva.example",
    }

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(guard_proxy, "system_resolver", here)
    async with Site({"/": f"<h1>Here</h1>{REST}"}) as site:
        setting = ", ".join(f"{name}:{site.port}" for name in spelled)
        monkeypatch.setenv("CLAUDE_SCOPE_ALLOWED_PRIVATE_HOSTS", setting)
        settings = load_settings(ServiceSettings, host="0.0.0.0")
        urls = [f"http://{host}:{site.port}/" for host in (*spelled.values(), "elsewhere.example")]
        *allowed, other = await build_inspect(settings)(urls, tmp_path, viewport=(1280, 720))
    assert {page.url: page.error for page in allowed} == dict.fromkeys(urls[:-1], "")
    assert not other.success


async def test_this_machines_own_server_reaches_them(tmp_path: Path) -> None:
    """With the inspector that it uses; this also shows that the other tests can fail."""
    async with world() as (site, targets):
        inspect = build_inspect(ServiceSettings(page_timeout_s=30))
        (found,) = await inspect([f"http://localhost:{site.port}/{PAGES[0]}"], tmp_path, viewport=(1280, 720))
    assert found.success
    assert len(reached(targets)) > len(targets) / 2
