"""What the tests of the web app share: a running service, sessions in it, a browser, and monitored pages.

Service, browser and event loop are started once for all modules: a module says `pytestmark =
pytest.mark.asyncio(loop_scope="package")`. Each module has its own account and page.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from claude_scope.browser.find_browser import find_browser, launch_arguments
from examples.record import served
from tests.accounts.running import running
from tests.captured import captured_analysis
from tests.videos import three_states
from tests.web import axe
from tests.web.pages import go, titled
from tests.web.people import Person, signed_up
from tests.web.recorder import recording
from tests.web.stored import account_of, cut, finished_analysis, hostile_analysis, lame_analysis, store
from tests.web.watch import seated, watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.async_api import Browser, Page

    from tests.accounts.running import Running
    from tests.web.recorder import Recorder
    from tests.web.watch import Seat

expect.set_options(timeout=20_000)  # a generous limit for busy machines, not an assertion
SHARED_TAB = "Pine & Paper"
"""The title of the sample's shop."""
LIMIT = "100000"
"""Requests per minute: more than the tests make."""


FORGET = """ours("state.js").then(({ toasts }) => {
  toasts.value = [];
  localStorage.removeItem("cs-review-keys");
})"""
"""What a test may leave in an app that stays open."""


@dataclass(frozen=True)
class App(Person):
    """A running service with this data folder, and the owner of the fixtures' sessions."""

    folder: Path


def serving(folder: Path, *options: str) -> AbstractContextManager[Running]:
    return running(folder, *options, CLAUDE_SCOPE_REQUESTS_PER_MINUTE=LIMIT, CLAUDE_SCOPE_SIGN_INS_PER_MINUTE=LIMIT)


def app_of(person: Person, folder: Path) -> App:
    return App(person.url, person.email, person.token, person.user, folder)


@pytest.fixture(scope="package")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A service without a worker, and the account of this machine in it."""
    folder = tmp_path_factory.mktemp("web") / "data"
    with serving(folder, "--no-worker") as server:
        account = account_of(server.url, server.token_of_link())
        yield App(server.url, "", account.token, account.user, folder)


@pytest.fixture(scope="module")
def app(machine: App) -> App:
    """An account in that service, for one module."""
    return app_of(signed_up(machine.url), machine.folder)


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The same in a service with a worker, which uses processor time even when idle."""
    folder = tmp_path_factory.mktemp("working") / "data"
    with serving(folder) as server:
        yield app_of(signed_up(server.url), folder)


@pytest.fixture
def ada(app: App) -> Person:
    """A new user, in a service where others have sessions."""
    return signed_up(app.url)


@pytest.fixture(scope="package")
def sample_pictures(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample's pictures, cut once for all test processes; thumbnails are stored next to them."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "sample-pictures"
    cut(shared)
    return shutil.copytree(shared, tmp_path_factory.mktemp("sample") / "pictures", copy_function=os.link)


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def finished(app: App, sample_pictures: Path) -> str:
    """The id of a complete session: the analysis of examples/shop.webm, of 13 frames."""
    return await store(app.folder, app.user["id"], finished_analysis(sample_pictures))


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def captured(app: App, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a complete session of a capture, of 11 frames."""
    return await store(app.folder, app.user["id"], captured_analysis(tmp_path_factory.mktemp("captured")))


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def lame(app: App, sample_pictures: Path) -> str:
    """The id of a complete session whose browser lane failed."""
    return await store(app.folder, app.user["id"], lame_analysis(sample_pictures))


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def hostile(app: App, sample_pictures: Path) -> str:
    """The id of a complete session in which all texts hold script and markup."""
    return await store(app.folder, app.user["id"], hostile_analysis(sample_pictures))


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    """A browser that shares the shop's tab without asking when a page requests a tab."""
    async with async_playwright() as playwright:
        found = find_browser()
        assert found is not None, "these tests need a Chrome or Chromium"
        flags = [*launch_arguments(), f"--auto-select-tab-capture-source-by-title={SHARED_TAB}"]
        started = await playwright.chromium.launch(executable_path=found, args=flags)
        yield started
        await started.close()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def seat(browser: Browser, app: App) -> AsyncIterator[Seat]:
    """One page for all tests of a module, since opening another one takes longer than most tests."""
    async with seated(browser, app.url) as one:
        yield one


@pytest.fixture
def who(app: App) -> Person:
    """The user who is signed in during a test; a module may override it."""
    return app


@pytest_asyncio.fixture(loop_scope="package")
async def page(seat: Seat, who: Person) -> AsyncIterator[Page]:
    """The page, signed in, with empty storage; `goto` takes a path. Any error on it fails the test.

    A test that installs a clock, or a script for every page, needs `own_page`.
    """
    yield await seat.enter(who.token, who.user)
    await seat.leave()


@pytest_asyncio.fixture(loop_scope="package")
async def open_page(seat: Seat, who: Person) -> AsyncIterator[Page]:
    """The same with the app open in it, which stays loaded between tests; each page of the app is rendered anew."""
    if seat.page.url == "about:blank":
        await seat.enter(who.token, who.user)
        await seat.page.goto("/profile")
    await go(seat.page, "/profile")
    await titled(seat.page, "Profile")
    await seat.page.evaluate(FORGET)
    yield seat.page
    await seat.leave()


@pytest_asyncio.fixture(loop_scope="package")
async def guest(seat: Seat) -> AsyncIterator[Page]:
    """The same for a visitor who was never here."""
    yield await seat.enter()
    await seat.leave()


@pytest_asyncio.fixture(loop_scope="package")
async def own_page(browser: Browser, who: Person) -> AsyncIterator[Page]:
    """A page in its own context, signed in."""
    async with watched(browser, who.url, who.token, who.user) as opened:
        yield opened


@pytest.fixture(scope="package")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of four and a half seconds, with three states."""
    return three_states(tmp_path_factory.mktemp("videos") / "counter.webm")


@pytest.fixture(scope="package")
def shop_url() -> Iterator[str]:
    with served() as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def tabs(browser: Browser, app: App, shop_url: str) -> AsyncIterator[Recorder]:
    async with recording(browser, app.url, shop_url) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="package")
async def recorder(tabs: Recorder, who: Person) -> AsyncIterator[Recorder]:
    """A user with the shop in one tab and the app in another, signed in, with empty storage."""
    await tabs.enter(who)
    yield tabs
    await tabs.seat.leave(tabs.shop)


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], Awaitable[None]]:
    """Asserts that axe-core finds nothing on the current page in either theme."""

    async def look(page: Page) -> None:
        assert await axe.problems(page) == []

    return look
