"""What the tests of the web app share: a running service, sessions in it, a browser, and pages that are watched.

All of it is for one module, and so is the event loop: a module says
`pytestmark = pytest.mark.asyncio(loop_scope="module")`.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from claude_scope.browser.find import find_browser, launch_arguments
from tests.accounts.running import running
from tests.web import axe
from tests.web.stored import account_of, cut, finished_analysis, hostile_analysis, kept_sign_in, lame_analysis, store
from tests.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

expect.set_options(timeout=15_000)  # a bound for a busy machine, not a claim
SIZE = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class App:
    """A running service with its worker, and the account of this machine in it, which the fixtures' sessions are of."""

    url: str
    folder: Path
    user: dict[str, Any]
    _token: str

    def token(self) -> str:
        """The account's access token."""
        return self._token

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """What the API answers the account; `path` is below /api."""
        headers = {"authorization": f"Bearer {self._token}", **options.pop("headers", {})}
        return httpx.request(method, f"{self.url}/api{path}", headers=headers, timeout=30, **options)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("web") / "data"
    with running(
        folder, CLAUDE_SCOPE_REQUESTS_PER_MINUTE="100000", CLAUDE_SCOPE_SIGN_INS_PER_MINUTE="100000"
    ) as server:
        account = account_of(server.url, server.token_of_link())
        yield App(server.url, folder, account.user, account.token)


@pytest.fixture(scope="module")
def sample_pictures(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample's pictures, cut once for all processes of the tests; thumbnails are made beside them."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "sample-pictures"
    cut(shared)
    return shutil.copytree(shared, tmp_path_factory.mktemp("sample") / "pictures", copy_function=os.link)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def finished(app: App, sample_pictures: Path) -> str:
    """The id of a complete session: the analysis of examples/shop.webm, of 13 frames."""
    return await store(app.folder, app.user["id"], finished_analysis(sample_pictures))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lame(app: App, sample_pictures: Path) -> str:
    """The id of a complete session whose browser lane failed."""
    return await store(app.folder, app.user["id"], lame_analysis(sample_pictures))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hostile(app: App, sample_pictures: Path) -> str:
    """The id of a complete session in which all texts hold script and markup."""
    return await store(app.folder, app.user["id"], hostile_analysis(sample_pictures))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = find_browser()
        assert found is not None, "these tests need a Chrome or Chromium"
        started = await playwright.chromium.launch(executable_path=found, args=launch_arguments())
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, app: App) -> AsyncIterator[Page]:
    """A page of the account of `app`, signed in; `goto` takes a path. What goes wrong on it fails the test."""
    signed_in = kept_sign_in(app.url, app.token(), app.user)
    async with watched(browser, app.url, storage_state=signed_in, viewport=SIZE) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seat(browser: Browser, app: App) -> AsyncIterator[Page]:
    """One page for all tests of a module that asks for it, so that what it has loaded is loaded once."""
    signed_in = kept_sign_in(app.url, app.token(), app.user)
    async with watched(browser, app.url, storage_state=signed_in, viewport=SIZE) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def same_page(seat: Page) -> AsyncIterator[Page]:
    """It, for a test that leaves it as it was at first."""
    yield seat
    await seat.unroute_all(behavior="ignoreErrors")
    await seat.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
    await seat.evaluate("localStorage.removeItem('cs-review-keys')")


@pytest_asyncio.fixture(loop_scope="module")
async def guest(browser: Browser, app: App) -> AsyncIterator[Page]:
    """The same of somebody who was never here."""
    async with watched(browser, app.url, viewport=SIZE) as opened:
        yield opened


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], Awaitable[None]]:
    """Asserts that axe-core finds nothing on a page as it stands, in either theme."""

    async def look(page: Page) -> None:
        assert await axe.problems(page) == []

    return look
